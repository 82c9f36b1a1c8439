"""Cuts a long text into messages that Telegram accepts, where a reader would pause."""

import re
import unicodedata
from collections.abc import Iterator

from bot.content.styled import LIMIT, MOST, Styled, cut, units

PAUSES = tuple(map(re.compile, (r"\n\n", r"\n", r"(?<=[.!?…])[\"'»”)]*\s", r"\s")))
"""Where a text may be cut, best first: block, line, sentence, word."""
JOINER = "\u200d"


def parts(styled: Styled, limit: int = LIMIT, most: int = MOST) -> tuple[Styled, ...]:
    """At most `limit` UTF-16 units and `most` entities each; nothing is lost but white space."""
    return tuple(_parts(styled, limit, most))


def _parts(styled: Styled, limit: int, most: int) -> Iterator[Styled]:
    rest = cut(styled, 0, len(styled.text))
    while rest.text:
        end = _end(rest, limit, most)
        yield cut(rest, 0, end)
        rest = cut(rest, end, len(rest.text))


def _end(styled: Styled, limit: int, most: int) -> int:
    """Where the first part ends, in characters."""
    if len(styled.entities) > most:
        limit = min(limit, styled.entities[most].offset)
    window = _characters(styled.text, limit)
    if window == len(styled.text):
        return window
    return max(_pause(styled.text, window), 1)


def _characters(text: str, limit: int) -> int:
    """How many characters of the text fit into `limit` UTF-16 units."""
    window = min(len(text), limit)
    while units(text[:window]) > limit:
        window -= max((units(text[:window]) - limit) // 2, 1)
    return window


def _pause(text: str, window: int) -> int:
    for pause in PAUSES:
        ends = [
            m.end()
            for m in pause.finditer(text, 0, window + 2)
            if len(m[0].rstrip()) + m.start() <= window
        ]
        if ends and text[: ends[-1]].strip():
            return min(ends[-1], window)
    return _whole_sign(text, window)


def _whole_sign(text: str, window: int) -> int:
    """The last place that cuts no flag, accent or joined emoji in two."""
    for end in range(window, 0, -1):
        if not _sticks(text, end):
            return end
    return window


def _sticks(text: str, at: int) -> bool:
    """Whether the characters before and after this place make one sign."""
    before, after = text[at - 1], text[at]
    if JOINER in (before, after) or unicodedata.category(after).startswith("M"):
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":
        return True
    return _is_flag(before) and _is_flag(after) and _flags_before(text, at) % 2 == 1


def _is_flag(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def _flags_before(text: str, at: int) -> int:
    start = at
    while start and _is_flag(text[start - 1]):
        start -= 1
    return at - start
