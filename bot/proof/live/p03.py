"""Property 3 on the installation: its own catalogue, and the head of the file itself."""

from bot.proof import shape
from bot.proof.attacks.p03 import NUMBER
from bot.proof.finding import Finding, How, Line, Verdict, first, judged
from bot.proof.outsider import Loot
from bot.settings import Settings


async def look(loot: Loot, settings: Settings) -> Finding:
    del settings
    if not loot.exists:
        return Finding(NUMBER, How.LIVE, Verdict.NOT_ASKED, Line("proof.nothing_yet"))
    faults = await first(shape.faults(loot))
    tables = len(await loot.tables())
    return judged(NUMBER, How.LIVE, faults, Line("proof.3.kept", {"tables": tables}))
