"""Brings a screen to its chat: in order per chat, the newest screen wins."""

import asyncio
import logging
from collections.abc import Callable
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
from bot.chat.calls import Blocked, Refused, call, quietly
from bot.chat.lanes import Lanes
from bot.chat.memory import Memory
from bot.content.render import Rendered, RenderedReply
from bot.content.styled import Styled
from bot.core.screen import Screen

log = logging.getLogger(__name__)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
UNCHANGED = "not modified"


@dataclass(slots=True)
class Deliveries:
    bot: Bot
    memory: Memory
    render: Callable[[Screen], Rendered]
    lanes: Lanes = field(default_factory=Lanes)
    newest: dict[tuple[int, int], int] = field(default_factory=dict)
    """(chat, message) -> the number of the newest screen that is to stand there."""
    count: int = 0

    def show(self, arrival: Arrival, screen: Screen) -> asyncio.Task[None]:
        """Delivers in the background. The task ends when the screen stands, or cannot."""
        self.count += 1
        number = self.count
        press = arrival.press
        if press is not None and press.message is not None:
            self.newest[arrival.chat, press.message] = number
        return self.lanes.run(arrival.chat, lambda: self._deliver(arrival, screen, number))

    async def _deliver(self, arrival: Arrival, screen: Screen, number: int) -> None:
        press = arrival.press
        try:
            if press is None:
                await self._send_below(arrival.chat, screen)
            elif press.message is None or self._is_newest(arrival.chat, press.message, number):
                await self._redraw(arrival.chat, press, screen)
        except Refused:
            log.info("a screen was refused")
        except TelegramError as error:
            log.warning("a screen was not delivered: %s", type(error).__name__)

    def _is_newest(self, chat: int, message: int, number: int) -> bool:
        if self.newest.get((chat, message)) != number:
            return False
        del self.newest[chat, message]
        return True

    async def _redraw(self, chat: int, press: Press, screen: Screen) -> None:
        """A press edits its own message; where that is refused, the screen is sent anew."""
        rendered = self.render(screen)
        await self._drop_prompt(chat)
        if press.message is None:
            await self._send(chat, rendered)
            return
        try:
            last = await self._edit(chat, press.message, rendered)
        except Blocked:
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

    async def _send_below(self, chat: int, screen: Screen) -> None:
        """Something typed gets a new message below, and the old keyboard goes."""
        rendered = self.render(screen)
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
            message = await call(partial(self._text, chat, part, keyboard))
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
        message = await call(lambda: self._text(chat, reply.ask, markup))
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
