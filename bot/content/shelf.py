"""The moderators' folder as last read: a file with an error keeps the version before it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from bot.content.load import load, unit
from bot.content.problem import Problem
from bot.core.model import Catalogue

T = TypeVar("T")
KINDS = ("cities", "topics", "surveys", "pages")


@dataclass(slots=True)
class Shelf:
    folder: Path
    finish: Callable[[Catalogue], Catalogue]
    """Narrows what was read to the cities served; raises where nothing is left."""
    catalogue: Catalogue
    problems: tuple[Problem, ...]
    stamp: frozenset[tuple[str, int, int]]

    @classmethod
    def read(cls, folder: Path, finish: Callable[[Catalogue], Catalogue]) -> "Shelf":
        stamp = _stamp(folder)
        catalogue, problems = load(folder)
        return cls(folder, finish, finish(catalogue), problems, stamp)

    def refresh(self) -> bool:
        """Reads the folder again if a file changed. True: there may be something new to show."""
        stamp = _stamp(self.folder)
        if stamp == self.stamp:
            return False
        new, self.problems = load(self.folder)
        self.catalogue = self.finish(_kept(self.catalogue, new, self.problems))
        self.stamp = stamp
        return True


def _kept(old: Catalogue, new: Catalogue, problems: tuple[Problem, ...]) -> Catalogue:
    """The new catalogue, with the last good version of whatever is held back by an error."""
    held = {unit(problem.path).removesuffix(".yaml") for problem in problems if problem.is_error}
    merged = {kind: _merged(kind, getattr(old, kind), getattr(new, kind), held) for kind in KINDS}
    return replace(new, **merged)


def _merged(
    kind: str, old: Mapping[str, T], new: Mapping[str, T], held: set[str]
) -> Mapping[str, T]:
    kept = {id_: value for id_, value in old.items() if f"{kind}/{id_}" in held}
    return {**kept, **new}


def _stamp(folder: Path) -> frozenset[tuple[str, int, int]]:
    """Path, time and size of every file: changes when one of them does."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return frozenset((str(p), p.stat().st_mtime_ns, p.stat().st_size) for p in found)
