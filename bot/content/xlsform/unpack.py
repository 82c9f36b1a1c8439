"""Opens a spreadsheet that a stranger may have made: bounded, without macros, links or entities."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from typing import TypeAlias
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from bot.content.xlsform.note import NotAForm

MOST_BYTES = 5_000_000
"""Of the file. A form with thousands of rows has a tenth of it."""
MOST_UNPACKED = 20_000_000
MOST_PARTS = 500
MOST_SHEETS = 16
"""A form has three, and perhaps a few of notes."""
MOST_ROWS = 3_000
"""Of one sheet."""
LOOK = 20
"""Columns in which rows below those are looked for: empty ones, with a border, are no rows."""
MOST_OF_EXCEL = 1_048_576
MOST_COLUMNS = 200
MOST_CHARACTERS = 4_000
"""Of one cell: more than a message to residents has."""
MOST_TEXT = 2_000_000
"""Characters of all cells together: a text that the file holds once can stand in each of them."""
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
"""How files of Excel before 2007 begin, and those with a password."""
WORKBOOK = "xl/workbook.xml"
ENCRYPTED = 1
ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")
"""No spreadsheet has them; with them a small file unfolds without end."""

Cells: TypeAlias = Mapping[int, tuple[str, ...]]
"""Row, as the spreadsheet numbers it -> its cells as text; rows without any are left out."""


@dataclass(slots=True)
class _Room:
    """For the text of one workbook."""

    left: int = MOST_TEXT

    def take(self, characters: int) -> None:
        self.left -= characters
        if self.left < 0:
            raise NotAForm("import.refused.large", most=MOST_BYTES // 1_000_000)


def unpack(data: bytes) -> Mapping[str, Cells]:
    """Each sheet by its name, lower-case. NotAForm."""
    if len(data) > MOST_BYTES:
        raise NotAForm("import.refused.large", most=MOST_BYTES // 1_000_000)
    if data.startswith(OLD_EXCEL):
        raise NotAForm("import.refused.old")
    try:
        _look(data)
        return _sheets(data)
    except NotAForm:
        raise
    except Exception:  # noqa: BLE001 - a damaged part makes the reader fail in any way at all
        raise NotAForm("import.refused.damaged") from None


def _look(data: bytes) -> None:
    """At the parts of the archive before anything reads them."""
    try:
        archive = ZipFile(BytesIO(data))
    except BadZipFile:
        raise NotAForm("import.refused.other") from None
    with archive:
        parts = archive.infolist()
        if WORKBOOK not in archive.namelist():
            raise NotAForm("import.refused.other")
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise NotAForm("import.refused.large", most=MOST_BYTES // 1_000_000)
        if any(_is_strange(archive, part) for part in parts):
            raise NotAForm("import.refused.damaged")


def _is_strange(archive: ZipFile, part: ZipInfo) -> bool:
    """What is read is never longer than the archive says, but for other ways of packing."""
    if part.compress_type not in {ZIP_STORED, ZIP_DEFLATED} or part.flag_bits & ENCRYPTED:
        return True
    plain = archive.read(part).replace(b"\0", b"")
    return any(sign in plain for sign in ENTITIES)


def _sheets(data: bytes) -> Mapping[str, Cells]:
    """Of a formula, what the spreadsheet last showed; nothing is computed here."""
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    found: dict[str, Cells] = {}
    room = _Room()
    with closing(book):
        # One part may be named by many sheets, and each of them would read it anew.
        if len(book.worksheets) > MOST_SHEETS:
            raise NotAForm("import.refused.large", most=MOST_BYTES // 1_000_000)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            read = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
            found.setdefault(sheet.title.strip().lower(), dict(_filled(read, room)))
            below = sheet.iter_rows(min_row=MOST_ROWS + 1, max_col=LOOK, values_only=True)
            if any(map(any, islice(below, MOST_OF_EXCEL))):
                raise NotAForm("import.refused.rows", most=MOST_ROWS)
    return found


def _filled(
    rows: Iterator[tuple[object, ...]], room: _Room
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Counted before it is cleaned: to clean is what takes long."""
    for number, row in enumerate(rows, start=1):
        raw = tuple(map(_text, row))
        room.take(sum(map(len, raw)))
        texts = tuple(text and _printable(text) for text in raw)
        if any(texts):
            yield number, texts


def _text(value: object) -> str:
    """As a person reads the cell: a whole number without its point, a day without its hour."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time.min:
            return value.date().isoformat()
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)[:MOST_CHARACTERS]


def _printable(text: str) -> str:
    """On one line, without what nobody can see."""
    shown = "".join(c if c.isprintable() or c.isspace() else "" for c in text)
    return " ".join(shown.split())
