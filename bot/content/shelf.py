"""The moderators' folder as last read: a file with an error keeps the version before it."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from bot.content.load import load_all, unit
from bot.content.own import Own
from bot.content.problem import Problem
from bot.core.model import Catalogue, Survey
from bot.logs import Plain

log = logging.getLogger(__name__)
T = TypeVar("T")


class Incomplete(Exception):
    """What was read cannot be served; the message names what is missing."""


@dataclass(slots=True)
class Shelf:
    folder: Path
    own: Own
    """Surveys that staff made here, read with the folder's as one."""
    finish: Callable[[Catalogue], Catalogue]
    """Narrows what was read to the cities served; Incomplete where one of them is missing."""
    catalogue: Catalogue
    problems: tuple[Problem, ...]
    unfit: Mapping[str, Survey]
    """Surveys that only the publish linter holds back, as their files say now."""
    stamp: frozenset[tuple[str, int, int]]
    complete: bool = True
    """False while a city that is served has no sound file: all texts stay as they were."""

    @classmethod
    def read(cls, folder: Path, finish: Callable[[Catalogue], Catalogue], own: Own) -> "Shelf":
        stamp = _stamp(folder) | _stamp(own.folder)
        read = load_all(folder, own.folder)
        tell(read.problems)
        return cls(folder, own, finish, finish(read.catalogue), read.problems, read.unfit, stamp)

    def problems_of(self, survey: str) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if unit(p.path) == f"surveys/{survey}")

    def refresh(self) -> bool:
        """Reads the folders again if a file changed. True: there may be something new to show.

        What is newly held back is logged with file, line and code, for nobody would see it else.
        """
        stamp = _stamp(self.folder) | _stamp(self.own.folder)
        if stamp == self.stamp:
            return False
        read = load_all(self.folder, self.own.folder)
        self.stamp = stamp
        self.unfit = read.unfit
        new, problems = read.catalogue, read.problems
        tell(problems, besides=self.problems)
        self.problems = problems
        try:
            self.catalogue = self.finish(_kept(self.catalogue, new, problems))
        except Incomplete:
            log.warning("the texts stay as they were: a city that is served has no sound file")
            self.complete = False
        else:
            self.complete = True
        return True


def tell(problems: tuple[Problem, ...], besides: tuple[Problem, ...] = ()) -> None:
    """One line to the log for each error that was not there before."""
    known = {(p.path, p.code) for p in besides}
    for found in problems:
        if found.is_error and (found.path, found.code) not in known:
            where = (Path(found.path), found.line, found.column)
            log.warning("held back: %s:%d:%d %s", *where, Plain(found.code))


def _kept(old: Catalogue, new: Catalogue, problems: tuple[Problem, ...]) -> Catalogue:
    """The new catalogue, with the last good version of whatever is held back by an error."""
    held = {unit(problem.path).removesuffix(".yaml") for problem in problems if problem.is_error}
    return replace(
        new,
        cities=_merged("cities", old.cities, new.cities, held),
        topics=_merged("topics", old.topics, new.topics, held),
        surveys=_merged("surveys", old.surveys, new.surveys, held),
        pages=_merged("pages", old.pages, new.pages, held),
    )


def _merged(
    kind: str, old: Mapping[str, T], new: Mapping[str, T], held: set[str]
) -> Mapping[str, T]:
    kept = {id_: value for id_, value in old.items() if f"{kind}/{id_}" in held}
    return {**kept, **new}


def _stamp(folder: Path) -> frozenset[tuple[str, int, int]]:
    """Path, time and size of every file: changes when one of them does."""
    return frozenset(_seen(path) for path in folder.rglob("*"))


def _seen(path: Path) -> tuple[str, int, int]:
    """A file that goes while it is looked at is one that is gone."""
    try:
        found = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), found.st_mtime_ns, found.st_size
