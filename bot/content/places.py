"""Which files of the content folder belong to what; every other file is a problem."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.content.cursor import is_id
from bot.content.draft import Files
from bot.content.misplaced import misplaced
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
IGNORED = re.compile(r"(?:.*/)?(?:\..*|[^/]*~|#[^/]*#|4913|[^/]*\.tmp)|README\.md")
"""Hidden files, what editors keep for a moment beside the file they save, and a note for whoever
opens the folder.
"""


def sort(
    folder: Path, problems: list[Problem], own: Path | None = None, more: Iterable[str] = ()
) -> Files:
    """Of the content folder, and of the folder of what was written here; `more` are paths that are
    to be taken for files as well.
    """
    files = Files()
    astray = [path for path in (*paths(folder), *more) if not _place(files, path)]
    problems += (misplaced(path, is_place) for path in astray)
    if own is not None:
        _add(files, own, problems)
    return files


def _add(files: Files, own: Path, problems: list[Problem]) -> None:
    """A file stands in place of the library's; but a survey made here is another than the
    library's, and its id must be another too.
    """
    written = tuple(paths(own)) if own.is_dir() else ()
    made = {
        f"surveys/{id_}/{STRUCTURE}.yaml": id_
        for id_, of in files.surveys.items()
        if STRUCTURE in of
    }
    twice = {id_ for path, id_ in made.items() if path in written}
    for path in written:
        found = SURVEY.fullmatch(path)
        if found is not None and found["id"] in twice:
            if found["file"] == STRUCTURE:
                problems.append(problem(path, START, "ID-TWICE", value=found["id"]))
        elif _place(files, path):
            files.own.add(path)
        else:
            problems.append(misplaced(path, is_place))


def _fail(error: OSError) -> None:
    raise error


def is_place(path: str) -> bool:
    """Whether a file of this path has a place in the content folder."""
    return _place(Files(), path)


def _place(files: Files, path: str) -> bool:
    if (found := CITY.fullmatch(path)) and is_id(found["id"]):
        files.cities[found["id"]] = path
        return True
    for kind, pattern in ((files.topics, TOPIC), (files.surveys, SURVEY), (files.pages, PAGE)):
        if (found := pattern.fullmatch(path)) and is_id(found["id"]):
            kind.setdefault(found["id"], {})[found["file"]] = path
            return True
    return False


def paths(folder: Path) -> Iterator[str]:
    """Sorted, without what is ignored; folders that are links are named, not entered.

    OSError where the folder, or one in it, cannot be listed.
    """
    for root, folders, names in os.walk(folder, onerror=_fail):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if (Path(root) / name).is_symlink()]
        for name in sorted((*names, *links)):
            path = (Path(root) / name).relative_to(folder).as_posix()
            if not IGNORED.fullmatch(path):
                yield path
