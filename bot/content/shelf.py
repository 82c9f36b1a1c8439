"""The moderators' folder as last read: a file with an error keeps the version before it."""

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import TypeVar

from bot.content.folders import Folders
from bot.content.load import Loaded, load_all, unit
from bot.content.own import Own
from bot.content.problem import Problem
from bot.content.scan import Stamp
from bot.core.model import Catalogue, Survey
from bot.logs import Plain

log = logging.getLogger(__name__)
T = TypeVar("T")
UNSEEN: tuple[Stamp, Stamp] = (frozenset(), frozenset())


class Incomplete(Exception):
    """What was read cannot be served; the message names what is missing."""


@dataclass(slots=True)
class Shelf:
    folders: Folders
    finish: Callable[[Catalogue], Catalogue]
    """Narrows what was read to the cities served; Incomplete where one of them is missing."""
    catalogue: Catalogue
    problems: tuple[Problem, ...]
    unfit: Mapping[str, Survey]
    """Surveys that only the publish linter holds back, as their files say now."""
    texts: Mapping[str, str]
    """What the files say that are served, by path."""
    stamp: tuple[Stamp, Stamp]
    """Of the folder, and of what was written here."""
    reading: Lock = field(default_factory=Lock)
    """What one thread has read no other one puts back."""
    complete: bool = True
    """False while a city that is served has no sound file: all texts stay as they were."""

    @classmethod
    def read(cls, folders: Folders, finish: Callable[[Catalogue], Catalogue]) -> "Shelf":
        """What has an error is served in its newest version, if that one has none. Incomplete."""
        stamp = folders.stamp()
        read = load_all(folders.library, folders.own)
        problems = _problems(read, folders)
        catalogue = finish(_kept(_earlier(folders, read), read.catalogue, problems))
        return cls(folders, finish, catalogue, problems, read.unfit, sound(read), stamp)

    @property
    def folder(self) -> Path:
        """The content folder."""
        return self.folders.library

    @property
    def own(self) -> Own:
        """The surveys that staff made."""
        return Own(self.folders.own, self.folders.library)

    def problems_of(self, survey: str) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if unit(p.path) == f"surveys/{survey}")

    def news(self) -> tuple[Stamp, Stamp] | None:
        """What is seen of the folders now, if it is not what was read; reads no file."""
        try:
            found = self.folders.look()
        except OSError:
            found = UNSEEN
        return None if found == self.stamp else found

    def refresh(self) -> bool:
        """Reads the folders again if a file changed. True: there may be something new to show.

        What is newly held back is logged with file, line and code, for nobody would see it else.
        """
        with self.reading:
            return self._refresh()

    def _refresh(self) -> bool:
        try:
            stamp = self.folders.look()
            if stamp == self.stamp:
                return False
            self.stamp = stamp
            self._take(load_all(self.folder, self.folders.own))
        except OSError:
            if self.complete:
                log.warning("the texts stay as they were: the content folder cannot be read")
            self.complete, self.stamp = False, UNSEEN
            return False
        return True

    def would_be(self, instead: Mapping[str, str]) -> Catalogue:
        """What would be served were these the texts of their files; writes nothing. Incomplete."""
        read = load_all(self.folder, self.folders.own, instead=instead)
        return self.finish(_kept(self.catalogue, read.catalogue, read.problems))

    def _take(self, read: Loaded) -> None:
        problems = _problems(read, self.folders)
        tell(problems, besides=self.problems)
        self.problems, self.unfit = problems, read.unfit
        try:
            self.catalogue = self.finish(_kept(self.catalogue, read.catalogue, problems))
        except Incomplete:
            log.warning("the texts stay as they were: a city that is served has no sound file")
            self.complete = False
        else:
            self.complete = True
            self._follow(read)

    def _follow(self, read: Loaded) -> None:
        """What was served before can be brought back, now and after a restart."""
        now, held = sound(read), held_back(read.problems)
        try:
            self.folders.keep(self.texts, now)
        except OSError:
            log.exception("the versions of texts could not be written")
        stay = {path: text for path, text in self.texts.items() if unit(path) in held}
        self.texts = {**stay, **now}


def tell(problems: tuple[Problem, ...], besides: tuple[Problem, ...] = ()) -> None:
    """One line to the log for each error that was not there before."""
    known = {(p.path, p.code) for p in besides}
    for found in problems:
        if found.is_error and (found.path, found.code) not in known:
            where = (Path(found.path), found.line, found.column)
            log.warning("held back: %s:%d:%d %s", *where, Plain(found.code))


def held_back(problems: tuple[Problem, ...]) -> frozenset[str]:
    """The units that an error keeps from being read anew."""
    return frozenset(unit(found.path) for found in problems if found.is_error)


def sound(read: Loaded) -> Mapping[str, str]:
    """The texts of what has no error, by path."""
    held = held_back(read.problems)
    return {path: text for path, text in read.texts.items() if unit(path) not in held}


def _problems(read: Loaded, folders: Folders) -> tuple[Problem, ...]:
    """In the order of files and lines."""
    found = (*read.problems, *folders.newer())
    return tuple(sorted(found, key=lambda p: (p.path, p.line, p.column, p.code)))


def _earlier(folders: Folders, read: Loaded) -> Catalogue:
    """As it would be if what has an error were still as in its newest version."""
    held, known = held_back(read.problems), folders.versions
    latest = {path: known.newest(path) for path in known.paths() if unit(path) in held}
    instead = {path: version.text for path, version in latest.items() if version}
    if not instead:
        return read.catalogue
    return load_all(folders.library, folders.own, instead=instead).catalogue


def _kept(old: Catalogue, new: Catalogue, problems: tuple[Problem, ...]) -> Catalogue:
    """The new catalogue, with the last good version of whatever is held back by an error."""
    held = {name.removesuffix(".yaml") for name in held_back(problems)}
    return replace(
        new,
        cities=_merged("cities", old.cities, new.cities, held),
        topics=_merged("topics", old.topics, new.topics, held),
        surveys=_merged("surveys", old.surveys, new.surveys, held),
        pages=_merged("pages", old.pages, new.pages, held),
    )


def _merged(
    kind: str, old: Mapping[str, T], new: Mapping[str, T], held: Collection[str]
) -> Mapping[str, T]:
    kept = {id_: value for id_, value in old.items() if f"{kind}/{id_}" in held}
    return {**kept, **new}
