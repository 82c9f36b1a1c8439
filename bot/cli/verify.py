"""`verify-anonymity`: proves what residents are promised, here and beside a running bot."""

import re
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.ending import NOT_IN_ORDER, finish, refuse, settings
from bot.cli.options import Lang
from bot.cli.progress import counted
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.core.model import Catalogue
    from bot.proof.outsider import Loot
    from bot.proof.report import Report

ENGLISH: Lang = "en"
PERSON = re.compile(r"[0-9]{1,19}|@?[A-Za-z][A-Za-z0-9_]{3,31}")
"""A Telegram id or username (Bot API: User)."""


def verify_anonymity(
    report: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write it here: .html to be read, .json for programs."),
    ] = None,
    lang: Annotated[
        Lang | None,
        typer.Option(help="The language; else the first of RIGHTSBOT_CITIES, or English."),
    ] = None,
    ids: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Telegram ids or usernames to look for, one a line."),
    ] = None,
) -> None:
    """Attack what is stored, and say which promises to residents are kept."""
    chosen = settings()
    if report is not None:
        _refuse_place(report, chosen)
    finish(_verify(chosen, report, lang, _people(ids)))


def _refuse_place(report: Path, chosen: Settings) -> None:
    """Before minutes of work, not after them."""
    from bot.proof.forms import FORMS

    if report.suffix not in FORMS:
        refuse(f"--report takes a file that ends in {' or '.join(FORMS)}")
    if not report.parent.is_dir():
        refuse("--report takes a file in a directory that exists")
    if report.resolve().is_relative_to(chosen.data_dir.resolve()):
        refuse("--report takes a file outside the data directory: nothing else may lie in there")


def _people(ids: Path | None) -> tuple[str, ...]:
    """Whom to search for, told by line only: who they are is written nowhere."""
    if ids is None:
        return ()
    try:
        lines = ids.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        refuse("--ids takes a text file that can be read")
    for number, line in enumerate(lines, start=1):
        if line.strip() and not PERSON.fullmatch(line.strip()):
            refuse(f"--ids: line {number} is neither a Telegram id nor a username")
    return tuple(dict.fromkeys(line.strip().removeprefix("@") for line in lines if line.strip()))


async def _verify(
    chosen: Settings, report: Path | None, lang: Lang | None, people: tuple[str, ...]
) -> None:
    from bot.core.here import word_in
    from bot.house import read_content
    from bot.proof.forms import FORMS, as_lines
    from bot.proof.report import Teller

    dictionary, content, _ = read_content(chosen)
    spoken = lang or _language(chosen, content)
    cities = tuple(word_in(city.body, spoken, city) for city in content.cities.values())
    found = await _found(chosen, cities, people)
    tell = Teller(found, dictionary, spoken)
    for line in as_lines(tell):
        typer.echo(line)
    if report is not None:
        _save(report, FORMS[report.suffix](tell))
    if not found.kept:
        raise typer.Exit(NOT_IN_ORDER)


def _save(report: Path, text: str) -> None:
    report.write_text(text, encoding="utf-8")
    typer.echo(report)


def _language(chosen: Settings, content: "Catalogue") -> str:
    """That of the city's own officers, where the settings name a city."""
    return content.cities[chosen.cities[0]].languages[0] if chosen.cities else ENGLISH


async def _found(chosen: Settings, cities: tuple[str, ...], people: tuple[str, ...]) -> "Report":
    from bot.house import utc_now
    from bot.proof.report import Report
    from bot.proof.run import complete, probes
    from bot.proof.scene import look_around

    began = monotonic()
    loot = await _loot(chosen, people)
    scene = await look_around(loot, utc_now().date(), cities, len(people))
    work = counted(probes(chosen, loot), "properties")
    findings = complete([await probe.finding() for probe in work])
    return Report(scene, findings, round(monotonic() - began, 1))


async def _loot(chosen: Settings, people: tuple[str, ...]) -> "Loot":
    """All that is stored, with the keys: nothing is made, and nothing changed.

    StorageError or VaultError where the bot itself would refuse to start.
    """
    from bot.house import address_of, kek_of
    from bot.proof.outsider import Loot
    from bot.storage.database import file_of
    from bot.storage.errors import SchemaBehind
    from bot.storage.schema import look
    from bot.vault.errors import KeyUnreadable
    from bot.vault.start import refuse_inside, refuse_parted

    address = address_of(chosen)
    found = await look(address)
    if not found.current and (found.exists or file_of(address) is None):
        raise SchemaBehind
    refuse_inside(chosen.keyring_dir, chosen.data_dir)
    refuse_parted(chosen.keyring_dir, exists=found.exists, empty=found.empty)
    kek = kek_of(chosen) if found.exists else None
    loot = Loot(chosen.data_dir, chosen.keyring_dir, chosen.database_url, kek, people=people)
    wrapped = loot.key_files()
    if wrapped and not loot.keys():
        raise KeyUnreadable(min(wrapped))
    return loot
