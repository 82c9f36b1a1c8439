"""Questions whose answer is a number or a month: limits, and the bands they are published by."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from bot.content.tree import Tree
from bot.content.xlsform.expression import CannotSay
from bot.content.xlsform.limits import (
    Range,
    bands_of,
    equal_bands,
    month,
    month_text,
    range_of,
    whole,
    years,
)
from bot.content.xlsform.speech import Speech
from bot.content.xlsform.table import Row

TEN = (0, 10)
LOW, HIGH = 0, 100
"""For a number without limits: told, and easily changed in the sheet."""
MOST_MONTHS = 40 * 12
Bands: TypeAlias = tuple[tuple[int, int], ...]


def limits(row: Row, given: Mapping[str, str] | None, speech: Speech) -> tuple[int, int]:
    """By the parameters of a range, where they are `given`, else by the constraint. CannotSay."""
    found = _constrained(row, speech) if given is None else _range(given)
    low = LOW if found.low is None else found.low
    high = max(HIGH, low + 1) if found.high is None else found.high
    if low >= high:
        raise CannotSay
    if found.low is None or found.high is None:
        speech.tell(row, "import.chosen.limits", low=low, high=high)
    return low, high


def _range(given: Mapping[str, str]) -> Range:
    """As the standard has it, 0 to 10 by ones. CannotSay where it counts in other steps."""
    if given.get("step", "1") not in {"1", "1.0"}:
        raise CannotSay
    return Range(whole(given.get("start", str(TEN[0]))), whole(given.get("end", str(TEN[1]))))


def _constrained(row: Row, speech: Speech) -> Range:
    try:
        return range_of(row.text("constraint"), whole)
    except CannotSay:
        speech.tell(row, "import.constraint")
        return Range()


def of_number(row: Row, low: int, high: int, speech: Speech) -> Mapping[str, Tree]:
    written = bands_of(row.text("bands"), whole)
    return _fields(low, high, written or _told(row, equal_bands(low, high), str, speech), str)


def of_month(row: Row, speech: Speech) -> Mapping[str, Tree]:
    """CannotSay without both limits, or with more than forty years between them."""
    found = range_of(row.text("constraint"), month)
    low, high = found.low, found.high
    if low is None or high is None or not low < high < low + MOST_MONTHS:
        raise CannotSay
    written = bands_of(row.text("bands"), month)
    bands = written or _told(row, years(low, high), month_text, speech)
    return _fields(low, high, bands, month_text)


def _told(row: Row, bands: Bands, text: Callable[[int], str], speech: Speech) -> Bands:
    shown = ", ".join(
        text(low) if low == high else f"{text(low)} – {text(high)}" for low, high in bands
    )
    speech.tell(row, "import.chosen.bands", bands=shown)
    return bands


def _fields(low: int, high: int, bands: Bands, text: Callable[[int], str]) -> Mapping[str, Tree]:
    written = tuple((text(first), text(last)) for first, last in bands)
    return {"low": text(low), "high": text(high), "bands": written}
