"""Bringing a database to this version. Alembic is slow to load, so only `migrate` does."""

import asyncio
import os
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.database import Address, connect, file_of
from bot.storage.errors import DatabaseUnreachable, DatabaseUnreadable, MigrationFailed
from bot.storage.tables import SCHEMA

_SCRIPTS: Final = Path(__file__).parent / "migrations"
_VERSION: Final = "SELECT version_num FROM alembic_version"
_SEALED: Final = "SELECT 1 FROM survey UNION ALL SELECT 1 FROM resident LIMIT 1"


@dataclass(frozen=True, slots=True)
class Found:
    """What stands at an address before anything is opened or made."""

    exists: bool
    """There is a file, or there are tables."""
    empty: bool
    """Nothing has ever been sealed in it: no survey, and nobody remembered."""
    version: str | None

    @property
    def current(self) -> bool:
        return self.version == SCHEMA


async def look(address: Address) -> Found:
    """Cheap, and makes nothing. DatabaseUnreadable or DatabaseUnreachable."""
    file = file_of(address)
    return await _look_at_server(str(address)) if file is None else _look_at_file(file)


def _look_at_file(file: Path) -> Found:
    if not file.exists():
        return Found(exists=False, empty=True, version=None)
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as source:
            version = _first(source, _VERSION)
            return Found(
                exists=True,
                empty=version is not None and _first(source, _SEALED) is None,
                version=None if version is None else str(version),
            )
    except sqlite3.OperationalError:
        return Found(exists=True, empty=False, version=None)
    except sqlite3.DatabaseError:
        raise DatabaseUnreadable from None


def _first(source: sqlite3.Connection, question: str) -> object:
    """Its first value; None where there is no row, or no such table."""
    try:
        row = source.execute(question).fetchone()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return None
        raise
    return None if row is None else row[0]


async def _look_at_server(address: str) -> Found:
    database = connect(address)
    try:
        async with database.read() as connection:
            version = await connection.run_sync(_version)
            empty = version is None or await connection.scalar(text(_SEALED)) is None
    except (SQLAlchemyError, OSError):
        raise DatabaseUnreachable from None
    finally:
        await database.dispose()
    return Found(exists=version is not None, empty=empty, version=version)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text(_VERSION))
    return found


async def migrate(address: Address) -> None:
    """Make the tables, or bring them to this version, in one transaction."""
    opened = connect(address)
    try:
        async with opened.write() as connection:
            await connection.run_sync(move, "head")
    finally:
        await opened.dispose()


async def migrate_apart(address: Address) -> None:
    """The same in a process of its own: a running bot does not carry alembic's 20 MB for ever.

    Who carries them already needs no other. MigrationFailed, and then the database is as it was.
    """
    if "alembic" in sys.modules:
        await migrate(address)
        return
    # -P and the path: this program, not whatever `bot` lies in the folder where it was started.
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "bot.storage"),
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdin=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    # An address may hold a password, and a command line is seen by everybody on the machine.
    await child.communicate(str(address).encode())
    if child.returncode:
        raise MigrationFailed


def move(connection: Connection, revision: str) -> None:
    """Up or down to a revision of alembic ("head", "base", an id)."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    go = command.downgrade if revision == "base" else command.upgrade
    go(config, revision)


def copy(file: Path, target: Path) -> None:
    """A whole copy of an SQLite file, what its write-ahead log holds included, and no remnants."""
    target.unlink(missing_ok=True)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(file)) as source:
        source.execute("PRAGMA busy_timeout = 10000")
        source.execute("VACUUM INTO ?", (str(target),))


@asynccontextmanager
async def scratch(address: str) -> AsyncIterator[str]:
    """An empty place on the same database server, gone at the end; "" for SQLite: any new file."""
    if not address or file_of(address) is not None:
        yield ""
        return
    from bot.storage.postgres import scratch as schema

    async with schema(address) as fresh:
        yield fresh
