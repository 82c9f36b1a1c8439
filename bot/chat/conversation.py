"""One update from arrival to acknowledgement: turn, then delivery."""

import asyncio
import logging
from dataclasses import dataclass, field
from secrets import token_hex

from telegram import Bot, Update

from bot.chat.adapter import Arrival, Press, arrival
from bot.chat.calls import quietly
from bot.chat.deliver import Deliveries
from bot.chat.lanes import Lanes
from bot.chat.memory import Memory
from bot.content.words import Dictionary
from bot.core.event import (
    Toggle,
)
from bot.core.sheet import (
    Place,
)
from bot.turn import Turns

log = logging.getLogger(__name__)
PRESS_WAIT = 2.0
"""Seconds after which a press is answered even if its turn is not done."""
MESSAGE_WAIT = 5.0
"""Seconds that the acknowledgement of a message waits for its delivery."""


class TurnFailed(Exception):
    """Nothing was written; the update may be tried again."""


@dataclass(slots=True)
class Conversation:
    bot: Bot
    turns: Turns
    dictionary: Dictionary
    memory: Memory
    deliveries: Deliveries
    lanes: Lanes = field(default_factory=Lanes)

    async def acknowledge(self, update: Update) -> None:
        """Returns when the update may be acknowledged: its turn is committed, and a message is
        answered (or five seconds have passed). TurnFailed when it may not.
        """
        found = arrival(update, self.turns.shown.catalogue, self.memory)
        if found is None:
            return
        if found.event is None:
            if found.press is not None:
                await self._answer(found.press)
            return
        early = asyncio.create_task(self._answer_late(found.press))
        delivered = await self.lanes.run(found.chat, lambda: self._turn(update))
        await self._settle(found.press, early)
        if found.press is None and delivered is not None:
            await asyncio.wait([delivered], timeout=MESSAGE_WAIT)

    async def _turn(self, update: Update) -> asyncio.Task[None] | None:
        """Reads the update again: the turn before it may have changed what this chat remembers."""
        found = arrival(update, self.turns.shown.catalogue, self.memory)
        if found is None or found.event is None:
            return None
        try:
            place = found.place or await self.turns.place(found.person, found.app_language)
            screen = await self.turns.run(found.person, place, found.event)
        except Exception as error:
            log.exception("turn %s failed", token_hex(4))
            raise TurnFailed from error
        self.memory.answered(found.chat, screen, _tap(found))
        return self.deliveries.show(found, screen)

    async def _settle(self, press: Press | None, early: asyncio.Task[None]) -> None:
        """Answers the press now, unless that was done while the turn took long."""
        if press is None or early.done():
            return
        early.cancel()
        self.deliveries.lanes.run(press.query, lambda: self._answer(press))

    async def _answer_late(self, press: Press | None) -> None:
        if press is not None:
            await asyncio.sleep(PRESS_WAIT)
            await self._answer(press)

    async def _answer(self, press: Press) -> None:
        await quietly(lambda: self.bot.answer_callback_query(press.query), "answering a press")

    async def pass_over(self, update: Update) -> None:
        """Gives up on an update that fails again and again, and asks the person to try again."""
        found = arrival(update, self.turns.shown.catalogue, self.memory)
        if found is None:
            return
        text = self.dictionary.say(self._lang(found), "error.try_again", {"id": token_hex(4)})
        await quietly(lambda: self.bot.send_message(found.chat, text), "telling of a failure")

    def _lang(self, found: Arrival) -> str:
        place = found.place or self.memory.of(found.chat).place or Place(found.app_language or "")
        return place.lang if place.lang in self.dictionary.keys else "en"

    async def drain(self) -> None:
        await self.lanes.drain()
        await self.deliveries.lanes.drain()


def _tap(found: Arrival) -> tuple[int, Toggle] | None:
    press, event = found.press, found.event
    if press is None or press.message is None or not isinstance(event, Toggle):
        return None
    return press.message, event
