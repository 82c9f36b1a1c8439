"""XLSX for the desk: results in words, the same in codes, what the codes mean, how to read it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from io import BytesIO
from typing import BinaryIO, TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bot.release.artefact import Release
from bot.release.layout import Line, codebook, footnotes, lines
from bot.release.reader import Reader

_Row: TypeAlias = Sequence[str | int | None]

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""A label stays a label, whatever it begins with; nothing is written beside the file."""


@dataclass(frozen=True, slots=True)
class _Column:
    key: str
    width: int
    """In characters of the default font."""


def _columns(*columns: tuple[str, int]) -> tuple[_Column, ...]:
    return tuple(_Column(f"release.column.{key}", width) for key, width in columns)


_COUNTS = (("count", 10), ("share", 10), ("share-answered", 16), ("base", 10), ("answered", 16))
_RESULTS = _columns(
    ("question", 44),
    ("measure", 20),
    ("option", 30),
    ("breakdown", 30),
    ("group", 22),
    *_COUNTS,
    ("note", 60),
)
_CODES = _columns(
    ("survey", 20),
    ("question", 20),
    ("measure", 14),
    ("option", 18),
    ("breakdown", 18),
    ("group", 18),
    *_COUNTS,
)
_CODEBOOK = _columns(
    ("question-code", 20), ("question", 50), ("type", 24), ("option-code", 20), ("option", 40)
)
_ABOUT = _columns(("about", 34), ("value", 90))


def write(release: Release, reader: Reader, out: BinaryIO) -> None:
    buffer = BytesIO()
    with Workbook(buffer, _OPTIONS) as book:
        book.set_properties(
            {
                "title": reader.word(reader.survey.title),
                "created": datetime.combine(release.signed.day, time(), UTC).replace(tzinfo=None),
            }
        )
        pages = _Pages(book, reader)
        pages.add("release.sheet.results", _RESULTS, map(_in_words, lines(release, reader)))
        pages.add("release.sheet.codes", _CODES, _in_codes(release, reader))
        pages.add("release.sheet.codebook", _CODEBOOK, codebook(reader))
        pages.add("release.sheet.about", _ABOUT, _about(release, reader))
    out.write(buffer.getvalue())


class _Pages:
    """Adds one page after the other to the book, each with a fixed header of wrapped words."""

    def __init__(self, book: Workbook, reader: Reader) -> None:
        self._book = book
        self._reader = reader
        self._head: Format = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._body: Format = book.add_format({"text_wrap": True, "valign": "top"})

    def add(self, key: str, columns: Sequence[_Column], rows: Iterator[_Row]) -> None:
        sheet = self._book.add_worksheet(_name(self._reader.say(key)))
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, self._reader.say(column.key), self._head)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                _put(sheet, (number, place), value, self._body)


def _put(sheet: Worksheet, at: tuple[int, int], value: str | int | None, style: Format) -> None:
    match value:
        case None:
            sheet.write_blank(*at, None, style)
        case int():
            sheet.write_number(*at, value, style)
        case str():
            sheet.write_string(*at, value, style)


def _name(title: str) -> str:
    """A name that every spreadsheet takes for a page."""
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:31].strip("' ")


def _in_words(line: Line) -> _Row:
    asked = (line.question_label, line.measure_label, line.option_label)
    return (*asked, line.breakdown_label, line.group_label, *_counts(line), line.note)


def _in_codes(release: Release, reader: Reader) -> Iterator[_Row]:
    for line in lines(release, reader):
        codes = (line.question, line.measure, line.option, line.breakdown, line.group)
        yield (release.survey, *codes, *_counts(line))


def _counts(line: Line) -> _Row:
    return (line.count, line.share, line.share_answered, line.base, line.answered)


def _about(release: Release, reader: Reader) -> Iterator[_Row]:
    say = reader.say
    kind = "release.kind.final" if release.final else "release.kind.interim"
    yield say("release.about.title"), reader.word(reader.survey.title)
    yield say("release.about.purpose"), reader.word(reader.survey.purpose)
    yield say("release.about.date"), release.signed.day.isoformat()
    yield say("release.about.kind"), say(kind, number=release.sequence)
    for key in footnotes(reader.survey):
        yield say("release.about.note"), say(key)
    for lang, digest in sorted(release.signed.notices.items()):
        yield say("release.about.notice", lang=lang), digest
