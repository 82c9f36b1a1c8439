"""Messages of the bot to staff who linked their Telegram: best effort, and in nobody's way."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.content.styled import Styled
from bot.content.words import SOURCE, Dictionary
from bot.core.model import Lang
from bot.core.screen import Value
from bot.storage.member import ROLES
from bot.storage.rows import StaffRow
from bot.storage.staff import Staff

log = logging.getLogger(__name__)
Send: TypeAlias = Callable[[int, str], Awaitable[None]]
"""Chat and words."""
Show: TypeAlias = Callable[[int, Sequence[Styled]], Awaitable[None]]
"""Chat and messages with their entities."""
Words: TypeAlias = Callable[[StaffRow | None, Lang], str]
"""What a member of staff is told, and the alert chat where it is None; empty: nothing."""
MOST = 100
"""Messages under way at once; whoever floods the console does not flood Telegram."""


@dataclass(slots=True)
class Alerts:
    staff: Staff
    dictionary: Dictionary
    send: Send | None = None
    """Given by whoever runs the bot; without it nothing is sent."""
    show: Show | None = None
    """The same, for messages as residents get them."""
    chat: int | None = None
    """The operator's, of RIGHTSBOT_ALERT_CHAT."""
    jobs: set[asyncio.Task[None]] = field(default_factory=set)

    async def tell(self, city: str, least: str, key: str, **values: Value) -> None:
        """Those of the city who may do what `least` may. Returns at once, and never raises."""

        def meant(staff: StaffRow) -> bool:
            return staff.city == city and may(staff.role, least)

        self.start(self._tell(meant, key, values))

    async def tell_one(self, staff: str, key: str, **values: Value) -> None:
        """The same, to one member of staff."""
        self.start(self._tell(lambda row: row.id == staff, key, values))

    async def show_one(self, staff: str, messages: Sequence[Styled]) -> None:
        """To one member of staff, what residents would read."""
        self.start(self._show(staff, messages))

    def tell_each(self, words: Words) -> None:
        """To each member of staff, and to the alert chat, what these words are for them."""
        self.start(self._tell_each(words))

    def start(self, work: Coroutine[object, object, None]) -> None:
        """Goes on by itself: how long it takes tells whoever asked for it nothing."""
        if len(self.jobs) >= MOST:
            work.close()
            return
        job = asyncio.create_task(_quietly(work))
        self.jobs.add(job)
        job.add_done_callback(self.jobs.discard)

    async def settled(self) -> None:
        """When everything that was started has ended."""
        while self.jobs:
            await asyncio.wait(tuple(self.jobs))

    def stop(self) -> None:
        for job in self.jobs:
            job.cancel()

    async def _tell(
        self, meant: Callable[[StaffRow], bool], key: str, values: Mapping[str, Value]
    ) -> None:
        if self.send is None:
            return
        for chat in await self.staff.tickets.chats():
            if meant(chat.staff):
                words = self.dictionary.say(chat.lang, key, values)
                await _quietly(self._send(chat.number, words))

    async def _show(self, staff: str, messages: Sequence[Styled]) -> None:
        if self.show is None:
            return
        for chat in await self.staff.tickets.chats():
            if chat.staff.id == staff:
                await self.show(chat.number, messages)

    async def _tell_each(self, words: Words) -> None:
        chats = [(chat.number, chat.staff, chat.lang) for chat in await self.staff.tickets.chats()]
        alert = [(self.chat, None, SOURCE)] if self.chat is not None else []
        for number, staff, lang in (*alert, *chats):
            if said := words(staff, lang):
                await _quietly(self._send(number, said))

    async def _send(self, chat: int, words: str) -> None:
        if self.send is not None:
            await self.send(chat, words)


def may(role: str, least: str) -> bool:
    return role in ROLES and ROLES.index(role) >= ROLES.index(least)


async def _quietly(work: Coroutine[object, object, None]) -> None:
    try:
        await work
    except Exception as error:  # noqa: BLE001 - whatever breaks, nobody waits for it
        log.warning("a message to staff was not sent: %s", type(error))
