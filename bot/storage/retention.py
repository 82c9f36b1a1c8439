"""What has had its time goes; the tick calls this once a day."""

from datetime import date, timedelta
from typing import Final

from sqlalchemy import select

from bot.core.model import State
from bot.storage import tables
from bot.storage.work import Work

ROWS: Final = timedelta(days=90)
STAFF: Final = timedelta(days=730)
IDLE_MONTHS: Final = 12


async def purge(work: Work, today: date, month: int) -> None:
    """`month` counts months on, as the one given to `remember` does."""
    await _purge_responses(work, today)
    year, week, _ = (today - STAFF).isocalendar()
    old = (
        (tables.resident, tables.resident.c.active_month <= month - IDLE_MONTHS),
        (tables.reach, tables.reach.c.week < f"{year}-W{week:02}"),
        (tables.session, tables.session.c.until < today),
        (tables.audit, tables.audit.c.day < today - STAFF),
    )
    for table, condition in old:
        await work.connection.execute(table.delete().where(condition))


async def _purge_responses(work: Work, today: date) -> None:
    """Counted from the close, or from an earlier last day: a late tick keeps nothing longer."""
    table = tables.survey
    over = select(table.c.id).where(table.c.state == State.CLOSED, table.c.until < today - ROWS)
    await work.connection.execute(
        tables.response.delete().where(tables.response.c.survey.in_(over))
    )
