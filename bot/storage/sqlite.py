"""One SQLite file and its connections: private to its owner, durable, and leaving no remnants."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from sqlalchemy import URL, Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.storage.database import Database
from bot.storage.errors import DatabaseBusy, DatabaseUnfit, DatabaseUnreadable

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
_LARGE: Final = 64 * 1024 * 1024
"""Bytes of a file from which on a vacuum does not fit the memory of a small machine."""
_PAUSES: Final = (0.0, 0.05, 0.1, 0.2, 0.4)
"""Seconds before each try to empty the log; nothing is locked meanwhile."""
_AS_MADE: Final = {"page_size": 16384, "auto_vacuum": 1, "secure_delete": 1, "journal_mode": "wal"}


@dataclass(slots=True)
class Sqlite(Database):
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @classmethod
    def at(cls, path: Path) -> Self:
        _make_private(path)
        engine = create_async_engine(
            URL.create("sqlite+aiosqlite", database=str(path)),
            hide_parameters=True,
            connect_args={"isolation_level": None},
        )
        event.listen(engine.sync_engine, "connect", _prepare)
        event.listen(engine.sync_engine, "begin", _begin)
        return cls(engine)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """It holds the database alone from its first statement on."""
        alone = self.engine.execution_options(begin="BEGIN IMMEDIATE")
        async with self.lock, alone.begin() as connection:
            yield connection

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[AsyncConnection]:
        async with self.write() as connection:
            yield connection

    async def truncate(self) -> bool:
        """Empty the write-ahead log."""
        for pause in _PAUSES:
            await asyncio.sleep(pause)
            if await self._checkpoint():
                return True
        return False

    async def vacuum(self) -> bool:
        """Write the file anew: in memory, or beside itself where that would take too much."""
        self.vacuum_due = True
        async with self._plain() as connection:
            if self._file().stat().st_size < _LARGE:
                await connection.exec_driver_sql("VACUUM")
            else:
                await _vacuum_on_disk(connection, self._file().parent)
        self.vacuum_due = False
        return await self.truncate()

    async def check(self) -> None:
        async with self.read() as connection:
            for name, wanted in _AS_MADE.items():
                found = await connection.exec_driver_sql(f"PRAGMA {name}")
                if found.scalar() != wanted:
                    raise DatabaseUnfit(name)

    async def lead(self) -> bool:
        """`run` holds the data directory alone."""
        return True

    def _file(self) -> Path:
        return Path(str(self.engine.url.database))

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


async def _vacuum_on_disk(connection: AsyncConnection, folder: Path) -> None:
    """In a nameless file of this folder: what it holds is sealed, and under today's keys."""
    os.environ["SQLITE_TMPDIR"] = str(folder)
    await connection.exec_driver_sql("PRAGMA temp_store = FILE")
    try:
        await connection.exec_driver_sql("VACUUM")
    finally:
        await connection.exec_driver_sql("PRAGMA temp_store = MEMORY")


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
    statement = connection.get_execution_options().get("begin", "BEGIN")
    if not statement:
        return
    try:
        connection.exec_driver_sql(statement)
    except OperationalError as error:
        if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
            raise DatabaseBusy from None
        raise
