"""Says of a file that has no place in the content folder what its name was meant to be."""

import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import PurePosixPath

from bot.content.cursor import meant
from bot.content.problem import START, Problem, problem
from bot.core.model import LANGUAGES

FOLDERS = ("cities", "topics", "surveys", "pages")
ENDINGS = (".md", ".yaml")
DOUBLED = re.compile(r"(.+?\.(?:md|yaml))(?:\.\w{1,5})+", re.IGNORECASE)
"""An editor added its own ending to one that was there: `en.md.txt`."""


def misplaced(path: str, fits: Callable[[str], bool]) -> Problem:
    """`fits` says whether a path has a place. No file's name reaches a terminal as a command."""
    doubled = DOUBLED.fullmatch(path)
    if doubled and fits(doubled[1].lower()):
        return problem(path, START, "ENDING", meant=doubled[1].lower())
    shown = "".join(sign if sign.isprintable() else "?" for sign in path)
    return problem(shown, START, "FILE", meant=next(filter(fits, _guesses(path.lower())), ""))


def _guesses(path: str) -> Iterator[str]:
    """What may have been meant, the likeliest first."""
    names = re.sub(r"[ _]+", "-", path).split("/")
    folders = dict.fromkeys((names[0], meant(names[0], FOLDERS)))
    stem, ending = PurePosixPath(names[-1]).stem, PurePosixPath(names[-1]).suffix
    stems = dict.fromkeys((stem, meant(stem, ("survey", *LANGUAGES))))
    for folder, stem_, ending_ in product(folders, stems, (ending, *ENDINGS)):
        yield "/".join((folder, *names[1:-1], f"{stem_}{ending_}"))
