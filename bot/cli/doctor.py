"""`doctor`: looks at everything that a bot stands on, and makes nothing that is missing."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import typer

from bot.cli.ending import NOT_IN_ORDER, finish, refusal
from bot.settings import BadSetting, Settings, read

OTHERS = 0o077
"""What the mode of a private file or directory must not allow."""
ROOM = 200_000_000
"""Bytes that stay free; to write a database anew takes twice its size beside that."""
RELEASED = 2026
"""This version knows that no clock may stand before it."""
FRESH = "not there yet: the first start makes it"


class Wrong(Exception):
    """Why something is not in order, and what to do."""


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    note: str
    ok: bool

    def __str__(self) -> str:
        words = f"{self.what}: {self.note}" if self.note else self.what
        return f"{'ok   ' if self.ok else 'wrong'}  {words}"


def doctor() -> None:
    """Say of each part whether it is in order, or what to do."""
    finish(_doctor(os.environ))


async def _doctor(environ: Mapping[str, str]) -> None:
    well = True
    async for finding in findings(environ):
        typer.echo(str(finding))
        well = well and finding.ok
    if not well:
        raise typer.Exit(NOT_IN_ORDER)


async def findings(environ: Mapping[str, str]) -> AsyncIterator[Finding]:
    try:
        settings = read(environ)
    except BadSetting as bad:
        yield Finding("settings", str(bad), ok=False)
        return
    yield Finding("settings", "", ok=True)
    for what, look in LOOKS.items():
        yield await _finding(what, look, settings)


async def _finding(what: str, look: "Look", settings: Settings) -> Finding:
    try:
        return Finding(what, await look(settings), ok=True)
    except Wrong as wrong:
        return Finding(what, str(wrong), ok=False)
    except Exception as error:  # noqa: BLE001 - whatever it met is what is wrong
        known = refusal(error)
        return Finding(what, known[0] if known else type(error).__name__, ok=False)


async def _content(settings: Settings) -> str:
    from bot.house import read_content

    _, content, problems = read_content(settings)
    errors = sum(problem.is_error for problem in problems)
    if errors:
        raise Wrong(f"errors: {errors}; `rightsbot check` names them")
    return f"sound, of {', '.join(content.cities)}{_beside(settings)}"


def _beside(settings: Settings) -> str:
    """The backup of the database does not hold what was changed here."""
    from bot.library import OWN, VERSIONS

    made = [name for name in (OWN, VERSIONS) if (settings.data_dir / name).is_dir()]
    return f"; your copies of files take {settings.data_dir}/{{{','.join(made)}}}" if made else ""


async def _data(settings: Settings) -> str:
    from bot.house import address_of
    from bot.storage.database import file_of

    database = file_of(address_of(settings))
    if database is not None and database.exists() and database.stat().st_mode & OTHERS:
        raise Wrong(f"others may read the database: chmod 600 {database}")
    return _private(settings.data_dir)


async def _keyring(settings: Settings) -> str:
    from bot.vault.start import refuse_inside

    refuse_inside(settings.keyring_dir, settings.data_dir)
    return _private(settings.keyring_dir)


def _private(folder: Path) -> str:
    if not folder.exists():
        return f"{folder} is {FRESH}"
    if not folder.is_dir():
        raise Wrong(f"{folder} is no directory")
    if folder.stat().st_mode & OTHERS:
        raise Wrong(f"others may look into it: chmod 700 {folder}")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Wrong(f"{folder} cannot be written to by this user")
    return str(folder)


async def _database(settings: Settings) -> str:
    from bot.house import address_of
    from bot.storage.database import file_of
    from bot.storage.schema import look
    from bot.vault.start import refuse_parted

    address = address_of(settings)
    found = await look(address)
    refuse_parted(settings.keyring_dir, exists=found.exists, empty=found.empty)
    if not found.exists:
        if file_of(address) is None:
            raise Wrong("it has no tables yet: `rightsbot migrate`")
        return FRESH
    if not found.current:
        raise Wrong("not of this version: `rightsbot migrate`")
    return "of this version"


async def _keys(settings: Settings) -> str:
    """Opening the house proves that every key opens and none is missing."""
    from bot.house import KEK_FILE, address_of, house
    from bot.storage.schema import look
    from bot.vault.keyring import names_in

    if not (await look(address_of(settings))).exists or not names_in(settings.keyring_dir):
        return FRESH
    async with house(settings) as opened:
        lost = await opened.store.lost_keys()
    if lost:
        raise Wrong(f"rows without their keys: {len(lost)}; this is not the keyring they need")
    if settings.kek is None:
        return f"they fit the database; {KEK_FILE} wraps them: move it to RIGHTSBOT_KEK_FILE"
    return "they fit the database"


async def _telegram(settings: Settings) -> str:
    from bot.cli.link import username

    if not settings.token:
        return "no token is set; run, setup and link need one"
    return f"reached, the bot is @{await username(settings)}"


async def _clock(settings: Settings) -> str:
    from bot.house import utc_now

    return told_time(utc_now(), settings)


def told_time(now: datetime, settings: Settings) -> str:
    """The time in each city: its surveys end by it."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from bot.house import read_content

    if now.year < RELEASED:
        raise Wrong(f"it says {now.year}: set it, or surveys end on wrong days")
    try:
        zones = {city.time_zone for city in read_content(settings)[1].cities.values()}
        times = (
            f"{now.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}" for zone in sorted(zones)
        )
        return ", ".join(times)
    except ZoneInfoNotFoundError as error:
        raise Wrong(f"the time zone of a city is not known here: {error}") from None


async def _disk(settings: Settings) -> str:
    import shutil

    from bot.house import address_of
    from bot.storage.database import file_of

    database = file_of(address_of(settings))
    size = database.stat().st_size if database is not None and database.exists() else 0
    places = (settings.data_dir.resolve(), *settings.data_dir.resolve().parents)
    free = shutil.disk_usage(next(place for place in places if place.exists())).free
    if free < ROOM + 2 * size:
        raise Wrong(f"{free // 10**6} MB free; {(ROOM + 2 * size) // 10**6} MB are needed")
    return f"{free // 10**6} MB free"


Look: TypeAlias = Callable[[Settings], Awaitable[str]]
LOOKS: Mapping[str, Look] = {
    "content": _content,
    "data directory": _data,
    "keyring": _keyring,
    "database": _database,
    "keys": _keys,
    "Telegram": _telegram,
    "clock": _clock,
    "disk": _disk,
}
