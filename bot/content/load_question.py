"""Reads the questions of a survey; each row of a matrix becomes a question of its own."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from bot.content.cursor import MOST_OF_ID, Cursor, is_id
from bot.content.survey_words import SurveyWords, label, one, row_text, some
from bot.core.model import Band, Option, Question, Type
from bot.core.month import month

MATRIX = "matrix"
"""A notation only: no question has this type."""
KNOWN = (
    "options", "fixed", "alone", "shuffle", "at_most", "ask_if", "low", "high", "bands", "rows",
)  # fmt: skip
RANGED = frozenset({Type.NUMBER, Type.MONTH})
MOST = 1_000_000
Named: TypeAlias = tuple[Cursor, str]
"""An id, and where it is declared."""


def questions(root: Cursor, words: SurveyWords) -> tuple[Question, ...]:
    if root and not root.value:
        root.report("EMPTY", key=root.key)
    names: list[Named] = []
    read = tuple(question for item in root.items() for question in _declared(item, words, names))
    root.once(names)
    return read


def _declared(item: Cursor, words: SurveyWords, names: list[Named]) -> Iterator[Question]:
    """The questions of one entry of the list."""
    id_, kind = item["id"].id(), item["type"].choice((*Type, MATRIX))
    names.append((item["id"], id_))
    if kind == MATRIX:
        yield from _matrix(item, id_, words, names)
    else:
        yield _question(item, id_, Type(kind) if kind else Type.SINGLE, words)


def _matrix(item: Cursor, id_: str, words: SurveyWords, names: list[Named]) -> Iterator[Question]:
    item.fields(("id", "type", "rows", "options"), KNOWN)
    if item["rows"] and not item["rows"].value:
        item["rows"].report("EMPTY", key=item["rows"].key)
    for row in item["rows"].ids():
        name = f"{id_}-{row}"
        if not is_id(name):
            item["rows"].report("ID", value=name, most=MOST_OF_ID)
        names.append((item["rows"], name))
        yield Question(
            id=name,
            type=Type.SINGLE,
            text=row_text(words, id_, row),
            options=_options(item, id_, words),
            ask_if=_conditions(item["ask_if"]),
            shuffle=item["shuffle"].flag(),
            at_most=item["at_most"].number(1, 99) if item["at_most"] else 0,
            matrix=id_,
            stem=one(words, "questions", id_, "text"),
            row=one(words, "questions", id_, "rows", row),
            note=some(words, "questions", id_, "note"),
        )


def _question(item: Cursor, id_: str, type_: Type, words: SurveyWords) -> Question:
    item.fields(("id", "type"), KNOWN)
    if type_ in RANGED:
        item.fields(("id", "type", "low", "high"), KNOWN)
    read = Cursor.month if type_ is Type.MONTH else _whole
    return Question(
        id=id_,
        type=type_,
        text=one(words, "questions", id_, "text"),
        options=_options(item, id_, words),
        ask_if=_conditions(item["ask_if"]),
        shuffle=item["shuffle"].flag(),
        at_most=item["at_most"].number(1, 99) if item["at_most"] else 0,
        low=read(item["low"]) if item["low"] else 0,
        high=read(item["high"]) if item["high"] else 0,
        bands=_bands(item["bands"], read, month if type_ is Type.MONTH else str),
        lowest=one(words, "questions", id_, "lowest") if type_ is Type.POINTS else {},
        highest=one(words, "questions", id_, "highest") if type_ is Type.POINTS else {},
        note=some(words, "questions", id_, "note"),
    )


def _whole(item: Cursor) -> int:
    return item.number(-MOST, MOST)


def _options(item: Cursor, question: str, words: SurveyWords) -> tuple[Option, ...]:
    ids = item["options"].ids()
    fixed, alone = item["fixed"].choices(ids), item["alone"].choices(ids)
    return tuple(
        Option(
            id_,
            label(words, question, id_, "label"),
            label(words, question, id_, "button"),
            fixed=id_ in fixed,
            alone=id_ in alone,
        )
        for id_ in ids
    )


def _conditions(root: Cursor) -> Mapping[str, frozenset[str]]:
    root.fields((), tuple(root.entries()))
    return {
        question: frozenset(item.text() for item in options.items())
        for question, options in root.entries().items()
    }


def _bands(
    root: Cursor, read: Callable[[Cursor], int], written: Callable[[int], str]
) -> tuple[Band, ...]:
    """The lowest and the highest are open."""
    pairs = [_pair(item, read) for item in root.items()]
    return tuple(
        Band(
            f"{written(low)}-{written(high)}",
            None if i == 0 else low,
            None if i == len(pairs) - 1 else high,
        )
        for i, (low, high) in enumerate(pairs)
    )


def _pair(item: Cursor, read: Callable[[Cursor], int]) -> tuple[int, int]:
    ends = tuple(map(read, item.items()))
    if len(ends) != 2:  # noqa: PLR2004 (a band has two ends)
        item.report("LIST", key=item.key)
        return 0, 0
    return ends[0], ends[1]
