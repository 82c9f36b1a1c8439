"""Counts the responses of a survey into tables that may be published."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.disclosure import (
    FEW,
    SOLID,
    STEP,
    Allowed,
    allowed,
    most_chosen,
    published,
    rounded,
    share,
)
from bot.core.model import PREFER_NOT, Band, Question, Survey
from bot.core.sheet import (
    Answers,
    Value,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One option of a table. Nothing but a multiple of five fits in."""

    option: str
    count: int | None
    """None: withheld, because the whole question has few answers."""
    share: int | None = None
    """Whole per cent of the base; None where no share may be given."""
    share_answered: int | None = None
    """Whole per cent of those who did not prefer not to say."""

    def __post_init__(self) -> None:
        _refuse_exact(self.count)


@dataclass(frozen=True, slots=True)
class Table:
    """The answers to one question, of everyone who met it or of one group of them."""

    question: str
    base: int | None
    """People who met the question; None: too few answers, and no cells."""
    answered: int | None
    """Those of them who did not prefer not to say; None: too few."""
    cells: tuple[Cell, ...]
    most: tuple[str, ...]
    """One: the most chosen option. Several: about equal. None: nothing can be said."""
    breakdown: str | None = None
    """The question by whose answers this one is broken down."""
    group: str | None = None
    """The option of the breakdown whose people these are."""

    def __post_init__(self) -> None:
        _refuse_exact(self.base)
        _refuse_exact(self.answered)


@dataclass(frozen=True, slots=True)
class Tables:
    survey: str
    final: bool
    people: int | None
    """Shown number of people who answered; None: too few."""
    tables: tuple[Table, ...]
    """One per question in declared order; in a final then one per question, breakdown, group."""

    def __post_init__(self) -> None:
        _refuse_exact(self.people)


def _refuse_exact(count: int | None) -> None:
    if count is not None and count % STEP:
        raise ValueError("an exact count may not be published")


_Pair = tuple[Answers, int]
"""A response with its record key."""


def build(
    survey: Survey, responses: Sequence[Answers], keys: Sequence[int], *, final: bool
) -> Tables:
    """`keys` are fresh uniform 64-bit numbers, one per response, to be thrown away afterwards."""
    pairs = tuple(zip(responses, keys, strict=True))
    people = rounded(keys)
    return Tables(
        survey=survey.id,
        final=final,
        people=people if people >= FEW else None,
        tables=(*_one_way(survey, pairs), *(_crossed(survey, pairs) if final else ())),
    )


def _one_way(survey: Survey, pairs: Collection[_Pair]) -> Iterator[Table]:
    for question in survey.questions:
        met = _met(question, pairs)
        yield _table(question, met, allowed(_base(met)))


def _crossed(survey: Survey, pairs: Collection[_Pair]) -> Iterator[Table]:
    by_id = {question.id: question for question in survey.questions}
    for question in survey.questions:
        met = _met(question, pairs)
        for breakdown in survey.breakdowns:
            if breakdown != question.id:
                yield from _rows(question, by_id[breakdown], met)


def _rows(question: Question, breakdown: Question, met: Collection[_Pair]) -> Iterator[Table]:
    for group in published(breakdown):
        members = _choosing(breakdown, group, met)
        may = allowed(_base(members), row_of=_base(met))
        yield _table(question, members, may, breakdown=breakdown.id, group=group)


def _table(
    question: Question,
    met: Collection[_Pair],
    may: Allowed | None,
    *,
    breakdown: str | None = None,
    group: str | None = None,
) -> Table:
    if may is None:
        return Table(question.id, None, None, (), (), breakdown, group)
    base = _base(met)
    answered = rounded([key for answers, key in met if answers[question.id] != PREFER_NOT])
    cells = tuple(
        _cell(option, _count(question, option, met), may, base, answered)
        for option in published(question)
    )
    return Table(
        question=question.id,
        base=base,
        answered=answered if answered >= FEW else None,
        cells=cells,
        most=most_chosen(_chosen_counts(cells)) if may.shares else (),
        breakdown=breakdown,
        group=group,
    )


def _cell(option: str, count: int, may: Allowed, base: int, answered: int) -> Cell:
    if count < may.least:
        return Cell(option, None)
    if not may.shares:
        return Cell(option, count)
    solid = answered >= (FEW if may.least else SOLID)
    return Cell(
        option,
        count,
        share(count, base),
        share(count, answered) if solid and option != PREFER_NOT else None,
    )


def _chosen_counts(cells: Collection[Cell]) -> Mapping[str, int | None]:
    return {cell.option: cell.count for cell in cells if cell.option != PREFER_NOT}


def _base(pairs: Collection[_Pair]) -> int:
    return rounded([key for _, key in pairs])


def _count(question: Question, option: str, met: Collection[_Pair]) -> int:
    return _base(_choosing(question, option, met))


def _met(question: Question, pairs: Collection[_Pair]) -> list[_Pair]:
    """A response holds an answer to exactly the questions on its path."""
    return [pair for pair in pairs if question.id in pair[0]]


def _choosing(question: Question, option: str, pairs: Collection[_Pair]) -> list[_Pair]:
    return [pair for pair in pairs if _counts(question, pair[0].get(question.id), option)]


def _counts(question: Question, answer: Value | None, option: str) -> bool:
    """Whether this answer stands in this row; one of a multiple choice may stand in several."""
    match answer:
        case None:
            return False
        case str():
            return answer == option
        case int():
            return any(band.id == option and _within(band, answer) for band in question.bands)
        case _:
            return option in answer


def _within(band: Band, number: int) -> bool:
    return (band.low is None or band.low <= number) and (band.high is None or number <= band.high)
