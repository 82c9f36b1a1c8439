"""Updates by long polling: acknowledged only when their turn is committed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.chat.adapter import ALLOWED
from bot.chat.calls import call, seconds
from bot.chat.client import TokenRefused
from bot.chat.patience import Patience

log = logging.getLogger(__name__)
FLIGHT = 100
"""Updates in flight at once; Telegram hands out at most as many."""
LONG_POLL = 20
"""Seconds that Telegram holds a request open; a hole in the net is noticed 5 s later."""
SILENCE = 30.0
"""Seconds without a successful poll after which the bot is not ready."""
AGAIN = 1.0


class AnotherInstance(Exception):
    """Somebody else polls with this token."""


@dataclass(slots=True)
class Polling:
    bot: Bot
    acknowledge: Callable[[Update], Awaitable[None]]
    pass_over: Callable[[Update], Awaitable[None]]
    patience: Patience = field(default_factory=Patience)
    flying: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    failed: set[int] = field(default_factory=set)
    done: set[int] = field(default_factory=set)
    """Acknowledged, but an older one is not yet: the offset cannot pass them."""
    offset: int = 0
    polled: float = field(default_factory=monotonic)
    stopping: bool = False
    asking: asyncio.Task[tuple[Update, ...]] | None = None

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
            for update in self.asking.result():
                self._take(update)
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
                log.warning("Telegram does not answer (%s); trying again", type(error).__name__)
                await asyncio.sleep(AGAIN)

    async def _poll(self) -> tuple[Update, ...]:
        patient = 0 if self.flying or self.failed else LONG_POLL
        try:
            updates = await self.bot.get_updates(
                offset=self.offset,
                limit=FLIGHT,
                timeout=patient,
                allowed_updates=list(ALLOWED),
                read_timeout=5,
            )
        except Conflict:
            raise AnotherInstance from None
        except InvalidToken:
            raise TokenRefused from None
        except RetryAfter as wait:
            await asyncio.sleep(seconds(wait))
            return ()
        except TelegramError as error:
            log.warning("polling failed: %s", type(error).__name__)
            await asyncio.sleep(AGAIN)
            return ()
        self.polled = monotonic()
        return updates

    def _take(self, update: Update) -> None:
        number = update.update_id
        self.offset = max(self.offset, 1)
        if number in self.flying or number in self.done or len(self.flying) >= FLIGHT:
            return
        self.failed.discard(number)
        self.flying[number] = asyncio.create_task(self._handle(update))

    async def _handle(self, update: Update) -> None:
        number = update.update_id
        try:
            await self.acknowledge(update)
        except Exception:  # noqa: BLE001 - the boundary: logged where it happened
            if not self.patience.ran_out(number):
                self.failed.add(number)
                return
            log.error("an update failed again and again and was passed over")  # noqa: TRY400 - logged where it happened
            await self.pass_over(update)
        else:
            self.patience.worked(number)
        finally:
            del self.flying[number]
        self.done.add(number)

    async def _wait(self) -> None:
        """Ask again when the oldest in flight is done, or after a second."""
        if self.flying:
            oldest = self.flying[min(self.flying)]
            await asyncio.wait([oldest], timeout=AGAIN)
        elif self.failed:
            await asyncio.sleep(AGAIN)
        self._advance()

    def _advance(self) -> None:
        """The offset passes an update only when it and all older ones are acknowledged."""
        open_ones = self.flying.keys() | self.failed
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
                await call(lambda: self.bot.get_updates(offset=self.offset, limit=1, timeout=0))
            except Exception as error:  # noqa: BLE001 - they come again, and are recognised
                log.info("the last poll failed: %s", type(error).__name__)
