"""Lays a release out as one long list of lines, with codes and words, for every file format."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.disclosure import published
from bot.core.model import PREFER_NOT, Question, Survey, Type
from bot.release.artefact import Release
from bot.release.reader import Reader
from bot.release.tables import Cell, Table


@dataclass(frozen=True, slots=True)
class Line:
    """One count. The first line of a release has no question: it counts the people."""

    question: str = ""
    question_label: str = ""
    measure: str = ""
    """What of a ranking is counted ("first", "first-three"); empty for every other question."""
    measure_label: str = ""
    option: str = ""
    option_label: str = ""
    breakdown: str = ""
    breakdown_label: str = ""
    group: str = ""
    group_label: str = ""
    count: int | None = None
    share: int | None = None
    share_answered: int | None = None
    base: int | None = None
    answered: int | None = None
    note: str = ""


FOOTNOTES = (
    "release.note.rounded",
    "release.note.not-additive",
    "release.note.people",
    "release.note.fewer",
)
"""What every reader of a release must know, wherever it is shown."""


def footnotes(survey: Survey) -> tuple[str, ...]:
    """And where answers add up to more than the people, that too."""
    several = any(question.type is Type.MULTIPLE for question in survey.questions)
    return (*FOOTNOTES, "release.note.several") if several else FOOTNOTES


def lines(release: Release, reader: Reader) -> Iterator[Line]:
    people = release.tables.people
    notes = ("release.note.rounded", "release.note.not-additive")
    yield Line(
        count=people,
        base=people,
        note=_joined(reader, *(notes if people is not None else ("release.note.too-few",))),
        question_label=reader.say("release.people"),
    )
    for table in release.tables.tables:
        yield from _lines(table, reader)


def _lines(table: Table, reader: Reader) -> Iterator[Line]:
    question = reader.question(table.question)
    cells = table.cells or (Cell("", None),)
    for cell in cells:
        yield Line(
            question=question.id,
            question_label=reader.text(question),
            measure=table.measure,
            measure_label=reader.measure(table.measure),
            option=cell.option,
            option_label=reader.option(question, cell.option) if cell.option else "",
            **_group(table, reader),
            count=cell.count,
            share=cell.share,
            share_answered=cell.share_answered,
            base=table.base,
            answered=table.answered,
            note=_joined(reader, *_notes(question, table, cell)),
        )


def _group(table: Table, reader: Reader) -> dict[str, str]:
    if table.breakdown is None or table.group is None:
        return {}
    breakdown = reader.question(table.breakdown)
    return {
        "breakdown": breakdown.id,
        "breakdown_label": reader.text(breakdown),
        "group": table.group,
        "group_label": reader.option(breakdown, table.group),
    }


def _notes(question: Question, table: Table, cell: Cell) -> Iterator[str]:
    """Keys of what must be known to read this count."""
    if table.base is None:
        yield "release.note.too-few"
        return
    if cell.count is None:
        yield "release.note.withheld"
    elif cell.count == 0:
        yield "release.note.fewer"
    if cell.option in table.most:
        yield "release.most" if len(table.most) == 1 else "release.about-equal"
    yield from about(question, table)


def about(question: Question, table: Table) -> Iterator[str]:
    """Keys of what must be known to read this table."""
    if question.ask_if:
        yield "release.note.asked"
    if question.type is Type.MULTIPLE or table.measure == "first-three":
        yield "release.note.several"


def _joined(reader: Reader, *keys: str) -> str:
    return " ".join(reader.say(key) for key in keys)


def codebook(reader: Reader) -> Iterator[tuple[str, str, str, str, str]]:
    """Question, its words, its type, option, its words: everything that a code can mean."""
    for question in reader.questions:
        text, kind = reader.text(question), reader.say(f"release.type.{question.type}")
        for code in codes(question):
            yield question.id, text, kind, code, reader.option(question, code)


def codes(question: Question) -> tuple[str, ...]:
    """Every code of it that a file may hold, each once."""
    found = published(question)
    return found if PREFER_NOT in found else (*found, PREFER_NOT)
