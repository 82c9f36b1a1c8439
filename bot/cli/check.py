"""`check`: what is wrong in the content folder and the translations, and where."""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from bot.cli.ending import NOT_IN_ORDER, refuse
from bot.cli.options import LangOption

if TYPE_CHECKING:
    from bot.content.folders import Folders
    from bot.content.problem import Problem
    from bot.content.words import Dictionary

MOST_ADVICE = 3
Format: TypeAlias = Literal["text", "json", "github"]


def check(  # noqa: PLR0913 - the options of the contract
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="The content folder.")
    ] = None,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Advice counts like an error.")] = False,
    every: Annotated[
        bool, typer.Option("--all", help="All advice, also more than three for a file.")
    ] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Put right first what changes no meaning.")
    ] = False,
    lang: LangOption = "en",
    form: Annotated[Format, typer.Option("--format", help="For people or programs.")] = "text",
) -> None:
    """Name each problem of content and translations."""
    content, locales = _folders(folder)
    dictionary = _dictionary(locales)
    if fix:
        _fix(content, dictionary, lang, aside=form != "text")
    found = _problems(content, locales, None if folder else _at_home(content))
    writer = _brief if form == "text" and not (every or strict) else WRITERS[form]
    for line in writer(found, dictionary, lang):
        typer.echo(line)
    if any(problem.is_error or strict for problem in found):
        raise typer.Exit(NOT_IN_ORDER)


def _folders(given: Path | None) -> tuple[Path, Path]:
    """Of content and of translations."""
    from bot.content.locate import locate

    setting = os.environ.get("RIGHTSBOT_CONTENT_DIR", "").strip()
    try:
        content = locate("content", given or (Path(setting) if setting else None))
        return content, locate("locales")
    except FileNotFoundError as error:
        refuse(str(error))


def _dictionary(locales: Path) -> "Dictionary":
    from babel.messages.pofile import PoFileError

    from bot.content.words import Dictionary

    try:
        return Dictionary.load(locales)
    except (OSError, PoFileError) as error:
        refuse(f"a translation cannot be read: {error}", NOT_IN_ORDER)


def _fix(content: Path, dictionary: "Dictionary", lang: str, *, aside: bool) -> None:
    """`aside`: what a program reads holds nothing but problems."""
    from bot.cli.tidying import tidy

    try:
        for line in tidy(content, dictionary, lang):
            typer.echo(line, err=aside)
    except OSError as error:
        refuse(f"a file cannot be written: {error.strerror}", NOT_IN_ORDER)


def _at_home(content: Path) -> "Folders":
    """With what was written here, where there is any."""
    from bot.content.folders import Folders
    from bot.content.versions import Versions
    from bot.house import utc_now
    from bot.library import OWN, VERSIONS

    data = Path(os.environ.get("RIGHTSBOT_DATA_DIR", "").strip() or "var/data")
    return Folders(content, data / OWN, Versions(data / VERSIONS, utc_now))


def _problems(content: Path, locales: Path, here: "Folders | None") -> tuple["Problem", ...]:
    """With their paths as seen from the working folder, so that an editor can open them."""
    from bot.content.check_locales import check_locales
    from bot.content.load import load_all
    from bot.house import utc_now

    texts = load_all(content, here.own if here else None, utc_now().date()).problems
    newer = here.newer() if here else ()
    ordered = sorted((*texts, *newer), key=lambda p: (p.path, p.line, p.column))
    return (
        *(_placed(p, here.home(p.path) if here else content) for p in ordered),
        *(_placed(p, locales.parent) for p in check_locales(locales)),
    )


def _placed(problem: "Problem", folder: Path) -> "Problem":
    return replace(problem, path=_from_here(folder / problem.path))


def _from_here(path: Path) -> str:
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def _text(found: Sequence["Problem"], dictionary: "Dictionary", lang: str) -> Iterator[str]:
    from bot.content.problem import told

    return (told(problem, dictionary, lang) for problem in found)


def _brief(found: Sequence["Problem"], dictionary: "Dictionary", lang: str) -> Iterator[str]:
    """Few pieces of advice for each file: a long list is not read."""
    from bot.content.problem import told

    for path, of_file in groupby(found, key=lambda problem: problem.path):
        problems = tuple(of_file)
        hidden = [problem for problem in problems if not problem.is_error][MOST_ADVICE:]
        yield from (
            told(problem, dictionary, lang) for problem in problems if problem not in hidden
        )
        if hidden:
            yield dictionary.say(lang, "check.more", {"path": path, "n": len(hidden)})


def _json(found: Sequence["Problem"], dictionary: "Dictionary", lang: str) -> Iterator[str]:
    from bot.content.problem import phrase

    rows = [
        {
            "path": problem.path,
            "line": problem.line,
            "column": problem.column,
            "code": problem.code,
            "severity": problem.severity,
            "sentence": phrase(problem, dictionary, lang, "sentence"),
            "hint": phrase(problem, dictionary, lang, "hint"),
        }
        for problem in found
    ]
    yield json.dumps(rows, ensure_ascii=False, indent=2)


def _github(found: Sequence["Problem"], dictionary: "Dictionary", lang: str) -> Iterator[str]:
    """Workflow commands, which GitHub shows beside the lines of a pull request."""
    from bot.content.problem import phrase

    for problem in found:
        level = "error" if problem.is_error else "warning"
        where = f"file={_property(problem.path)},line={problem.line},col={problem.column}"
        parts = (phrase(problem, dictionary, lang, part) for part in ("sentence", "hint"))
        words = _escaped(" ".join(parts).rstrip())
        yield f"::{level} {where},title={problem.code}::{words}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


Writer: TypeAlias = Callable[[Sequence["Problem"], "Dictionary", str], Iterator[str]]
WRITERS: Mapping[Format, Writer] = {"text": _text, "json": _json, "github": _github}
