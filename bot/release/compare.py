"""Puts the final results of several cities side by side, where they asked the same; no verdict."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TypeAlias

from bot.core.model import Lang, Words
from bot.release.exchanged import Asked, Exchanged
from bot.release.formats.csv import safe
from bot.release.reader import Says
from bot.release.tables import Cell, Table

FEWEST, MOST = 2, 6
"""Files of one comparison."""
HEADER = (
    "question", "question_label", "measure", "option", "option_label",
    "city", "survey", "day", "base", "count", "share_percent",
)  # fmt: skip

Wordings: TypeAlias = tuple[tuple[str, str], ...]
"""Each side's name and words, where they differ; else nothing."""
_Key: TypeAlias = tuple[str, str, frozenset[str]]
"""Question, type, codes: what must be equal to be compared."""


@dataclass(frozen=True, slots=True)
class Side:
    """One file of the comparison, under a name that no other has."""

    name: str
    release: Exchanged


@dataclass(frozen=True, slots=True)
class Answer:
    option: str
    label: str
    wordings: Wordings
    cells: tuple[tuple[Side, Cell], ...]
    """Of the sides that may show numbers for this question."""


@dataclass(frozen=True, slots=True)
class Shared:
    """One question that several sides asked with the same answers."""

    question: str
    measure: str
    label: str
    wordings: Wordings
    tables: tuple[tuple[Side, Table], ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    sides: tuple[Side, ...]
    shared: tuple[Shared, ...]
    unlike: tuple[str, ...]
    """Questions that some asked with other answers, so that those cannot be compared."""


def compare(releases: Sequence[Exchanged], lang: Lang, say: Says) -> Comparison:
    """`say`: the words of that language."""
    sides = tuple(_sides(releases, say))
    groups: dict[_Key, list[Side]] = {}
    for side in sides:
        for asked in side.release.questions.values():
            groups.setdefault((asked.id, asked.type, frozenset(asked.options)), []).append(side)
    common = {key: group for key, group in groups.items() if len(group) >= FEWEST}
    ids = [id_ for id_, _, _ in groups]
    return Comparison(
        sides=sides,
        shared=tuple(
            one for (id_, _, _), group in common.items() for one in _shared(id_, group, lang)
        ),
        unlike=tuple(
            group[0].release.questions[id_].text[lang]
            for id_, group in {id_: group for (id_, _, _), group in groups.items()}.items()
            if ids.count(id_) > 1
        ),
    )


def _sides(releases: Sequence[Exchanged], say: Says) -> Iterator[Side]:
    """By the body that asked; where one asked twice, by the survey too, and if need be the day."""
    bodies = [release.body for release in releases]
    titled = [say("console.pair", name=one.body, value=one.title) for one in releases]
    for release, body, both in zip(releases, bodies, titled, strict=True):
        if bodies.count(body) == 1:
            yield Side(body, release)
        elif titled.count(both) == 1:
            yield Side(both, release)
        else:
            yield Side(f"{both} ({release.name}, {release.day.isoformat()})", release)


def _shared(id_: str, sides: Sequence[Side], lang: Lang) -> Iterator[Shared]:
    """One for each way in which it is counted; a ranking has two."""
    asked = [(side.name, side.release.questions[id_]) for side in sides]
    label, wordings = _said(((name, one.text) for name, one in asked), lang)
    for measure in dict.fromkeys(table.measure for side in sides for table in _of(side, id_)):
        tables = tuple((s, t) for s in sides for t in _of(s, id_) if t.measure == measure)
        if len(tables) >= FEWEST:
            answers = tuple(_answers(asked, tables, lang))
            yield Shared(id_, measure, label, wordings, tables, answers)


def _of(side: Side, question: str) -> Iterator[Table]:
    return (table for table in side.release.tables if table.question == question)


def _answers(
    asked: Sequence[tuple[str, Asked]], tables: Sequence[tuple[Side, Table]], lang: Lang
) -> Iterator[Answer]:
    """In the order of the first file; what no side shows is left out."""
    for option in asked[0][1].options:
        label, wordings = _said(((name, one.options[option]) for name, one in asked), lang)
        cells = tuple((s, c) for s, table in tables for c in table.cells if c.option == option)
        if cells:
            yield Answer(option, label, wordings, cells)


def _said(words: Iterable[tuple[str, Words]], lang: Lang) -> tuple[str, Wordings]:
    """In this language as the first file has it, and the words of each where they differ."""
    said = tuple((name, text[lang]) for name, text in words)
    alike = len({text.casefold() for _, text in said}) == 1
    return said[0][1], () if alike else said


def as_csv(found: Comparison, lang: Lang) -> bytes:
    """One count a line, each city with its own words; an empty count is not shown."""
    out = StringIO(newline="")
    csv.writer(out).writerows([HEADER, *_lines(found, lang)])
    return out.getvalue().encode("utf-8-sig")


def _lines(found: Comparison, lang: Lang) -> Iterator[tuple[str | int, ...]]:
    for shared in found.shared:
        for side, table in shared.tables:
            asked = side.release.questions[shared.question]
            about = (shared.question, asked.text[lang], shared.measure)
            whose = (side.name, side.release.title, side.release.day.isoformat())
            for cell in table.cells or (Cell("", None),):
                label = asked.options[cell.option][lang] if cell.option else ""
                texts = map(safe, (*about, cell.option, label, *whose))
                numbers = (table.base, cell.count, cell.share)
                yield (*texts, *("" if number is None else number for number in numbers))
