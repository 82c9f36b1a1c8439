"""What came of one check of one property, told without any identifier, answer or code."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias, TypeVar

T = TypeVar("T")
Value: TypeAlias = int | str | date


class Verdict(StrEnum):
    KEPT = "kept"
    BROKEN = "broken"
    NOT_BUILT = "not_built"
    """The part of the bot that the property speaks of does not exist yet."""
    NOT_ASKED = "not_asked"
    """There was nothing to look at: no database, no closed survey, no key."""


class How(StrEnum):
    LIVE = "live"
    TRIAL = "trial"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the developers' catalogue and its values: it is said in any language."""

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    property: int
    how: How
    verdict: Verdict
    evidence: Line
    seconds: float = 0


def judged(number: int, how: How, faults: Sequence[Line], kept: Line) -> Finding:
    """Broken by the first of the faults; kept when there is none."""
    if faults:
        return Finding(number, how, Verdict.BROKEN, faults[0])
    return Finding(number, how, Verdict.KEPT, kept)


async def first(faults: AsyncIterator[T]) -> list[T]:
    """None, or the first alone: one is enough, and what follows it may depend on it."""
    async for fault in faults:
        if isinstance(faults, AsyncGenerator):
            # What an attack has open is closed now, not by the garbage collector.
            await faults.aclose()
        return [fault]
    return []
