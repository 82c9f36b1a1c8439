"""Tries every combination of levels: which lets each record hide among others at the least loss."""

from array import array
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, TypeAlias

from bot.core.model import Rows, Survey
from bot.release.coding import IS_NOT_ASKED, Codebook, Codes, Counted
from bot.release.hiding import Column, hide
from bot.release.ladder import Ladder, breakdowns, ladder, whole

MOST_DROPPED: Final = 20
"""One record in so many may be left out, 5 %."""
MIXED: Final = -1
"""Several answers were given to this question."""
NOBODY: Final = -2
"""No answer yet."""

Levels: TypeAlias = tuple[int, ...]
"""One a breakdown."""
_Key: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """People who gave the same answers to the breakdowns."""

    key: _Key
    """The numbers of those answers."""
    size: int


@dataclass(frozen=True, slots=True)
class People:
    """All responses of a survey, laid out for the search."""

    books: Mapping[str, Codebook]
    columns: Mapping[str, Column]
    weights: Sequence[int]
    """How many people each record stands for."""
    ladders: tuple[Ladder, ...]
    unit: int
    """What one breakdown of one record is worth."""
    cells: tuple[Cell, ...]
    cell_of: Sequence[int]
    """Record -> place of its cell."""

    @property
    def total(self) -> int:
        return sum(self.weights)

    @property
    def detail(self) -> int:
        """What one record has to lose."""
        coarsest = tuple(len(at.steps) - 1 for at in self.ladders)
        return self.unit * (len(self.ladders) + len(untold(self, coarsest)))

    @property
    def others(self) -> tuple[Codebook, ...]:
        """Of the questions that are no breakdowns."""
        own = {at.question.id for at in self.ladders}
        return tuple(book for id_, book in self.books.items() if id_ not in own)


@dataclass(frozen=True, slots=True)
class Cut:
    """The records as they may leave the house at these levels."""

    levels: Levels
    loss: int
    weights: Sequence[int]
    """0 for a record that is left out."""
    shown: Mapping[str, Column]
    """Of the questions that are no breakdowns; only of those that tell anything."""


def lay_out(survey: Survey, rows: Rows, counted: Counted) -> People:
    width = len(counted.books)
    numbers = array("I", b"".join(counted.records))
    columns = {id_: numbers[place::width] for place, id_ in enumerate(counted.books)}
    weights = array("I", counted.records.values())
    asked = breakdowns(survey)
    unit = whole(asked)
    key_of = list(zip(*(columns[q.id] for q in asked), strict=True)) or [()] * len(weights)
    sizes: dict[_Key, int] = defaultdict(int)
    for key, weight in zip(key_of, weights, strict=True):
        sizes[key] += weight
    places = {key: place for place, key in enumerate(sizes)}
    return People(
        books=counted.books,
        columns=columns,
        weights=weights,
        ladders=tuple(ladder(q, rows, counted.books[q.id], unit) for q in asked),
        unit=unit,
        cells=tuple(Cell(key, size) for key, size in sizes.items()),
        cell_of=array("I", map(places.__getitem__, key_of)),
    )


# The search. ----------------------------------------------------------------------------------


def best(people: People, k: int) -> Cut | None:
    """Of all combinations the one of the least loss; None if even the coarsest will not do."""
    found: Cut | None = None
    for least, levels in sorted(_promising(people, k)):
        if found is not None and least >= found.loss:
            break
        cut = settle(people, levels, k)
        if cut is not None and (found is None or cut.loss < found.loss):
            found = cut
    return found


def _promising(people: People, k: int) -> Iterator[tuple[int, Levels]]:
    """With the loss that they have if no answer has to be hidden for those that are left out."""
    seen = _seen(people, hide(people.others, people.columns, people.weights), people.weights)
    for levels in product(*(range(len(at.steps)) for at in people.ladders)):
        out = untold(people, levels)
        bad = _bad(people, levels, [answers for id_, answers in seen.items() if id_ not in out], k)
        if _few(people, bad):
            yield _loss(people, levels, bad), levels


