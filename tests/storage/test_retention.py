"""Nothing is kept longer than its column declares, and nothing shorter."""

from collections.abc import AsyncIterator, Mapping
from datetime import date, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Date, Delete, Integer, MetaData, Table, Update, select

from bot.storage import retention
from bot.storage.database import Database, connect
from bot.storage.keep import ForGood, Idle, MonthsAfter, UntilDay
from bot.storage.retention import Now, keep_of, statements
from bot.storage.tables import metadata
from bot.storage.work import Work
from tests.storage.house import TODAY, House

Row = Mapping[str, object]
MONTH: Final = TODAY.year * 12 + TODAY.month - 1
DAY: Final = timedelta(days=1)
TWO_YEARS_AGO: Final = date(2024, 11, 24)
BOX: Final = b"sealed"


def survey(id_: str, state: str, until: date) -> Row:
    moving: dict[str, object] = {"urn_generation": 2, "data_generation": 2, "rewrite_due": False}
    moving |= {f"comment_{name.removeprefix('data_')}": value for name, value in moving.items()}
    moving |= {"comment": "wish"}
    return {"id": id_, "state": state, "until": until, "structure": "", "notice": "", **moving}


def resident(key: bytes, month: int) -> Row:
    return {"key": key, "generation": 1, "box": BOX, "active_month": month}


def answer(id_: str, mark: bytes | None = b"m") -> Row:
    return {"survey": id_, "id": b"i", "withdraw_mark": mark, "box": BOX}


def comment(id_: str, mark: bytes | None = b"m") -> Row:
    return {**answer(id_, mark), "question": "wish"}


SIGNING: Final = ("password", "second", "second_step", "subject", "chat_key", "chat_box")


def member(
    name: str,
    *,
    invited: date | None = None,
    removed: date | None = None,
    signing: Row | None = None,
) -> Row:
    here = {"role": "analyst", "city": "dublin", "active": removed is None, "removed": removed}
    invitation = None if invited is None else b"digest"
    known = signing or dict.fromkeys(SIGNING)
    return {
        "id": name, "name": name, "invitation": invitation, "invited_until": invited,
        **here, **known,
    }  # fmt: skip


SIGNS: Final[Row] = {
    "password": "hash", "second": b"box", "second_step": 7, "subject": b"digest",
    "chat_key": b"key", "chat_box": b"box",
}  # fmt: skip


def ticket(token: bytes, until: date) -> Row:
    return {
        "token": token, "staff": "ada", "what": "sign-in", "lang": "en", "minute": 9,
        "until": until,
    }  # fmt: skip


def request(id_: str, day: date) -> Row:
    asked = {"audience": id_, "state": "made", "plan": "{}", "asked_by": "ada", "day": day}
    return {"id": id_, "survey": "old", **asked, "decided_by": "bob", "decided": day}


def release(day: date) -> Row:
    words = ("tables", "parameters", "notice", "maker", "approver")
    return {
        "survey": "old",
        "sequence": 1,
        "audience": "all",
        "day": day,
        **dict.fromkeys(words, ""),
    }


def audit(id_: bytes, day: date) -> Row:
    return {"id": id_, "day": day, "staff": "ada", "did": "exported", "subject": ""}


def reach(week: str) -> Row:
    return {"week": week, "facet": "lang:sq", "what": "home", "count": 10}


def session(token: bytes, until: date) -> Row:
    return {"token": token, "staff": "ada", "began": 1, "seen": 2, "until": until}


