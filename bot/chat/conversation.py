"""One update from arrival to acknowledgement: turn, then delivery."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import choice

from telegram import Bot, Update

from bot.chat.adapter import Arrival, Press, arrival, came
from bot.chat.calls import quietly
from bot.chat.deliver import Deliveries
from bot.chat.lanes import Lanes
from bot.chat.memory import Memory
from bot.chat.pad import Pressed
from bot.content.render import Rendered
from bot.content.words import SOURCE, Dictionary
from bot.core.event import Dial, Toggle
from bot.core.rights import is_way_back
from bot.logs import Plain
from bot.metrics import Counted, Counts
from bot.turn import Turned, Turns, WorldBroken

log = logging.getLogger(__name__)
PRESS_WAIT = 2.0
"""Seconds after which a press is answered even if its turn is not done."""
MESSAGE_WAIT = 5.0
"""Seconds that the acknowledgement of a message waits for its delivery."""
LETTERS = "bcdfghjkmnpqrstvwxz"


class TurnFailed(Exception):
    """Nothing was written; the update may be tried again.

    `error` is the number under which it was logged; `world`: no fault of this update.
    """

    def __init__(self, error: str, *, world: bool) -> None:
        super().__init__("a turn failed")
        self.error = error
        self.world = world


@dataclass(frozen=True, slots=True)
class Done:
    """A turn that was committed."""

    wrote: bool
    delivery: "asyncio.Task[None] | None"


@dataclass(slots=True)
class Conversation:
    bot: Bot
    me: int
    turns: Turns
    dictionary: Dictionary
    memory: Memory
    deliveries: Deliveries
    render: Callable[[Turned], Rendered]
    counts: Counts = field(default_factory=Counts)
    lanes: Lanes = field(default_factory=Lanes)

    async def acknowledge(self, update: Update) -> bool:
        """Returns when the update may be acknowledged: its turn is committed, and a message is
        answered (or five seconds have passed). True if something was written for good.

        TurnFailed when it may not be acknowledged.
        """
        self.counts.add(Counted.UPDATE)
        found = self._read(update)
        if (message := came(update)) is not None:
            self.memory.noted(*message)
        if found is None:
            return False
        if found.event is None:
            await self._answer(found.press)
            return False
        early = asyncio.create_task(self._answer_late(found.press))
        crowded = self.deliveries.lanes.busy(found.chat)
        try:
            done = await self.lanes.run(found.chat, lambda: self._turn(update))
        finally:
            self._settle(found.press, early)
        if found.press is None and done.delivery is not None and not crowded:
            await asyncio.wait([done.delivery], timeout=MESSAGE_WAIT)
        return done.wrote

    def _read(self, update: Update) -> Arrival | None:
        try:
            return arrival(update, self.turns.shown.catalogue, self.memory, self.me)
        except Exception as error:
            raise self._failed(error) from error

    async def _turn(self, update: Update) -> Done:
        """Reads the update again: the turn before it may have changed what this chat remembers."""
        found = self._read(update)
        if found is None or found.event is None:
            return Done(wrote=False, delivery=None)
        try:
            place = found.place or await self.turns.place(found.person, found.app_language)
            turned = await self.turns.run(found.person, place, found.event)
            rendered = self.render(turned)
        except Exception as error:
            raise self._failed(error) from error
        self.counts.add(Counted.TURN)
        self.memory.answered(found.chat, turned.screen, _tap(found), _key(found))
        events = (button.event for row in turned.screen.rows for button in row)
        return Done(
            turned.wrote, self.deliveries.show(found, rendered, way_back=is_way_back(events))
        )

    def _failed(self, error: Exception) -> TurnFailed:
        number = "".join(choice(LETTERS) for _ in range(8))
        log.error("turn failed, error %s", Plain(number), exc_info=error)
        return TurnFailed(number, world=isinstance(error, WorldBroken))

    def _settle(self, press: Press | None, early: "asyncio.Task[None]") -> None:
        """Answers the press now, unless that was done while the turn took long."""
        if press is None or early.done():
            return
        early.cancel()
        self.lanes.run(press.query, lambda: self._answer(press))

    async def _answer_late(self, press: Press | None) -> None:
        if press is not None:
            await asyncio.sleep(PRESS_WAIT)
            await self._answer(press)

    async def _answer(self, press: Press | None) -> None:
        if press is not None:
            query = press.query
            await quietly(lambda: self.bot.answer_callback_query(query), "answering a press")

    async def pass_over(self, update: Update, error: str) -> None:
        """Gives up on an update that fails again and again, and asks the person to try again.

        Reads only what every update has, and never raises.
        """
        self.counts.add(Counted.PASSED_OVER)
        query, user = update.callback_query, update.effective_user
        if query is not None:
            await quietly(lambda: self.bot.answer_callback_query(query.id), "answering a press")
        if user is None:
            return
        place = self.memory.of(user.id).place
        known = place.lang if place else user.language_code or ""
        lang = known if known in self.dictionary.keys else SOURCE
        text = self.dictionary.say(lang, "error.try_again", {"id": error})
        await quietly(lambda: self._tell(user.id, text), "telling of a failure")

    async def _tell(self, chat: int, text: str) -> None:
        sent = await self.bot.send_message(chat, text)
        self.memory.noted(chat, sent.message_id)

    async def drain(self) -> None:
        await self.lanes.drain()
        await self.deliveries.lanes.drain()


def _tap(found: Arrival) -> tuple[int, Toggle] | None:
    press, event = found.press, found.event
    if press is None or press.message is None or not isinstance(event, Toggle):
        return None
    return press.message, event


def _key(found: Arrival) -> Pressed | None:
    press, event = found.press, found.event
    if press is None or press.message is None or not isinstance(event, Dial):
        return None
    return Pressed(press.message, press.query, event)
