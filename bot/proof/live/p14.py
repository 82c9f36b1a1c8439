"""Property 14 on the installation: every file and directory of data and keys, by name and mode."""

import asyncio

from bot.proof.attacks.p14 import NUMBER, faults, kept
from bot.proof.finding import Finding, How, Line, Verdict, judged
from bot.proof.outsider import Loot
from bot.settings import Settings


async def look(loot: Loot, settings: Settings) -> Finding:
    del settings
    if not loot.data.exists() and not loot.keyring.exists():
        return Finding(NUMBER, How.LIVE, Verdict.NOT_ASKED, Line("proof.nothing_yet"))
    found = await asyncio.to_thread(lambda: list(faults(loot)))
    return judged(NUMBER, How.LIVE, found, kept(loot))
