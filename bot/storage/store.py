"""The store: every unit of work that the rest of the bot may ask for."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.core.effect import (
    AlreadyAnswered,
    Ended,
    Forgotten,
    Gone,
    Kept,
    Sent,
    Stored,
    Submit,
    Withdrawn,
)
from bot.core.model import State
from bot.core.sheet import Answers, Place, Receipt
from bot.storage import answers as sheets
from bot.storage import burning, life, mixing, people, results, retention, tables
from bot.storage.database import Database, connect
from bot.storage.errors import SchemaBehind
from bot.storage.rows import FileRow, ReachRow, ReleaseRow, SurveyRow
from bot.storage.schema import version
from bot.storage.staff import Staff
from bot.storage.tables import SCHEMA
from bot.storage.work import RESIDENT_KEY, Failpoint, Work, boxes, decode, find_survey
from bot.vault import seal
from bot.vault.keyring import Keyring


@dataclass(frozen=True, slots=True)
class Store:
    """`person` is a Telegram id, and leaves no trace but keyed codes; `today` is the city's day."""

    database: Database
    keyring: Keyring
    failpoint: Failpoint

    @property
    def staff(self) -> Staff:
        return Staff(self.database)

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        """Reads that need a key are work too: else it could burn between row and box."""
        async with self.database.write() as connection:
            yield Work(connection, self.keyring, self.failpoint)
        self.failpoint("committed")

    @asynccontextmanager
    async def look(self) -> AsyncIterator[Work]:
        """Waits for nobody, not even a flush: for reads without a key that may burn."""
        async with self.database.read() as connection:
            yield Work(connection, self.keyring, self.failpoint)

    # Residents. -----------------------------------------------------------------------------

    async def submit(
        self, survey: str, person: int, answers: Answers, nonce: bytes, today: date
    ) -> Sent | AlreadyAnswered | Ended:
        async with self.work() as work:
            return await sheets.submit(work, Submit(survey, answers, nonce), person, today)

    async def replace(
        self, survey: str, person: int, answers: Answers, receipt: Receipt
    ) -> Sent | Gone | Ended:
        """Possible until the close, whatever the day: the voice was given in time."""
        async with self.work() as work:
            return await sheets.replace(work, survey, person, answers, receipt)

    async def withdraw(
        self, survey: str, person: int, receipt: Receipt
    ) -> Withdrawn | Gone | Ended:
        async with self.work() as work:
            return await sheets.withdraw(work, survey, person, receipt)

    async def show(
        self, survey: str, person: int, receipt: Receipt, *, edit: bool
    ) -> Stored | Gone | Ended:
        async with self.work() as work:
            return await sheets.show(work, survey, person, receipt, edit=edit)

    async def remember(self, person: int, place: Place, month: int) -> None:
        async with self.work() as work:
            await people.remember(work, person, place, month)

    async def forget(self, person: int) -> Forgotten:
        async with self.work() as work:
            forgotten = await people.forget(work, person)
        await self.database.truncate()
        return forgotten

    async def kept(self, person: int) -> Kept:
        async with self.look() as work:
            return await people.kept(work, person)

    # Surveys. -------------------------------------------------------------------------------

    async def surveys(self) -> tuple[SurveyRow, ...]:
        async with self.database.read() as connection:
            return await life.list_surveys(connection)

    async def publish(self, row: SurveyRow) -> bool:
        async with self.work() as work:
            return await life.publish(work, row)

    async def extend(self, survey: str, until: date) -> bool:
        async with self.work() as work:
            return await life.extend(work, survey, until)

    async def end(self, survey: str, *, passed: date | None = None) -> bool:
        """By hand whatever the day; the tick says which day it is, and an extension wins."""
        async with self.work() as work:
            return await life.end(work, survey, passed)

    async def close(self, survey: str, today: date) -> bool:
        """Closes only what has ended; whether it is closed, now or since long."""
        async with self.work() as work:
            row = await find_survey(work, survey)
            if row is None or row.state is not State.ENDED:
                return row is not None and row.state is State.CLOSED
            closed = await life.close(work, row, today)
        if closed:
            await self.settle()
        return closed

    # Mixing. --------------------------------------------------------------------------------

    async def mixed(self, survey: str) -> int:
        """A true count: to be shown in steps of 10 only."""
        async with self.look() as work:
            return (await mixing.count(work, survey))[1]

    async def flush_due(self, survey: str, *, hour_passed: bool) -> bool:
        """`hour_passed`: since the last flush, as the tick remembers it."""
        async with self.work() as work:
            row = await find_survey(work, survey)
            if row is None or row.state is State.CLOSED:
                return False
            waiting, mixed = await mixing.count(work, survey)
        return mixing.is_due(waiting, mixed, rewrite_due=row.rewrite_due, hour_passed=hour_passed)

    async def flush(self, survey: str) -> None:
        """Mix what may be mixed, and seal everything anew."""
        async with self.work() as work:
            row = await find_survey(work, survey)
            if row is None or row.state is State.CLOSED:
                return
            await mixing.rewrite(work, row)
        await self.settle()

    async def responses(self, survey: str) -> tuple[Answers, ...]:
        """The mixed answers, for releases only."""
        async with self.work() as work:
            row = await find_survey(work, survey)
            sealed = await boxes(work, tables.response, survey)
            if row is None or not sealed:
                return ()
            key = self.keyring.get(row.data_key)
            return tuple(decode(seal.unseal(key, box, row.data_shelf)) for box in sealed)

    # Releases and reach. --------------------------------------------------------------------

    async def save_release(self, row: ReleaseRow) -> bool:
        async with self.database.write() as connection:
            return await results.save_release(connection, row)

    async def releases(self, survey: str) -> tuple[ReleaseRow, ...]:
        async with self.database.read() as connection:
            return await results.releases(connection, survey)

    async def keep_file(self, release: ReleaseRow, name: str, body: bytes) -> FileRow:
        async with self.database.write() as connection:
            return await results.keep_file(connection, release, name, body)

    async def files(self, release: ReleaseRow) -> tuple[FileRow, ...]:
        async with self.database.read() as connection:
            return await results.files(connection, release)

    async def file(self, sha256: str) -> bytes | None:
        async with self.database.read() as connection:
            return await results.file(connection, sha256)

    async def add_reach(self, counts: Mapping[tuple[str, str, str], int]) -> None:
        async with self.database.write() as connection:
            await results.add_reach(connection, counts)

    async def sources(self) -> frozenset[str]:
        async with self.database.read() as connection:
            return await results.sources(connection)

    async def reach(self) -> tuple[ReachRow, ...]:
        async with self.database.read() as connection:
            return await results.reach(connection)

    # The house. -----------------------------------------------------------------------------

    async def lost_keys(self) -> frozenset[str]:
        """Names of keys that rows refer to and the keyring does not hold; empty when ready."""
        return await burning.lost_for_good(self.look)

    async def purge(self, today: date, month: int) -> None:
        async with self.work() as work:
            await retention.purge(work, today, month)
        await self.settle()

    async def settle(self) -> None:
        """After rows were deleted: burn the keys that are left over, and leave no remnants."""
        self.database.vacuum_due = True
        async with self.work() as work:
            await burning.burn(work)
        await self.database.vacuum()
        self.failpoint("settled")

    async def tidy(self) -> bool:
        """Make up for what a reader or another process kept from being done; True when clean."""
        if self.database.vacuum_due:
            await self.settle()
        return await self.database.truncate()

    async def dispose(self) -> None:
        await self.database.dispose()


def _nothing(_: str) -> None:
    """The failpoint of real life."""


async def open_store(
    database: Path | str, keyring: Keyring, *, failpoint: Failpoint = _nothing
) -> Store:
    """Refuse what does not fit together, then finish what a crash may have cut short.

    Raises StorageError or VaultError.
    """
    store = Store(connect(database), keyring, failpoint)
    try:
        await _recover(store)
    except BaseException:
        await store.dispose()
        raise
    return store


async def _recover(store: Store) -> None:
    if await version(store.database) != SCHEMA:
        raise SchemaBehind
    await store.database.check()
    async with store.work() as work:
        await burning.prove(work)
        store.keyring.destroy_unfinished()
        if RESIDENT_KEY not in store.keyring.names():
            store.keyring.create(RESIDENT_KEY)
        store.keyring.get(RESIDENT_KEY)
        interrupted = await burning.burn(work)
    if interrupted:
        await store.database.vacuum()
    else:
        await store.database.truncate()
