"""SAV: single records for SPSS, R, Stata and jamovi, with labels of one language."""

from collections.abc import Iterator, Mapping, Sequence
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
from bot.release.reader import Reader
from bot.release.rows import RowsTable, read
from bot.release.variables import Variable, variables

MISSING: Final = {PREFER_NOT: 998, NOT_ASKED: 999}
"""Numbers that mean no answer, the same in every variable."""
_LABEL, _VALUE = 250, 118
"""Bytes that a program surely keeps of the label of a variable, and of a value."""
_DAY, _TIME = slice(92, 101), slice(101, 109)
"""Where the file's head says when it was made. Source: PSPP Developers, "System File Format"."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def write_rows(release: Release, records: Records, reader: Reader, out: BinaryIO) -> None:
    table = read(records.meta, records.body)
    found = tuple(variables(table.columns, reader))
    with TemporaryDirectory(prefix="rightsbot-") as folder:
        path = Path(folder) / "records.sav"
        _write(_frame(table, found), found, reader, path)
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


def _frame(table: RowsTable, found: Sequence[Variable]) -> pl.DataFrame:
    """Two bytes a value while it is built: a million records stay small."""
    columns = [bytearray() for _ in found]
    numbers = [
        {code: number.to_bytes(2, "little") for code, number in _numbers(one).items()}
        for one in found
    ]
    for record in table.records:
        for column, coded, code in zip(columns, numbers, record, strict=True):
            column.extend(coded[code])
    return pl.DataFrame(list(_series(columns, found)))


def _series(columns: Sequence[bytearray], found: Sequence[Variable]) -> Iterator[pl.Series]:
    for column, one in zip(columns, found, strict=True):
        yield pl.Series(one.name, memoryview(column).cast("H").tolist(), pl.Int16)


def _cut(text: str, most: int) -> str:
    """No more bytes than that, and no half letter."""
    data = text.encode()
    if len(data) <= most:
        return text
    return data[: most - 3].decode(errors="ignore").rstrip() + "…"
