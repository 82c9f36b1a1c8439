"""Keeps every published text of a file beside the database, so that each can be brought back."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from bot.vault import lock
from bot.vault.files import replace

log = logging.getLogger(__name__)
NUMBER = re.compile(r"[0-9]{4,9}\.json")
LOCK = ".lock"
SUFFIX = ".json"


class How(StrEnum):
    PUBLISHED = "published"
    UNDONE = "undone"
    """An earlier version was brought back."""
    FOUND = "found"
    """Somebody changed the file where it stands."""
    PULLED = "pulled"
    """It came from the Git remote of the content folder."""


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    at: datetime
    """To the minute, in UTC."""
    by: str
    """The name that a member of staff, or the author of a commit, goes by; empty: nobody knows."""
    how: How
    text: str
    replaced: str = ""
    """Digest of the library's text beneath, for a text that stands in its place."""
    note: str = ""


def digest(text: str | None) -> str:
    """Empty for a file that is not there."""
    return "" if text is None else sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Versions:
    """A folder for each file, in it one JSON file a version: topics/cameras/fr.md/0003.json."""

    folder: Path
    clock: Callable[[], datetime]

    def held(self) -> AbstractContextManager[None]:
        """One writer at a time, of all workers and commands."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return lock.in_turn(self.folder / LOCK)

    def of(self, path: str) -> tuple[Version, ...]:
        """The newest first; what cannot be read is passed over."""
        return tuple(self._each(path))

    def newest(self, path: str) -> Version | None:
        return next(self._each(path), None)

    def paths(self) -> tuple[str, ...]:
        """Of the files that have versions."""
        places = {file.parent for file in self.folder.rglob(f"*{SUFFIX}") if _is_version(file)}
        return tuple(sorted(place.relative_to(self.folder).as_posix() for place in places))

    def add(  # noqa: PLR0913 - what a version is
        self, path: str, text: str, how: How, *, by: str = "", replaced: str = "", note: str = ""
    ) -> Version:
        """On disk when this returns, under the next number. The caller holds the lock."""
        place = self.folder / path
        for folder in (*reversed(Path(path).parents), Path(path)):
            (self.folder / folder).mkdir(mode=0o700, exist_ok=True)
        number = max((int(file.stem) for file in _files(place)), default=0) + 1
        written = _written(Version(number, self.clock(), by, how, text, replaced, note))
        replace(place / f"{number:04}{SUFFIX}", written.encode())
        return _read(number, written)

    def _each(self, path: str) -> Iterator[Version]:
        for file in sorted(_files(self.folder / path), key=lambda file: -int(file.stem)):
            try:
                yield _read(int(file.stem), file.read_text(encoding="utf-8"))
            except (OSError, ValueError, KeyError, TypeError):
                log.warning("a version of a text cannot be read")


def _is_version(file: Path) -> bool:
    return bool(NUMBER.fullmatch(file.name))


def _files(place: Path) -> Iterator[Path]:
    return (file for file in (place.iterdir() if place.is_dir() else ()) if _is_version(file))


def _written(version: Version) -> str:
    fields = {
        "at": version.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ"),
        "by": version.by,
        "how": version.how,
        "note": version.note,
        "replaced": version.replaced,
        "text": version.text,
    }
    return json.dumps(fields, ensure_ascii=False, indent=1) + "\n"


def _read(number: int, written: str) -> Version:
    found = json.loads(written)
    at = datetime.fromisoformat(found["at"])
    words = (str(found[name]) for name in ("text", "replaced", "note"))
    return Version(number, at, str(found["by"]), How(found["how"]), *words)
