"""One SQLite file and its connections: private to its owner, durable, and leaving no remnants."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.storage.errors import DatabaseUnfit, DatabaseUnreadable, DatabaseUnsupported

_ONCE: Final = (
    # These count only while the file is empty; later they would wait for a running flush.
    "PRAGMA page_size = 16384",
    "PRAGMA auto_vacuum = FULL",
)
_PATIENCE: Final = "PRAGMA busy_timeout = 10000"
_ALWAYS: Final = (
    _PATIENCE,
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
)
_PAUSES: Final = (0.0, 0.05, 0.1, 0.2, 0.4)
"""Seconds before each try to empty the log; nothing is locked meanwhile."""
_AS_MADE: Final = {"page_size": 16384, "auto_vacuum": 1, "secure_delete": 1, "journal_mode": "wal"}


@dataclass(slots=True)
class Database:
    engine: AsyncEngine
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    vacuum_due: bool = False
    """Rows were deleted, and what has to follow is not done yet."""

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction that holds the database alone from its first statement on."""
        alone = self.engine.execution_options(begin="BEGIN IMMEDIATE")
        async with self.lock, alone.begin() as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        async with self.engine.connect() as connection:
            yield connection

    async def truncate(self) -> bool:
        """Empty the write-ahead log, which keeps earlier versions of pages.

        False while somebody still reads one of them: then it has to be tried again.
        """
        for pause in _PAUSES:
            await asyncio.sleep(pause)
            if await self._checkpoint():
                return True
        return False

    async def vacuum(self) -> bool:
        """Write the file anew, so that no free space holds what was deleted; then as truncate."""
        self.vacuum_due = True
        async with self._plain() as connection:
            await connection.exec_driver_sql("VACUUM")
        self.vacuum_due = False
        return await self.truncate()

    async def check(self) -> None:
        """The promises rest on how the file was made: ask the file itself."""
        async with self.read() as connection:
            for name, wanted in _AS_MADE.items():
                found = await connection.exec_driver_sql(f"PRAGMA {name}")
                if found.scalar() != wanted:
                    raise DatabaseUnfit(name)

    async def dispose(self) -> None:
        await self.engine.dispose()

    @asynccontextmanager
    async def _plain(self) -> AsyncIterator[AsyncConnection]:
        """Alone in this process, but in no transaction."""
        plain = self.engine.execution_options(begin="")
        async with self.lock, plain.connect() as connection:
            yield connection

    async def _checkpoint(self) -> bool:
        """SQLite would wait for readers with its write lock held: do not let it wait at all."""
        async with self._plain() as connection:
            await connection.exec_driver_sql("PRAGMA busy_timeout = 0")
            try:
                found = await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                busy: int = found.one()[0]
            finally:
                await connection.exec_driver_sql(_PATIENCE)
        return not busy


def locate(database: Path | str) -> Path:
    """The file behind a path or an SQLite address."""
    if isinstance(database, str) and "://" in database:
        url = make_url(database)
        if url.get_backend_name() != "sqlite" or not url.database:
            raise DatabaseUnsupported
        return Path(url.database)
    return Path(database)


def connect(database: Path | str) -> Database:
    path = locate(database)
    _make_private(path)
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(path)),
        hide_parameters=True,
        connect_args={"isolation_level": None},
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return Database(engine)


def _make_private(path: Path) -> None:
    """SQLite gives its side files the mode of the main one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)


def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    try:
        _set_pragmas(connection)
    except sqlite3.DatabaseError as error:
        connection.close()
        if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
            raise DatabaseUnreadable from None
        raise


def _set_pragmas(connection: DBAPIConnection) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA page_count")
    empty = cursor.fetchall() == [(0,)]
    for pragma in (*(_ONCE if empty else ()), *_ALWAYS):
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    """The driver begins nothing by itself, so that a write can lock before it reads."""
    if statement := connection.get_execution_options().get("begin", "BEGIN"):
        connection.exec_driver_sql(statement)
