"""Brings the texts that were pushed to the Git remote of the content folder, and checks them."""

from dataclasses import dataclass

from bot.content.git import Git
from bot.content.load import load_all
from bot.content.problem import Problem
from bot.content.shelf import Shelf, sound
from bot.content.versions import How


@dataclass(frozen=True, slots=True)
class Pulled:
    paths: tuple[str, ...]
    """Of sound texts that were changed or came new."""
    errors: tuple[Problem, ...]
    """Of all texts, also those that were there before."""


def pull(shelf: Shelf) -> Pulled:
    """GitError where nothing could be brought. The lock is held so that no other worker takes
    for found what was pulled.
    """
    folders, git = shelf.folders, Git(shelf.folder)
    git.fetch()
    with folders.versions.held():
        git.merge()
        read = load_all(folders.library, folders.own)
        before, now = shelf.texts, sound(read)
        paths = tuple(sorted(path for path in now if before.get(path) != now[path]))
        for path in paths:
            folders.keep_one(path, before.get(path), now[path], How.PULLED, git.author(path))
    return Pulled(paths, tuple(found for found in read.problems if found.is_error))
