"""Property 4 on the installation: every box of a table is as long as the others."""

from bot.proof.attacks.p04 import NUMBER, faults, kept, lengths
from bot.proof.finding import Finding, How, Line, Verdict, judged
from bot.proof.outsider import Loot
from bot.settings import Settings


async def look(loot: Loot, settings: Settings) -> Finding:
    del settings
    if not loot.exists:
        return Finding(NUMBER, How.LIVE, Verdict.NOT_ASKED, Line("proof.nothing_yet"))
    found = await lengths(loot)
    if not any(found.values()):
        return Finding(NUMBER, How.LIVE, Verdict.NOT_ASKED, Line("proof.no_rows"))
    return judged(NUMBER, How.LIVE, faults(found), kept(found))
