"""Property 9 on the installation: no key has outlived what it sealed."""

import asyncio
from collections.abc import Mapping
from typing import Final

from bot.proof.attacks.p09 import BURNT, NUMBER
from bot.proof.finding import Finding, How, Line, Verdict, judged
from bot.proof.outsider import Loot, archived
from bot.settings import Settings

PAUSE: Final = 1.0
"""Seconds between looks: a flush burns its old keys behind its commit."""
LOOKS: Final = 3
CLOSED: Final = "closed"
SURVEYS: Final = "SELECT id, state, urn_generation, data_generation FROM survey"


async def look(loot: Loot, settings: Settings) -> Finding:
    del settings
    if not loot.exists or not loot.key_files():
        return Finding(NUMBER, How.LIVE, Verdict.NOT_ASKED, Line("proof.nothing_yet"))
    left = await lasting(loot)
    faults = [Line("proof.9.left", {"kind": name.partition(".")[0]}) for name in sorted(left)]
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
    """Key files of closed surveys, and of generations before the present one."""
    names = loot.key_files().keys()
    surveys = {row[0]: row[1:] for row in await loot.rows(SURVEYS)}
    return {name for name in names if _has_outlived(name, surveys)}


def _has_outlived(name: str, surveys: Mapping[str, tuple[str, int, int]]) -> bool:
    kind, _, rest = name.partition(".")
    survey, _, generation = rest.partition(".")
    if survey not in surveys:
        return False
    state, urn, data = surveys[survey]
    if state == CLOSED and kind in BURNT:
        return True
    present = {"urn": urn, "data": data}.get(kind)
    return present is not None and generation.isdecimal() and int(generation) < present


def _in_archives(loot: Loot) -> bool:
    """Whether a backup of the keyring holds the key of an urn."""
    if loot.kek is None:
        return False
    archives = loot.keyring.glob("backups/*.keys")
    return any(name.startswith("urn.") for path in archives for name in archived(path, loot.kek))
