"""Names, labels and values of the columns in a release of single records, as packages want them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.disclosure import OTHER
from bot.core.model import PREFER_NOT, Question, Type
from bot.release.coding import FIRST, LOWER, NEXT, NOT_ASKED, TICKED, UNTICKED
from bot.release.reader import Reader
from bot.release.rows import Column

JOIN = "+"
"""Between the codes of a group of answers."""
_PLACES = frozenset({TICKED, UNTICKED, FIRST, NEXT, LOWER})
_ORDERED = frozenset({Type.SCALE, Type.POINTS, Type.NUMBER, Type.MONTH, Type.RANKING})
_RESERVED = frozenset(
    {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}
)
"""Words that SPSS keeps for itself."""


@dataclass(frozen=True, slots=True)
class Variable:
    id: str
    """As the column of the file is called."""
    name: str
    """As statistics programs take it."""
    label: str
    ordered: bool
    values: tuple[tuple[str, str], ...]
    """Codes with their words, those that are no answer last."""


def variables(columns: tuple[Column, ...], reader: Reader) -> Iterator[Variable]:
    for column in columns:
        question = reader.question(column.question)
        codes = sorted(column.codes, key=lambda code: code == PREFER_NOT)
        yield Variable(
            id=column.id,
            name=_name(column.id),
            label=_label(question, column, reader),
            ordered=question.type in _ORDERED,
            values=(
                *((code, _value(question, column, code, reader)) for code in codes),
                (NOT_ASKED, reader.say("release.rows.not-asked")),
            ),
        )


def _name(id_: str) -> str:
    """Letters, digits, dots and underscores; unique, since ids hold no underscore."""
    name = id_.replace("-", "_")
    return name if re.match("[a-z]", name) and name not in _RESERVED else f"q_{name}"


def _label(question: Question, column: Column, reader: Reader) -> str:
    text = reader.text(question)
    return f"{text} – {reader.option(question, column.option)}" if column.option else text


def _value(question: Question, column: Column, code: str, reader: Reader) -> str:
    if column.option and code in _PLACES:
        return reader.say(f"release.rows.{code}")
    if column.option and code == OTHER:
        return reader.say(f"option.{OTHER}")
    return ", ".join(reader.option(question, one) for one in code.split(JOIN))
