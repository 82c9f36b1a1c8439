"""Tombstones: what was taken back or forgotten stays so when an older backup returns."""

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.vault import files, lock
from bot.vault.errors import TombstoneInvalid, TombstonesUnreadable

ENTRY_BYTES: Final = 32
KEPT: Final = timedelta(days=35)
_DAY: Final = timedelta(days=1)
_KIND: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
_FILE: Final = re.compile(rf"({_KIND.pattern})\.(\d{{4}}-\d\d-\d\d)\.tomb")
_LOCK: Final = ".lock"


@dataclass(frozen=True, slots=True)
class _Stone:
    """The entries of one kind and one day: sorted, so that their order tells nothing."""

    path: Path
    kind: str
    day: date

    def read(self) -> frozenset[bytes]:
        content = self.path.read_bytes()
        if len(content) % ENTRY_BYTES:
            raise TombstonesUnreadable(self.path.name)
        parts = range(0, len(content), ENTRY_BYTES)
        return frozenset(content[at : at + ENTRY_BYTES] for at in parts)

    def write(self, entries: Iterable[bytes]) -> None:
        files.replace(self.path, b"".join(sorted(entries)), made=self._midnight)

    @property
    def tells_the_time(self) -> bool:
        """The system notes when a file was made and changed, and lets nobody set it."""
        return self.path.stat().st_ctime < self._midnight + _DAY.total_seconds()

    @property
    def _midnight(self) -> float:
        return datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC).timestamp()


@dataclass(frozen=True, slots=True)
class Tombstones:
    """A directory (0700) of files `KIND.YYYY-MM-DD.tomb`, each the 32-byte entries of a day."""

    directory: Path

    def __post_init__(self) -> None:
        files.own_directory(self.directory)

    def add(self, kind: str, entry: bytes, day: date) -> None:
        """Durable when it returns."""
        self.add_all(kind, [entry], day)

    def add_all(self, kind: str, entries: Collection[bytes], day: date) -> None:
        """The same for several at once: a crash leaves all of them or none."""
        if not _KIND.fullmatch(kind) or any(len(entry) != ENTRY_BYTES for entry in entries):
            raise TombstoneInvalid
        stone = _Stone(self.directory / f"{kind}.{day:%Y-%m-%d}.tomb", kind, day)
        with self._in_turn():
            known = stone.read() if stone.path.exists() else frozenset()
            if not known.issuperset(entries):
                stone.write(known.union(entries))

    def remove(self, kind: str, entry: bytes) -> None:
        with self._in_turn():
            for stone in self._stones(kind):
                entries = stone.read()
                if entries == {entry}:
                    files.shred_all([stone.path])
                elif entry in entries:
                    stone.write(entries - {entry})

    def entries(self, kind: str) -> frozenset[bytes]:
        """TombstonesUnreadable: never fewer than there were."""
        with self._in_turn():
            return frozenset[bytes]().union(*(stone.read() for stone in self._stones(kind)))

    def day_of(self, kind: str, entry: bytes) -> date | None:
        """The latest on which it stands; None where there is none. TombstonesUnreadable."""
        with self._in_turn():
            found = (stone.day for stone in self._stones(kind) if entry in stone.read())
            return max(found, default=None)

    def kinds(self) -> frozenset[str]:
        return frozenset(stone.kind for stone in self._stones())

    def drop(self, kind: str) -> None:
        with self._in_turn():
            files.shred_all(stone.path for stone in self._stones(kind))

    def purge(self, today: date) -> None:
        """Those older than any backup are shredded; those of a past day lose the time of it."""
        with self._in_turn():
            files.shred_all(stone.path for stone in self._stones() if today - stone.day > KEPT)
            for stone in self._stones():
                if stone.day < today and stone.tells_the_time:
                    stone.write(stone.read())

    def _stones(self, kind: str = "") -> Iterator[_Stone]:
        for path in self.directory.glob("*.tomb"):
            if (found := _FILE.fullmatch(path.name)) and kind in ("", found[1]):
                yield _Stone(path, found[1], date.fromisoformat(found[2]))

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        with lock.in_turn(self.directory / _LOCK):
            files.shred_unfinished(self.directory)
            yield
