"""Who may work beside whom: many together, or one alone. A process that dies lets go."""

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from bot.vault.errors import KeyringInUse


def together(path: Path) -> AbstractContextManager[None]:
    """With all others that are together; KeyringInUse while one is alone."""
    return _held(path, alone=False, wait=False)


def alone(path: Path) -> AbstractContextManager[None]:
    """KeyringInUse, at once, while anybody else is there."""
    return _held(path, alone=True, wait=False)


def in_turn(path: Path) -> AbstractContextManager[None]:
    """Waits for the others, which take milliseconds; never to be taken twice by one caller."""
    return _held(path, alone=True, wait=True)


@contextmanager
def _held(path: Path, *, alone: bool, wait: bool) -> Iterator[None]:
    """Closing lets go. The file stays: unlinking it would let two in."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            _take(descriptor, alone=alone, wait=wait)
        except (BlockingIOError, PermissionError):
            raise KeyringInUse from None
        yield
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int, *, alone: bool, wait: bool) -> None:
        """Windows cannot be together; there the lock of the data directory keeps others out."""
        if alone:
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int, *, alone: bool, wait: bool) -> None:
        how = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
        fcntl.flock(descriptor, how if wait else how | fcntl.LOCK_NB)
