"""A database and its connections: what both kinds of it promise the store."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.errors import DatabaseUnsupported

Address: TypeAlias = Path | str
"""A file of SQLite, or an SQLAlchemy address of SQLite or PostgreSQL."""


@dataclass(slots=True)
class Database(ABC):
    engine: AsyncEngine
    vacuum_due: bool = False
    """Rows were deleted, and what has to follow is not done yet."""

    @abstractmethod
    def write(self) -> "_Transaction":
        """One transaction, undone by any exception."""

    @abstractmethod
    def alone(self) -> "_Transaction":
        """One transaction that nobody else's write or Send runs beside: start and backup."""

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Waits for nobody."""
        async with self.engine.connect() as connection:
            yield connection

    @abstractmethod
    async def truncate(self) -> bool:
        """Empty what keeps earlier versions of pages; False while somebody still reads them."""

    @abstractmethod
    async def vacuum(self) -> bool:
        """Leave no room in which deleted rows remain; then as truncate."""

    @abstractmethod
    async def check(self) -> None:
        """The promises rest on how the database is set up: ask it. DatabaseUnfit names what."""

    @abstractmethod
    async def lead(self) -> bool:
        """Whether this process does the minute's work; the one that does it stays so to its end."""

    async def dispose(self) -> None:
        await self.engine.dispose()


_Transaction: TypeAlias = AbstractAsyncContextManager[AsyncConnection]


def file_of(address: Address) -> Path | None:
    """The file behind a path or an SQLite address; None for PostgreSQL. DatabaseUnsupported."""
    if isinstance(address, Path) or "://" not in address:
        return Path(address)
    try:
        url = make_url(address)
    except ArgumentError:
        raise DatabaseUnsupported from None
    match url.get_backend_name():
        case "sqlite" if url.database:
            return Path(url.database)
        case "postgresql" | "postgres":
            return None
        case _:
            raise DatabaseUnsupported


def connect(address: Address) -> Database:
    """Opens nothing yet."""
    file = file_of(address)
    if file is not None:
        from bot.storage.sqlite import Sqlite

        return Sqlite.at(file)
    from bot.storage.postgres import Postgres

    return Postgres.at(str(address))
