"""Reads a stored release into the words and bars of a report; it counts nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.disclosure import OTHER, SOLID, SPOKEN
from bot.core.model import PREFER_NOT, Question
from bot.release.artefact import Release
from bot.release.layout import about
from bot.release.reader import Reader
from bot.release.tables import Cell, Table

MOST_NAMED = 3
"""Answers that one sentence names; of more it says how many they are."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One answer. Count and shares are words; `width` is the share as a number, for drawing."""

    label: str
    count: str
    share: str
    share_answered: str
    width: int
    most: bool
    """Chosen most, or about as often as the most chosen one."""
    aside: bool
    """Whoever gave it did not answer."""
    told: str
    """All of it in words, for those who do not see it drawn."""


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
    """Of the question, and where it is counted in several ways, of the measure."""
    text: str
    stem: str
    """Of a matrix: the text over its rows, empty for every other question."""
    row: str
    measure: str
    notes: tuple[str, ...]
    base: str
    """In words; empty: no bars."""
    instead: str
    """Why there are none, and what stands in their place; empty: there are some."""
    asked: str
    answered: str
    bars: tuple[Bar, ...]
    verdict: str
    """"Most chosen: …", "About equal: …" or nothing."""
    crossed: tuple[Crossed, ...]


def charts(release: Release, reader: Reader) -> Iterator[Chart]:
    """In the order of the questions."""
    tables = release.tables.tables
    for table in tables:
        if table.breakdown is None:
            crossed = [
                other
                for other in tables
                if other.breakdown is not None
                and (other.question, other.measure) == (table.question, table.measure)
            ]
            yield _chart(table, crossed, reader)


def is_alone(table: Table) -> bool:
    """So few people answered in each language that all are counted together: it says nothing."""
    return table.question == SPOKEN.id and [cell.option for cell in table.cells] == [OTHER]


def _instead(table: Table, reader: Reader) -> str:
    if table.base is None:
        return reader.say("release.note.too-few")
    return reader.say("release.note.one-language", least=SOLID) if is_alone(table) else ""


def _chart(table: Table, crossed: Sequence[Table], reader: Reader) -> Chart:
    question, instead = reader.question(table.question), _instead(table, reader)
    return Chart(
        id=f"{question.id}.{table.measure}" if table.measure else question.id,
        text=reader.text(question),
        stem=reader.word(question.stem),
        row=reader.word(question.row),
        measure=reader.measure(table.measure),
        notes=tuple(reader.say(key) for key in about(question, table)),
        base="" if instead or table.base is None else based(table.base, reader),
        instead=instead,
        asked="" if table.base is None else reader.number(table.base),
        answered="" if table.answered is None else reader.number(table.answered),
        bars=() if instead else tuple(_bar(question, table, cell, reader) for cell in table.cells),
        verdict="" if instead else _verdict(question, table, reader),
        crossed=tuple(_crossed(question, crossed, reader)),
    )


def based(base: int, reader: Reader) -> str:
    return reader.say("release.base", base=reader.number(base))


def _bar(question: Question, table: Table, cell: Cell, reader: Reader) -> Bar:
    label, count = reader.option(question, cell.option), counted(cell, reader)
    share = _percent(cell.share, reader)
    return Bar(
        label=label,
        count=count,
        share=share,
        share_answered=_percent(cell.share_answered, reader),
        width=cell.share or 0,
        most=cell.option in table.most,
        aside=cell.option == PREFER_NOT,
        told=reader.say("console.pair", name=label, value=f"{count}, {share}" if share else count),
    )


def counted(cell: Cell, reader: Reader) -> str:
    match cell.count:
        case None:
            return reader.say("release.not-shown")
        case 0:
            return reader.say("release.fewer")
        case count:
            return reader.number(count)


def _percent(share: int | None, reader: Reader) -> str:
    return "" if share is None else reader.percent(share)


def _verdict(question: Question, table: Table, reader: Reader) -> str:
    named = ", ".join(reader.option(question, option) for option in table.most[:MOST_NAMED])
    match len(table.most):
        case 0:
            return ""
        case 1:
            return reader.say("release.verdict.most", option=named)
        case many if many <= MOST_NAMED:
            return reader.say("release.verdict.equal", options=named)
        case many:
            return reader.say("release.verdict.more", options=named, n=many - MOST_NAMED)


def _crossed(question: Question, tables: Sequence[Table], reader: Reader) -> Iterator[Crossed]:
    for id_ in dict.fromkeys(table.breakdown for table in tables if table.breakdown):
        groups = [table for table in tables if table.breakdown == id_]
        if [table.group for table in groups] == [OTHER]:
            continue
        breakdown = reader.question(id_)
        yield Crossed(
            by=reader.text(breakdown),
            groups=tuple(_group(breakdown, table, reader) for table in groups),
            rows=tuple(_rows(question, groups, reader)),
        )


def _group(breakdown: Question, table: Table, reader: Reader) -> tuple[str, str]:
    words = reader.option(breakdown, table.group or "")
    if table.base is None:
        return words, reader.say("release.note.too-few")
    return words, reader.say("release.of", base=reader.number(table.base))


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
    count, share = counted(cell, reader), _percent(cell.share, reader)
    return f"{share} ({count})" if share else count
