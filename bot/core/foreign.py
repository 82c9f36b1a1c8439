"""Says on a screen, in one line, that some of its words stand in another language."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import reduce

from bot.core.model import Lang
from bot.core.screen import Block, Bold, Lines, Markdown, Say, Screen, Text, Value


def noted(screen: Screen) -> Screen:
    """With the line above it where one is needed: no screen can forget it."""
    texts = tuple(dict.fromkeys(_languages(screen.blocks)))
    labels = tuple(dict.fromkeys(_languages(button.label for row in screen.rows for button in row)))
    if not (texts or labels):
        return screen
    line = Say(
        "other_language.text" if texts else "other_language.buttons",
        {"language": _listed(texts or labels)},
    )
    return replace(screen, blocks=(line, *screen.blocks))


def language_of(screen: Screen) -> Lang:
    """That of the words that moderators wrote; else of the whole screen."""
    return next(_languages(screen.blocks), screen.place.lang)


def _listed(languages: tuple[Lang, ...]) -> Say:
    """By name, as the reader's language has them."""
    names = (Say(f"other_language.{lang}") for lang in languages)
    return reduce(lambda one, other: Say("other_language.and", {"one": one, "other": other}), names)


def _languages(shown: Iterable[Block | Value]) -> Iterator[Lang]:
    for part in shown:
        match part:
            case Text(lang=lang) if lang:
                yield lang
            case Markdown(source, values, lang):
                yield from (lang,) if lang else ()
                yield from _languages(v for name, v in values.items() if f"{{{name}}}" in source)
            case Say(values=values):
                yield from _languages(values.values())
            case Bold(inner):
                yield from _languages((inner,))
            case Lines(blocks):
                yield from _languages(blocks)
            case _:
                continue
