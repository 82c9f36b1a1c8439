"""Property 9 on the installation: no key has outlived what it sealed, or seals for too long."""

import asyncio
import re
from collections.abc import Mapping
from time import time
from typing import Final

from bot.proof.attacks.p09 import BURNT, NUMBER
from bot.proof.finding import Finding, How, Line, Verdict, judged
from bot.proof.outsider import Loot, archived
from bot.settings import Settings

PAUSE: Final = 1.0
"""Seconds between looks: a flush burns its old keys behind its commit."""
LOOKS: Final = 3
CLOSED: Final = "closed"
OF_SURVEYS: Final = ("mark", "withdraw", "urn", "data")
OF_COMMENTS: Final = "c."
"""Before the generation, in the names of their keys."""
OF_RESIDENTS: Final = re.compile(r"residents\.[0-9]+")
LASTING: Final = ("resident", "staff")
"""What finds residents, and what seals what lets staff in."""
UNKNOWN: Final = "?"
"""The kind of a key that the bot makes none of: its name may hold anything, and is not told."""
SURVEYS: Final = (
    "SELECT id, state, urn_generation, data_generation, comment_urn_generation, comment_generation"
    " FROM survey"
)
HELD: Final = (
    "SELECT 'urn.' || id || '.' || urn_generation FROM survey WHERE id IN (SELECT survey FROM urn)"
    " UNION ALL SELECT 'data.' || id || '.' || data_generation FROM survey"
    " WHERE id IN (SELECT survey FROM response)"
    " UNION ALL SELECT 'urn.' || id || '.c.' || comment_urn_generation FROM survey"
    " WHERE id IN (SELECT survey FROM comment_urn)"
    " UNION ALL SELECT 'data.' || id || '.c.' || comment_generation FROM survey"
    " WHERE id IN (SELECT survey FROM comment)"
    " UNION ALL SELECT DISTINCT 'residents.' || generation FROM resident"
)
"""The names of the keys of all boxes."""
A_DAY: Final = 24 * 3600.0
OLDEST: Final = 8 * A_DAY
"""Seconds: what is a week old is sealed anew within the day."""


async def look(loot: Loot, settings: Settings) -> Finding:
    del settings
    if not loot.exists or not loot.key_files():
        return Finding(NUMBER, How.LIVE, Verdict.NOT_ASKED, Line("proof.nothing_yet"))
    left, old = await lasting(loot), await _old(loot)
    faults = [Line("proof.9.left", {"kind": _kind(name)}) for name in sorted(left)]
    faults += [Line("proof.9.old", {"kind": _kind(name)}) for name in sorted(old)]
    if _in_archives(loot):
        faults.append(Line("proof.9.archived"))
    closed = await loot.rows("SELECT count(*) FROM survey WHERE state = 'closed'")
    values = {"keys": len(loot.key_files()), "closed": int(closed[0][0])}
    return judged(NUMBER, How.LIVE, faults, Line("proof.9.looked", values))


async def lasting(loot: Loot) -> set[str]:
    """Names of keys that should be gone, and stay."""
    left = await _outlived(loot)
    for _ in range(LOOKS):
        if left:
            await asyncio.sleep(PAUSE)
            left &= await _outlived(loot)
    return left


async def _outlived(loot: Loot) -> set[str]:
    """Of closed surveys, of unknown ones, and of generations before the present one."""
    ages = _ages(loot)
    surveys = {row[0]: row[1:] for row in await loot.rows(SURVEYS)}
    left = {name for name in ages if _has_outlived(name, surveys)}
    return left | _earlier_residents(ages)


def _has_outlived(name: str, surveys: Mapping[str, tuple[str, int, int, int, int]]) -> bool:
    kind = _kind(name)
    if kind not in OF_SURVEYS:
        return kind == UNKNOWN
    survey, _, generation = name.removeprefix(f"{kind}.").partition(".")
    if survey not in surveys:
        return True
    state, urn, data, comment_urn, comment = surveys[survey]
    if state == CLOSED and kind in BURNT:
        return True
    of_comments = generation.startswith(OF_COMMENTS)
    present = {
        ("urn", False): urn,
        ("data", False): data,
        ("urn", True): comment_urn,
        ("data", True): comment,
    }.get((kind, of_comments))
    number = generation.removeprefix(OF_COMMENTS)
    return present is not None and number.isdecimal() and int(number) < present


def _earlier_residents(ages: Mapping[str, float]) -> set[str]:
    """The next key is there before the former goes, within the hour; no third is ever there."""
    names = sorted(filter(OF_RESIDENTS.fullmatch, ages), key=_generation)
    still = 1 if names and ages[names[-1]] > A_DAY else 2
    return set(names[:-still])


async def _old(loot: Loot) -> set[str]:
    """What opens a copy of the database that is older than any copy may be."""
    held = {str(name) for (name,) in await loot.rows(HELD)}
    ages = _ages(loot)
    residents = set(filter(OF_RESIDENTS.fullmatch, ages))
    held |= residents if len(residents) > 1 else set()
    return {name for name, age in ages.items() if name in held and age > OLDEST}


def _ages(loot: Loot) -> Mapping[str, float]:
    """Name -> seconds since the file was made; what burns at this moment is passed over."""
    return {name: time() - made for name, made in loot.key_times().items()}


def _kind(name: str) -> str:
    head = name.partition(".")[0]
    known = name in LASTING or head in OF_SURVEYS or OF_RESIDENTS.fullmatch(name)
    return head if known else UNKNOWN


def _generation(name: str) -> int:
    return int(name.partition(".")[2])


def _in_archives(loot: Loot) -> bool:
    """Whether a backup of the keyring holds the key of an urn."""
    if loot.kek is None:
        return False
    archives = loot.keyring.glob("backups/*.keys")
    return any(name.startswith("urn.") for path in archives for name in archived(path, loot.kek))
