"""Reads a published release as somebody who knows the rules of the paper and has only its JSON."""

import csv
import json
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Final, NotRequired, TypedDict

STEP: Final = 5
FEW: Final = 10
SOLID: Final = 30
PREFER_NOT: Final = "prefer-not"

FIELDS: Final = {"survey", "final", "people", "tables"}
OF_TABLE: Final = {"question", "base", "answered", "cells", "most", "breakdown", "group"}
MEASURES: Final = {"first", "first-three"}
"""What is counted of a ranking; the tables of other questions do not have the field."""
LANGUAGE, OTHER = "language", "other"
"""The question that nobody is asked: it has no "prefer not to say"."""
OF_CELL: Final = {"option", "count", "share", "share_answered"}
COUNTS: Final = ("count", "base", "base_answered")
"""Columns of a file that hold numbers of people."""
RULES: Final = {"rounded-to": STEP, "least-base": FEW, "full-base": SOLID}


class Cell(TypedDict):
    option: str
    count: int | None
    share: int | None
    share_answered: int | None


class Table(TypedDict):
    question: str
    base: int | None
    answered: int | None
    cells: list[Cell]
    most: list[str]
    breakdown: str | None
    group: str | None
    measure: NotRequired[str]


class Published(TypedDict):
    survey: str
    final: bool
    people: int | None
    tables: list[Table]


def faults(tables: str, parameters: str) -> Iterator[str]:
    """The name of each rule that this stored release breaks; nothing when it keeps them all."""
    read: Published = json.loads(tables)
    if set(read) != FIELDS or not all(map(_known, read["tables"])):
        yield "a field that no release has"
        return
    yield from _parameters(json.loads(parameters))
    yield from _shown(read["people"])
    whole = {_column(t): t["base"] or 0 for t in read["tables"] if t["group"] is None}
    for table in read["tables"]:
        if table["breakdown"] is not None and not read["final"]:
            yield "crossed before the close"
        yield from _table(table, whole[_column(table)])


def _known(table: Table) -> bool:
    return set(table) == OF_TABLE or (
        set(table) == OF_TABLE | {"measure"} and table["measure"] in MEASURES
    )


def _column(table: Table) -> tuple[str, str]:
    return table["question"], table.get("measure", "")


def in_file(body: bytes) -> Iterator[str]:
    """The same of a CSV file of it."""
    for line in csv.DictReader(StringIO(body.decode("utf-8-sig"), newline="")):
        if any(int(line[name] or 0) % STEP for name in COUNTS):
            yield "a count that is not rounded"


def _parameters(read: Mapping[str, int]) -> Iterator[str]:
    """What a release was made by; the only number of people in it is when more are enough."""
    known = {name: value for name, value in read.items() if name != "next"}
    if known != RULES or read.get("next", 0) % 10:
        yield "a parameter that tells too much"


def _shown(count: int | None) -> Iterator[str]:
    if count is None:
        return
    if type(count) is not int or count % STEP:
        yield "a count that is not rounded"
    elif count < FEW:
        yield "a base of too few people"


def _table(table: Table, whole: int) -> Iterator[str]:
    """`whole`: the shown base of the question, of which this may be a row."""
    base = table["base"]
    yield from _shown(base)
    yield from _shown(table["answered"])
    if base is None or whole < FEW:
        if table["cells"] or table["most"] or base is not None:
            yield "cells of too few people"
        return
    few = table["group"] is not None and base < SOLID
    for cell in table["cells"]:
        yield from _cell(cell, table, whole)
        if few and (cell["share"], cell["share_answered"]) != (None, None):
            yield "a share of a small group"
    yield from _most(table, few=few)
    yield from _languages(table)


def _languages(table: Table) -> Iterator[str]:
    """Those of few people are counted together."""
    counts = {cell["option"]: cell["count"] or 0 for cell in table["cells"]}
    spoken = table["question"] == LANGUAGE and PREFER_NOT not in counts
    if spoken and any(count < SOLID for option, count in counts.items() if option != OTHER):
        yield "a language of few people"


def _cell(cell: Cell, table: Table, whole: int) -> Iterator[str]:
    count = cell["count"]
    if set(cell) != OF_CELL:
        yield "a field that no release has"
    if count is not None and (type(count) is not int or count % STEP):
        yield "a count that is not rounded"
    if count is not None and whole < SOLID and count < FEW:
        yield "a small count of a small base"
    for share, base in (
        (cell["share"], table["base"]),
        (cell["share_answered"], table["answered"]),
    ):
        if share is not None and share != _per_cent(count, base):
            yield "a share that is not that of the shown numbers"
    if cell["option"] == PREFER_NOT and cell["share_answered"] is not None:
        yield "a share that is not that of the shown numbers"


def _per_cent(count: int | None, base: int | None) -> int | None:
    """Whole, halves up, never above 100; None where there is no share to give."""
    return min(100, (count * 100 + base // 2) // base) if count and base else None


def _most(table: Table, *, few: bool) -> Iterator[str]:
    """Most chosen is said only where ten lie between; several together are about equal."""
    most = set(table["most"])
    counts = {c["option"]: c["count"] for c in table["cells"] if c["option"] != PREFER_NOT}
    if not most:
        return
    if few or not most <= counts.keys():
        yield "most chosen in a small group"
        return
    # What is withheld is less than ten as shown, so five at most.
    shown = {option: STEP if count is None else count for option, count in counts.items()}
    top = max(shown.values())
    others = [count for option, count in shown.items() if option not in most]
    apart = all(top - count >= FEW for count in others)
    alike = all(top - shown[option] < FEW for option in most)
    if not alike or (len(most) == 1 and not apart):
        yield "most chosen without ten between"
