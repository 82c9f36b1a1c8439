"""The library, what was written here and stands in its place, and the versions of both."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content.problem import START, Problem, problem
from bot.content.scan import Stamp, scan
from bot.content.source import as_written
from bot.content.versions import How, Versions, digest


class Gone(OSError):
    """The content folder is empty, as the place of a disk that is not there."""


@dataclass(frozen=True, slots=True)
class Folders:
    library: Path
    """The content folder."""
    own: Path
    """The part of the data directory that is laid out like the content folder."""
    versions: Versions

    def home(self, path: str) -> Path:
        """Where a file of this path is read from."""
        return self.own if (self.own / path).is_file() else self.library

    def text(self, path: str) -> str | None:
        """What stands there, sound or not; None if nothing does. OSError if it cannot be read."""
        return as_written(self.home(path), path)

    def stamp(self) -> tuple[Stamp, Stamp]:
        """Of the library and of what was written here."""
        return scan(self.library), scan(self.own)

    def look(self) -> tuple[Stamp, Stamp]:
        """The same. OSError where the library is not there any more, or cannot be listed."""
        found = self.stamp()
        if not found[0]:
            raise Gone
        return found

    def beneath(self, path: str) -> str:
        """Digest of the library's text in the place of which another one stands, or nothing."""
        return digest(as_written(self.library, path)) if self.home(path) == self.own else ""

    def newer(self) -> Iterator[Problem]:
        """Of texts whose text in the library has changed since, as an update of it does.

        Whoever publishes such a text again has seen the other, and is not told any more.
        """
        for path in self.versions.paths():
            latest = self.versions.newest(path)
            if latest and latest.replaced and self.beneath(path) not in {"", latest.replaced}:
                yield problem(path, START, "LIBRARY-NEWER")

    def keep(self, before: Mapping[str, str], now: Mapping[str, str]) -> None:
        """Makes versions of what was changed otherwise than here; both are sound texts by path.

        Of several workers that see a change one keeps it. OSError where nothing can be written.
        """
        changed = tuple(p for p in {**before, **now} if before.get(p) != now.get(p))
        if not changed:
            return
        with self.versions.held():
            for path in changed:
                self.keep_one(path, before.get(path), now.get(path))

    def keep_one(
        self, path: str, before: str | None, now: str | None, how: How = How.FOUND, by: str = ""
    ) -> None:
        """What was there since before the first version, and what is there now, under the lock."""
        if before is not None and all(known.text != before for known in self.versions.of(path)):
            self.versions.add(path, before, How.FOUND)
        if now is not None and self.text(path) == now:
            self.note(path, now, how, by)

    def note(self, path: str, text: str, how: How = How.FOUND, by: str = "") -> None:
        """If the newest version is another one; a file without versions gets none."""
        latest = self.versions.newest(path)
        if latest and latest.text != text:
            self.versions.add(path, text, how, by=by, replaced=self.beneath(path))
