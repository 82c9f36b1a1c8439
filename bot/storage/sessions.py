"""Who is signed in to the console, and since when: idle sessions end, and so do long ones."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import tables
from bot.storage.database import Database
from bot.storage.rows import StaffRow

IDLE: Final = 30
LONGEST: Final = 12 * 60
"""Minutes."""

_session, _staff = tables.session, tables.staff
_COLUMNS: Final = (_session.c.token, _session.c.staff, _session.c.began, _session.c.seen)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """`began` and `seen` are minutes since 1970."""

    token: bytes
    """SHA-256 of the cookie's value."""
    staff: str
    began: int
    seen: int


@dataclass(frozen=True, slots=True)
class Sessions:
    """`minute` is this one, counted since 1970; `session` the SHA-256 of a cookie's value."""

    database: Database

    async def begin(self, row: SessionRow, until: date) -> None:
        async with self.database.write() as connection:
            await put(connection, row, until)

    async def find(self, session: bytes, minute: int) -> tuple[StaffRow, SessionRow] | None:
        """Only of somebody who may still use the console."""
        person = (_staff.c.id, _staff.c.name, _staff.c.role, _staff.c.city, _staff.c.active)
        mine = (_session.c.token == session) & (_session.c.staff == _staff.c.id)
        question = select(*person, *_COLUMNS).where(mine, _staff.c.active, _lasts(minute))
        async with self.database.read() as connection:
            found = (await connection.execute(question)).first()
        return None if found is None else (StaffRow(*found[:5]), SessionRow(*found[5:]))

    async def touch(self, session: bytes, minute: int) -> None:
        async with self.database.write() as connection:
            await connection.execute(
                _session.update().where(_session.c.token == session).values(seen=minute)
            )

    async def of(self, staff: str, minute: int) -> tuple[SessionRow, ...]:
        """Those that last, the latest first."""
        question = select(*_COLUMNS).where(_session.c.staff == staff, _lasts(minute))
        async with self.database.read() as connection:
            found = await connection.execute(question.order_by(_session.c.seen.desc()))
            return tuple(SessionRow(*row) for row in found)

    async def end(self, session: bytes) -> None:
        await self._end(_session.c.token == session)

    async def end_others(self, row: SessionRow) -> None:
        """All of the same person but this one."""
        await self._end((_session.c.staff == row.staff) & (_session.c.token != row.token))

    async def _end(self, which: ColumnElement[bool]) -> None:
        async with self.database.write() as connection:
            await connection.execute(_session.delete().where(which))


async def put(connection: AsyncConnection, row: SessionRow, until: date) -> None:
    """`until` is the last day on which it can be taken: then the row goes."""
    values = {"token": row.token, "staff": row.staff, "began": row.began, "seen": row.seen}
    await connection.execute(_session.insert().values(**values, until=until))


def _lasts(minute: int) -> ColumnElement[bool]:
    return (_session.c.seen > minute - IDLE) & (_session.c.began > minute - LONGEST)
