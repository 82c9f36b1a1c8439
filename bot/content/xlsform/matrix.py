"""Takes a group that is shown as a table for one matrix: a row a question, the same options."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.content.xlsform.asked import Asked, Fields, Questionnaire
from bot.content.xlsform.choices import Choice
from bot.content.xlsform.kind import Kind
from bot.content.xlsform.options import Options, options
from bot.content.xlsform.outline import Grid, Item
from bot.content.xlsform.safe import own_id
from bot.content.xlsform.table import Row
from bot.core.model import Type, Words

MATRIX = "matrix"
HEAD = "label"
"""The appearance of a question that only heads the table."""
MOST_OF_HALF = 18
"""Characters of a matrix's id and of a row's: together they are the id of a question."""


@dataclass(frozen=True, slots=True)
class Matrix:
    stem: Row
    notes: tuple[Item, ...]
    rows: tuple[Item, ...]


def matrix(grid: Grid) -> Matrix | None:
    """None where it is no table of single choices from one list with a text of its own."""
    notes = tuple(item for item in grid.items if item.typed.kind is Kind.NOTE)
    heads = tuple(item for item in grid.items if HEAD in item.appearance)
    rows = tuple(item for item in grid.items if item not in (*notes, *heads))
    stem = grid.row if grid.row.text("label") else next((item.row for item in heads), None)
    alike = len({item.typed for item in rows}) == 1 and rows[0].typed.kind is Kind.ONE
    if stem is None or not alike or len(rows) == 1 or rows[0].typed.or_other:
        return None
    if any(item.own_relevant for item in rows):
        return None
    return Matrix(stem, notes, rows)


def put(
    found: Matrix, grid: Grid, asking: Questionnaire, lists: Mapping[str, tuple[Choice, ...]]
) -> None:
    read = options(found.rows[0], lists, asking.speech)
    if read is None:
        return
    id_ = asking.new_id(grid.row, MOST_OF_HALF)
    rows = _rows(found, id_, read, asking)
    fields: Fields = {
        "id": id_,
        "type": MATRIX,
        "rows": tuple(rows),
        **read.fields(),
        **asking.ask_if(grid.row, grid.relevant),
    }
    said = asking.said(found.stem)
    words: dict[str, Fields] = {
        lang: {
            **said[lang],
            "rows": {row: label[lang] for row, label in rows.items()},
            "options": read.words(lang),
        }
        for lang in asking.speech.langs
    }
    asking.asked.append(Asked(id_, fields, words))


def _rows(found: Matrix, id_: str, read: Options, asking: Questionnaire) -> Mapping[str, Words]:
    """Their words by their ids within the matrix; a later condition may name them."""
    rows: dict[str, Words] = {}
    for item in found.rows:
        name = own_id(item.row.text("name"), f"row-{len(rows) + 1}", rows, MOST_OF_HALF)
        rows[name] = asking.speech.words(item.row, "label")
        asking.ids[item.row.text("name")] = f"{id_}-{name}"
        asking.taken.add(f"{id_}-{name}")
        asking.target(item.row, f"{id_}-{name}", read.codes, Type.SINGLE)
        for column in ("hint", "constraint"):
            if item.row.text(column):
                asking.speech.tell(item.row, "import.cell", column=column)
    return rows
