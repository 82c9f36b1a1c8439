"""Makes of what was counted the tables that may be published."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.core.disclosure import (
    FEW,
    OTHER,
    SOLID,
    SPOKEN,
    STEP,
    Allowed,
    allowed,
    most_chosen,
    share,
)
from bot.core.model import LANGUAGES, PREFER_NOT
from bot.release.tally import Column, Counted, Group, Sums, Tally, shown

Part = TypeVar("Part")


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
    measure: str = ""
    """Of a ranking what is counted: "first" or "first-three" places. Empty for the others."""

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
    """One per question in declared order, of a ranking two; in a final then one per question,
    breakdown and group."""

    def __post_init__(self) -> None:
        _refuse_exact(self.people)


def _refuse_exact(count: int | None) -> None:
    if count is not None and count % STEP:
        raise ValueError("an exact count may not be published")


def build(tally: Tally, *, final: bool) -> Tables:
    people, sums = shown(tally.people), tally.sums()
    return Tables(
        survey=tally.survey.id,
        final=final,
        people=people if people >= FEW else None,
        tables=(*_one_way(tally, sums), *(_crossed(tally, sums) if final else ())),
    )


def _one_way(tally: Tally, sums: Sums) -> Iterator[Table]:
    for column in tally.columns:
        counted = _counted(column, sums.whole)
        yield _table(column, counted, allowed(shown(counted.met)))


def _crossed(tally: Tally, sums: Sums) -> Iterator[Table]:
    """Each question by each breakdown; nobody was asked the language, so it is not crossed."""
    by_id = {column.question.id: column for column in tally.columns}
    groups = {id_: _groups(by_id[id_], sums) for id_ in tally.survey.breakdowns}
    for column in tally.columns:
        whole = shown(column.counted(sums.whole).met)
        for breakdown in groups if column.question != SPOKEN else ():
            if breakdown != column.question.id:
                for code, group in groups[breakdown].items():
                    counted = column.counted(group)
                    may = allowed(shown(counted.met), row_of=whole)
                    yield _table(column, counted, may, breakdown, code)


def _table(
    column: Column,
    counted: Counted,
    may: Allowed | None,
    breakdown: str | None = None,
    group: str | None = None,
) -> Table:
    """`group`: the option of the breakdown, whose people were counted."""
    if may is None:
        where = breakdown, group, column.measure
        return Table(column.question.id, None, None, (), (), *where)
    base, answered = shown(counted.met), shown(counted.answered)
    cells = tuple(
        _cell(code, shown(cell), may, base, answered) for code, cell in counted.by_code.items()
    )
    return Table(
        question=column.question.id,
        base=base,
        answered=answered if answered >= FEW else None,
        cells=cells,
        most=most_chosen(_chosen_counts(cells)) if may.shares else (),
        breakdown=breakdown,
        group=group,
        measure=column.measure,
    )


def _counted(column: Column, whole: Group) -> Counted:
    counted = column.counted(whole)
    if column.question != SPOKEN:
        return counted
    return replace(counted, by_code=_united(counted.by_code, _of_few(column, whole), sum))


def _groups(breakdown: Column, sums: Sums) -> Mapping[str, Group]:
    groups = sums.groups[breakdown.question.id]
    if breakdown.question != SPOKEN:
        return groups
    return _united(groups, _of_few(breakdown, sums.whole), _added)


def _of_few(spoken: Column, whole: Group) -> Collection[str]:
    """The languages that so few people answered in that they are counted together."""
    by_code = spoken.counted(whole).by_code
    return [lang for lang in LANGUAGES if shown(by_code[lang]) < SOLID]


def _added(groups: Iterable[Group]) -> Group:
    return [sum(cells) for cells in zip(*groups, strict=True)]


def _united(
    by_language: Mapping[str, Part], few: Collection[str], add: Callable[[Iterable[Part]], Part]
) -> Mapping[str, Part]:
    others = {OTHER: add([by_language[lang] for lang in few])} if few else {}
    return {lang: by_language[lang] for lang in LANGUAGES if lang not in few} | others


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
