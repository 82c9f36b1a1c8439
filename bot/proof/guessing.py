"""What an attacker who knows how counts are rounded may conclude: the likelihood of true counts."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import factorial, prod
from random import Random
from typing import Final

from bot.proof.published import STEP
from bot.release.tables import Tables

LIKELY: Final = STEP - 1
"""How far a shown count is from the true one at most."""


def of(shown: int, true: int) -> float:
    """How likely so many are shown so: the table that everybody may read in the paper."""
    down, rest = divmod(true, STEP)
    return {STEP * down: 1 - rest / STEP, STEP * down + STEP: rest / STEP}.get(shown, 0.0)


@lru_cache(None)
def divided(shown: tuple[int, ...], whole: int, true: int) -> float:
    """How likely so many, each in one of the groups by chance, are shown so by group.

    `whole` is how they are shown together. A group that holds all of them is shown the same.
    """
    if not shown:
        return 1.0
    alone = sum(
        (count == whole) - of(count, true)
        for place, count in enumerate(shown)
        if not any(shown[:place] + shown[place + 1 :])
    )
    return _independent(shown, true) + alone / float(len(shown)) ** true


def _independent(shown: tuple[int, ...], true: int) -> float:
    ways = {0: 1.0}
    for count in shown:
        longer: dict[int, float] = {}
        for before, likely in ways.items():
            for more in _around(count, true - before):
                chance = likely * of(count, more) / factorial(more)
                longer[before + more] = longer.get(before + more, 0.0) + chance
        ways = longer
    return ways.get(true, 0.0) * factorial(true) / float(len(shown)) ** true


def _around(shown: int, most: int) -> range:
    return range(max(0, shown - LIKELY), min(shown + LIKELY, most) + 1)


def whole(read: Tables, question: str, options: Sequence[str]) -> list[int]:
    """The shown count of each option, of everyone."""
    (table,) = (t for t in read.tables if (t.question, t.group) == (question, None))
    counts = {cell.option: cell.count for cell in table.cells}
    return [counts[option] or 0 for option in options]


def by_group(
    read: Tables, question: str, breakdown: str, groups: Sequence[str]
) -> Mapping[str, tuple[int, ...]]:
    """The shown counts of each option by group; none where a group has too few people."""
    rows = {
        table.group: {cell.option: cell.count or 0 for cell in table.cells}
        for table in read.tables
        if (table.question, table.breakdown) == (question, breakdown)
    }
    if not all(rows.get(group) for group in groups):
        return {}
    return {option: tuple(rows[group][option] for group in groups) for option in rows[groups[0]]}


def likeliest(likely: Sequence[float], chance: Random) -> int:
    """Place of the largest; of several, one by lot."""
    return max(range(len(likely)), key=lambda place: (likely[place], chance.random()))


def together(shown: Sequence[int], true: int) -> float:
    """How likely one count is shown so in these releases."""
    return prod(of(one, true) for one in shown)
