"""Every finder with the kind of what it finds, in the order in which they win."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from bot.personal import numbers, spelled
from bot.personal.numbers import Span, cards, ibans, national
from bot.personal.places import addresses, births, coordinates

_EMAIL: Final = re.compile(r"[^\s@<>()\[\],;:\"]+ ?@ ?[^\s@<>()\[\],;:\"]+\.[^\W\d_]{2,}")
_ENDINGS: Final = (
    "com|org|net|be|ie|bg|al|eu|brussels|gent|gov|info|io|me|tv|app|fr|nl|de|uk|it|es|бг|ею"
)
_LINK: Final = re.compile(
    rf"(?:https?://|www\.)\S+|(?<![\w@.])(?:[\w-]+\.)+(?:{_ENDINGS})(?![\w-])(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_HANDLE: Final = re.compile(r"(?<![\w@./])@ ?[A-Za-z][A-Za-z0-9_.]{2,}")


def _mails(text: str) -> Iterator[Span]:
    yield from _all(_EMAIL)(text)
    yield from spelled.mails(text)


def _phones(text: str) -> Iterator[Span]:
    yield from numbers.phones(text)
    yield from spelled.phones(text)


def _all(pattern: re.Pattern[str]) -> Callable[[str], Iterator[Span]]:
    return lambda text: (match.span() for match in pattern.finditer(text))


FINDERS: Final[dict[str, Callable[[str], Iterator[Span]]]] = {
    "email": _mails,
    "link": _all(_LINK),
    "handle": _all(_HANDLE),
    "iban": ibans,
    "card": cards,
    "national-number": national,
    "phone": _phones,
    "coordinates": coordinates,
    "address": addresses,
    "birth-date": births,
}


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Kind, start and end; the same place may be found as several kinds."""
    for kind, finder in FINDERS.items():
        for start, end in finder(text):
            yield kind, start, end
