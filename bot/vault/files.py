"""Files that are whole or not there, private to their owner, and overwritten when they go."""

import os
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

UNFINISHED: Final = ".new"
"""Ends the name of what is being written; where one is left over, a crash came between."""
OTHERS: Final = 0o077
_CHUNK: Final = 1 << 20
"""Bytes overwritten at once: copies of databases go this way too."""

Failpoint = Callable[[str], None]
"""Called by name between durable writes; tests look, or crash, there."""


def nothing(_: str) -> None:
    """The failpoint of real life."""


def own_directory(path: Path) -> None:
    """Made, if need be, for its owner alone."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)


def exposed(path: Path) -> Path | None:
    """What others than the owner may read: the path itself, else the first below it.

    Windows has no such bits.
    """
    if sys.platform == "win32":
        return None
    for found in (path, *sorted(path.rglob("*"))):
        with suppress(FileNotFoundError):  # another process burns it at this moment
            if found.stat().st_mode & OTHERS:
                return found
    return None


def replace(
    path: Path, content: bytes, *, made: float | None = None, failpoint: Failpoint = nothing
) -> None:
    """Durable when it returns; a crash leaves what stood there or what is to stand there.

    What stood there is overwritten. `made`: the file's time in seconds since 1970, else now.
    Two processes must not write one path at once: the caller holds a lock.
    """
    unfinished = path.with_name(path.name + UNFINISHED)
    write_private(unfinished, content, made=made)
    failpoint("replace: written")
    put_in_place(unfinished, path, failpoint=failpoint)


def put_in_place(unfinished: Path, path: Path, *, failpoint: Failpoint = nothing) -> None:
    """The rename alone, of what is already on the disk; what stood there is overwritten."""
    with _still_open(path) as former:
        unfinished.replace(path)
        sync(path.parent)
        failpoint("replace: in place")
        if former is not None:
            _overwrite(former)


def write_private(path: Path, content: bytes, *, made: float | None = None) -> None:
    """For its owner alone; what a crash left of it is overwritten. The caller syncs the directory.

    Not whole before it returns: give it a name that ends in UNFINISHED, then rename it.
    """
    shred(path)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        if made is not None:
            os.utime(path, (made, made))
        os.fsync(file.fileno())


def shred(path: Path) -> None:
    """Overwrite, then unlink; what is already gone is no error. The caller syncs the directory."""
    with suppress(FileNotFoundError):
        descriptor = os.open(path, os.O_WRONLY)
        try:
            _overwrite(descriptor)
        finally:
            os.close(descriptor)
        path.unlink()


def shred_unfinished(directory: Path) -> None:
    """Only under the lock of those who write here."""
    shred_all(directory.glob(f"*{UNFINISHED}"))


def shred_all(paths: Iterable[Path]) -> None:
    directories = set()
    for path in list(paths):
        shred(path)
        directories.add(path.parent)
    for directory in directories:
        sync(directory)


def sync(directory: Path) -> None:
    """Makes names durable that came or went; Windows does so by itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _overwrite(descriptor: int) -> None:
    """Once, and on the disk: more passes add nothing on any medium that writes in place."""
    size = os.fstat(descriptor).st_size
    with os.fdopen(descriptor, "wb", closefd=False) as file:
        for start in range(0, size, _CHUNK):
            file.write(secrets.token_bytes(min(_CHUNK, size - start)))
        file.flush()
        os.fsync(descriptor)


@contextmanager
def _still_open(path: Path) -> Iterator[int | None]:
    """What stands at the path now, within reach also when another has taken its place.

    Windows does not rename over an open file.
    """
    if sys.platform == "win32" or not path.exists():
        yield None
        return
    descriptor = os.open(path, os.O_WRONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
