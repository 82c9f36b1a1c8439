"""Property 19 on the installation: every release that was ever made obeys the rules."""

from typing import Final

from bot.proof.attacks.p19 import NUMBER
from bot.proof.finding import Finding, How, Line, Verdict, judged
from bot.proof.outsider import Loot
from bot.proof.published import faults, in_file
from bot.settings import Settings

RELEASES: Final = "SELECT tables, parameters FROM release WHERE audience = 'public'"
FILES: Final = "SELECT body FROM release_file WHERE audience = 'public' AND name LIKE '%.csv'"


async def look(loot: Loot, settings: Settings) -> Finding:
    del settings
    if not loot.exists:
        return Finding(NUMBER, How.LIVE, Verdict.NOT_ASKED, Line("proof.nothing_yet"))
    rows = await loot.rows(RELEASES)
    if not rows:
        return Finding(NUMBER, How.LIVE, Verdict.NOT_ASKED, Line("proof.18.no_release"))
    found = [rule for tables, parameters in rows for rule in faults(tables, parameters)]
    found += [rule for (body,) in await loot.rows(FILES) for rule in in_file(body)]
    told = [Line("proof.19.broken", {"rule": rule}) for rule in found]
    return judged(NUMBER, How.LIVE, told, Line("proof.19.obeyed", {"releases": len(rows)}))
