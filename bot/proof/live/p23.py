"""Property 23 on the installation: what staff are shown of each survey is told in steps."""

from bot.proof.attacks.p23 import CLOSED, MIXED, NUMBER, STEP, listed
from bot.proof.finding import Finding, How, Line, Verdict, judged
from bot.proof.outsider import Loot
from bot.proof.published import STEP as ROUNDED
from bot.settings import Settings


async def look(loot: Loot, settings: Settings) -> Finding:
    if not loot.exists:
        return Finding(NUMBER, How.LIVE, Verdict.NOT_ASKED, Line("proof.nothing_yet"))
    lines = await listed(settings)
    mixed, closed = MIXED.findall(lines), CLOSED.findall(lines)
    told = [n for n in mixed if n.isdigit() and int(n) % STEP]
    told += [n for n in closed if int(n) % ROUNDED]
    faults = (
        [Line("proof.23.broken", {"what": "a count that moves otherwise than by tens"})]
        if told
        else []
    )
    surveys = Line("proof.23.shown", {"surveys": len(mixed) + len(closed)})
    return judged(NUMBER, How.LIVE, faults, surveys)
