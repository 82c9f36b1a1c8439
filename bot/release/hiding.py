"""Answers that fewer than five people gave become "other", and so does what would tell of them."""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from bot.core.disclosure import OTHER, STEP
from bot.release.coding import IS_OTHER, Codebook, Codes

LEAST: Final = STEP
"""People that every code of every column is given by."""

Column: TypeAlias = "array[int]"
"""Of one question: the number of each record's answer."""
_Place: TypeAlias = tuple[int, str]
"""A column of a question, and a code in it."""


def hide(
    books: Iterable[Codebook], columns: Mapping[str, Column], weights: Sequence[int]
) -> dict[str, Column]:
    """What is shown of each question, given in the survey's order; `weights`: people a record.

    Who became "other" is "other" as well in the questions that hang on the answer: whether they
    were asked would tell it.
    """
    shown: dict[str, Column] = {}
    merged: set[str] = set()
    for book in books:
        question = book.question
        told = [shown[earlier] for earlier in question.ask_if if earlier in merged]
        column = _without(columns[question.id], told)
        gone = rare(book.codes, _totals(column, weights, len(book.codes)))
        if gone:
            column = _called_other(column, gone, len(book.codes))
        if gone or told:
            merged.add(question.id)
        shown[question.id] = column
    return shown


def _without(column: Column, told: Sequence[Column]) -> Column:
    for earlier in told:
        pairs = zip(column, earlier, strict=True)
        column = array("I", [IS_OTHER if e == IS_OTHER else number for number, e in pairs])
    return column


def _totals(column: Column, weights: Sequence[int], size: int) -> list[int]:
    totals = [0] * size
    for number, weight in zip(column, weights, strict=True):
        totals[number] += weight
    return totals


def _called_other(column: Column, gone: Collection[int], size: int) -> Column:
    called = [IS_OTHER if number in gone else number for number in range(size)]
    return array("I", [called[number] for number in column])


def rare(codes: Sequence[Codes], totals: Sequence[int]) -> set[int]:
    """The answers to call "other", so that five people give each code of each column, or nobody.

    An answer of several columns goes as a whole: what is left of it would tell what is missing.
    """
    gone: set[int] = set()
    while few := _few(_counts(codes, totals, gone)):
        more = {
            number
            for number, total in enumerate(totals)
            if total and number not in gone and not few.isdisjoint(enumerate(codes[number]))
        }
        gone |= more - {IS_OTHER}
    return gone


def _counts(
    codes: Sequence[Codes], totals: Sequence[int], gone: Collection[int]
) -> Counter[_Place]:
    counts: Counter[_Place] = Counter()
    for number, total in enumerate(totals):
        if total:
            shown = codes[IS_OTHER if number in gone else number]
            counts.update(dict.fromkeys(enumerate(shown), total))
    return counts


def _few(counts: Mapping[_Place, int]) -> set[_Place]:
    """What has to go next; where only "other" is too rare, the rarest code joins it."""
    few = {place for place, count in counts.items() if count < LEAST}
    own = {place: count for place, count in counts.items() if place[1] != OTHER}
    if few and few.isdisjoint(own):
        return {min(own, key=lambda place: (own[place], place))} if own else set()
    return few & own.keys()
