"""Puts a text into a file so that any reader, and any crash, finds the old one or the new one."""

import os
from pathlib import Path

from bot.vault.files import sync

PRIVATE = 0o600


def put(path: Path, text: str, *, private: bool) -> None:
    """On disk when this returns; the caller holds the lock. OSError where it cannot be written.

    A file that is not private keeps the mode that its owner set. What is half-written is hidden,
    so that no reader of the folder takes it for a text.
    """
    _make(path.parent, 0o700 if private else 0o777)
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    mode = PRIVATE if private else 0o666
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    if not private and path.exists():
        new.chmod(path.stat().st_mode & 0o777)
    new.replace(path)
    sync(path.parent)


def _make(folder: Path, mode: int) -> None:
    """`parents=True` would give the mode to the last folder alone."""
    if not folder.is_dir():
        _make(folder.parent, mode)
        folder.mkdir(mode, exist_ok=True)
