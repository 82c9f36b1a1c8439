"""Sees at a glance whether a folder of texts changed, without reading a file."""

from pathlib import Path
from typing import TypeAlias

from bot.content.places import paths

Stamp: TypeAlias = frozenset[tuple[str, int, int, int]]
"""Path, time, size and inode of every file that is read: changes when one of them does."""


def scan(folder: Path) -> Stamp:
    """Nothing hidden is looked at, and no link to a folder is followed.

    Empty if there is none. OSError where a folder in it cannot be listed.
    """
    if not folder.is_dir():
        return frozenset()
    return frozenset(_seen(folder, path) for path in paths(folder))


def _seen(folder: Path, path: str) -> tuple[str, int, int, int]:
    """A file that goes while it is looked at is one that is gone."""
    try:
        found = (folder / path).stat()
    except OSError:
        return path, 0, 0, 0
    return path, found.st_mtime_ns, found.st_size, found.st_ino
