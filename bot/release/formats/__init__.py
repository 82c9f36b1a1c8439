"""One file per format, each with `write(release, reader, out)`; imported only when asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import BinaryIO, Protocol, cast

from bot.release.artefact import Release
from bot.release.reader import Reader


@dataclass(frozen=True, slots=True)
class Kind:
    """A format as it is kept and handed out."""

    suffix: str
    media: str
    several: bool = False
    """An archive with a file a chart: unpacked where it is saved on a disk."""
    spoken: bool = True
    """One file a language; else one that holds them all."""
    needs: tuple[str, ...] = ()
    """What the standard installation has not got."""


_OFFICE = "application/vnd.openxmlformats-officedocument"
_ZIP = "application/zip"
KINDS: Mapping[str, Kind] = {
    "docx": Kind("docx", f"{_OFFICE}.wordprocessingml.document"),
    "html": Kind("html", "text/html; charset=utf-8"),
    "xlsx": Kind("xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
    "csv": Kind("csv", "text/csv; charset=utf-8"),
    "png": Kind("png.zip", _ZIP, several=True),
    "svg": Kind("svg.zip", _ZIP, several=True),
    "datapackage": Kind("datapackage.zip", _ZIP, spoken=False),
    "sav": Kind("sav", "application/x-spss-sav", needs=("pyreadstat", "polars")),
}
"""In the order in which they are offered."""
ROWS = ("datapackage", "sav")
"""What an approved release of single records is made into."""
FORMATS = tuple(kind for kind in KINDS if kind != "sav")
"""What a release of tables is made into."""


class Writes(Protocol):
    """The same release, reader and texts give the same bytes."""

    def __call__(self, release: Release, reader: Reader, out: BinaryIO) -> None: ...


@dataclass(frozen=True, slots=True)
class Records:
    """A release of single records as it is stored: see `rows.read`."""

    meta: str
    body: bytes


class WritesRows(Protocol):
    def __call__(
        self, release: Release, records: Records, reader: Reader, out: BinaryIO
    ) -> None: ...


def writer(name: str) -> Writes:
    """One of FORMATS; raises KeyError for any other."""
    if name not in FORMATS:
        raise KeyError(name)
    return cast("Writes", import_module(f"bot.release.formats.{name}").write)


def rows_writer(name: str) -> WritesRows:
    """One of ROWS; raises KeyError for any other, ImportError where what it needs is missing."""
    if name not in ROWS:
        raise KeyError(name)
    return cast("WritesRows", import_module(f"bot.release.formats.{name}").write_rows)


def installed(name: str) -> bool:
    return all(find_spec(need) is not None for need in KINDS[name].needs)
