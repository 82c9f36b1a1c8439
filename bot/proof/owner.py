"""The owner of the database, who may write to it what the application never would."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.proof.outsider import Loot

REACHED: Final = "nothing refused it"
UNDONE: Final = "DO $$ BEGIN {statement}; RAISE EXCEPTION '{reached}'; END $$"
INTEGRITY: Final = "23"
"""The class of PostgreSQL's error codes that rules of a table raise."""
PATIENCE: Final = "SET LOCAL lock_timeout = '5s'"


@dataclass(frozen=True, slots=True)
class Owner:
    loot: Loot

    async def write(self, statement: str) -> None:
        """For good: on trials only."""
        if self.loot.database is None:
            await self.loot.rows(statement)
        else:
            await asyncio.to_thread(_write, self.loot.database, statement)

    async def is_refused(self, statement: str) -> bool:
        """Whether a rule of the database stands against this; it is undone in any case."""
        if self.loot.database is None:
            return await self._is_refused_by_server(statement)
        return await asyncio.to_thread(is_refused, _opening(self.loot.database), statement)

    async def _is_refused_by_server(self, statement: str) -> bool:
        undone = UNDONE.format(statement=f"{PATIENCE}; {statement}", reached=REACHED)
        try:
            await self.loot.rows(undone)
        except Exception as error:
            if REACHED in str(error):
                return False
            if str(getattr(error, "sqlstate", "")).startswith(INTEGRITY):
                return True
            raise
        raise AssertionError("a block that always raises did not")

    @asynccontextmanager
    async def hiding(self, *tables: str) -> AsyncIterator[None]:
        """While these tables are gone whatever needs them fails; on trials only."""
        for table in tables:
            await self.write(f"ALTER TABLE {table} RENAME TO hidden_{table}")
        try:
            yield
        finally:
            for table in tables:
                await self.write(f"ALTER TABLE hidden_{table} RENAME TO {table}")


def is_refused(opening: Callable[[], sqlite3.Connection], statement: str) -> bool:
    """The same for any SQLite database."""
    with closing(opening()) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.execute(statement)
        except sqlite3.IntegrityError:
            return True
        finally:
            connection.rollback()
    return False


def _opening(database: Path) -> Callable[[], sqlite3.Connection]:
    return lambda: sqlite3.connect(database, timeout=10, isolation_level=None)


def _write(database: Path, statement: str) -> None:
    with closing(_opening(database)()) as connection:
        connection.execute(statement)
