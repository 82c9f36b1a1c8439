"""`check --fix`: puts right in the files of a folder what changes nothing that they say."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.content.words import Dictionary


def tidy(folder: Path, dictionary: "Dictionary", lang: str) -> Iterator[str]:
    """One line for each file that was changed or renamed."""
    for path, name in _renamed(folder):
        yield dictionary.say(lang, "check.renamed", {"path": path, "name": name})
    for path, done in _tidied(folder):
        what = ", ".join(dictionary.say(lang, f"check.fix.{name}") for name in done)
        yield dictionary.say(lang, "check.fixed", {"path": path, "what": what})


def _renamed(folder: Path) -> Iterator[tuple[str, str]]:
    """Files with an ending too many, unless that would replace another file."""
    from bot.content.places import sort
    from bot.content.problem import Problem

    astray: list[Problem] = []
    sort(folder, astray)
    for problem in astray:
        target = folder / problem.values.get("meant", "")
        if problem.code == "ENDING" and not target.exists():
            (folder / problem.path).rename(target)
            yield problem.path, target.name


def _tidied(folder: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Links, which may lead elsewhere, and files too large to be read stay as they are."""
    from bot.content.places import is_place, paths
    from bot.content.putting import put
    from bot.content.source import MOST_BYTES
    from bot.content.tidy import tidied

    for path in filter(is_place, tuple(paths(folder))):
        file = folder / path
        if file.is_symlink() or file.stat().st_size > MOST_BYTES:
            continue
        text, done = tidied(path, file.read_bytes())
        if done:
            put(file, text.decode(), private=False)
            yield path, done
