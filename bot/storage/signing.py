"""What a member of staff signs in with: password, second factor, or the city's own account."""

import hmac
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import tables
from bot.storage.database import Database
from bot.storage.member import active, is_invited, one, plain
from bot.storage.rows import StaffRow
from bot.storage.sessions import SessionRow, put
from bot.storage.work import Work
from bot.vault import seal
from bot.vault.errors import KeyExists
from bot.vault.keyring import Keyring
from bot.vault.seal import Shelf

KEY: Final = "staff"
"""It seals second factors and the chats of staff, and finds the rows of those chats."""
SECRET_BYTES: Final = 20  # RFC 4226, section 4: 160 bits
_BOX_BYTES: Final = 64

_staff, _session, _ticket = tables.staff, tables.session, tables.ticket
_ALONE: Final = {"password": None, "second": None, "second_step": None, "subject": None}
"""Nothing that lets in, before something does."""


@dataclass(frozen=True, slots=True)
class Means:
    """How somebody will sign in from now on: a password with a second factor, or `subject`."""

    password: str | None = None
    """Its Argon2id hash."""
    second: bytes | None = None
    step: int | None = None
    """The time step of the last code that was taken."""
    subject: bytes | None = None
    """Digest of the account at the city's sign-in service."""


@dataclass(frozen=True, slots=True)
class Known:
    staff: StaffRow
    means: Means


@dataclass(frozen=True, slots=True)
class Signing:
    """`session` comes with the digest of its token; `until` is its last day."""

    database: Database
    keyring: Keyring

    def secret(self, seed: bytes) -> bytes:
        """Of a second factor that is being set up: the same as long as its page is open."""
        return hmac.digest(key(self.keyring), b"second\0" + seed, sha256)[:SECRET_BYTES]

    def known_browser(self, staff: str) -> str:
        """What the browser of somebody who signed in before can show."""
        return hmac.digest(key(self.keyring), b"browser\0" + staff.encode(), sha256).hex()

    async def named(self, name: str) -> Known | None:
        """The name as people type it."""
        async with self.database.read() as connection:
            rows = await active(connection)
            mine = [row for row in rows if plain(row.name) == plain(name)]
            return await self._known(connection, mine[0]) if mine else None

    async def of(self, staff: str) -> Known | None:
        async with self.database.read() as connection:
            row = await one(connection, _staff.c.id == staff)
            return None if row is None else await self._known(connection, row)

    async def subject(self, subject: bytes) -> StaffRow | None:
        """Who signs in with this account of the city's service."""
        async with self.database.read() as connection:
            return await one(connection, _staff.c.subject == subject)

    async def enter(self, session: SessionRow, until: date, step: int | None = None) -> bool:
        """Begin the session, with a code of this time step if one was asked for; False where that
        code, or a later one, was taken before.
        """
        async with self.database.write() as connection:
            if step is not None and not await _spend(connection, session.staff, step):
                return False
            await put(connection, session, until)
            return True

    async def take(
        self, invitation: bytes, today: date, means: Means, session: SessionRow, until: date
    ) -> bool:
        """Trade an invitation, which works once, for a session. All that let in before is gone."""
        async with self.database.write() as connection:
            row = await one(connection, is_invited(invitation, today))
            if row is None or row.id != session.staff:
                return False
            for table in (_session, _ticket):
                await connection.execute(table.delete().where(table.c.staff == row.id))
            gone = {"invitation": None, "invited_until": None, "chat_key": None, "chat_box": None}
            await self._set(connection, row.id, _ALONE | self._columns(row.id, means) | gone)
            await put(connection, session, until)
            return True

    async def change(self, session: SessionRow, means: Means) -> None:
        """What is given takes the place of what was; wherever else they are signed in, they are
        out.
        """
        mine = (_session.c.staff == session.staff) & (_session.c.token != session.token)
        async with self.database.write() as connection:
            await self._set(connection, session.staff, self._columns(session.staff, means))
            await connection.execute(_session.delete().where(mine))

    async def _set(
        self, connection: AsyncConnection, staff: str, values: Mapping[str, object]
    ) -> None:
        await connection.execute(_staff.update().where(_staff.c.id == staff).values(**values))

    def _columns(self, staff: str, means: Means) -> dict[str, object]:
        second = means.second and seal.seal(key(self.keyring), means.second, shelf("second", staff))
        values = {
            "password": means.password,
            "second": second,
            "second_step": means.step,
            "subject": means.subject,
        }
        return {name: value for name, value in values.items() if value is not None}

    async def _known(self, connection: AsyncConnection, row: StaffRow) -> Known:
        columns = (_staff.c.password, _staff.c.second, _staff.c.second_step, _staff.c.subject)
        found = await connection.execute(select(*columns).where(_staff.c.id == row.id))
        password, box, step, subject = found.one()
        second = box and seal.unseal(self.keyring.get(KEY), box, shelf("second", row.id))
        return Known(row, Means(password, second, step, subject))


async def _spend(connection: AsyncConnection, staff: str, step: int) -> bool:
    """No code is taken twice, also not by two at the same moment."""
    earlier = _staff.c.second_step.is_(None) | (_staff.c.second_step < step)
    done = await connection.execute(
        _staff.update().where(_staff.c.id == staff, earlier).values(second_step=step)
    )
    return done.rowcount == 1


def shelf(what: str, staff: str) -> Shelf:
    """A box opens in its own row alone."""
    return Shelf(f"staff.{what}", _BOX_BYTES, staff)


def key(keyring: Keyring) -> bytes:
    """Made when the first member of staff needs it."""
    if KEY not in keyring.names():
        with suppress(KeyExists):  # another worker had the same thought
            keyring.create(KEY)
    return keyring.get(KEY)


async def needed(work: Work) -> frozenset[str]:
    """The key without which some row of staff could not be read."""
    sealed = _staff.c.second.is_not(None) | _staff.c.chat_box.is_not(None)
    held = await work.connection.scalar(select(exists(select(_staff.c.id).where(sealed))))
    return frozenset({KEY} if held else ())
