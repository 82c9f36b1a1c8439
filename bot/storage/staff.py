"""Who may use the console, how they are let in, and who did what on which day."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import select

from bot.core.effect import StaffLinked
from bot.storage import tables
from bot.storage.conflict import own
from bot.storage.database import Database
from bot.storage.member import ROW, active, is_invited, one, plain
from bot.storage.rows import AuditRow, StaffRow
from bot.storage.sessions import Sessions
from bot.storage.signing import Signing
from bot.storage.tickets import Tickets
from bot.vault.keyring import Keyring

_staff, _audit = tables.staff, tables.audit
_OUT: Final = dict.fromkeys(
    (
        "password",
        "second",
        "second_step",
        "subject",
        "chat_key",
        "chat_box",
        "invitation",
        "invited_until",
    )
)
"""Nothing is left that would let in, or tell of a Telegram account."""


LONGEST_NAME: Final = 120


class NameTaken(ValueError):
    """Somebody of this name may use the console: at the sign-in nobody could tell them apart."""

    def __init__(self, by: StaffRow) -> None:
        super().__init__("the name is taken")
        self.by = by


@dataclass(frozen=True, slots=True)
class MemberState:
    """How far somebody is with coming in."""

    staff: StaffRow
    joined: bool
    """Has a way to sign in."""
    invited_until: date | None
    linked: bool
    """Hears of alerts by Telegram."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Tokens are 256 random bits; only their SHA-256 digests come here."""

    database: Database
    keyring: Keyring

    @property
    def sessions(self) -> Sessions:
        return Sessions(self.database)

    @property
    def signing(self) -> Signing:
        return Signing(self.database, self.keyring)

    @property
    def tickets(self) -> Tickets:
        return Tickets(self.database, self.keyring)

    async def link_chat(self, token: str, person: int, now: datetime) -> StaffLinked:
        """Tie the account that the one-time token was made for to this Telegram account."""
        digest, minute = sha256(token.encode()).digest(), int(now.timestamp()) // 60
        row = await self.tickets.link_chat(digest, person, minute)
        if row is None:
            return StaffLinked("")
        await self.note(AuditRow(now.date(), row.id, "telegram", ""))
        return StaffLinked(row.name)

    async def add(self, name: str, *, role: str, city: str) -> StaffRow:
        """A new member of staff, who cannot come in yet. NameTaken."""
        row = StaffRow(secrets.token_hex(8), name, role, city, active=True)
        async with self.database.write() as connection:
            await own(connection, _staff)
            for known in await active(connection):
                if plain(known.name) == plain(name):
                    raise NameTaken(known)
            values = {"id": row.id, "name": name, "role": role, "city": city, "active": True}
            await connection.execute(_staff.insert().values(**values))
        return row

    async def invite(self, staff: str, invitation: bytes, until: date) -> bool:
        """A new invitation, in the place of one before; False where they may not come at all."""
        values = {"invitation": invitation, "invited_until": until}
        async with self.database.write() as connection:
            done = await connection.execute(
                _staff.update().where(_staff.c.id == staff, _staff.c.active).values(**values)
            )
            return done.rowcount == 1

    async def members(self) -> tuple[StaffRow, ...]:
        async with self.database.read() as connection:
            found = await connection.execute(select(*ROW).order_by(_staff.c.name, _staff.c.id))
            return tuple(StaffRow(*row) for row in found)

    async def states(self) -> tuple[MemberState, ...]:
        """Of those who may use the console, by name."""
        joined = _staff.c.password.is_not(None) | _staff.c.subject.is_not(None)
        columns = (joined, _staff.c.invited_until, _staff.c.chat_key.is_not(None))
        question = select(*ROW, *columns).where(_staff.c.active)
        async with self.database.read() as connection:
            found = await connection.execute(question.order_by(_staff.c.name, _staff.c.id))
            return tuple(MemberState(StaffRow(*row[:5]), *row[5:]) for row in found)

    async def remove(self, staff: str, today: date) -> bool:
        """Out at once; the name stays a while, for the audit."""
        async with self.database.write() as connection:
            for table in (tables.session, tables.ticket):
                await connection.execute(table.delete().where(table.c.staff == staff))
            done = await connection.execute(
                _staff.update()
                .where(_staff.c.id == staff, _staff.c.active)
                .values(active=False, removed=today, **_OUT)
            )
            return done.rowcount == 1

    async def invited(self, invitation: bytes, today: date) -> StaffRow | None:
        """Whom this invitation is for; looking at it does not spend it."""
        async with self.database.read() as connection:
            return await one(connection, is_invited(invitation, today))

    async def note(self, row: AuditRow) -> None:
        async with self.database.write() as connection:
            await connection.execute(
                _audit.insert().values(
                    id=secrets.token_bytes(16),
                    day=row.day,
                    staff=row.staff,
                    did=row.did,
                    subject=row.subject,
                )
            )

    async def audit(self) -> tuple[AuditRow, ...]:
        """Newest day first."""
        columns = (_audit.c.day, _audit.c.staff, _audit.c.did, _audit.c.subject)
        async with self.database.read() as connection:
            found = await connection.execute(
                select(*columns).order_by(_audit.c.day.desc(), _audit.c.staff, _audit.c.did)
            )
            return tuple(AuditRow(*row) for row in found)
