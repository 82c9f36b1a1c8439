"""The bot's profile at Telegram: its menu of commands, its name and descriptions, per language."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from telegram import Bot, BotCommand
from telegram.error import InvalidToken, TelegramError

from bot.chat.calls import Refused, call
from bot.content.words import SOURCE, Dictionary
from bot.core.model import LANGUAGES
from bot.house import Refusal

COMMANDS = (
    "start",
    "topics",
    "surveys",
    "helpers",
    "language",
    "city",
    "privacy",
    "mydata",
    "tidy",
    "forget",
    "help",
)
"""In the order of the menu; each has its words under `command.<name>`."""
OTHERS = ""
"""The language code under which Telegram keeps what all other languages see."""


class Item(StrEnum):
    NAME = "name"
    DESCRIPTION = "description"
    SHORT = "short description"
    COMMANDS = "commands"


class Unreachable(ConnectionError):
    """Telegram did not do what was asked; the message says so without any value."""


@dataclass(frozen=True, slots=True)
class Change:
    """One text to set. A menu is a text too: a line `/name description` for each command."""

    lang: str
    item: Item
    before: str
    after: str

    def lines(self) -> Iterator[str]:
        """What goes, and what comes."""
        yield f"{self.lang or 'all other languages'}: {self.item}"
        before, after = self.before.splitlines(), self.after.splitlines()
        yield from (f"  - {line}" for line in before if line not in after)
        yield from (f"  + {line}" for line in after if line not in before)


@asynccontextmanager
async def spoken_to(bot: Bot) -> AsyncIterator[Bot]:
    """Refusal or Unreachable, whatever the calls inside met."""
    try:
        async with bot:
            yield bot
    except InvalidToken:
        raise Refusal("RIGHTSBOT_TOKEN is refused by Telegram") from None
    except Refused:
        raise Unreachable(
            "Telegram refuses this now: try again later, what is done stays"
        ) from None
    except TelegramError as error:
        raise Unreachable(f"Telegram does not answer ({type(error).__name__})") from None


async def differences(bot: Bot, dictionary: Dictionary) -> tuple[Change, ...]:
    """Everything that Telegram shows otherwise than the translations say."""
    found = []
    for lang in (OTHERS, *LANGUAGES):
        for item in Item:
            before = await _shown(bot, item, lang)
            after = wanted(dictionary, item, lang)
            if before != after:
                found.append(Change(lang, item, before, after))
    return tuple(found)


def wanted(dictionary: Dictionary, item: Item, lang: str) -> str:
    words = lang or SOURCE
    match item:
        case Item.NAME:
            return dictionary.say(words, "profile.name")
        case Item.DESCRIPTION:
            return dictionary.say(words, "profile.description")
        case Item.SHORT:
            return dictionary.say(words, "profile.short")
        case Item.COMMANDS:
            return "\n".join(f"/{c} {dictionary.say(words, f'command.{c}')}" for c in COMMANDS)
        case _:
            assert_never(item)


async def _shown(bot: Bot, item: Item, lang: str) -> str:
    """A language of its own text falls back to that of all others."""
    match item:
        case Item.NAME:
            return (await call(lambda: bot.get_my_name(language_code=lang))).name
        case Item.DESCRIPTION:
            return (await call(lambda: bot.get_my_description(language_code=lang))).description
        case Item.SHORT:
            short = await call(lambda: bot.get_my_short_description(language_code=lang))
            return short.short_description
        case Item.COMMANDS:
            menu = await call(lambda: bot.get_my_commands(language_code=lang))
            return "\n".join(f"/{one.command} {one.description}" for one in menu)
        case _:
            assert_never(item)


async def apply(bot: Bot, change: Change) -> None:
    text, lang = change.after, change.lang
    match change.item:
        case Item.NAME:
            await call(lambda: bot.set_my_name(text, language_code=lang))
        case Item.DESCRIPTION:
            await call(lambda: bot.set_my_description(text, language_code=lang))
        case Item.SHORT:
            await call(lambda: bot.set_my_short_description(text, language_code=lang))
        case Item.COMMANDS:
            menu = [BotCommand(*line[1:].split(" ", 1)) for line in text.splitlines()]
            await call(lambda: bot.set_my_commands(menu, language_code=lang))
        case _:
            assert_never(change.item)
