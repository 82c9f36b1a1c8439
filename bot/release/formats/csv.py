"""CSV for any program: comma, UTF-8 with byte order mark, one count a line, no cell a formula."""

import csv
import re
from collections.abc import Iterator
from dataclasses import astuple
from io import TextIOWrapper
from typing import BinaryIO

from bot.release.artefact import Release
from bot.release.layout import Line, lines
from bot.release.reader import Reader

HEADER = (
    "survey",
    "question",
    "question_label",
    "measure",
    "measure_label",
    "option",
    "option_label",
    "breakdown",
    "breakdown_label",
    "group",
    "group_label",
    "count",
    "share_percent",
    "share_percent_of_answered",
    "base",
    "base_answered",
    "note",
)
"""The same in every language: the survey's id, and then the fields of a Line."""

_FORMULA = re.compile("(?:^|(?<=[;\t\r\n]))(?=[\\s\"']*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")
"""Where a spreadsheet could begin to read a formula.

A spreadsheet that takes the semicolon for its separator also begins a cell after each of them.
"""


def write(release: Release, reader: Reader, out: BinaryIO) -> None:
    text = TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    csv.writer(text).writerows(_rows(release, reader))
    text.detach()


def _rows(release: Release, reader: Reader) -> Iterator[tuple[str | int, ...]]:
    yield tuple(map(safe, HEADER))
    for line in lines(release, reader):
        yield _row(release.survey, line)


def _row(survey: str, line: Line) -> tuple[str | int, ...]:
    values: tuple[str | int | None, ...] = astuple(line)
    return (safe(survey), *("" if value is None else _cell(value) for value in values))


def _cell(value: str | int) -> str | int:
    return safe(value) if isinstance(value, str) else value


def safe(text: str) -> str:
    """The text with an apostrophe before everything that would be read as a formula."""
    return _FORMULA.sub("'", text)
