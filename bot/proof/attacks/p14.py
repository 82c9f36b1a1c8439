"""Property 14: nothing lies about but what is documented, and all of it is its owner's alone."""

import asyncio
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.proof.finding import Finding, How, Line, judged
from bot.proof.outsider import Loot
from bot.proof.trial import OTHER, SURVEY, Trial

NUMBER: Final = 14
PEOPLE: Final = range(24)
DAY: Final = r"\d{4}-\d\d-\d\d"
SIDE: Final = r"(-wal|-shm|-journal)?"
NAME: Final = r"[a-z0-9][a-z0-9.-]*"
TEXT: Final = r"\.?[a-z]+\.(yaml|md)(\.new)?"
UNIT: Final = (
    rf"(cities|topics|surveys|pages)|cities/\.?{NAME}"
    rf"|(topics|surveys|pages)/{NAME}(/{TEXT})?"
)
"""A text of moderators, and the folders on the way to it."""
DATA: Final = re.compile(
    rf"rightsbot\.db{SIDE}|rightsbot\.lock|rightsbot\.before-migration"
    rf"|rightsbot\.restoring{SIDE}|backups|backups/{DAY}\.db(\.new{SIDE})?"
    rf"|content(/({UNIT})|/surveys/\.new-{NAME}(/[a-z]+\.yaml)?)?"
    rf"|versions(/\.lock|/\.told(\.new)?|/({UNIT})(/\d{{4,9}}\.json(\.new)?)?)?"
)
KEYS: Final = re.compile(
    rf"{NAME}\.key(\.new)?|\.lock|\.changing|tombstones|tombstones/\.lock"
    rf"|tombstones/{NAME}\.{DAY}\.tomb(\.new)?|backups|backups/{DAY}\.keys(\.new)?"
)
FILE, DIRECTORY = 0o600, 0o700
PICKLED: Final = re.compile(rb"\x80[\x02-\x05]")
SUFFIXES: Final = (".pickle", ".pkl", ".p", ".shelve", ".joblib")


async def attack(trial: Trial) -> Finding:
    """After a life with everything in it, a restart included."""
    await trial.publish(OTHER)
    for survey in (SURVEY, OTHER):
        await trial.send(PEOPLE, survey)
        await trial.comment(PEOPLE, survey)
    await trial.remember(PEOPLE[:4])
    await trial.days(1)
    await trial.forget(PEOPLE[:2])
    await trial.take_back(PEOPLE[:3])
    await trial.close(OTHER)
    await trial.restart()
    await trial.days(1)
    loot = trial.loot()
    found = await asyncio.to_thread(lambda: list(faults(loot)))
    return judged(NUMBER, How.TRIAL, found, kept(loot))


def kept(loot: Loot) -> Line:
    return Line("proof.14.kept", {"files": sum(1 for _, _, path in _all(loot) if path.is_file())})


def faults(loot: Loot) -> Iterator[Line]:
    """What comes and goes meanwhile is passed over."""
    for place in (loot.data, loot.keyring):
        if place.exists() and _is_open(place):
            yield Line("proof.14.open", {"where": _where(loot, place)})
    for place, known, path in _all(loot):
        where = _where(loot, place)
        if not known.fullmatch(path.relative_to(place).as_posix()):
            yield Line("proof.14.unknown", {"where": where})
        try:
            if _is_open(path):
                yield Line("proof.14.open", {"where": where})
            if path.is_file() and _is_pickle(path):
                yield Line("proof.14.pickle", {"where": where})
        except FileNotFoundError:
            continue


def _where(loot: Loot, place: Path) -> str:
    """Of a file only this is told: its name may hold anything."""
    return "data" if place == loot.data else "keys"


def _all(loot: Loot) -> Iterator[tuple[Path, re.Pattern[str], Path]]:
    for place, known in ((loot.data, DATA), (loot.keyring, KEYS)):
        for path in sorted(place.rglob("*")):
            yield place, known, path


def _is_open(path: Path) -> bool:
    """To others than the owner, or to be run. Windows has no such bits."""
    if sys.platform == "win32":
        return False
    found = path.lstat().st_mode & 0o7777
    return bool(found & ~(DIRECTORY if path.is_dir() else FILE))


def _is_pickle(path: Path) -> bool:
    with path.open("rb") as file:
        return bool(PICKLED.match(file.read(2))) or path.suffix in SUFFIXES
