"""A screen: what the person sees, as words and buttons before any language or Telegram markup."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from bot.core.event import (
    Pressed,
)
from bot.core.model import Lang
from bot.core.sheet import (
    Place,
)


@dataclass(frozen=True, slots=True)
class Say:
    """A developer's text, by its key in the catalogues; the value `n` picks the plural form."""

    key: str
    values: Mapping[str, "Value"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Text:
    """A moderator's words, shown as they stand."""

    text: str
    lang: Lang = ""
    """Where they are not in the reader's language: the one they are in."""


@dataclass(frozen=True, slots=True)
class Markdown:
    """A moderator's longer text; `values` fill its placeholders."""

    source: str
    values: Mapping[str, "Value"] = field(default_factory=dict)
    lang: Lang = ""
    """As that of `Text`."""


@dataclass(frozen=True, slots=True)
class Bold:
    inner: "Say | Text"


@dataclass(frozen=True, slots=True)
class Code:
    """Text to copy with one tap."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A resident's own words; Telegram hands them back with a press on a button below."""

    text: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Blocks without an empty line between them (a numbered list)."""

    blocks: tuple["Block", ...]


Value: TypeAlias = str | int | date | Say | Text
Block: TypeAlias = Say | Text | Markdown | Bold | Code | Quote | Lines
"""One paragraph of a screen."""


@dataclass(frozen=True, slots=True)
class Button:
    label: Say | Text
    event: Pressed
    place: Place
    number: int | None = None
    """Shown before the label: the number that may be typed instead."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A second message that asks for a typed answer; its event comes back with the reply."""

    ask: Say
    hint: Say
    event: Pressed


@dataclass(frozen=True, slots=True)
class Screen:
    place: Place
    blocks: tuple[Block, ...]
    rows: tuple[tuple[Button, ...], ...] = ()
    reply: Reply | None = None
