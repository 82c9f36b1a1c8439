"""One schema of a PostgreSQL server, for several workers at once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any, Final, Self

from sqlalchemy import URL, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.storage.database import Database
from bot.storage.errors import DatabaseUnfit, DatabaseUnsupported

_SCHEMA: Final = "schema"
"""In the address: which schema of the database is ours; without it the user's own."""
_QUIET: Final = {
    # The server must keep no diary of who sent when.
    "track_commit_timestamp": ("off",),
    "log_statement": ("none", "ddl"),
    "log_duration": ("off",),
    "log_min_duration_statement": ("-1",),
    "auto_explain.log_min_duration": ("-1", ""),
    "log_min_duration_sample": ("-1",),
    "log_transaction_sample_rate": ("0",),
}
_SEALED: Final = "urn, response, comment_urn, comment, mark, resident"
"""The tables in which a deleted row is a remnant."""


@dataclass(slots=True)
class Postgres(Database):
    leader: AsyncConnection | None = field(default=None, repr=False)

    @classmethod
    def at(cls, address: str) -> Self:
        return cls(_engine(address))

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """READ COMMITTED, each under the locks that it takes on the survey's row."""
        async with self.engine.begin() as connection:
            yield connection

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[AsyncConnection]:
        """Waits for every Send and flush, and lets none begin; what it reads is of one moment."""
        steady = self.engine.execution_options(isolation_level="REPEATABLE READ")
        async with steady.begin() as connection:
            # Before the first read, which fixes the moment.
            await connection.exec_driver_sql("LOCK TABLE resident, survey IN EXCLUSIVE MODE")
            yield connection

    async def truncate(self) -> bool:
        """What the server's own log still holds is sealed, and its keys are burnt."""
        return True

    async def vacuum(self) -> bool:
        self.vacuum_due = True
        plain = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        async with plain.connect() as connection:
            await connection.exec_driver_sql(f"VACUUM {_SEALED}")
        self.vacuum_due = False
        return True

    async def check(self) -> None:
        async with self.read() as connection:
            for name, wanted in _QUIET.items():
                if await _setting(connection, name) not in (None, *wanted):
                    raise DatabaseUnfit(name)

    async def lead(self) -> bool:
        """By a lock of a connection that is kept: the server lets it go when the process ends."""
        if self.leader is not None and await _lives(self.leader):
            return True
        self.leader = None
        plain = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        connection = await plain.connect()
        if not await connection.scalar(text(_LEAD)):
            await connection.close()
            return False
        self.leader = connection
        return True

    async def dispose(self) -> None:
        if self.leader is not None:
            await self.leader.invalidate()
            await self.leader.close()
            self.leader = None
        await Database.dispose(self)


_LEAD: Final = "SELECT pg_try_advisory_lock(hashtext('rightsbot'), hashtext(current_schema()))"


@asynccontextmanager
async def scratch(address: str) -> AsyncIterator[str]:
    """The address of a fresh schema on the same server, dropped at the end."""
    name = f"rightsbot_{token_hex(6)}"
    engine = _engine(address)
    try:
        async with engine.begin() as connection:
            await connection.exec_driver_sql(f'CREATE SCHEMA "{name}"')
        yield in_schema(address, name)
        async with engine.begin() as connection:
            await connection.exec_driver_sql(f'DROP SCHEMA "{name}" CASCADE')
    finally:
        await engine.dispose()


def in_schema(address: str, name: str) -> str:
    url = make_url(address).update_query_dict({_SCHEMA: name})
    return url.render_as_string(hide_password=False)


def _engine(address: str) -> AsyncEngine:
    url, schema = _parts(address)
    settings: dict[str, str] = {"application_name": "rightsbot"}
    if schema:
        settings["search_path"] = f'"{schema}"'
    arguments: dict[str, Any] = {"server_settings": settings}
    try:
        return create_async_engine(
            url, hide_parameters=True, pool_pre_ping=True, connect_args=arguments
        )
    except ImportError:
        raise DatabaseUnsupported from None


def _parts(address: str) -> tuple[URL, str]:
    url = make_url(address).set(drivername="postgresql+asyncpg")
    schema = url.query.get(_SCHEMA, "")
    if not isinstance(schema, str) or '"' in schema:
        raise DatabaseUnsupported
    return url.difference_update_query([_SCHEMA]), schema


async def _setting(connection: AsyncConnection, name: str) -> str | None:
    """None where this version of the server does not know it."""
    found: str | None = await connection.scalar(
        text("SELECT current_setting(:name, true)"), {"name": name}
    )
    return found


async def _lives(connection: AsyncConnection) -> bool:
    try:
        await connection.scalar(text("SELECT 1"))
    except (SQLAlchemyError, OSError):
        await connection.invalidate()
        return False
    return True
