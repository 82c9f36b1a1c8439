"""Property 7: PostgreSQL's bookkeeping joins no answer to a mark, and dead rows stay shut."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from typing import Final

from bot.proof.finding import Finding, How, Line, Verdict, first, judged
from bot.proof.opened import COMMENTS, KINDS, marker_of
from bot.proof.outsider import Loot
from bot.proof.trial import SURVEY, Trial

NUMBER: Final = 7
WAVES: Final = (range(20), range(20, 30), range(30, 52))
BATCH: Final = 10
BOTH: Final = (*KINDS, *COMMENTS)
"""The tables of answers and of comments."""
QUIET: Final = {
    "track_commit_timestamp": ("off",),
    "log_statement": ("none", "ddl"),
    "log_duration": ("off",),
    "log_min_duration_statement": ("-1",),
}
"""The server keeps no diary of who sent when: what each of its settings may be."""
XMIN: Final = {
    table: f"SELECT xmin::text FROM {table} WHERE survey = ?"  # noqa: S608 - names of our own
    for table in ("mark", *BOTH)
}


async def attack(trial: Trial) -> Finding:
    if trial.loot().database is not None:
        return Finding(NUMBER, How.TRIAL, Verdict.NOT_ASKED, Line("proof.7.sqlite"))
    dead: dict[str, set[bytes]] = {table: set() for table in BOTH}
    faults = [Line("proof.7.broken", {"how": how}) for how in await first(_joined(trial, dead))]
    values = {"sends": WAVES[-1].stop, "dead": sum(map(len, dead.values()))}
    return judged(NUMBER, How.TRIAL, faults, Line("proof.7.kept", values))


async def _joined(trial: Trial, dead: dict[str, set[bytes]]) -> AsyncIterator[str]:
    """How answers could be joined to marks or followed; `dead` is filled with older rows' boxes."""
    loot = trial.loot()
    for name, calm in QUIET.items():
        if (await loot.rows(f"SHOW {name}"))[0][0] not in calm:
            yield f"{name} is on"
    for wave in WAVES:
        await trial.send(wave)
        await trial.comment(wave)
        async for how in _shared(loot, least=BATCH):
            yield how
        await _remember(loot, dead)
        await trial.flush()
        async for how in _shared(loot, least=BATCH):
            yield how
    await trial.change(range(5))
    await trial.rewrite(range(3, 5))
    await trial.drop_comment(range(8, 10))
    await trial.take_back(range(5, 8))
    await _remember(loot, dead)
    await trial.hour()
    async for how in _shared(loot, least=BATCH):
        yield how
    live = await _boxes(loot)
    for table, boxes in dead.items():
        boxes.difference_update(live[table])
        if any(marker_of(table, SURVEY, box, loot.keys()) is not None for box in boxes):
            yield "a dead row opens"
    await trial.close()
    async for how in _shared(loot, least=0):
        yield how


async def _remember(loot: Loot, dead: dict[str, set[bytes]]) -> None:
    for table, boxes in (await _boxes(loot)).items():
        dead[table] |= boxes


async def _boxes(loot: Loot) -> Mapping[str, set[bytes]]:
    return {table: {row["box"] for row in await loot.table(table)} for table in BOTH}


async def _shared(loot: Loot, *, least: int) -> AsyncIterator[str]:
    """`least`: of responses, and of comments, that one transaction may have written. The close
    alone writes all of both together.
    """
    written = {t: Counter([xmin for (xmin,) in await loot.rows(XMIN[t], SURVEY)]) for t in XMIN}
    mixed = {what: written[what] for what in ("response", "comment")}
    for what, found in mixed.items():
        if found.keys() & written["mark"].keys():
            yield f"a {what} was written together with a mark"
        if any(count < least for count in found.values()):
            yield f"few of the table {what} were written together"
    if least and mixed["response"].keys() & mixed["comment"].keys():
        yield "answers were written together with comments"
