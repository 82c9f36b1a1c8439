"""Walks over the rows of a form: groups are opened, tables of questions kept together."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from bot.content.xlsform.kind import Kind, Typed, typed
from bot.content.xlsform.note import NotAForm, Note
from bot.content.xlsform.table import Row

MATRIX = frozenset({"table-list"})
ROW_OF_MATRIX = frozenset({"list-nolabel"})
DEEPEST = 30
"""Groups within groups."""


@dataclass(frozen=True, slots=True)
class Item:
    row: Row
    typed: Typed
    relevant: tuple[str, ...] = ()
    """Its condition, after those of the groups around it; all must hold."""

    @property
    def own_relevant(self) -> str:
        return self.row.text("relevant")

    @property
    def appearance(self) -> frozenset[str]:
        return frozenset(self.row.text("appearance").lower().split())


@dataclass(frozen=True, slots=True)
class Grid:
    """A group whose questions are shown as one table."""

    row: Row
    relevant: tuple[str, ...]
    items: tuple[Item, ...]


Entry: TypeAlias = "Item | Grid"


def outline(rows: tuple[Row, ...], notes: list[Note]) -> tuple[Entry, ...]:
    return tuple(_Walk(iter(rows), notes).entries((), depth=0))


@dataclass(frozen=True, slots=True)
class _Walk:
    rows: Iterator[Row]
    notes: list[Note]

    def entries(self, around: tuple[str, ...], depth: int) -> Iterator[Entry]:
        """Up to the end of this group, or of the form."""
        if depth > DEEPEST:
            raise NotAForm("import.refused.damaged")
        for row in self.rows:
            found = typed(row.text("type"))
            match found.kind:
                case Kind.END if depth:
                    return
                case Kind.END:
                    self.notes.append(row.note("import.end"))
                case Kind.GROUP:
                    yield from self.group(row, around, depth)
                case Kind.REPEAT:
                    self.repeat(row, depth)
                case _ if found.written:
                    yield Item(row, found, _also(around, row))
                case _ if row.cells:
                    self.notes.append(row.note("import.no_type"))

    def group(self, row: Row, around: tuple[str, ...], depth: int) -> Iterator[Entry]:
        relevant = _also(around, row)
        inside = tuple(self.entries(relevant, depth + 1))
        items = tuple(entry for entry in inside if isinstance(entry, Item))
        if len(items) == len(inside) and _is_grid(row, items):
            yield Grid(row, relevant, items)
            return
        if row.text("label"):
            self.notes.append(row.note("import.heading", label=row.text("label")))
        yield from inside

    def repeat(self, row: Row, depth: int) -> None:
        """A survey asks each question once: all that stands inside is left out, and named."""
        self.notes.append(row.note("import.repeat"))
        for entry in self.entries((), depth + 1):
            for item in (entry,) if isinstance(entry, Item) else entry.items:
                name = item.row.text("name")
                self.notes.append(item.row.note("import.in_repeat", name=name))


def _also(around: tuple[str, ...], row: Row) -> tuple[str, ...]:
    own = row.text("relevant")
    return (*around, own) if own else around


def _is_grid(row: Row, items: tuple[Item, ...]) -> bool:
    group = frozenset(row.text("appearance").lower().split())
    return bool(group & MATRIX) or any(item.appearance & ROW_OF_MATRIX for item in items)
