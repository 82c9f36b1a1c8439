"""One file per format, each with `write(release, reader, out)`; imported only when asked for."""

from importlib import import_module
from typing import BinaryIO, Protocol, cast

from bot.release.artefact import Release
from bot.release.layout import Reader

FORMATS = ("csv", "xlsx")


class Writes(Protocol):
    """The same release, reader and texts give the same bytes."""

    def __call__(self, release: Release, reader: Reader, out: BinaryIO) -> None: ...


def writer(name: str) -> Writes:
    """One of FORMATS; raises KeyError for any other."""
    if name not in FORMATS:
        raise KeyError(name)
    return cast("Writes", import_module(f"bot.release.formats.{name}").write)
