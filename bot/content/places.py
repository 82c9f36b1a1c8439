"""Which files of the content folder belong to what; every other file is a problem."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from bot.content.cursor import is_id
from bot.content.draft import Files
from bot.content.problem import START, Problem, problem
from bot.core.model import LANGUAGES

PAGES = ("privacy", "notice", "help", "alert")
STRUCTURE = "survey"
_LANG = "|".join(LANGUAGES)
_NAME = r"(?P<id>[^/]+)"
CITY = re.compile(rf"cities/{_NAME}\.yaml")
TOPIC = re.compile(rf"topics/{_NAME}/(?P<file>{_LANG})\.md")
SURVEY = re.compile(rf"surveys/{_NAME}/(?P<file>{STRUCTURE}|{_LANG})\.yaml")
PAGE = re.compile(rf"pages/(?P<id>{'|'.join(PAGES)})/(?P<file>{_LANG})\.md")
IGNORED = re.compile(r"(?:.*/)?\..*|README\.md")
"""Hidden files, and a note for whoever opens the folder."""


def sort(folder: Path, problems: list[Problem], own: Path | None = None) -> Files:
    """Of the content folder, and of the folder of surveys that staff made."""
    files = Files()
    astray = [path for path in _paths(folder) if not _place(files, path)]
    problems += (problem(path, START, "FILE") for path in astray)
    if own is not None:
        _add(files, own, problems)
    return files


def _add(files: Files, own: Path, problems: list[Problem]) -> None:
    """Only surveys belong there, and none whose id the content folder has too."""
    library = frozenset(files.surveys)
    for path in _paths(own):
        found = SURVEY.fullmatch(path)
        if found is not None and found["id"] in library:
            if found["file"] == STRUCTURE:
                problems.append(problem(path, START, "ID-TWICE", value=found["id"]))
        elif found is not None and _place(files, path):
            files.own.add(found["id"])
        else:
            problems.append(problem(path, START, "FILE"))


def _place(files: Files, path: str) -> bool:
    if (found := CITY.fullmatch(path)) and is_id(found["id"]):
        files.cities[found["id"]] = path
        return True
    for kind, pattern in ((files.topics, TOPIC), (files.surveys, SURVEY), (files.pages, PAGE)):
        if (found := pattern.fullmatch(path)) and is_id(found["id"]):
            kind.setdefault(found["id"], {})[found["file"]] = path
            return True
    return False


def _paths(folder: Path) -> Iterator[str]:
    """Sorted, without what is ignored; folders that are links are named, not entered."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if (Path(root) / name).is_symlink()]
        for name in sorted((*names, *links)):
            path = (Path(root) / name).relative_to(folder).as_posix()
            if not IGNORED.fullmatch(path):
                yield path
