"""What has had its time goes, as each column declares; the tick calls this once a day."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias, assert_never

from sqlalchemy import Column, ColumnElement, Delete, Select, Table, Update, select

from bot.core.model import State
from bot.storage import tables
from bot.storage.keep import (
    AfterClose,
    ForGood,
    Idle,
    Keep,
    MonthsAfter,
    MonthsAfterWeek,
    UntilClose,
    UntilDay,
    UntilMixed,
    WhileActive,
)
from bot.storage.work import Work

Statement: TypeAlias = Delete | Update


async def purge(work: Work, today: date, month: int) -> None:
    """`month` counts months on, as the one given to `remember` does."""
    now = Now(today, month)
    for table in tables.metadata.sorted_tables:
        for statement in statements(table, now):
            await work.connection.execute(statement)


@dataclass(frozen=True, slots=True)
class Now:
    today: date
    month: int

    def day_before(self, months: int) -> date:
        """The same day that many months ago, or the last of a shorter month."""
        count = self.today.year * 12 + self.today.month - 1 - months
        year, month = count // 12, count % 12 + 1
        return date(year, month, min(self.today.day, monthrange(year, month)[1]))

    def week_before(self, months: int) -> str:
        year, week, _ = self.day_before(months).isocalendar()
        return f"{year}-W{week:02}"


def statements(table: Table, now: Now) -> Iterator[Statement]:
    """A column that can be empty is emptied; any other takes its row with it."""
    rows = {keep_of(column): None for column in table.c if not column.nullable}
    for keep in rows:
        if (condition := over(keep, table, now)) is not None:
            yield table.delete().where(condition)
    for column in table.c:
        keep = keep_of(column)
        if keep not in rows and (condition := over(keep, table, now)) is not None:
            yield table.update().where(condition, column.is_not(None)).values({column.name: None})


def over(keep: Keep, table: Table, now: Now) -> ColumnElement[bool] | None:
    """Which rows of the table have had their time; None if none ever has."""
    match keep:
        case ForGood():
            return None
        case UntilMixed() | UntilClose():
            return table.c.survey.in_(_closed())
        case AfterClose(days):
            last = now.today - timedelta(days)
            return table.c.survey.in_(_closed().where(tables.survey.c.until < last))
        case UntilDay(by):
            return table.c[by] < now.today
        case MonthsAfter(by, months):
            return table.c[by] < now.day_before(months)
        case MonthsAfterWeek(by, months):
            return table.c[by] < now.week_before(months)
        case Idle(by, months):
            return table.c[by] <= now.month - months
        case WhileActive(by):
            return table.c[by].is_(False)
    assert_never(keep)


def keep_of(column: Column[object]) -> Keep:
    keep: Keep = column.info["keep"]
    return keep


def _closed() -> Select[str]:
    survey = tables.survey
    return select(survey.c.id).where(survey.c.state == State.CLOSED)
