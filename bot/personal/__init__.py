"""Personal data that people write into comments: what looks like it, and the text without it.

A finding is an offer to the writer and a help to the reviewer, never a verdict: a made-up number
may pass for a real one.
"""

from dataclasses import dataclass
from typing import Final

MASK: Final = "[•••]"
"""What stands in a text where personal data stood."""

KINDS: Final = (
    "email", "link", "handle", "iban", "card", "national-number", "phone", "coordinates",
    "address", "birth-date",
)  # fmt: skip
"""In the order in which they win where they overlap."""


@dataclass(frozen=True, slots=True)
class Found:
    kind: str
    """One of KINDS."""
    start: int
    end: int
    """Places in the text, the second one exclusive."""


def find(text: str) -> tuple[Found, ...]:
    """What looks like personal data, in the order of the text, without overlaps."""
    from bot.personal.search import spans
    from bot.personal.text import folded

    found: list[Found] = []
    for kind, start, end in spans(folded(text)):
        if all(end <= other.start or other.end <= start for other in found):
            found.append(Found(kind, start, end))
    return tuple(sorted(found, key=lambda one: one.start))


def mask(text: str) -> str:
    """The text with MASK in the place of each finding; looked through until nothing is left."""
    while found := find(text):
        for one in reversed(found):
            text = text[: one.start] + MASK + text[one.end :]
    return text
