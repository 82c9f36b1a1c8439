"""The store: every unit of work that the rest of the bot may ask for."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.model import State
from bot.core.sheet import Answers
from bot.storage import burning, comments, life, mixing, people, retention, tombstones
from bot.storage.comments import CommentRow, Decision
from bot.storage.database import Address, connect
from bot.storage.errors import SchemaBehind
from bot.storage.opened import ANSWERS, KINDS, Kind, find_survey
from bot.storage.requests import Requests
from bot.storage.residents import Residents
from bot.storage.rows import SurveyRow
from bot.storage.schema import look
from bot.storage.staff import Staff
from bot.storage.work import Failpoint, Lock, decode_all
from bot.vault.keyring import Keyring


@dataclass(frozen=True, slots=True)
class Store(Residents):
    @property
    def staff(self) -> Staff:
        return Staff(self.database, self.keyring)

    @property
    def requests(self) -> Requests:
        return Requests(self.database)

    # Surveys. -------------------------------------------------------------------------------

    async def surveys(self) -> tuple[SurveyRow, ...]:
        async with self.database.read() as connection:
            return await life.list_surveys(connection)

    async def publish(self, row: SurveyRow) -> bool:
        """Alone: no other process may make the same survey's keys meanwhile."""
        async with self.alone() as work:
            return await life.publish(work, row)

    async def extend(self, survey: str, until: date, today: date) -> bool:
        async with self.work() as work:
            return await life.extend(work, survey, until, today)

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

    async def flush_due(self, survey: str, *, hour_passed: bool, kind: Kind = ANSWERS) -> bool:
        """`hour_passed`: since the last flush of this kind, as the tick remembers it."""
        async with self.work() as work:
            row = await find_survey(work, survey)
            pool = row.pool(kind) if row else None
            if row is None or pool is None or row.state is State.CLOSED:
                return False
            waiting, mixed = await mixing.count(work, survey, kind)
        return mixing.is_due(waiting, mixed, rewrite_due=pool.rewrite_due, hour_passed=hour_passed)

    async def flush(self, survey: str, kinds: Iterable[Kind] = KINDS) -> None:
        """Mix what may be mixed, and seal everything anew; answers and comments never together."""
        for kind in kinds:
            async with self.work() as work:
                row = await find_survey(work, survey, Lock.ALONE)
                if row is None or row.state is State.CLOSED:
                    return
                if pool := row.pool(kind):
                    await mixing.rewrite(work, pool)
        await self.settle(survey)

    async def reseal(self, survey: str, now: float) -> bool:
        """Seal anew what was sealed a week ago; whether anything was. `now` is Unix time.

        So a copy of the database that is older opens nothing with today's keyring.
        """
        done = [await self._reseal(survey, kind, now) for kind in KINDS]
        if any(done):
            await self.settle(survey)
        return any(done)

    async def _reseal(self, survey: str, kind: Kind, now: float) -> bool:
        async with self.work() as work:
            row = await find_survey(work, survey, Lock.ALONE)
            pool = row.pool(kind) if row else None
            if row is None or pool is None or not await mixing.is_stale(work, pool, now):
                return False
            await mixing.rewrite(work, pool, closing=row.state is State.CLOSED)
        return True

    async def each_response(self, survey: str, take: Callable[[Sequence[Answers]], None]) -> None:
        """Hand the mixed answers over by the chunk, in no order, off the event loop.

        For releases only: a million answers never stand in memory together. Once a survey is
        closed nobody waits for this, not even on SQLite; its key burns but once a week.
        """
        async with self.look() as work:
            row = await find_survey(work, survey)
        closed = row is not None and row.state is State.CLOSED
        async with self.look() if closed else self.work() as work:
            row = await find_survey(work, survey, Lock.SHARED)
            if row is not None:
                await mixing.each(work, row.answers, lambda records: take(decode_all(records)))

    # Comments, once all is closed. ------------------------------------------------------------

    async def comments(
        self, survey: str, ids: Sequence[bytes] | None = None
    ) -> tuple[CommentRow, ...]:
        """All or these, in no order; for review and release. None before the survey is closed."""
        async with self.work() as work:
            return await comments.closed(work, survey, ids)

    async def comment_stamps(self, survey: str) -> dict[bytes, bytes]:
        """Id -> what changes whenever the comment is sealed anew; none is opened."""
        async with self.look() as work:
            return await comments.stamps(work, survey)

    async def decide_comment(
        self, survey: str, id_: bytes, decision: Decision, text: str | None
    ) -> bool:
        """`text`: the words as they are to be; None: as they are. False: it is not there by this
        id, which lasts until everything is sealed anew.
        """
        async with self.work() as work:
            return await comments.decide(work, survey, id_, decision, text)

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
