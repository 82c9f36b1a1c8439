"""What a form's constraints and parameters say of the answers: limits, numbers, what goes alone."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.content.xlsform.expression import (
    COUNT,
    HAS,
    THIS,
    All,
    CannotSay,
    Condition,
    Either,
    Is,
    Not,
    parse,
)

MONTH = re.compile(r"(\d{4})-(\d{2})(?:-\d{2})?")
YEAR = 12
MOST_BANDS = 12
FEWER = 5
"""Bands of equal width for a number with a wide range."""
BAND = r"\s*(?:-|–|\.\.|to)\s*"
NUMBERS = re.compile(rf"(-?\d+)(?:{BAND}(-?\d+))?")
MONTHS = re.compile(rf"(\d{{4}}-\d{{2}})(?:{BAND}(\d{{4}}-\d{{2}}))?")
PARAMETER = re.compile(r"([\w-]+)\s*=\s*([^\s;,]+)")


@dataclass(frozen=True, slots=True)
class Range:
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Choosing:
    at_most: int = 0
    """0: all."""
    alone: frozenset[str] = frozenset()
    """Options, as the form names them, that take no other beside them."""
    understood: bool = True


def whole(text: str) -> int:
    """CannotSay unless it is a whole number of a size that can be asked."""
    if not re.fullmatch(r"-?\d{1,6}", text):
        raise CannotSay
    return int(text)


def month(text: str) -> int:
    """Months since the year 0, as bounds are compared by."""
    found = MONTH.fullmatch(text)
    if found is None or not 1 <= int(found[2]) <= YEAR:
        raise CannotSay
    return int(found[1]) * YEAR + int(found[2]) - 1


def month_text(number: int) -> str:
    return f"{number // YEAR:04}-{number % YEAR + 1:02}"


def range_of(constraint: str, read: Callable[[str], int]) -> Range:
    """CannotSay where it is anything but limits."""
    low: list[int] = []
    high: list[int] = []
    for part in _parts(parse(constraint)) if constraint else ():
        match part:
            case Is("." as question, sign, value) if question == THIS:
                _bound(sign, read(value), low, high)
            case _:
                raise CannotSay
    return Range(max(low, default=None), min(high, default=None))


def _bound(sign: str, value: int, low: list[int], high: list[int]) -> None:
    match sign:
        case ">=":
            low.append(value)
        case ">":
            low.append(value + 1)
        case "<=":
            high.append(value)
        case "<":
            high.append(value - 1)
        case _:
            raise CannotSay


def choosing(constraint: str) -> Choosing:
    """Of a choice of several: how many at most, and which goes alone."""
    if not constraint:
        return Choosing()
    try:
        parts = tuple(_parts(parse(constraint)))
    except CannotSay:
        return Choosing(understood=False)
    most = [number for part in parts if (number := _at_most(part))]
    alone = [option for part in parts if (option := _alone(part))]
    plain = sum(part in {Is(COUNT, ">=", "1"), Is(COUNT, ">", "0")} for part in parts)
    said = len(most) + len(alone) + plain
    return Choosing(min(most, default=0), frozenset(alone), understood=said == len(parts))


def _parts(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, All):
        for part in condition.parts:
            yield from _parts(part)
    else:
        yield condition


def _at_most(part: Condition) -> int:
    match part:
        case Is(question, "<=", value) if question == COUNT and value.isdecimal():
            return int(value)
        case Is(question, "<", value) if question == COUNT and value.isdecimal():
            return int(value) - 1
        case _:
            return 0


def _alone(part: Condition) -> str:
    """`not(selected(., 'none') and count-selected(.) > 1)`, or the same said with or."""
    match part:
        case Not(All((Is(".", sign, option), Is(counted, ">", "1")))):
            return option if (sign, counted) == (HAS, COUNT) else ""
        case Not(All((Is(counted, ">", "1"), Is(".", sign, option)))):
            return option if (sign, counted) == (HAS, COUNT) else ""
        case Either((Not(Is(".", sign, option)), Is(counted, "=" | "<=", "1"))):
            return option if (sign, counted) == (HAS, COUNT) else ""
        case _:
            return ""


def parameters(text: str) -> dict[str, str]:
    return {name.lower(): value for name, value in PARAMETER.findall(text)}


def bands_of(text: str, read: Callable[[str], int]) -> tuple[tuple[int, int], ...]:
    """As written in the column `bands`: "16-29, 30-64, 65-99"; a number alone is a band too."""
    pattern = NUMBERS if read is whole else MONTHS
    return tuple((read(low), read(high or low)) for low, high in pattern.findall(text))


def equal_bands(low: int, high: int) -> tuple[tuple[int, int], ...]:
    """Each number by itself where they are few, else five of about the same width."""
    size = high - low + 1
    count = size if size <= MOST_BANDS else FEWER
    starts = [low + size * i // count for i in range(count)]
    return tuple(zip(starts, (*(start - 1 for start in starts[1:]), high), strict=True))


def years(low: int, high: int) -> tuple[tuple[int, int], ...]:
    """Bands of months by whole calendar years, as many to a band as keeps them few."""
    first, last = low // YEAR, high // YEAR
    step = -(-(last - first + 1) // MOST_BANDS)
    starts = [max(low, year * YEAR) for year in range(first, last + 1, step)]
    return tuple(zip(starts, (*(start - 1 for start in starts[1:]), high), strict=True))
