"""Publishes a moderator's text and brings an earlier one back: where it goes, and what stops it."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.content.git import commit
from bot.content.load import load_all, unit
from bot.content.places import STRUCTURE, SURVEY, is_place
from bot.content.problem import Problem
from bot.content.putting import put
from bot.content.shelf import Shelf
from bot.content.source import as_written, plain, stands_in
from bot.content.versions import How, Version, digest
from bot.core.model import Catalogue


class Conflict(Exception):
    """Somebody changed the file since it was opened."""

    def __init__(self, text: str | None, version: Version | None) -> None:
        super().__init__("the file was changed meanwhile")
        self.text = text
        """What stands there now; None: the file is gone."""
        self.version = version
        """The version that stands there now; None: it was not published here."""


class Held(Exception):
    """These errors hold the text back."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("the text has errors")
        self.problems = problems


class Unwritable(Exception):
    """The file cannot be written from here: it belongs to the library, or the disk refuses."""


class NoVersion(Exception):
    """There is no version of this number."""


@dataclass(frozen=True, slots=True)
class Texts:
    shelf: Shelf
    named: bool
    """Whether the operator named the content folder: then it is the city's, to be written to."""

    def read(self, path: str) -> str | None:
        """What stands in the file, sound or not. ValueError for a path that has no place."""
        return self.shelf.folders.text(_placed(path))

    def digest(self, path: str) -> str:
        """Of what stands there now: what `publish` takes for `base`."""
        return digest(self.read(path))

    def history(self, path: str) -> tuple[Version, ...]:
        """The newest first."""
        return self.shelf.folders.versions.of(_placed(path))

    def earlier(self, path: str) -> Version | None:
        """The newest version that says something else than what stands there."""
        standing = self.read(path)
        return next((found for found in self.history(path) if found.text != standing), None)

    def judge(self, path: str, text: str) -> tuple[Problem, ...]:
        """All problems of its unit were this text published, and each error elsewhere that is new.

        Writes nothing.
        """
        return self._judge(_placed(path), written(text))

    def holds(self, path: str, text: str) -> tuple[Problem, ...]:
        """The errors for which `publish` would refuse: of the file, and new ones it would bring."""
        return tuple(self._holding(path, self.judge(path, text)))

    def with_(self, path: str, text: str) -> Catalogue:
        """The catalogue as it would be; what has an error stays as it is served."""
        return self.shelf.would_be({_placed(path): written(text)})

    def publish(self, path: str, text: str, *, by: str, base: str, note: str = "") -> Version:
        """Durable when it returns, version and text; the shelf reads it at its next refresh.

        `base` is the digest of the text that was opened, empty for a new file. Conflict, Held,
        Unwritable; ValueError for a path that has no place.
        """
        with self.shelf.folders.versions.held():
            standing = self.read(path)
            if digest(standing) != base:
                raise Conflict(standing, self._standing(path, standing))
            return self._put(path, standing, written(text), How.PUBLISHED, by, note)

    def undo(self, path: str, number: int, *, by: str, note: str = "") -> Version:
        """Brings this version back as a new one. NoVersion, Held, Unwritable, as `publish`."""
        with self.shelf.folders.versions.held():
            text = next((v.text for v in self.history(path) if v.number == number), None)
            if text is None:
                raise NoVersion
            return self._put(path, self.read(path), text, How.UNDONE, by, note)

    def take_down(self, paths: Iterable[str], *, by: str) -> None:
        """Removes the files that are there; each of them can be brought back as any other text.

        Unwritable, before one is gone, where one cannot be removed from here.
        """
        with self.shelf.folders.versions.held():
            standing = {path: self.read(path) for path in paths}
            try:
                there = [path for path, text in standing.items() if text is not None]
                for folder, path in [(self._removable(path), path) for path in there]:
                    self._keep(path, standing[path])
                    (folder / path).unlink()
                    if folder == self.shelf.folders.library:
                        commit(folder, path, by, "")
            except OSError as error:
                raise Unwritable from error

    def _removable(self, path: str) -> Path:
        """The folder of the file. Unwritable for the library's, and for what stands above one."""
        folders = self.shelf.folders
        file = folders.library / path
        if file.is_file() and not (self.named and _is_open(file)):
            raise Unwritable
        return folders.home(path)

    def _judge(self, path: str, text: str) -> tuple[Problem, ...]:
        folders, today = self.shelf.folders, self.shelf.folders.versions.clock().date()
        read = load_all(folders.library, folders.own, today, {path: text})
        known = {(found.path, found.code) for found in self.shelf.problems}
        return tuple(
            found
            for found in read.problems
            if unit(found.path) == unit(path)
            or (found.is_error and (found.path, found.code) not in known)
        )

    def _holding(self, path: str, judged: tuple[Problem, ...]) -> Iterator[Problem]:
        """A text that is still growing may lack languages: until it has them it is not served."""
        known = {(found.path, found.code) for found in self.shelf.problems}
        growing = not any(unit(served) == unit(path) for served in self.shelf.texts)
        for found in judged:
            lacks = growing and found.code == "LANGUAGE" and unit(found.path) == unit(path)
            new = (found.path, found.code) not in known and not lacks
            if found.is_error and (found.path == path or new):
                yield found

    def _standing(self, path: str, text: str | None) -> Version | None:
        latest = self.shelf.folders.versions.newest(path)
        return latest if latest and latest.text == text else None

    def _put(  # noqa: PLR0913, PLR0917 - all of what becomes a version
        self, path: str, standing: str | None, text: str, how: How, by: str, note: str
    ) -> Version:
        """The version first: one whose text never got in place does no harm, the other would."""
        folders = self.shelf.folders
        if problems := self.holds(path, text):
            raise Held(problems)
        target = self._target(path)
        replaced = digest(as_written(folders.library, path)) if target == folders.own else ""
        try:
            self._keep(path, standing)
            version = folders.versions.add(path, text, how, by=by, replaced=replaced, note=note)
            put(target / path, text, private=target == folders.own)
        except OSError as error:
            raise Unwritable from error
        if target == folders.library:
            commit(target, path, by, note)
        return version

    def _keep(self, path: str, standing: str | None) -> None:
        """What stands there can be brought back, also where nobody published it here."""
        folders = self.shelf.folders
        if standing is None:
            return
        if folders.versions.newest(path) is None:
            folders.versions.add(path, standing, How.FOUND, replaced=folders.beneath(path))
        folders.note(path, standing)

    def _target(self, path: str) -> Path:
        """The folder to write to. Unwritable: what a survey of the library asks stays as it is."""
        folders = self.shelf.folders
        in_library = folders.home(path) == folders.library
        if self.named and in_library and _is_open(folders.library / path):
            if not stands_in(folders.library, Path(path).parent.as_posix()):
                raise Unwritable  # the folder is a link that leads elsewhere
            return folders.library
        found = SURVEY.fullmatch(path)
        if in_library and found and found["file"] == STRUCTURE and folders.text(path) is not None:
            raise Unwritable
        return folders.own


def written(text: str) -> str:
    """As it is put into the file: plain line ends, one at the end."""
    lines = plain(text.removeprefix("\ufeff"))
    return lines if lines.endswith("\n") or not lines else f"{lines}\n"


def _placed(path: str) -> str:
    if not is_place(path):
        raise ValueError("a path that has no place in the content folder")
    return path


def _is_open(file: Path) -> bool:
    """To be written by this process: the folder that it stands in, or the first one above."""
    folder = next(found for found in file.parents if found.is_dir())
    return os.access(folder, os.W_OK | os.X_OK)
