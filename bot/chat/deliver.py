"""Brings a screen to its chat: in order per chat, the newest screen wins."""

import asyncio
import logging
from dataclasses import dataclass, field
from functools import partial

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

log = logging.getLogger(__name__)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
UNCHANGED = "not modified"


@dataclass(slots=True)
class Deliveries:
    bot: Bot
    memory: Memory
    lanes: Lanes = field(default_factory=Lanes)
    newest: dict[tuple[int, int | None], int] = field(default_factory=dict)
    """(chat, message, or None for one below) -> the number of the newest screen for there."""
    count: int = 0

    def show(self, arrival: Arrival, rendered: Rendered) -> asyncio.Task[None]:
        """Delivers in the background. The task ends when the screen stands, or cannot."""
        self.count += 1
        number = self.count
        chat, press = arrival.chat, arrival.press
        there = (chat, press.message if press else None)
        self.newest[there] = number
        return self.lanes.run(chat, lambda: self._deliver(there, press, rendered, number))

    async def _deliver(
        self, there: tuple[int, int | None], press: Press | None, rendered: Rendered, number: int
    ) -> None:
        if self.newest.get(there) != number:
            return
        del self.newest[there]
        try:
            if press is None:
                await self._send_below(there[0], rendered)
            else:
                await self._redraw(there[0], press, rendered)
        except Refused:
            log.info("a screen was refused")
        except TelegramError as error:
            log.warning("a screen was not delivered: %s", type(error).__name__)
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
        return await self.bot.send_message(
            chat,
            part.text,
            entities=_entities(part),
            reply_markup=markup,
            link_preview_options=NO_PREVIEW,
        )

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


def _keyboard(rendered: Rendered) -> InlineKeyboardMarkup | None:
    if not rendered.rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.text, callback_data=b.data) for b in row] for row in rendered.rows]
    )


def _entities(part: Styled) -> list[MessageEntity]:
    return [MessageEntity(e.type, e.offset, e.length, url=e.url) for e in part.entities]
