"""Updates by long polling: acknowledged only when their turn is committed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.chat.adapter import read
from bot.chat.calls import seconds
from bot.chat.client import Client, JSONDict, TokenRefused
from bot.chat.conversation import TurnFailed
from bot.chat.patience import Patience
from bot.logs import Plain

log = logging.getLogger(__name__)
FLIGHT = 100
"""Updates in flight at once; Telegram hands out at most as many."""
LONG_POLL = 20
"""Seconds that Telegram holds a request open; a hole in the net is noticed 5 s later."""
SILENCE = 30.0
"""Seconds without a successful poll after which the bot is not ready."""
AGAIN, LONGEST = 1.0, 30.0
"""Seconds between two tries where polling fails, doubled each time."""


class AnotherInstance(Exception):
    """Somebody else polls with this token."""


@dataclass(slots=True)
class Polling:
    bot: Client
    acknowledge: Callable[[Update], Awaitable[bool]]
    pass_over: Callable[[Update, str], Awaitable[None]]
    patience: Patience = field(default_factory=Patience)
    flying: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    resting: dict[int, float] = field(default_factory=dict)
    """Failed updates -> when they may be tried again; the offset cannot pass them."""
    done: set[int] = field(default_factory=set)
    """Acknowledged, but an older one is not yet: the offset cannot pass them either."""
    offset: int = 0
    polled: float = field(default_factory=monotonic)
    pause: float = AGAIN
    stopping: bool = False
    asking: asyncio.Task[list[JSONDict]] | None = None

    def is_fresh(self) -> bool:
        return monotonic() - self.polled < SILENCE

    async def run(self) -> None:
        """Until stopped. AnotherInstance on 409, TokenRefused on 401."""
        await self._take_over()
        while not self.stopping:
            self.asking = asyncio.create_task(self._poll())
            await asyncio.wait([self.asking])
            if self.asking.cancelled():
                break
            for raw in self.asking.result():
                self._take(raw)
            await self._wait()
        await self._say_goodbye()

    def stop(self) -> None:
        """Ends `run` once everything in flight is acknowledged."""
        self.stopping = True
        if self.asking is not None:
            self.asking.cancel()

    async def _take_over(self) -> None:
        """A webhook that is set would keep every poll out; what it left pending stays."""
        while not self.stopping:
            try:
                await self.bot.delete_webhook(drop_pending_updates=False)
                return
            except InvalidToken:
                raise TokenRefused from None
            except TelegramError as error:
                await self._breathe(error)

    async def _poll(self) -> list[JSONDict]:
        patient = 0 if self.flying or self.resting else LONG_POLL
        try:
            updates = await self.bot.raw_updates(offset=self.offset, limit=FLIGHT, patient=patient)
        except Conflict:
            raise AnotherInstance from None
        except InvalidToken:
            raise TokenRefused from None
        except RetryAfter as wait:
            await asyncio.sleep(seconds(wait))
            return []
        except TelegramError as error:
            await self._breathe(error)
            return []
        self.polled, self.pause = monotonic(), AGAIN
        return updates

    async def _breathe(self, error: TelegramError) -> None:
        log.warning("polling failed (%s); again in %.0f s", type(error), self.pause)
        await asyncio.sleep(self.pause)
        self.pause = min(2 * self.pause, LONGEST)

    def _take(self, raw: JSONDict) -> None:
        number = raw["update_id"]
        self.offset = max(self.offset, 1)
        if number in self.flying or number in self.done or len(self.flying) >= FLIGHT:
            return
        if self.resting.get(number, 0.0) > monotonic():
            return
        update = read(raw, self.bot)
        if update is None:
            self.done.add(number)
            return
        self.resting.pop(number, None)
        self.flying[number] = asyncio.create_task(self._handle(update))

    async def _handle(self, update: Update) -> None:
        number = update.update_id
        try:
            wrote = await self.acknowledge(update)
        except TurnFailed as failure:
            await self._fail(update, failure)
        else:
            self.patience.worked(number, wrote=wrote)
            self.done.add(number)
        finally:
            del self.flying[number]

    async def _fail(self, update: Update, failure: TurnFailed) -> None:
        number = update.update_id
        if not self.patience.ran_out(number, world=failure.world):
            self.resting[number] = monotonic() + self.patience.rest(number)
            return
        log.error("an update was passed over, error %s", Plain(failure.error))
        self.done.add(number)
        await self.pass_over(update, failure.error)

    async def _wait(self) -> None:
        """Ask again when the oldest in flight is done, or after a second."""
        if self.flying:
            oldest = self.flying[min(self.flying)]
            await asyncio.wait([oldest], timeout=AGAIN)
        if self.resting:
            await asyncio.sleep(AGAIN)
        self._advance()

    def _advance(self) -> None:
        """The offset passes an update only when it and all older ones are acknowledged."""
        open_ones = self.flying.keys() | self.resting.keys()
        passed = {n for n in self.done if not open_ones or n < min(open_ones)}
        if passed:
            self.offset = max(self.offset, max(passed) + 1)
            self.done -= passed

    async def _say_goodbye(self) -> None:
        """Finish what is in flight, and tell Telegram what needs no second delivery."""
        if self.flying:
            await asyncio.wait(list(self.flying.values()))
        self._advance()
        if self.offset:
            try:
                await self.bot.raw_updates(offset=self.offset, limit=1, patient=0)
            except TelegramError as error:
                # They come again and are recognised.
                log.info("the last poll failed: %s", type(error))
