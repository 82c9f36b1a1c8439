"""How coarse a breakdown can be made, level by level, and what each level costs in detail."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import lcm
from typing import Final, TypeAlias

from bot.core.disclosure import published
from bot.core.model import Question, Rows, Survey
from bot.release.coding import Codebook, Codes, in_rows, options

JOINT: Final = "+"
"""Between the codes of a group: no id has it."""
GONE: Final[Codes] = ()
"""What the coarsest level shows: the breakdown is not in the file."""

Group: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One level of a breakdown, by the number of the answer in its codebook."""

    shown: tuple[Codes, ...]
    costs: tuple[int, ...]
    """What one record loses, in `whole`ths of a breakdown."""


@dataclass(frozen=True, slots=True)
class Ladder:
    question: Question
    groups: tuple[tuple[Group, ...], ...]
    """Level by level what cannot be told apart."""
    steps: tuple[Step, ...]
    """From as asked to left out."""

    def tells(self, level: int, codes: Container[str]) -> bool:
        """Whether one still sees at this level who gave one of these answers, and who did not."""
        return all(len({code in codes for code in group}) == 1 for group in self.groups[level])


def breakdowns(survey: Survey) -> tuple[Question, ...]:
    """Those that records may tell, in the survey's order."""
    return tuple(question for question in in_rows(survey) if question.id in survey.breakdowns)


def groups(question: Question, rows: Rows, level: int) -> tuple[Group, ...]:
    """What cannot be told apart at this level; at the last level nothing can."""
    alone = tuple((code,) for code in published(question))
    levels = _levels(question, rows)
    if level == 0:
        return alone
    return levels[level - 1] if level <= len(levels) else (published(question),)


def _levels(question: Question, rows: Rows) -> Sequence[tuple[Group, ...]]:
    """An answer of several columns is told as it is, or not at all."""
    return rows.hierarchies.get(question.id, ()) if len(options(question)) == 1 else ()


def whole(questions: Iterable[Question]) -> int:
    """A number that every share of a breakdown's detail divides: losses stay whole numbers."""
    return lcm(*(max(1, len(published(question)) - 1) for question in questions))


def ladder(question: Question, rows: Rows, book: Codebook, unit: int) -> Ladder:
    levels = range(len(_levels(question, rows)) + 2)
    parts = tuple(groups(question, rows, level) for level in levels)
    nothing = Step(tuple(GONE for _ in book.codes), tuple(unit for _ in book.codes))
    return Ladder(question, parts, (*(_step(part, book, unit) for part in parts[:-1]), nothing))


def _step(parts: Iterable[Group], book: Codebook, unit: int) -> Step:
    """A group of g among m codes costs (g - 1) / (m - 1): the share of the detail that is lost."""
    group_of = {code: group for group in parts for code in group}
    most = max(1, len(published(book.question)) - 1)
    met = [[group_of.get(code, (code,)) for code in codes] for codes in book.codes]
    return Step(
        tuple(tuple(JOINT.join(group) for group in found) for found in met),
        tuple(unit * (max(map(len, found)) - 1) // most for found in met),
    )


def order(question: Question, rows: Rows, level: int) -> Iterator[str]:
    """The codes of its column at this level, in declared order."""
    return (JOINT.join(group) for group in groups(question, rows, level))


def by_id(ladders: Iterable[Ladder], levels: Sequence[int]) -> Mapping[str, int]:
    return {at.question.id: level for at, level in zip(ladders, levels, strict=True)}
