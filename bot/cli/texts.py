"""`content`: the versions of a text, one of them back again, and what was pushed elsewhere."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.ending import NotInOrder, finish, settings
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.content.problem import Problem
    from bot.content.texts import Texts
    from bot.content.versions import Version
    from bot.content.words import Dictionary

FILE = typer.Argument(metavar="FILE", help="As in the content folder: topics/cameras/fr.md")
OPERATOR = "operator"
"""Who brought a text back from here: this command asks nobody's name."""


def history(file: Annotated[str, FILE] = "") -> None:
    """List the versions of a text, or the texts that have any."""
    finish(_history(settings(), file))


def undo(
    file: Annotated[str, FILE],
    *,
    to: Annotated[int, typer.Option(min=0, help="A version of `content history`.")] = 0,
) -> None:
    """Bring a text back as it was before, as a new version."""
    finish(_undo(settings(), file, to))


def pull() -> None:
    """Bring what was pushed to the content folder's Git remote, and check it."""
    finish(_pull(settings()))


def _texts(chosen: Settings) -> "tuple[Dictionary, Texts]":
    from bot.content.texts import Texts
    from bot.house import read_texts

    dictionary, shelf = read_texts(chosen)
    return dictionary, Texts(shelf, named=chosen.content_dir is not None)


def _path(texts: "Texts", file: str) -> str:
    """In the content folder; a file that is named as it lies on the disk is found there too."""
    from bot.content.places import is_place

    for folder in (texts.shelf.folder, texts.shelf.own.folder):
        named = Path(file).resolve()
        if named.is_relative_to(folder.resolve()):
            file = named.relative_to(folder.resolve()).as_posix()
    if not is_place(file):
        raise NotInOrder("there is no such text: name it as topics/cameras/fr.md")
    return file


async def _history(chosen: Settings, file: str) -> None:
    _, texts = _texts(chosen)
    for line in _versions(texts, _path(texts, file)) if file else _all(texts):
        typer.echo(line)


def _versions(texts: "Texts", path: str) -> Iterator[str]:
    found = texts.history(path)
    if not found:
        raise NotInOrder("this text has no versions: nobody has changed it")
    for version in found:
        yield f"{version.number:>4}  {_told(version)}"


def _all(texts: "Texts") -> Iterator[str]:
    versions = texts.shelf.folders.versions
    for path in versions.paths():
        if newest := versions.newest(path):
            yield f"{path}  {newest.number}  {_told(newest)}"


def _told(version: "Version") -> str:
    parts = (f"{version.at:%Y-%m-%d %H:%M} UTC", version.how, version.by, version.note)
    line = "  ".join(part for part in parts if part)
    # A commit's author and a typed note may hold what a terminal takes for a command.
    return "".join(sign if sign.isprintable() else " " for sign in line)


async def _undo(chosen: Settings, file: str, to: int) -> None:
    from bot.content.texts import Held, NoVersion, Unwritable

    dictionary, texts = _texts(chosen)
    path = _path(texts, file)
    earlier = texts.earlier(path)
    if not to and earlier is None:
        raise NotInOrder("there is no earlier version of this text")
    try:
        made = texts.undo(path, to or (earlier.number if earlier else 0), by=OPERATOR)
    except NoVersion:
        raise NotInOrder(f"{path} has no version {to}: see `content history {path}`") from None
    except Unwritable:
        raise NotInOrder(f"{path} cannot be written from here") from None
    except Held as held:
        _tell(held.problems, dictionary)
        raise NotInOrder("this version has errors: nothing was changed") from None
    typer.echo(f"{path} is as it was; this is version {made.number}.")


async def _pull(chosen: Settings) -> None:
    from bot.content.git import GitError
    from bot.content.pulling import pull

    dictionary, texts = _texts(chosen)
    try:
        pulled = pull(texts.shelf)
    except GitError as error:
        raise NotInOrder(f"{error}: the texts are as they were") from None
    for path in pulled.paths:
        typer.echo(path)
    _tell(pulled.errors, dictionary)
    if pulled.errors:
        raise NotInOrder("texts with an error are held back: residents read them as before")


def _tell(problems: "Sequence[Problem]", dictionary: "Dictionary") -> None:
    from bot.content.problem import told

    for problem in problems:
        typer.echo(told(problem, dictionary, "en"))