STAYS: Final[Mapping[str, tuple[Row, ...]]] = {
    "survey": (
        survey("long-due", "ended", TODAY - 400 * DAY),
        survey("new", "closed", TODAY - 90 * DAY),
        survey("old", "closed", TODAY - 91 * DAY),
    ),
    "mark": ({"survey": "long-due", "mark": b"m"},),
    "urn": ({"survey": "long-due", "id": b"i", "box": BOX},),
    "response": (answer("long-due"),),
    "comment_urn": ({"survey": "long-due", "question": "wish", "id": b"i", "box": BOX},),
    "comment": (comment("long-due"),),
    "resident": (resident(b"new", MONTH - 11),),
    "release": (release(date(2001, 1, 1)),),
    "reach": (reach("2024-W47"), reach("2026-W48")),
    "session": (session(b"new", TODAY),),
    "audit": (audit(b"new", TWO_YEARS_AGO),),
    "ticket": (ticket(b"new", TODAY),),
    "request": (request("new", TWO_YEARS_AGO),),
    "staff": (
        member("here", signing=SIGNS),
        member("invited", invited=TODAY),
        member("left", removed=TWO_YEARS_AGO),
    ),
}
GOES: Final[Mapping[str, tuple[Row, ...]]] = {
    "mark": ({"survey": "new", "mark": b"m"}, {"survey": "old", "mark": b"m"}),
    "urn": ({"survey": "new", "id": b"i", "box": BOX},),
    "response": (answer("old"),),
    "comment_urn": ({"survey": "new", "question": "wish", "id": b"i", "box": BOX},),
    "comment": (comment("old"),),
    "resident": (resident(b"old", MONTH - 12),),
    "reach": (reach("2024-W46"),),
    "session": (session(b"old", TODAY - DAY),),
    "audit": (audit(b"old", TWO_YEARS_AGO - DAY),),
    "ticket": (ticket(b"old", TODAY - DAY),),
    "request": (request("older", TWO_YEARS_AGO - DAY),),
    "staff": (member("gone", removed=TWO_YEARS_AGO - DAY),),
}
LOSES: Final[Mapping[str, tuple[tuple[Row, Row], ...]]] = {
    "response": ((answer("new"), answer("new", mark=None)),),
    "comment": ((comment("new"), comment("new", mark=None)),),
    "staff": (
        (member("late", invited=TODAY - DAY), member("late")),
        (
            member("locked out", removed=TODAY, signing=SIGNS),
            member("locked out", removed=TODAY),
        ),
    ),
}
"""Before, and after."""


@pytest.fixture
async def database(house: House) -> AsyncIterator[Database]:
    opened = connect(house.address)
    yield opened
    await opened.dispose()


async def put(database: Database, table: Table, *rows: Row) -> None:
    async with database.write() as connection:
        for row in rows:
            await connection.execute(table.insert().values(**row))


async def left(database: Database, table: Table) -> list[Row]:
    async with database.read() as connection:
        found = await connection.execute(select(table))
        return sorted((dict(row) for row in found.mappings()), key=str)


async def test_what_has_had_its_time_goes_and_nothing_else(
    house: House, database: Database
) -> None:
    for name, table in metadata.tables.items():
        before = (row for row, _ in LOSES.get(name, ()))
        await put(database, table, *STAYS.get(name, ()), *GOES.get(name, ()), *before)
    async with database.write() as connection:
        work = Work(connection, house.keyring, lambda _: None)
        await retention.purge(work, TODAY, MONTH)
    for name, table in metadata.tables.items():
        after = (row for _, row in LOSES.get(name, ()))
        wanted = sorted((dict(row) for row in (*STAYS.get(name, ()), *after)), key=str)
        assert await left(database, table) == wanted


def test_no_declaration_goes_untried() -> None:
    """So a new column with an end of its own has to be shown to end."""
    for name, table in metadata.tables.items():
        tried = {column.name for column in table.c if name in GOES and not column.nullable}
        for before, after in LOSES.get(name, ()):
            tried |= {column for column in before if before[column] != after[column]}
        ends = {column for column in table.c if not isinstance(keep_of(column), ForGood)}
        assert {c.name for c in ends} - tried <= {"removed", "decided_by", "decided"}, name


def test_what_cannot_be_empty_takes_its_row_with_it_and_what_can_goes_alone() -> None:
    def column(name: str, keep: object, *, nullable: bool) -> Column[date]:
        return Column(name, Date(), nullable=nullable, info={"keep": keep})

    short, long = UntilDay("a", "a day"), MonthsAfter("b", 24)
    table = Table(
        "made_up",
        MetaData(),
        Column("id", Integer(), primary_key=True, info={"keep": ForGood("a test")}),
        column("a", short, nullable=False),
        column("b", long, nullable=False),
        column("c", Idle("id", 12), nullable=True),
        column("d", ForGood("a test"), nullable=True),
    )
    made = list(statements(table, Now(TODAY, MONTH)))
    assert [type(each) for each in made] == [Delete, Delete, Update]
    assert "SET c=" in str(made[2])


@pytest.mark.parametrize(
    ("today", "months", "then"),
    [
        (date(2028, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
    ],
)
def test_months_are_those_of_the_calendar(today: date, months: int, then: date) -> None:
    assert Now(today, 0).day_before(months) == then


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_weeks_written_as_text_stand_in_the_order_of_their_days(day: date, later: int) -> None:
    assert Now(day, 0).week_before(0) <= Now(day + later * DAY, 0).week_before(0)
