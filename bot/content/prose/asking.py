"""Rules on a survey's words: questions that lead or confuse, numbers that overlap or leave gaps."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from typing import TypeAlias

from bot.content.prose.finding import Finding, found
from bot.content.prose.language import Language
from bot.content.prose.plain import plain

Span: TypeAlias = tuple[float, float]
"""Lowest and highest number that a label speaks of, both in it."""

NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0.]\d{3})+(?!\d)|\d+(?:[.,:]\d+)*")
LONGEST = 1000
"""Characters of a question that are looked at; no message takes much more."""
GROUP = re.compile(r"[ \u00a0.](?=\d{3}\b)")
CLOCK = re.compile(r"\d ?(?:h|u|uur|am|pm|ч|часа|o’clock|heures?)\b", re.IGNORECASE)
OVER = re.compile(
    r"\d ?\+|\b(?:or|and) (?:over|more|older|above)\b|\b(?:ou|et) plus\b"
    r"|\b(?:of|en) (?:meer|ouder)\b|\b(?:или|и) (?:повече|по-голям\w*|нагоре)\b"
    r"|\b(?:ose|e) (?:më shumë|më tepër|lart|sipër)\b",
    re.IGNORECASE,
)
ABOVE = re.compile(
    r"^(?:more than|over|above|plus de|meer dan|ouder dan|boven|повече от|над|më shumë se|mbi)\b",
    re.IGNORECASE,
)
UNDER = re.compile(
    r"^(?:under|below|less than|younger than|moins de|minder dan|jonger dan|onder"
    r"|по-малко от|под|nën|më pak se)\b",
    re.IGNORECASE,
)
UP_TO = re.compile(r"^(?:up to|jusqu[’']à|tot|до|deri(?: në)?)\b", re.IGNORECASE)


def steering(question: str, language: Language) -> Iterator[Finding]:
    """The first of each kind."""
    text = plain(question[:LONGEST]).lower()
    kinds = language.steering
    for reason, pattern in (
        ("leading", kinds.leading),
        ("double", kinds.double),
        ("negations", kinds.negations),
        ("absolute", kinds.absolute),
    ):
        word = re.search(pattern, text)
        if word:
            yield found("WORDING", word.start(), reason=reason)


def numbers(labels: Sequence[str]) -> Iterator[tuple[int, Finding]]:
    """The number of the label, from 0, whose numbers do not follow those of the one before."""
    numbered = [label for label in labels if NUMBER.search(label)]
    spans = {label: span for label in numbered if (span := _span(label))}
    closed = {_shape(label) for label, (low, high) in spans.items() if -inf < low < high < inf}
    if len(spans) < len(numbered) or len(closed) != 1:
        return
    ordered = sorted(spans, key=lambda label: spans[label])
    for before, after in pairwise(ordered):
        values = {"value": before, "other": after}
        end, start = spans[before][1], spans[after][0]
        if start <= end:
            yield labels.index(after), found("OVERLAP", 0, **values)
        elif start > end + 1:
            yield labels.index(after), found("GAP", 0, **values)


def _shape(label: str) -> str:
    """What a label says beside its numbers: rooms are not compared with years."""
    return "".join(NUMBER.sub("#", label).lower().split())


def _span(label: str) -> Span | None:
    """None where a label speaks of no whole numbers, or of hours, which share their ends."""
    digits = [GROUP.sub("", number) for number in NUMBER.findall(label)]
    whole = all(number.isdecimal() for number in digits)
    if not whole or len(digits) > 2 or CLOCK.search(label):  # noqa: PLR2004 - from, to
        return None
    first, last = int(digits[0]), int(digits[-1])
    if len(digits) > 1:
        return (first, last) if first <= last else None
    return _open(label, first)


def _open(label: str, number: int) -> Span:
    if OVER.search(label):
        return number, inf
    if ABOVE.search(label):
        return number + 1, inf
    if UNDER.search(label):
        return -inf, number - 1
    return (-inf, number) if UP_TO.search(label) else (number, number)
