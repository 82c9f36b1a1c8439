"""Counts responses in one pass, so that a million of them take neither memory nor long."""

import struct
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from os import urandom
from typing import Final, TypeAlias

from bot.core.disclosure import BANDED, counted, published, rounded
from bot.core.model import PREFER_NOT, Band, Question, Survey, Type
from bot.core.month import month_of
from bot.core.sheet import Answers, Value

FIRST, FIRST_THREE = "first", "first-three"
PLACES: Final = {FIRST: 1, FIRST_THREE: 3}
"""Measure of a ranking -> how many of its places count."""

ONE: Final = 2**96
"""One response in a sum: above it lies their number, below it the sum of their record keys."""
KEY_BYTES: Final = 8
KNOWN: Final = 4096
"""Answers to one question whose cells are remembered."""
MOST_ALIKE: Final = 10_000
"""Kinds of people that are added up apart: more than breakdowns make, but by multiple choices."""

Sum: TypeAlias = int
"""Of the responses in a cell: for each of them ONE and its record key."""
Group: TypeAlias = list[Sum]
"""All cells of all columns, of everyone or of those who gave one answer to a breakdown."""


def shown(cell: Sum) -> int:
    """The count to publish."""
    return rounded(*divmod(cell, ONE))


@dataclass(frozen=True, slots=True)
class Counted:
    """A column of one group, as it was added up."""

    met: Sum
    """Everyone who met the question."""
    answered: Sum
    """Those of them who did not prefer not to say."""
    by_code: Mapping[str, Sum]


@dataclass(frozen=True, slots=True)
class Column:
    """The cells of one question by one measure, as they lie side by side in each group."""

    question: Question
    measure: str
    """Of a ranking what is counted of it; empty for the others."""
    start: int
    codes: tuple[str, ...]

    @property
    def several(self) -> bool:
        """An answer may count under several codes, or under none: the first cell counts people."""
        return self.question.type is Type.MULTIPLE or self.measure == FIRST_THREE

    @property
    def end(self) -> int:
        return self.start + 1 + len(self.codes)

    def counted(self, group: Group) -> "Counted":
        by_code = dict(zip(self.codes, group[self.start + 1 : self.end], strict=True))
        silent = by_code.get(PREFER_NOT, 0)
        met = group[self.start] + silent if self.several else sum(by_code.values())
        return Counted(met, met - silent, by_code)

    def places(self, value: Value) -> Iterator[int]:
        """Where a response with this answer counts."""
        if self.several and value != PREFER_NOT:
            yield self.start
        for code in hits(self.question, self.measure, value):
            yield self.start + 1 + self.codes.index(code)


def columns(survey: Survey) -> Iterator[Column]:
    """In the order of the questions; of a ranking two."""
    start = 0
    for question in counted(survey):
        for measure in PLACES if question.type is Type.RANKING else ("",):
            column = Column(question, measure, start, published(question))
            yield column
            start = column.end


def hits(question: Question, measure: str, value: Value) -> tuple[str, ...]:
    """The published codes under which this answer counts."""
    if value == PREFER_NOT:
        return (PREFER_NOT,)
    if question.type in BANDED:
        number = value if isinstance(value, int) else month_of(str(value))
        return tuple(band.id for band in question.bands if _holds(band, number))
    if isinstance(value, tuple):
        return value[: PLACES.get(measure)]
    return (str(value),)


def _holds(band: Band, number: int | None) -> bool:
    low, high = band.low, band.high
    return (
        number is not None and (low is None or low <= number) and (high is None or number <= high)
    )


class _Places(dict[Value, tuple[int, ...]]):
    """Answer to one question -> where a response with it counts, in all its columns."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self._columns = columns

    def __missing__(self, value: Value) -> tuple[int, ...]:
        places = tuple(place for column in self._columns for place in column.places(value))
        if len(self) < KNOWN:
            self[value] = places
        return places


@dataclass(frozen=True, slots=True)
class Sums:
    """What was counted so far."""

    whole: Group
    groups: Mapping[str, Mapping[str, Group]]
    """Breakdown -> published code -> those of its people."""


class Tally:
    """All that the releases of a survey count, of the responses that it was given.

    `draw` gives so many random bytes: the record keys, which lie nowhere but in the sums.
    People whom no breakdown tells apart are added up first, and then to all their groups at once.
    """

    def __init__(self, survey: Survey, draw: Callable[[int], bytes] = urandom) -> None:
        self.survey, self._draw = survey, draw
        self.columns = tuple(columns(survey))
        self.people: Sum = 0
        by = [question for question in counted(survey) if question.id in survey.breakdowns]
        groups = {by_.id: {code: self._empty() for code in published(by_)} for by_ in by}
        self._sums = Sums(self._empty(), groups)
        self._alike: dict[tuple[Value | None, ...], Group] = defaultdict(self._empty)
        self._places = {question.id: self._places_of(question) for question in counted(survey)}
        self._groups = {question.id: self._groups_of(question) for question in by}

    def _empty(self) -> Group:
        return [0] * self.columns[-1].end

    def _places_of(self, question: Question) -> _Places:
        return _Places([column for column in self.columns if column.question == question])

    def _groups_of(self, question: Question) -> Callable[[Value | None], list[Group]]:
        """A ranking divides people by what they put first."""
        groups = self._sums.groups[question.id]
        measure = FIRST if question.type is Type.RANKING else ""

        def of(value: Value | None) -> list[Group]:
            return [] if value is None else [groups[c] for c in hits(question, measure, value)]

        return of

    @property
    def number(self) -> int:
        """How many responses it was given: a true count, which no release tells."""
        return self.people // ONE

    def take(self, responses: Sequence[Answers]) -> None:
        for answers, key in zip(responses, self._keys(len(responses)), strict=True):
            self._add(answers, ONE + key)
        if len(self._alike) > MOST_ALIKE:
            self.sums()

    def _keys(self, number: int) -> tuple[int, ...]:
        """Fresh uniform numbers of 64 bits."""
        return struct.unpack(f"<{number}Q", self._draw(KEY_BYTES * number))

    def _add(self, answers: Answers, one: Sum) -> None:
        self.people += one
        cells = self._alike[tuple([answers.get(breakdown) for breakdown in self._groups])]
        for question, places in self._places.items():
            value = answers.get(question)
            if value is not None:
                for place in places[value]:
                    cells[place] += one

    def sums(self) -> Sums:
        for values, cells in self._alike.items():
            groups = [self._sums.whole]
            for of, value in zip(self._groups.values(), values, strict=True):
                groups += of(value)
            for place, cell in enumerate(cells):
                if cell:
                    for group in groups:
                        group[place] += cell
        self._alike.clear()
        return self._sums


def count(
    survey: Survey, responses: Iterable[Answers], draw: Callable[[int], bytes] = urandom
) -> Tally:
    """Of a few responses, at once."""
    tally = Tally(survey, draw)
    tally.take(tuple(responses))
    return tally
