"""From a Telegram update to an event: whose, where, and about what."""

import logging
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import parse_qs, urlsplit

from telegram import Bot, CallbackQuery, Message, MessageEntity, Update
from telegram.constants import ChatType

from bot import commands
from bot.chat.memory import Memory
from bot.chat.pad import Key, Pressed
from bot.core import event as ev
from bot.core import wire
from bot.core.commenting import answered_by_typing
from bot.core.dialling import on_pad
from bot.core.event import (
    Happened,
)
from bot.core.model import Catalogue
from bot.core.rights import is_way_back
from bot.core.sheet import (
    Place,
)

log = logging.getLogger(__name__)
About: TypeAlias = ev.Ask | ev.Dial | ev.WriteComment | None
"""What a typed message answers, if that is known."""
ALLOWED = ("message", "callback_query", "my_chat_member")


@dataclass(frozen=True, slots=True)
class Press:
    query: str
    """Id of the callback query: it must be answered, whatever else happens."""
    message: int | None
    leaves: bool = False
    """The message is a way back to sent answers and this press leads elsewhere: it stays."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One thing a person did. `event` is None where the bot has nothing to say."""

    person: int
    chat: int
    event: Happened | None
    place: Place | None = None
    app_language: str | None = None
    press: Press | None = None


def read(raw: object, bot: Bot) -> Update | None:
    """An update from its JSON; None for what the library cannot read: sending it again would not
    mend it. Its kind of fault is logged, never what is in it.
    """
    try:
        return Update.de_json(raw, bot)  # type: ignore[arg-type]  # whatever was sent
    except Exception as error:  # noqa: BLE001 - a stranger's or a future Telegram's JSON
        log.warning("an update could not be read: %s", type(error))
        return None


def arrival(update: Update, catalogue: Catalogue, memory: Memory, me: int) -> Arrival | None:
    """None for updates that are nobody's doing here: groups, channels, edits, services.

    `me` is the bot's own id.
    """
    if update.callback_query is not None:
        return _pressed(update.callback_query, catalogue, memory)
    message = update.message
    if message is None or message.from_user is None or message.chat.type != ChatType.PRIVATE:
        return None
    place, about = _context(message, catalogue, memory, me)
    event = _written(message, about)
    user = message.from_user
    return Arrival(user.id, message.chat.id, event, place, user.language_code) if event else None


def _pressed(query: CallbackQuery, catalogue: Catalogue, memory: Memory) -> Arrival:
    person = query.from_user
    message = query.message
    number = message.message_id if message else None
    press = Press(query.id, number)
    own = message is None or message.chat.id == person.id
    if not own or query.data is None:
        return Arrival(person.id, person.id, None, press=press)
    place: Place | None
    try:
        event, place = wire.unpack(catalogue, query.data)
    except wire.BadButton as bad:
        unreadable = ev.Unreadable(survey=bad.survey)
        return Arrival(person.id, person.id, unreadable, bad.place, person.language_code, press)
    newest: Happened = event
    if isinstance(event, ev.Toggle | ev.Done) and press.message is not None:
        newest = memory.newest(person.id, press.message, event)
    if isinstance(event, ev.Dial | ev.Enter) and press.message is not None:
        newest = _caught_up(Pressed(press.message, query.id, event), person.id, catalogue, memory)
    if isinstance(event, ev.KeepComment) and (words := _quoted(message)):
        newest = ev.Decided(words, event)
    press = Press(query.id, number, leaves=_leaves(event, message, catalogue))
    return Arrival(person.id, person.id, newest, place, person.language_code, press)


def _caught_up(pressed: Pressed, chat: int, catalogue: Catalogue, memory: Memory) -> Key:
    pad, key = memory.of(chat).pad, pressed.key
    if pad is None or not on_pad(catalogue, key.sheet.survey, key.question):
        return key
    return pad.caught_up(pressed)


def _quoted(pressed: object) -> str:
    """A comment that nothing but the bot's message holds; "" where Telegram no longer shows it."""
    if not isinstance(pressed, Message) or pressed.text is None:
        return ""
    quotes = (e for e in pressed.entities if e.type == MessageEntity.BLOCKQUOTE)
    return next(map(pressed.parse_entity, quotes), "")


def _leaves(event: ev.Pressed, pressed: object, catalogue: Catalogue) -> bool:
    if isinstance(event, ev.Surveying) or is_way_back([event]) or not isinstance(pressed, Message):
        return False
    return is_way_back(event for event, _ in _buttons(pressed, catalogue))


def came(update: Update) -> tuple[int, int] | None:
    """Chat and id of a message in a private chat, whatever it holds."""
    message = update.message
    if message is None or message.chat.type != ChatType.PRIVATE:
        return None
    return message.chat.id, message.message_id


def _context(
    message: Message, catalogue: Catalogue, memory: Memory, me: int
) -> tuple[Place | None, About]:
    """Where a message belongs: the bot's message it replies to, else this chat's last screen."""
    replied = message.reply_to_message
    known = memory.of(message.chat.id)
    if replied is None or replied.from_user is None or replied.from_user.id != me:
        return known.place, known.about
    place, about = _linked(replied, catalogue) or _keyboard(replied, catalogue)
    return place or known.place, about or (known.about if place is None else None)


def _linked(replied: Message, catalogue: Catalogue) -> tuple[Place, About] | None:
    """The event that rides in the link of a message that asks for a typed answer."""
    links = (e.url for e in replied.entities if e.type == MessageEntity.TEXT_LINK and e.url)
    for url in links:
        payload = parse_qs(urlsplit(url).query).get("start", [""])[0]
        if not payload.startswith(wire.MARK):
            continue
        try:
            event, place = wire.unpack(catalogue, payload)
        except wire.BadButton:
            continue
        if isinstance(event, ev.Ask | ev.WriteComment):
            return place, event
    return None


def _keyboard(replied: Message, catalogue: Catalogue) -> tuple[Place | None, About]:
    """The place that all its buttons share (those of a choice of language do not), the question."""
    found = _buttons(replied, catalogue)
    places = {place for _, place in found}
    place = places.pop() if len(places) == 1 else None
    return place, answered_by_typing(event for event, _ in found)


def _buttons(message: Message, catalogue: Catalogue) -> list[tuple[ev.Pressed, Place]]:
    """What its buttons mean, where they still mean something."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    found: list[tuple[ev.Pressed, Place]] = []
    for button in (button for row in rows for button in row):
        if isinstance(button.callback_data, str):
            with suppress(wire.BadButton):
                found.append(wire.unpack(catalogue, button.callback_data))
    return found


def _written(message: Message, about: About) -> Happened | None:
    if message.text is not None:
        return commands.read(message.text, about)
    if not _content(message):
        return None
    # A picture in the place of a comment holds no words, whatever its caption says.
    return ev.Typed("", about) if isinstance(about, ev.WriteComment) else ev.SentOther()


def _content(message: Message) -> bool:
    """Something a person sent, not a service message."""
    return message.effective_attachment is not None
