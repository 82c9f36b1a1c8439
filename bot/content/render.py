"""From a screen to the texts, entities and buttons that Telegram takes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from bot.content import markup
from bot.content.parts import parts
from bot.content.styled import Styled, join, shorten, style
from bot.content.words import Dictionary
from bot.core.event import (
    Pressed,
)
from bot.core.foreign import language_of
from bot.core.model import Lang
from bot.core.screen import (
    Block,
    Bold,
    Button,
    Code,
    Lines,
    Markdown,
    Quote,
    Reply,
    Say,
    Screen,
    Text,
)
from bot.core.sheet import (
    Place,
)

LABEL = 20
"""Characters of a moderator's label on a button."""
HINT = 64
"""Characters of the placeholder in a reply's text field."""
ANSWER = "{answer}"


@dataclass(frozen=True, slots=True)
class RenderedButton:
    text: str
    data: str


@dataclass(frozen=True, slots=True)
class RenderedReply:
    ask: Styled
    hint: str


@dataclass(frozen=True, slots=True)
class Rendered:
    messages: tuple[Styled, ...]
    """In order; the buttons belong under the last."""
    rows: tuple[tuple[RenderedButton, ...], ...]
    reply: RenderedReply | None
    lang: Lang
    """What it is to be read aloud in, where somebody looks at it on a page."""


def render(
    screen: Screen,
    dictionary: Dictionary,
    pack: Callable[[Pressed, Place], str],
    link: Callable[[str], str],
) -> Rendered:
    """`pack` makes button data of an event, `link` a deep link of button data."""
    lang = screen.place.lang
    blocks = join(_block(block, dictionary, lang) for block in screen.blocks)
    rows = tuple(tuple(_button(b, dictionary, lang, pack) for b in row) for row in screen.rows)
    reply = None
    if screen.reply:
        reply = _reply(screen.reply, dictionary, lang, link(pack(screen.reply.event, screen.place)))
    return Rendered(parts(blocks), rows, reply, language_of(screen))


def _block(block: Block, dictionary: Dictionary, lang: Lang) -> Styled:
    match block:
        case Say() | Text():
            return Styled(dictionary.shown(lang, block))
        case Bold(inner):
            return style(_block(inner, dictionary, lang), "bold")
        case Code(text):
            return style(Styled(text), "code")
        case Quote(text):
            return style(Styled(text), "blockquote")
        case Markdown(source, values):
            shown = {name: dictionary.shown(lang, value) for name, value in values.items()}
            return markup.styled(source, shown)
        case Lines(blocks):
            return join((_block(inner, dictionary, lang) for inner in blocks), "\n")
        case _:
            assert_never(block)


def _button(
    button: Button,
    dictionary: Dictionary,
    lang: Lang,
    pack: Callable[[Pressed, Place], str],
) -> RenderedButton:
    label = dictionary.shown(lang, button.label)
    if isinstance(button.label, Text):
        label = shorten(label, LABEL)
    if button.number is not None:
        label = f"{button.number} {label}"
    return RenderedButton(label, pack(button.event, button.place))


def _reply(reply: Reply, dictionary: Dictionary, lang: Lang, url: str) -> RenderedReply:
    """The word "answer" in the question carries the link by which the reply finds its event."""
    template = dictionary.template(lang, reply.ask.key, reply.ask.values.get("n"))
    before, _, after = template.partition(ANSWER)
    word = style(Styled(dictionary.say(lang, "reply.answer")), "text_link", url)
    values = reply.ask.values
    pieces = (
        Styled(dictionary.fill(lang, before, values)),
        word,
        Styled(dictionary.fill(lang, after, values)),
    )
    return RenderedReply(join(pieces, ""), shorten(dictionary.shown(lang, reply.hint), HINT))
