"""Who may use the console: invitations, sessions, and who took what away on which day."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.effect import StaffLinked
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.rows import AuditRow, StaffRow
from bot.vault.keyring import Keyring

_staff, _session, _audit = tables.staff, tables.session, tables.audit


@dataclass(frozen=True, slots=True)
class Staff:
    """Tokens are 256 random bits; only their SHA-256 digests come here."""

    database: Database
    keyring: Keyring

    async def link_chat(self, token: str, person: int, now: datetime) -> StaffLinked:
        """Tie the account that the one-time token was made for to this Telegram account."""
        raise NotImplementedError

    async def invite(
        self, name: str, *, role: str, city: str, token_hash: bytes, expires: date
    ) -> StaffRow:
        row = StaffRow(secrets.token_hex(8), name, role, city, active=True)
        async with self.database.write() as connection:
            await connection.execute(
                _staff.insert().values(
                    id=row.id,
                    name=name,
                    role=role,
                    city=city,
                    active=True,
                    invitation=token_hash,
                    invited_until=expires,
                )
            )
        return row

    async def members(self) -> tuple[StaffRow, ...]:
        async with self.database.read() as connection:
            found = await connection.execute(_select().order_by(_staff.c.name, _staff.c.id))
            return tuple(StaffRow(*row) for row in found)

    async def remove(self, staff: str, today: date) -> bool:
        """Their sessions and invitation end at once; the name stays a while, for the audit."""
        async with self.database.write() as connection:
            await connection.execute(_session.delete().where(_session.c.staff == staff))
            done = await connection.execute(
                _staff.update()
                .where(_staff.c.id == staff, _staff.c.active)
                .values(active=False, invitation=None, invited_until=None, removed=today)
            )
            return done.rowcount == 1

    async def invited(self, invitation: bytes, today: date) -> bool:
        """Whether this invitation can still be taken; looking at it does not spend it."""
        async with self.database.read() as connection:
            return await _one(connection, _is_invited(invitation, today)) is not None

    async def take(
        self, invitation: bytes, session: bytes, *, today: date, expires: date
    ) -> StaffRow | None:
        """Trade an invitation, which works once, for a session; both are digests of tokens."""
        async with self.database.write() as connection:
            if (row := await _one(connection, _is_invited(invitation, today))) is None:
                return None
            await connection.execute(
                _staff.update()
                .where(_staff.c.id == row.id)
                .values(invitation=None, invited_until=None)
            )
            await connection.execute(
                _session.insert().values(
                    token=session, staff=row.id, began=0, seen=0, until=expires
                )
            )
            return row

    async def of_session(self, session: bytes, today: date) -> StaffRow | None:
        signed_in = select(_session.c.staff).where(
            _session.c.token == session, _session.c.until >= today
        )
        async with self.database.read() as connection:
            return await _one(connection, _staff.c.id.in_(signed_in))

    async def sign_out(self, session: bytes) -> None:
        async with self.database.write() as connection:
            await connection.execute(_session.delete().where(_session.c.token == session))

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


def _select() -> Select[str, str, str, str, bool]:
    return select(_staff.c.id, _staff.c.name, _staff.c.role, _staff.c.city, _staff.c.active)


def _is_invited(invitation: bytes, today: date) -> ColumnElement[bool]:
    return (_staff.c.invitation == invitation) & (_staff.c.invited_until >= today)


async def _one(connection: AsyncConnection, condition: ColumnElement[bool]) -> StaffRow | None:
    found = await connection.execute(_select().where(condition, _staff.c.active))
    row = found.first()
    return None if row is None else StaffRow(*row)
