"""SAV: single records for SPSS, R, Stata and jamovi, with labels of one language."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Final

import polars as pl
import pyreadstat

from bot.core.model import PREFER_NOT
from bot.release.artefact import Release
from bot.release.coding import NOT_ASKED
from bot.release.formats import Records
from bot.release.formats.csv import safe
from bot.release.reader import Reader
from bot.release.rows import columns_of
from bot.release.variables import Variable, variables

MISSING: Final = {PREFER_NOT: 998, NOT_ASKED: 999}
"""Numbers that mean no answer, the same in every variable."""
_LABEL, _VALUE = 250, 118
"""Bytes that a program surely keeps of the label of a variable, and of a value."""
_DAY, _TIME = slice(92, 101), slice(101, 109)
"""Where the file's head says when it was made. Source: PSPP Developers, "System File Format"."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def write_rows(release: Release, records: Records, reader: Reader, out: BinaryIO) -> None:
    found = tuple(variables(columns_of(records.meta), reader))
    with TemporaryDirectory(prefix="rightsbot-") as folder:
        path = Path(folder) / "records.sav"
        _write(_frame(records.body, found), found, reader, path)
        body = bytearray(path.read_bytes())
    body[_DAY], body[_TIME] = _dated(release.signed.day), b"00:00:00"
    out.write(body)


def _write(frame: pl.DataFrame, found: Sequence[Variable], reader: Reader, path: Path) -> None:
    pyreadstat.write_sav(
        frame,
        path,
        file_label=_cut(reader.word(reader.survey.title), 60),
        column_labels=[_cut(one.label, _LABEL) for one in found],
        variable_value_labels={one.name: _labels(one) for one in found},
        missing_ranges={one.name: [*MISSING.values()] for one in found},
        variable_measure={one.name: "ordinal" if one.ordered else "nominal" for one in found},
        variable_format={one.name: "F3.0" for one in found},
        row_compress=True,
    )


def _dated(day: date) -> bytes:
    return f"{day.day:02} {_MONTHS[day.month - 1]} {day.year % 100:02}".encode()


def _numbers(variable: Variable) -> Mapping[str, int]:
    """From 1 in declared order; what is no answer has the same number everywhere."""
    following = count(1)
    return {
        code: MISSING[code] if code in MISSING else next(following) for code, _ in variable.values
    }


def _labels(variable: Variable) -> dict[int | float, str]:
    numbers = _numbers(variable)
    return {numbers[code]: _cut(words, _VALUE) for code, words in variable.values}


def _frame(body: bytes, found: Sequence[Variable]) -> pl.DataFrame:
    """Read as codes of a closed list, a byte each: a million records stay small.

    `body` has the columns in the order of the variables. A code that is in no list is an error.
    """
    schema = {one.id: pl.Enum([safe(code) for code, _ in one.values if code]) for one in found}
    coded = pl.read_csv(body, schema=schema, quote_char=None)
    return coded.select(_numbered(one) for one in found)


def _numbered(one: Variable) -> pl.Expr:
    """An empty cell is nothing to the reader of CSV."""
    numbers = {safe(code): number for code, number in _numbers(one).items() if code}
    column = pl.col(one.id).replace_strict(numbers, return_dtype=pl.Int16)
    return column.fill_null(MISSING[NOT_ASKED]).alias(one.name)


def _cut(text: str, most: int) -> str:
    """No more bytes than that, and no half letter."""
    data = text.encode()
    if len(data) <= most:
        return text
    return data[: most - 3].decode(errors="ignore").rstrip() + "…"
