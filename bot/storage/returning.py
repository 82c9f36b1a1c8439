"""What of a backup may come back: nothing that no key opens, or that went or closed since."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Table, func, select

from bot.core.model import State
from bot.storage import burning, life, mixing, people, tables, tombstones
from bot.storage.errors import KeysLost, RestoreRefused
from bot.storage.opened import Opened, Pool, all_surveys
from bot.storage.work import Work


@dataclass(frozen=True, slots=True)
class Restored:
    surveys: int
    responses: int
    comments: int
    waiting: int
    """Answers and comments that waited to be mixed: their keys are in no backup."""
    unreadable: int
    """Answers and comments that were mixed, and whose key is in neither keyring nor backup."""
    buried: int
    """Rows that were forgotten or taken back since, and are gone again."""
    closed: tuple[str, ...]
    """Surveys that were closed since, and are closed again."""


async def as_it_may_be(work: Work) -> Restored:
    waiting = unreadable = 0
    closed = []
    for survey in await all_surveys(work):
        for pool in survey.pools:
            waiting += await _drop_waiting(work, pool)
            unreadable += await _drop_mixed(work, pool)
        day = tombstones.closed_on(work.keyring, survey.id)
        if survey.state is not State.CLOSED and day:
            await _close(work, survey, day)
            closed.append(survey.id)
    if lost := await _unfit(work):
        raise KeysLost(lost)
    buried = await tombstones.apply(work)
    for survey in await all_surveys(work):
        await _seal_anew(work, survey)
    await people.reseal(work)
    people.drop_earlier(work.keyring)
    return Restored(
        surveys=len(await all_surveys(work)),
        responses=await _count(work, tables.response),
        comments=await _count(work, tables.comment),
        waiting=waiting,
        unreadable=unreadable,
        buried=buried,
        closed=tuple(closed),
    )


async def _unfit(work: Work) -> frozenset[str]:
    """Keys that this pair should have brought; those of urns are in none."""
    lost = await burning.lost(work)
    return frozenset(name for name in lost if not name.startswith("urn."))


async def _drop_waiting(work: Work, pool: Pool) -> int:
    """What waits and no key opens; how many rows there were."""
    if pool.urn_key in work.keyring.names() and await burning.opens_waiting(work, pool):
        return 0
    return await _drop(work, pool.kind.waiting, pool.survey)


async def _drop_mixed(work: Work, pool: Pool) -> int:
    """The same of what is mixed. A key that is there and does not fit is a wrong pair."""
    if pool.key not in work.keyring.names():
        return await _drop(work, pool.kind.mixed, pool.survey)
    if not await burning.opens_mixed(work, pool):
        raise RestoreRefused("the two files do not belong together")
    return 0


async def _drop(work: Work, table: Table, survey: str) -> int:
    done = await work.connection.execute(table.delete().where(table.c.survey == survey))
    return done.rowcount


async def _close(work: Work, survey: Opened, day: date) -> None:
    """The codes are gone since the first close, so nobody can be found, only counted."""
    if sum(await mixing.count(work, survey.id)) >= life.FEWEST:
        await mixing.close(work, survey, day)
    else:
        await mixing.close_empty(work, survey, day)


async def _seal_anew(work: Work, survey: Opened) -> None:
    """So that the keys which lie in backups open nothing that is used from now on."""
    closed = survey.state is State.CLOSED
    for pool in survey.pools:
        if not closed or (await mixing.count(work, survey.id, pool.kind))[1]:
            await mixing.rewrite(work, pool, closing=closed)


async def _count(work: Work, table: Table) -> int:
    return await work.connection.scalar(select(func.count()).select_from(table)) or 0
