"""What each database spells in its own way: INSERT over a row, and locking a table."""

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


def insert(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


async def share(connection: AsyncConnection, table: Table) -> None:
    """Keep `own` away until the transaction ends; others may share. SQLite is alone anyway."""
    await _lock(connection, table, "ROW EXCLUSIVE")


async def own(connection: AsyncConnection, table: Table) -> None:
    """Wait for everybody who writes to the table, and let nobody begin; readers go on."""
    await _lock(connection, table, "SHARE ROW EXCLUSIVE")


async def _lock(connection: AsyncConnection, table: Table, mode: str) -> None:
    if connection.dialect.name == "postgresql":
        await connection.exec_driver_sql(f"LOCK TABLE {table.name} IN {mode} MODE")
