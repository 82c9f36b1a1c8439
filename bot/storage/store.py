"""The store: every unit of work that the rest of the bot may ask for."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date

from bot.core.effect import (
    AlreadyAnswered,
    CommentDeleted,
    Commented,
    CommentFound,
    CommentRefused,
    Ended,
    Forgotten,
    Gone,
    Kept,
    Purpose,
    Sent,
    Stored,
    Submit,
    Withdrawn,
)
from bot.core.model import Lang, State
from bot.core.sheet import Answers, Place, Receipt
from bot.storage import answers as sheets
from bot.storage import burning, life, mixing, people, retention, tombstones
from bot.storage.database import Address, connect
from bot.storage.errors import SchemaBehind
from bot.storage.requests import Requests
from bot.storage.results import Published
from bot.storage.rows import SurveyRow
from bot.storage.schema import look
from bot.storage.staff import Staff
from bot.storage.work import Failpoint, Lock, Work, decode, find_survey
from bot.vault.errors import KeyMissing
from bot.vault.keyring import Keyring


@dataclass(frozen=True, slots=True)
class Store(Published):
    """`person` is a Telegram id, and leaves no trace but keyed codes; `today` is the city's day."""

    keyring: Keyring
    failpoint: Failpoint

    @property
    def staff(self) -> Staff:
        return Staff(self.database, self.keyring)

    @property
    def requests(self) -> Requests:
        return Requests(self.database)

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
        self, survey: str, person: int, receipt: Receipt, today: date
    ) -> Withdrawn | Gone | Ended:
        async with self.work() as work:
            return await sheets.withdraw(work, survey, person, receipt, today)

    async def show(
        self, survey: str, person: int, receipt: Receipt, purpose: Purpose = Purpose.SEE
    ) -> Stored | Gone | Ended:
        async with self.work() as work:
            return await sheets.show(work, survey, person, receipt, purpose)

    async def save_comment(
        self, survey: str, person: int, receipt: Receipt, text: str, lang: Lang
    ) -> Commented | CommentRefused | Gone | Ended:
        raise NotImplementedError

    async def show_comment(
        self, survey: str, person: int, receipt: Receipt
    ) -> CommentFound | Gone | Ended:
        raise NotImplementedError

    async def delete_comment(
        self, survey: str, person: int, receipt: Receipt, today: date
    ) -> CommentDeleted | Gone | Ended:
        raise NotImplementedError

    async def remember(self, person: int, place: Place, month: int) -> None:
        async with self.work() as work:
            await people.remember(work, person, place, month)

    async def forget(self, person: int, today: date) -> Forgotten:
        async with self.work() as work:
            forgotten = await people.forget(work, person, today)
        await self.database.truncate()
        return forgotten

    async def kept(self, person: int) -> Kept:
        """Looks again if its key burnt between row and box."""
        try:
            async with self.look() as work:
                return await people.kept(work, person)
        except KeyMissing:
            async with self.look() as work:
                return await people.kept(work, person)

    async def reseal_residents(self) -> None:
        """Soon after a /forget, and each week: what was deleted must open nowhere."""
        async with self.work() as work:
            await people.reseal(work)
        async with self.work() as work:
            await people.burn(work)
        await self.database.vacuum()
        self.failpoint("settled")

    def residents_are_stale(self, now: float) -> bool:
        """Whether their boxes have been under one key for a week; `now` is Unix time."""
        return people.is_stale(self.keyring, now, mixing.STALE)

    def residents_are_due(self) -> bool:
        """Somebody was forgotten since they were sealed."""
        return people.is_due(self.keyring)

    # Surveys. -------------------------------------------------------------------------------

    async def surveys(self) -> tuple[SurveyRow, ...]:
        async with self.database.read() as connection:
            return await life.list_surveys(connection)

    async def publish(self, row: SurveyRow) -> bool:
        """Alone: no other process may make the same survey's keys meanwhile."""
        async with self.alone() as work:
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
            row = await find_survey(work, survey, Lock.ALONE)
            if row is None or row.state is State.OPEN:
                return False
            closed = row.state is State.CLOSED or await life.close(work, row, today)
            left = await burning.is_left(work, row)
        if closed and left:
            await self.settle(survey)
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
            row = await find_survey(work, survey, Lock.ALONE)
            if row is None or row.state is State.CLOSED:
                return
            await mixing.rewrite(work, row)
        await self.settle(survey)

    async def reseal(self, survey: str, now: float) -> bool:
        """Seal everything anew if that was a week ago; whether it was. `now` is Unix time.

        So a copy of the database that is older opens nothing with today's keyring.
        """
        async with self.work() as work:
            row = await find_survey(work, survey, Lock.ALONE)
            if row is None or not await mixing.is_stale(work, row, now):
                return False
            await mixing.rewrite(work, row, closing=row.state is State.CLOSED)
        await self.settle(survey)
        return True

    async def each_response(self, survey: str, take: Callable[[Sequence[Answers]], None]) -> None:
        """Hand the mixed answers over by the chunk, in no order, off the event loop.

        For releases only: a million answers never stand in memory together.
        """
        async with self.work() as work:
            row = await find_survey(work, survey, Lock.SHARED)
            if row is not None:
                await mixing.each(work, row, lambda records: take([decode(r) for r in records]))

    # The house. -----------------------------------------------------------------------------

    async def lost_keys(self) -> frozenset[str]:
        """Names of keys that rows refer to and the keyring does not hold; empty when ready."""
        return await burning.lost_for_good(self.look)

    async def purge(self, today: date, month: int) -> None:
        async with self.work() as work:
            await retention.purge(work, today, month)
        self.keyring.tombstones.purge(today)
        await self.settle()

    async def settle(self, survey: str = "") -> None:
        """After rows were deleted: burn the keys that are left over, and leave no remnants.

        Of one survey, or of all: one after another, so that no Send waits for another survey.
        """
        self.database.vacuum_due = True
        for name in [survey] if survey else [row.id for row in await self.surveys()]:
            async with self.work() as work:
                if (row := await find_survey(work, name, Lock.ALONE)) is None:
                    continue
                await burning.burn(work, row)
                if survey and row.state is not State.CLOSED:
                    await mixing.rewrite_marks(work, row.id)
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
    address: Address, keyring: Keyring, *, failpoint: Failpoint = _nothing
) -> Store:
    """Refuse what does not fit together, then finish what a crash may have cut short.

    Raises StorageError or VaultError.
    """
    found = await look(address)
    if not found.current:
        raise SchemaBehind
    store = Store(connect(address), keyring, failpoint)
    try:
        await _recover(store)
    except BaseException:
        await store.dispose()
        raise
    return store


async def _recover(store: Store) -> None:
    await store.database.check()
    async with store.alone() as work:
        await burning.prove(work)
        store.keyring.destroy_unfinished()
        people.prepare(store.keyring)
        interrupted = await burning.burn_all(work)
    async with store.work() as work:
        returned = await tombstones.apply(work)
    if interrupted or returned:
        await store.database.vacuum()
    else:
        await store.database.truncate()
