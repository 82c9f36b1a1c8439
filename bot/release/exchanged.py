"""Reads the final results that another city sent: a stranger's file, so bounded and checked."""

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import BytesIO, StringIO
from itertools import groupby
from typing import Final, TypeAlias
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from bot.core.model import LANGUAGES, Words
from bot.release.formats.csv import safe
from bot.release.tables import Cell, Table

MOST_BYTES: Final = 2_000_000
"""Of the file; without single answers it has a tenth of it."""
MOST_UNPACKED: Final = 5_000_000
"""Of each part that is read."""
MOST_PARTS: Final = 20
MOST_LINES: Final = 50_000
MOST_CODES: Final = 3_000
"""Lines of the codebook: answers of all questions."""
MOST_TEXT: Final = 500
PACKAGE, TABLES, CODEBOOK = "datapackage.json", "tables.csv", "codebook.csv"

_CODE = re.compile(r"[a-z0-9-]{1,80}")
_MEASURES = frozenset({"", "first", "first-three"})
_ENCRYPTED: Final = 1

Line: TypeAlias = Mapping[str, str]


class Flaw(StrEnum):
    OTHER = "other"
    """Nothing that we make."""
    LARGE = "large"
    DAMAGED = "damaged"
    """Ours once, or made to look so."""
    INTERIM = "interim"


class NotARelease(ValueError):
    """Nothing to compare is in the file."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, with every code that its tables may hold, in declared order."""

    id: str
    type: str
    text: Words
    options: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Exchanged:
    name: str
    """The id and number of the release."""
    title: str
    body: str
    """The public body that asked, as its file writes it."""
    day: date
    people: int | None
    questions: Mapping[str, Asked]
    tables: tuple[Table, ...]
    """One-way tables only; which answers were chosen most is not read."""


def read(data: bytes) -> Exchanged:
    """Of a `datapackage` of ours. NotARelease."""
    if len(data) > MOST_BYTES:
        raise NotARelease(Flaw.LARGE)
    try:
        parts = _parts(data)
        return _exchanged(json.loads(parts[PACKAGE]), parts)
    except NotARelease:
        raise
    except Exception:  # noqa: BLE001 - what a stranger made may fail to be read in any way at all
        raise NotARelease(Flaw.DAMAGED) from None


def _parts(data: bytes) -> Mapping[str, str]:
    """The three texts that are read; nothing is ever unpacked onto a disk."""
    try:
        archive = ZipFile(BytesIO(data))
    except BadZipFile:
        raise NotARelease(Flaw.OTHER) from None
    with archive:
        if not {PACKAGE, TABLES, CODEBOOK} <= set(archive.namelist()):
            raise NotARelease(Flaw.OTHER)
        if len(archive.infolist()) > MOST_PARTS:
            raise NotARelease(Flaw.LARGE)
        return {name: _part(archive, name) for name in (PACKAGE, TABLES, CODEBOOK)}


def _part(archive: ZipFile, name: str) -> str:
    """Whatever length the archive states, no more is unpacked than may be read."""
    entry = archive.getinfo(name)
    if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED} or entry.flag_bits & _ENCRYPTED:
        raise NotARelease(Flaw.DAMAGED)
    with archive.open(entry) as part:
        body = part.read(MOST_UNPACKED + 1)
    if len(body) > MOST_UNPACKED:
        raise NotARelease(Flaw.LARGE)
    return body.decode("utf-8-sig")


def _exchanged(package: Mapping[str, object], parts: Mapping[str, str]) -> Exchanged:
    match package:
        case {
            "name": str(name),
            "title": str(title),
            "created": str(created),
            "contributors": [{"title": str(body)}, *_],
            "final": bool(final),
        }:
            pass
        case _:
            raise NotARelease(Flaw.OTHER)
    if not final:
        raise NotARelease(Flaw.INTERIM)
    lines, codebook = _lines(parts[TABLES], MOST_LINES), _lines(parts[CODEBOOK], MOST_CODES)
    questions = {asked.id: asked for asked in _questions(codebook)}
    return Exchanged(
        name=_code(name),
        title=_words(title),
        body=_words(body) or name,
        day=date.fromisoformat(created[:10]),
        people=next(_number(line["count"]) for line in lines if not line["question"]),
        questions=questions,
        tables=tuple(_tables(lines, questions)),
    )


def _lines(text: str, most: int) -> Sequence[Line]:
    found = list(csv.DictReader(StringIO(text, newline=""), strict=True))
    if len(found) > most:
        raise NotARelease(Flaw.LARGE)
    return found


def _questions(lines: Sequence[Line]) -> Iterator[Asked]:
    for id_, group in groupby(lines, key=lambda line: line["question"]):
        rows = list(group)
        yield Asked(
            id=_code(id_),
            type=_code(rows[0]["type"]),
            text={lang: _words(rows[0][f"question_{lang}"]) for lang in LANGUAGES},
            options={
                _code(row["option"]): {lang: _words(row[f"option_{lang}"]) for lang in LANGUAGES}
                for row in rows
            },
        )


def _tables(lines: Sequence[Line], questions: Mapping[str, Asked]) -> Iterator[Table]:
    one_way: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        if line["question"] and not line["breakdown"]:
            one_way.setdefault((line["question"], line["measure"]), []).append(line)
    for (id_, measure), rows in one_way.items():
        codes = [row["option"] for row in rows]
        strange = set(codes) - {"", *questions[id_].options}
        if measure not in _MEASURES or strange or len(set(codes)) < len(codes):
            raise NotARelease(Flaw.DAMAGED)
        yield _table(rows)


def _table(rows: Sequence[Line]) -> Table:
    """Without a base it has too few answers, and no cells."""
    first, base = rows[0], _number(rows[0]["base"])
    return Table(
        question=first["question"],
        base=base,
        answered=_number(first["base_answered"]),
        cells=() if base is None else tuple(_cell(row) for row in rows if row["option"]),
        most=(),
        measure=first["measure"],
    )


def _cell(line: Line) -> Cell:
    share = _number(line["share_percent"])
    if share is not None and share > 100:  # noqa: PLR2004 - per cent
        raise NotARelease(Flaw.DAMAGED)
    return Cell(line["option"], _number(line["count"]), share)


def _number(text: str) -> int | None:
    """Counts that are no multiple of five are refused where they are put into a table."""
    if text and not re.fullmatch(r"[0-9]{1,9}", text):
        raise NotARelease(Flaw.DAMAGED)
    return int(text) if text else None


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise NotARelease(Flaw.DAMAGED)
    return text


def _words(text: str) -> str:
    """On one line, without what nobody can see and what keeps spreadsheets from calculating."""
    if text.startswith("'") and safe(text[1:]) == text:
        text = text[1:]
    shown = "".join(c if c.isprintable() or c.isspace() else "" for c in text)
    return " ".join(shown.split())[:MOST_TEXT]
