"""Bringing a database to this version. Alembic is slow to load, so only `migrate` does."""

import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from bot.storage.database import Database, connect, locate
from bot.storage.errors import MigrationFailed
from bot.storage.tables import SCHEMA

_SCRIPTS: Final = Path(__file__).parent / "migrations"


async def migrate(database: Path | str) -> None:
    """Make the file, or bring it to this version, in one transaction."""
    opened = connect(database)
    try:
        async with opened.write() as connection:
            await connection.run_sync(move, "head")
    finally:
        await opened.dispose()


async def migrate_apart(database: Path) -> None:
    """The same in a process of its own: a running bot does not carry alembic's 20 MB for ever.

    MigrationFailed, and then the file is as it was.
    """
    command = (sys.executable, "-m", "bot.storage", str(database))
    child = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.DEVNULL)
    if await child.wait():
        raise MigrationFailed


async def schema_is_current(database: Path | str) -> bool:
    """Cheap, and makes no file where there is none."""
    if not locate(database).exists():
        return False
    opened = connect(database)
    try:
        return await version(opened) == SCHEMA
    finally:
        await opened.dispose()


def exists(database: Path) -> bool:
    return database.exists()


def is_empty(database: Path) -> bool:
    """No file, or one in which nothing has ever been sealed: no survey and nobody remembered."""
    if not database.exists():
        return True
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as source:
            found = source.execute("SELECT 1 FROM survey UNION ALL SELECT 1 FROM resident LIMIT 1")
            row: object = found.fetchone()
            return row is None
    except sqlite3.Error:
        return False


def copy(database: Path, target: Path) -> None:
    """A whole copy of a file that nobody writes, what its write-ahead log holds included."""
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(database)) as source:
        source.execute("VACUUM INTO ?", (str(target),))
    target.chmod(0o600)


async def version(database: Database) -> str | None:
    async with database.read() as connection:
        return await connection.run_sync(_version)


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


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found
