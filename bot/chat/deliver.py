"""Brings a screen to its chat: in order per chat, the newest screen wins."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    MessageEntity,
)
from telegram.error import TelegramError

from bot.chat.adapter import Arrival, Press
from bot.chat.calls import Blocked, Later, Refused, call, quietly
from bot.chat.lanes import Lanes
from bot.chat.memory import Memory
from bot.content.render import Rendered, RenderedReply
from bot.content.styled import Styled
from bot.core.event import Tidy
from bot.metrics import Counted, Counts

log = logging.getLogger(__name__)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
UNCHANGED = "not modified"


There: TypeAlias = tuple[int, int | None]
"""Chat and message, or None for a new one below."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A screen on its way: into the place of the pressed message, or below."""

    chat: int
    press: Press | None
    rendered: Rendered
    way_back: bool
    number: int

    @property
    def there(self) -> There:
        return self.chat, self.press.message if self.press else None


@dataclass(slots=True)
class Deliveries:
    bot: Bot
    memory: Memory
    counts: Counts = field(default_factory=Counts)
    lanes: Lanes = field(default_factory=Lanes)
    newest: dict[There, int] = field(default_factory=dict)
    """The number of the newest screen for there."""
    count: int = 0

    def show(
        self, arrival: Arrival, rendered: Rendered, *, way_back: bool = False
    ) -> asyncio.Task[None]:
        """Delivers in the background. The task ends when the screen stands, or cannot.

        `way_back`: its buttons lead back to answers that were sent.
        """
        self.count += 1
        chat, event = arrival.chat, arrival.event
        press = arrival.press if arrival.press and not arrival.press.leaves else None
        outgoing = Outgoing(chat, press, rendered, way_back, self.count)
        self.newest[outgoing.there] = self.count
        if isinstance(event, Tidy):
            self.lanes.run(chat, lambda: self._tidy(outgoing.there, everything=event.everything))
        return self.lanes.run(chat, lambda: self._deliver(outgoing))

    async def _tidy(self, there: There, *, everything: bool) -> None:
        """Deletes what is remembered; the pressed message stays, and then says so."""
        chat, pressed = there
        gone = self.memory.tidied(chat, everything=everything, but=pressed)
        if gone:
            await quietly(lambda: self.bot.delete_messages(chat, gone), "tidying a chat")

    async def _deliver(self, outgoing: Outgoing) -> None:
        chat, press, rendered = outgoing.chat, outgoing.press, outgoing.rendered
        if self.newest.get(outgoing.there) != outgoing.number:
            return
        del self.newest[outgoing.there]
        try:
            if press is None:
                await self._send_below(chat, rendered)
            else:
                await self._redraw(chat, press, rendered)
            if outgoing.way_back:
                self.memory.leads_back(chat)
        except (Refused, TelegramError):
            # Counted by the hour: a line would say when somebody wrote.
            self.counts.add(Counted.REFUSED)
        except Exception:
            log.exception("a delivery failed")

    async def _redraw(self, chat: int, press: Press, rendered: Rendered) -> None:
        """A press edits its own message; where that is refused, the screen is sent anew."""
        await self._drop_prompt(chat)
        if press.message is None:
            await self._send(chat, rendered)
            return
        try:
            last = await self._edit(chat, press.message, rendered)
        except (Blocked, Later):
            raise
        except Refused:
            await self._send(chat, rendered)
            return
        await self._stands(chat, rendered, last)

    async def _edit(self, chat: int, message: int, rendered: Rendered) -> int:
        """The pressed message becomes the first part; further parts follow below."""
        first, *rest = rendered.messages
        keyboard = None if rest else _keyboard(rendered)
        try:
            await call(
                lambda: self.bot.edit_message_text(
                    first.text,
                    chat_id=chat,
                    message_id=message,
                    entities=_entities(first),
                    reply_markup=keyboard,
                    link_preview_options=NO_PREVIEW,
                )
            )
        except Refused as refusal:
            if UNCHANGED not in refusal.reason:
                raise
        return await self._parts(chat, tuple(rest), rendered) if rest else message

    async def _send_below(self, chat: int, rendered: Rendered) -> None:
        """Something typed gets a new message below, and the old keyboard goes."""
        old = self.memory.of(chat).keyboard
        await self._drop_prompt(chat)
        await self._send(chat, rendered)
        if old is not None:
            await quietly(
                lambda: self.bot.edit_message_reply_markup(chat_id=chat, message_id=old),
                "removing an old keyboard",
            )

    async def _send(self, chat: int, rendered: Rendered) -> None:
        last = await self._parts(chat, rendered.messages, rendered)
        await self._stands(chat, rendered, last)

    async def _parts(self, chat: int, parts: tuple[Styled, ...], rendered: Rendered) -> int:
        """Sends the texts in order, the buttons under the last; its message id."""
        sent = 0
        for number, part in enumerate(parts, start=1):
            keyboard = _keyboard(rendered) if number == len(parts) else None
            message = await call(partial(self._text, chat, part, keyboard), once=True)
            sent = message.message_id
        return sent

    async def _text(
        self, chat: int, part: Styled, markup: InlineKeyboardMarkup | ForceReply | None
    ) -> Message:
        sent = await self.bot.send_message(
            chat,
            part.text,
            entities=_entities(part),
            reply_markup=markup,
            link_preview_options=NO_PREVIEW,
        )
        self.memory.noted(chat, sent.message_id)
        return sent

    async def _stands(self, chat: int, rendered: Rendered, last: int) -> None:
        prompt = None
        if rendered.reply is not None:
            prompt = await self._prompt(chat, rendered.reply)
        self.memory.stands(chat, last, prompt)

    async def _prompt(self, chat: int, reply: RenderedReply) -> int:
        markup = ForceReply(input_field_placeholder=reply.hint)
        message = await call(lambda: self._text(chat, reply.ask, markup), once=True)
        return message.message_id

    async def _drop_prompt(self, chat: int) -> None:
        """A question that waited for a typed answer waits no longer."""
        prompt = self.memory.of(chat).prompt
        if prompt is not None:
            await quietly(lambda: self.bot.delete_message(chat, prompt), "removing an old prompt")


async def show(bot: Bot, chat: int, messages: Sequence[Styled]) -> None:
    """Texts alone, outside any conversation: buttons would lead to what stands now."""
    for part in messages:
        await call(partial(_plainly, bot, chat, part), once=True)


async def _plainly(bot: Bot, chat: int, part: Styled) -> Message:
    return await bot.send_message(
        chat, part.text, entities=_entities(part), link_preview_options=NO_PREVIEW
    )


def _keyboard(rendered: Rendered) -> InlineKeyboardMarkup | None:
    if not rendered.rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.text, callback_data=b.data) for b in row] for row in rendered.rows]
    )


def _entities(part: Styled) -> list[MessageEntity]:
    return [MessageEntity(e.type, e.offset, e.length, url=e.url) for e in part.entities]
