"""Reads a stored release into the words and bars of a results page; it counts nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from babel.numbers import format_percent

from bot.content.words import LOCALES
from bot.core.model import Question, Type
from bot.release.artefact import Release
from bot.release.layout import Reader
from bot.release.tables import Cell, Table


@dataclass(frozen=True, slots=True)
class Bar:
    """One answer. Shares are words; `width` is the share as a number, for the drawing."""

    label: str
    count: str
    share: str
    share_answered: str
    width: int


@dataclass(frozen=True, slots=True)
class Crossed:
    """One question by one breakdown: a row an answer, a column a group."""

    by: str
    groups: tuple[tuple[str, str], ...]
    """Each group's words and its base."""
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    """Each answer's words and one cell a group."""


@dataclass(frozen=True, slots=True)
class Chart:
    id: str
    text: str
    notes: tuple[str, ...]
    base: str
    """Empty: too few answers, and no bars."""
    answered: str
    bars: tuple[Bar, ...]
    verdict: str
    """"Most chosen: …", "About equal: …" or nothing."""
    crossed: tuple[Crossed, ...]


def charts(release: Release, reader: Reader) -> Iterator[Chart]:
    """In the order of the questions."""
    one_way = [table for table in release.tables.tables if table.breakdown is None]
    for table in one_way:
        question = reader.question(table.question)
        crossed = [
            other
            for other in release.tables.tables
            if other.question == table.question and other.breakdown is not None
        ]
        yield _chart(question, table, crossed, reader)


def _chart(question: Question, table: Table, crossed: list[Table], reader: Reader) -> Chart:
    return Chart(
        id=question.id,
        text=reader.word(question.text),
        notes=tuple(reader.say(key) for key in _notes(question)),
        base="" if table.base is None else str(table.base),
        answered="" if table.answered is None else str(table.answered),
        bars=tuple(_bar(question, cell, reader) for cell in table.cells),
        verdict=_verdict(question, table, reader),
        crossed=tuple(_crossed(question, crossed, reader)),
    )


def _notes(question: Question) -> Iterator[str]:
    if question.ask_if:
        yield "release.note.asked"
    if question.type is Type.MULTIPLE:
        yield "release.note.several"


def _bar(question: Question, cell: Cell, reader: Reader) -> Bar:
    return Bar(
        label=reader.option(question, cell.option),
        count=_count(cell, reader),
        share=_percent(cell.share, reader),
        share_answered=_percent(cell.share_answered, reader),
        width=cell.share or 0,
    )


def _count(cell: Cell, reader: Reader) -> str:
    match cell.count:
        case None:
            return reader.say("console.results.not_shown")
        case 0:
            return reader.say("console.results.fewer")
        case count:
            return str(count)


def _percent(share: int | None, reader: Reader) -> str:
    if share is None:
        return ""
    return format_percent(share / 100, locale=LOCALES[reader.lang])


def _verdict(question: Question, table: Table, reader: Reader) -> str:
    options = ", ".join(reader.option(question, option) for option in table.most)
    match len(table.most):
        case 0:
            return ""
        case 1:
            return reader.say("console.results.most", option=options)
        case _:
            return reader.say("console.results.equal", options=options)


def _crossed(question: Question, tables: list[Table], reader: Reader) -> Iterator[Crossed]:
    for id_ in dict.fromkeys(table.breakdown for table in tables if table.breakdown):
        groups = [table for table in tables if table.breakdown == id_]
        breakdown = reader.question(id_)
        yield Crossed(
            by=reader.word(breakdown.text),
            groups=tuple(_group(breakdown, table, reader) for table in groups),
            rows=tuple(_rows(question, groups, reader)),
        )


def _group(breakdown: Question, table: Table, reader: Reader) -> tuple[str, str]:
    words = reader.option(breakdown, table.group or "")
    if table.base is None:
        return words, reader.say("release.note.too-few")
    return words, reader.say("console.results.base", base=table.base)


def _rows(
    question: Question, groups: Sequence[Table], reader: Reader
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The options that any group shows; a group with too few answers has an empty cell."""
    shown = dict.fromkeys(cell.option for table in groups for cell in table.cells)
    for option in shown:
        cells = (
            next((cell for cell in table.cells if cell.option == option), None) for table in groups
        )
        yield reader.option(question, option), tuple(_figure(cell, reader) for cell in cells)


def _figure(cell: Cell | None, reader: Reader) -> str:
    if cell is None:
        return "–"
    count, share = _count(cell, reader), _percent(cell.share, reader)
    return f"{count} ({share})" if share else count