def settle(people: People, levels: Levels, k: int) -> Cut | None:
    """Leaves out what stands too much alone, hides what so has become rare, and looks again.

    None where too many would be left out.
    """
    weights, bad, out = people.weights, set[int](), untold(people, levels)
    while True:
        shown = hide(people.others, people.columns, weights)
        shown = {i: c for i, c in shown.items() if i not in out and _tells(c, weights)}
        seen = _seen(people, shown, weights)
        more = _bad(people, levels, list(seen.values()), k, bad)
        if not more:
            return Cut(levels, _loss(people, levels, bad), weights, shown)
        bad |= more
        if not _few(people, bad):
            return None
        weights = array("I", _left(people, bad))


def untold(people: People, levels: Levels) -> set[str]:
    """Questions that hang on a breakdown, and on what is coarser now than their condition.

    Whether they were asked would tell what the breakdown hides; so would what hangs on them.
    """
    told = dict(zip((at.question.id for at in people.ladders), levels, strict=True))
    ladders = {at.question.id: at for at in people.ladders}
    out: set[str] = set()
    for book in people.others:
        conditions = book.question.ask_if.items()
        if any(
            earlier in out
            or (earlier in told and not ladders[earlier].tells(told[earlier], options))
            for earlier, options in conditions
        ):
            out.add(book.question.id)
    return out


def _left(people: People, bad: set[int]) -> Iterator[int]:
    for weight, cell in zip(people.weights, people.cell_of, strict=True):
        yield 0 if cell in bad else weight


def _tells(column: Column, weights: Sequence[int]) -> bool:
    """What everybody answered alike says it of everybody: such a question is not in the file."""
    return len({number for number, weight in zip(column, weights, strict=True) if weight}) > 1


_Seen: TypeAlias = list[int]
"""Of one question: the one answer of each cell's people, or MIXED."""


def _seen(
    people: People, shown: Mapping[str, Column], weights: Sequence[int]
) -> Mapping[str, _Seen]:
    """Of the questions that tell anything."""
    return {
        id_: _of_cells(people, column, weights)
        for id_, column in shown.items()
        if _tells(column, weights)
    }


def _of_cells(people: People, column: Column, weights: Sequence[int]) -> _Seen:
    seen = [NOBODY] * len(people.cells)
    for cell, number, weight in zip(people.cell_of, column, weights, strict=True):
        if weight and seen[cell] != number:
            seen[cell] = number if seen[cell] == NOBODY else MIXED
    return seen


def _bad(
    people: People, levels: Levels, seen: Sequence[_Seen], k: int, gone: Container[int] = ()
) -> set[int]:
    """Cells of the groups that are too small, or all of whose people gave one answer.

    `gone`: cells that are left out already, and are none of them.
    """
    bad: set[int] = set()
    for members in _groups(people, levels, gone):
        small = sum(people.cells[place].size for place in members) < k
        if small or any(_alike({answers[place] for place in members}) for answers in seen):
            bad.update(members)
    return bad


def _alike(answers: set[int]) -> bool:
    """A question that nobody of a group met has no answers there."""
    return len(answers) == 1 and not answers <= {MIXED, IS_NOT_ASKED}


def _groups(people: People, levels: Levels, gone: Container[int]) -> Iterable[list[int]]:
    """The cells whose people nothing tells apart at these levels."""
    steps = [at.steps[level].shown for at, level in zip(people.ladders, levels, strict=True)]
    groups: dict[tuple[Codes, ...], list[int]] = defaultdict(list)
    for place, cell in enumerate(people.cells):
        if place not in gone:
            coarse = (step[number] for step, number in zip(steps, cell.key, strict=True))
            groups[tuple(coarse)].append(place)
    return groups.values()


def _few(people: People, bad: set[int]) -> bool:
    return MOST_DROPPED * sum(people.cells[place].size for place in bad) <= people.total


def _loss(people: People, levels: Levels, bad: set[int]) -> int:
    """Detail of the breakdowns, and the questions that are left out for them.

    A record that is left out has lost all of it.
    """
    steps = [at.steps[level].costs for at, level in zip(people.ladders, levels, strict=True)]
    out, all_ = people.unit * len(untold(people, levels)), people.detail
    lost = 0
    for place, cell in enumerate(people.cells):
        costs = (step[number] for step, number in zip(steps, cell.key, strict=True))
        lost += cell.size * (all_ if place in bad else out + sum(costs))
    return lost
