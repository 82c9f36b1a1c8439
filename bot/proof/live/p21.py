"""Property 21 on the installation: every record that was ever released obeys the rules."""

from bot.proof.attacks.p21 import NUMBER
from bot.proof.finding import Finding, How, Line, Verdict, judged
from bot.proof.outsider import Loot
from bot.proof.records import LEAST, faults
from bot.settings import Settings


async def look(loot: Loot, settings: Settings) -> Finding:
    del settings
    if not loot.exists:
        return Finding(NUMBER, How.LIVE, Verdict.NOT_ASKED, Line("proof.nothing_yet"))
    rows = [row for row in await loot.table("release") if row["audience"] in LEAST]
    if not rows:
        return Finding(NUMBER, How.LIVE, Verdict.NOT_ASKED, Line("proof.21.no_rows"))
    asked = {row["id"]: row["structure"] for row in await loot.table("survey")}
    bodies = {
        (file["survey"], file["audience"]): file["body"]
        for file in await loot.table("release_file")
        if file["name"] == "rows.csv"
    }
    found = [
        rule
        for row in rows
        for rule in faults(
            asked[row["survey"]],
            row["audience"],
            row["tables"],
            bodies[row["survey"], row["audience"]],
        )
    ]
    if len({row["survey"] for row in rows}) < len(rows):
        found.append("records that are released twice, or otherwise")
    told = [Line("proof.21.broken", {"rule": rule}) for rule in found]
    return judged(NUMBER, How.LIVE, told, Line("proof.21.obeyed", {"releases": len(rows)}))
