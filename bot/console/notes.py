"""What an import could not take over stays with the draft: a hidden file beside its folder."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

from bot.content.own import Own
from bot.content.xlsform import Note


def keep(own: Own, id_: str, notes: Iterable[Note]) -> None:
    """In the place of those before."""
    rows = [[note.sheet, note.row, note.key, dict(note.values)] for note in notes]
    path, written = _path(own, id_), _path(own, f"{id_}-new")
    with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(rows, file)
    written.replace(path)


def kept(own: Own, id_: str) -> tuple[Note, ...]:
    try:
        text = _path(own, id_).read_text()
    except FileNotFoundError:
        return ()
    return tuple(Note(*row) for row in json.loads(text))


def drop(own: Own, id_: str) -> None:
    _path(own, id_).unlink(missing_ok=True)


def _path(own: Own, id_: str) -> Path:
    return own.surveys / f".notes-{id_}"
