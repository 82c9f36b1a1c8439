"""What one steward asks for and another approves: the release of rows, or of comments."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import ColumnElement, RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import tables
from bot.storage.conflict import insert
from bot.storage.database import Database
from bot.storage.rows import ReleaseRow

_request, _release, _file = tables.request, tables.release, tables.release_file


class RequestState(StrEnum):
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    MADE = "made"
    LAPSED = "lapsed"
    """Approved, but the answers had had their time."""


@dataclass(frozen=True, slots=True)
class RequestRow:
    id: str
    survey: str
    audience: str
    """Which kind of release."""
    state: RequestState
    plan: str
    """What would be released and lost, as canonical JSON."""
    asked_by: str
    day: date
    decided_by: str | None
    decided: date | None


@dataclass(frozen=True, slots=True)
class Requests:
    """Of one survey and audience one request at most is alive: asked, approved or made."""

    database: Database

    async def ask(self, survey: str, audience: str, plan: str, staff: str, today: date) -> bool:
        """False: there is one already, or its release."""
        values = {"survey": survey, "audience": audience, "plan": plan, "asked_by": staff}
        fresh = {"id": secrets.token_hex(16), "state": RequestState.ASKED, "day": today}
        async with self.database.write() as connection:
            if await _is_released(connection, survey, audience):
                return False
            put = insert(connection, _request).values(**fresh, **values)
            done = await connection.execute(put.on_conflict_do_nothing())
            return done.rowcount == 1

    async def of(self, survey: str) -> tuple[RequestRow, ...]:
        """All of a survey, the newest day first, and what is alive before what is over."""
        async with self.database.read() as connection:
            found = await _found(connection, _request.c.survey == survey)
        return tuple(sorted(found, key=_over))

    async def decide(
        self, request: str, staff: str, today: date, *, approve: bool, alone: bool = False
    ) -> bool:
        """Approve or refuse what is asked; False: not theirs to say, or said already.

        Nobody approves what they asked for, unless the city says that one steward is enough
        (`alone`). Refusing one's own request takes it back.
        """
        state = RequestState.APPROVED if approve else RequestState.REFUSED
        mine = _request.c.id == request, _request.c.state == RequestState.ASKED
        others = () if alone or not approve else (_request.c.asked_by != staff,)
        values = {"state": state, "decided_by": staff, "decided": today}
        async with self.database.write() as connection:
            done = await connection.execute(
                _request.update().where(*mine, *others).values(**values)
            )
            return done.rowcount == 1

    async def approved(self, survey: str) -> tuple[RequestRow, ...]:
        """What is to be made."""
        is_due = _request.c.state == RequestState.APPROVED
        async with self.database.read() as connection:
            return await _found(connection, (_request.c.survey == survey) & is_due)

    async def make(self, request: str, release: ReleaseRow, files: Mapping[str, bytes]) -> bool:
        """Keeps the release with its files, in one transaction.

        False: it was made before, maybe before a backup returned that knows nothing of it.
        """
        async with self.database.write() as connection:
            ended = await _end(connection, request, RequestState.MADE)
            if not ended or await _is_released(connection, release.survey, release.audience):
                return False
            await connection.execute(_release.insert().values(**asdict(release)))
            await connection.execute(_file.insert(), list(_files(release, files)))
            return True

    async def lapse(self, request: str) -> None:
        async with self.database.write() as connection:
            await _end(connection, request, RequestState.LAPSED)


async def _is_released(connection: AsyncConnection, survey: str, audience: str) -> bool:
    which = _release.c.survey == survey, _release.c.audience == audience
    return await connection.scalar(select(_release.c.sequence).where(*which)) is not None


def _files(release: ReleaseRow, files: Mapping[str, bytes]) -> Iterator[dict[str, object]]:
    which = {"survey": release.survey, "sequence": release.sequence, "audience": release.audience}
    for name, body in files.items():
        yield {**which, "name": name, "sha256": sha256(body).hexdigest(), "body": body}


async def _end(connection: AsyncConnection, request: str, state: RequestState) -> bool:
    """Only what is approved ends so, and once."""
    due = _request.c.id == request, _request.c.state == RequestState.APPROVED
    done = await connection.execute(_request.update().where(*due).values(state=state))
    return done.rowcount == 1


async def _found(
    connection: AsyncConnection, condition: ColumnElement[bool]
) -> tuple[RequestRow, ...]:
    question = select(_request).where(condition).order_by(_request.c.day.desc(), _request.c.id)
    found = await connection.execute(question)
    return tuple(_row(row) for row in found.mappings())


def _row(row: RowMapping) -> RequestRow:
    return RequestRow(**{**row, "state": RequestState(row["state"])})


def _over(row: RequestRow) -> bool:
    return row.state in {RequestState.REFUSED, RequestState.LAPSED}
