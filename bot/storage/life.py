"""A survey's life: published once, extended or ended, closed for good."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.model import State
from bot.core.survey import too_late
from bot.storage import burning, mixing, tables
from bot.storage.opened import KINDS, Opened, find_survey, set_survey
from bot.storage.rows import SurveyRow
from bot.storage.work import Lock, Work

FEWEST: Final = 10
"""With fewer answers nobody is hidden: the city has a while to extend, then all is deleted."""
TIME_TO_EXTEND: Final = timedelta(days=14)
_FIRST: Final[Mapping[str, int]] = {
    column.name: value
    for kind in KINDS
    for column, value in ((kind.urn_generation, 1), (kind.generation, 1), (kind.rewrite_due, 0))
}


async def list_surveys(connection: AsyncConnection) -> tuple[SurveyRow, ...]:
    table = tables.survey
    found = await connection.execute(
        select(
            table.c.id, table.c.state, table.c.until, table.c.structure, table.c.notice
        ).order_by(table.c.id)
    )
    return tuple(SurveyRow(row.id, State(row.state), *row[2:]) for row in found)


async def publish(work: Work, row: SurveyRow) -> bool:
    """Freeze and open it; False if it was published before, and then nothing changes."""
    if await find_survey(work, row.id):
        return False
    await work.connection.execute(
        tables.survey.insert().values(
            id=row.id,
            state=State.OPEN,
            until=row.until,
            structure=row.structure,
            notice=row.notice,
            comment=_comment(row.structure),
            **_FIRST,
        )
    )
    if survey := await find_survey(work, row.id):
        for name in sorted(await burning.needed_by(work, survey)):
            work.new_key(name)
            work.failpoint("publish: one key")
    work.failpoint("publish: written")
    return True


def _comment(structure: str) -> str:
    """The id of the question that is answered in own words; "" where there is none."""
    asked = json.loads(structure).get("comment")
    return str(asked["id"]) if asked else ""


async def extend(work: Work, survey: str, until: date, today: date) -> bool:
    """To a later day, but not a far one; an ended survey opens again, a closed one never.

    False: not possible.
    """
    row = await find_survey(work, survey, Lock.ALONE)
    if row is None or row.state is State.CLOSED:
        return False
    if until <= row.until or too_late(until, today):
        return False
    await set_survey(work, survey, until=until, state=State.OPEN)
    return True


async def end(work: Work, survey: str, passed: date | None) -> bool:
    """No more Sends; with `passed` only if its last day is before it. False: nothing changed."""
    row = await find_survey(work, survey, Lock.ALONE)
    if row is None or row.state is not State.OPEN or (passed is not None and row.takes(passed)):
        return False
    await set_survey(work, survey, state=State.ENDED)
    return True


async def close(work: Work, row: Opened, today: date) -> bool:
    """Close what has ended, if enough came or the time to extend is over; whether it is closed.

    One transaction, so a crash leaves it undone or done, and its keys burn at the next start.
    """
    if sum(await mixing.count(work, row.id)) >= FEWEST:
        await mixing.close(work, row, today)
    elif today - row.until > TIME_TO_EXTEND:
        await mixing.close_empty(work, row, today)
    else:
        return False
    return True
