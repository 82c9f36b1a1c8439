"""How a member of staff is found: by name, by number, by an invitation."""

import unicodedata
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import tables
from bot.storage.rows import StaffRow

ROLES: Final = ("", "moderator", "analyst", "steward")
"""Each may do what the ones before it may; the first is nobody's."""

_staff = tables.staff
ROW: Final = (_staff.c.id, _staff.c.name, _staff.c.role, _staff.c.city, _staff.c.active)
"""The columns of a StaffRow."""


def plain(name: str) -> str:
    """As names are compared: nobody is to fail on a capital or a second space."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


async def active(connection: AsyncConnection) -> list[StaffRow]:
    found = await connection.execute(select(*ROW).where(_staff.c.active).order_by(_staff.c.id))
    return [StaffRow(*row) for row in found]


def is_invited(invitation: bytes, today: date) -> ColumnElement[bool]:
    return (_staff.c.invitation == invitation) & (_staff.c.invited_until >= today)


async def one(connection: AsyncConnection, condition: ColumnElement[bool]) -> StaffRow | None:
    """Of those who may use the console."""
    found = await connection.execute(select(*ROW).where(condition, _staff.c.active))
    row = found.first()
    return None if row is None else StaffRow(*row)
