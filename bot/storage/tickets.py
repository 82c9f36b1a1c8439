"""Links for staff that work once, for ten minutes, and the Telegram chats they go to."""

import hmac
import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.model import Lang
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.member import ROW, one
from bot.storage.rows import StaffRow
from bot.storage.signing import KEY, key, shelf
from bot.vault import seal
from bot.vault.keyring import Keyring

LIFE: Final = 10
"""Minutes."""

_staff, _ticket = tables.staff, tables.ticket


class Ticket(StrEnum):
    LINK = "link"
    """Ties a Telegram chat to an account."""
    ENTER = "enter"
    """Signs in, in the place of the password."""


@dataclass(frozen=True, slots=True)
class TicketRow:
    token: bytes
    staff: str
    what: Ticket
    lang: Lang
    minute: int
    """The last one in which it is taken."""
    until: date
    """The day of that minute."""


@dataclass(frozen=True, slots=True)
class Chat:
    """A member of staff's chat with the bot, and the language of messages to it."""

    staff: StaffRow
    number: int
    lang: Lang


@dataclass(frozen=True, slots=True)
class Tickets:
    """`token` is the SHA-256 digest of the token in a link; `minute` is this one, since 1970."""

    database: Database
    keyring: Keyring

    async def issue(self, ticket: TicketRow) -> None:
        """The ones of this kind that were asked for before are taken no more."""
        mine = (_ticket.c.staff == ticket.staff) & (_ticket.c.what == ticket.what)
        async with self.database.write() as connection:
            await connection.execute(_ticket.delete().where(mine))
            await connection.execute(_ticket.insert().values(**asdict(ticket)))

    async def holder(self, token: bytes, minute: int) -> StaffRow | None:
        """Who may enter with it; looking does not spend it."""
        mine = select(_ticket.c.staff).where(_lasts(token, Ticket.ENTER, minute))
        async with self.database.read() as connection:
            return await one(connection, _staff.c.id.in_(mine))

    async def spend(self, token: bytes, minute: int) -> bool:
        async with self.database.write() as connection:
            return await _spend(connection, token, Ticket.ENTER, minute) is not None

    async def link_chat(self, token: bytes, person: int, minute: int) -> StaffRow | None:
        """Ties this Telegram account to the one that the link was made for, and to no other."""
        found_by = hmac.digest(key(self.keyring), b"staff" + b"%d" % person, sha256)
        async with self.database.write() as connection:
            spent = await _spend(connection, token, Ticket.LINK, minute)
            row = spent and await one(connection, _staff.c.id == spent[0])
            if not spent or not row:
                return None
            record = json.dumps([person, spent[1]]).encode()
            box = seal.seal(key(self.keyring), record, shelf("chat", row.id))
            await _unlink(connection, _staff.c.chat_key == found_by)
            values = {"chat_key": found_by, "chat_box": box}
            await connection.execute(_staff.update().where(_staff.c.id == row.id).values(**values))
            return row

    async def unlink(self, staff: str) -> None:
        async with self.database.write() as connection:
            await _unlink(connection, _staff.c.id == staff)
            await connection.execute(_ticket.delete().where(_ticket.c.staff == staff))

    async def chats(self) -> tuple[Chat, ...]:
        """Of all members of staff who linked theirs."""
        linked = _staff.c.chat_box.is_not(None) & _staff.c.active
        async with self.database.read() as connection:
            found = await connection.execute(select(*ROW, _staff.c.chat_box).where(linked))
            return tuple(self._chat(StaffRow(*row[:5]), row.chat_box) for row in found)

    def _chat(self, staff: StaffRow, box: bytes) -> Chat:
        number, lang = json.loads(seal.unseal(self.keyring.get(KEY), box, shelf("chat", staff.id)))
        return Chat(staff, number, lang)


def _lasts(token: bytes, what: Ticket, minute: int) -> ColumnElement[bool]:
    return (_ticket.c.token == token) & (_ticket.c.what == what) & (_ticket.c.minute >= minute)


async def _spend(
    connection: AsyncConnection, token: bytes, what: Ticket, minute: int
) -> tuple[str, Lang] | None:
    """Whose ticket it was, and in which language it was asked for; no two can spend it."""
    done = await connection.execute(
        _ticket.delete()
        .where(_lasts(token, what, minute))
        .returning(_ticket.c.staff, _ticket.c.lang)
    )
    row = done.first()
    return None if row is None else (row.staff, row.lang)


async def _unlink(connection: AsyncConnection, which: ColumnElement[bool]) -> None:
    await connection.execute(_staff.update().where(which).values(chat_key=None, chat_box=None))
