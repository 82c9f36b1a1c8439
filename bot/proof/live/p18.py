"""Property 18 on the installation: what was handed out stands, and no release is one too many."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, Final, TypeAlias

from bot.proof.attacks.p18 import INTERIMS, NUMBER, TABLES
from bot.proof.finding import Finding, How, Line, Verdict, judged
from bot.proof.outsider import Loot
from bot.settings import Settings

FILES: Final = "SELECT sha256, body FROM release_file"
TAKEN: Final = "SELECT DISTINCT subject FROM audit WHERE did = 'download'"
Rows: TypeAlias = Iterable[Mapping[str, Any]]


async def look(loot: Loot, settings: Settings) -> Finding:
    del settings
    if not loot.exists:
        return Finding(NUMBER, How.LIVE, Verdict.NOT_ASKED, Line("proof.nothing_yet"))
    releases = await loot.table("release")
    if not releases:
        return Finding(NUMBER, How.LIVE, Verdict.NOT_ASKED, Line("proof.18.no_release"))
    files = await loot.rows(FILES)
    taken = {str(subject) for (subject,) in await loot.rows(TAKEN)}
    changed = [name for name, body in files if sha256(body).hexdigest() != name]
    told = list(_wrong(releases))
    if changed:
        told.append("a file that is not the one that was named")
    if taken - {str(name) for name, _ in files}:
        told.append("a file that was handed out and is no longer there")
    faults = [Line("proof.18.broken", {"how": how}) for how in told]
    values = {"releases": len(releases), "files": len(files)}
    return judged(NUMBER, How.LIVE, faults, Line("proof.18.stands", values))


def _wrong(releases: Rows) -> Iterator[str]:
    """Each survey's releases, one after the other, the final one last."""
    by_survey: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for row in releases:
        tables = json.loads(row["tables"])
        if _canonical(tables) != row["tables"]:
            yield "a release that was written otherwise"
        if row["audience"] == TABLES:
            by_survey[row["survey"]].append((row["sequence"], tables["final"]))
    for found in by_survey.values():
        numbers, finals = zip(*sorted(found), strict=True)
        if numbers != tuple(range(1, len(numbers) + 1)) or any(finals[:-1]):
            yield "a release that is missing"
        if finals.count(False) > INTERIMS:
            yield "a fifth interim"


def _canonical(tables: object) -> str:
    return json.dumps(tables, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
