"""Files of a release, each rendered once: whoever asks, and whenever, gets the same bytes."""

import asyncio
from dataclasses import dataclass
from functools import partial
from io import BytesIO

from bot.content.words import Dictionary
from bot.core.model import LANGUAGES, Audience, City, Lang, Survey
from bot.release.archive import Part, unpacked
from bot.release.artefact import Release
from bot.release.canonical import from_row
from bot.release.formats import FORMATS, KINDS, ROWS, Records, installed, rows_writer, writer
from bot.release.reader import Reader, Says
from bot.release.rows import FILE
from bot.storage.rows import FileRow, ReleaseRow
from bot.storage.store import Store

_ROWS_AUDIENCES = frozenset({Audience.ROWS_STAFF, Audience.ROWS_PUBLIC})


def reader(survey: Survey, lang: Lang, dictionary: Dictionary, city: City | None = None) -> Reader:
    """`city`: the one that asks, where its name is to stand on the report."""
    others = {other: _says(other, dictionary) for other in LANGUAGES}
    return Reader(survey, lang, others[lang], others, city)


def _says(lang: Lang, dictionary: Dictionary) -> Says:
    def say(key: str, **values: str | int) -> str:
        return dictionary.say(lang, key, values)

    return say


@dataclass(frozen=True, slots=True)
class Newest:
    """What the files of a survey are made of."""

    tables: ReleaseRow
    rows: ReleaseRow | None
    """The approved release of single records."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """What can be made here and now, in the order in which it is offered."""
        there = FORMATS if self.rows is None else (*FORMATS, *ROWS)
        return tuple(kind for kind in KINDS if kind in there and installed(kind))

    def of(self, kind: str) -> ReleaseRow:
        """The release that a file of this format belongs to; LookupError: there is none."""
        if self.rows is not None and kind in ROWS:
            return self.rows
        if kind not in FORMATS:
            raise NoRows
        return self.tables


class NoRows(LookupError):
    """A format of single records was asked for, and no release of them was approved."""


async def newest(store: Store, survey: str) -> Newest | None:
    """None: there are no results yet."""
    found = await store.releases(survey)
    tables = [row for row in found if row.audience == Audience.PUBLIC]
    rows = [row for row in found if row.audience in _ROWS_AUDIENCES]
    return Newest(tables[-1], rows[-1] if rows else None) if tables else None


def file_name(row: ReleaseRow, lang: Lang, kind: str) -> str:
    """As it is called wherever it is saved."""
    records = (row.audience,) if row.audience in _ROWS_AUDIENCES else ()
    spoken = (lang,) if KINDS[kind].spoken else ()
    stem = "-".join((row.survey, str(row.sequence), *records, *spoken))
    return f"{stem}.{KINDS[kind].suffix}"


def saved(row: ReleaseRow, lang: Lang, kind: str, body: bytes) -> tuple[Part, ...]:
    """The file as it is saved on a disk, or the several that it holds."""
    name = file_name(row, lang, kind)
    if not KINDS[kind].several:
        return ((name, body),)
    stem = name.removesuffix(f".{KINDS[kind].suffix}")
    return tuple((f"{stem}-{inner}", part) for inner, part in unpacked(body))


async def made(store: Store, found: Newest, whom: Reader, kind: str) -> FileRow:
    """The file of this format, rendered by whoever asks first; `store.file` has its bytes.

    KeyError for an unknown format, NoRows for one of records that were not released, ImportError
    where what it needs is not installed.
    """
    row = found.of(kind) if kind in KINDS else found.tables
    if row is found.tables:
        return await kept(store, row, whom, kind)
    release, records = from_row(found.tables), await _records(store, row)
    render = partial(_of_rows, release, records, whom, kind)
    return await _once(store, row, _stored_name(whom, kind), render)


async def kept(store: Store, row: ReleaseRow, whom: Reader, kind: str) -> FileRow:
    """The same for a release of tables."""
    render = partial(_rendered, from_row(row), whom, kind)
    return await _once(store, row, _stored_name(whom, kind), render)


def _stored_name(whom: Reader, kind: str) -> str:
    return f"results.{whom.lang}.{kind}" if KINDS[kind].spoken else f"results.{kind}"


def kind_of(stored: str) -> tuple[str, Lang]:
    """Format and language of a file by the name under which it is kept; "" for all languages."""
    *_, lang, kind = ("", *stored.split(".")[1:])
    return kind, lang


async def _once(store: Store, row: ReleaseRow, name: str, render: partial[bytes]) -> FileRow:
    for file in await store.files(row):
        if file.name == name:
            return file
    return await store.keep_file(row, name, await asyncio.to_thread(render))


async def _records(store: Store, row: ReleaseRow) -> Records:
    (file,) = [file for file in await store.files(row) if file.name == FILE]
    return Records(row.tables, await store.file(file.sha256) or b"")


def _rendered(release: Release, whom: Reader, kind: str) -> bytes:
    out = BytesIO()
    writer(kind)(release, whom, out)
    return out.getvalue()


def _of_rows(release: Release, records: Records, whom: Reader, kind: str) -> bytes:
    out = BytesIO()
    rows_writer(kind)(release, records, whom, out)
    return out.getvalue()
