"""Units of work: each one transaction, with the keys at hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.storage.results import Published
from bot.storage.work import Failpoint, Work
from bot.vault.keyring import Keyring


@dataclass(frozen=True, slots=True)
class Units(Published):
    keyring: Keyring
    failpoint: Failpoint

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        """Reads that need a key are work too: else it could burn between row and box."""
        async with self.database.write() as connection:
            yield Work(connection, self.keyring, self.failpoint)
        self.failpoint("committed")

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[Work]:
        """As work, while no other process writes to a survey."""
        async with self.database.alone() as connection:
            yield Work(connection, self.keyring, self.failpoint)
        self.failpoint("committed")

    @asynccontextmanager
    async def look(self) -> AsyncIterator[Work]:
        """Waits for nobody, not even a flush: for reads without a key that may burn."""
        async with self.database.read() as connection:
            yield Work(connection, self.keyring, self.failpoint)
