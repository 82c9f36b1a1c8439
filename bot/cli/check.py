"""`check`: what is wrong in the content folder and the translations, and where."""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from bot.cli.ending import NOT_IN_ORDER, refuse
from bot.cli.options import LangOption

if TYPE_CHECKING:
    from bot.content.own import Own
    from bot.content.problem import Problem
    from bot.content.words import Dictionary

Format: TypeAlias = Literal["text", "json", "github"]


def check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="The content folder.")
    ] = None,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Advice counts like an error.")] = False,
    lang: LangOption = "en",
    form: Annotated[Format, typer.Option("--format", help="For people or programs.")] = "text",
) -> None:
    """Name each problem of content and translations."""
    from bot.content.words import Dictionary

    content, locales = _folders(folder)
    found = _problems(content, locales, None if folder else _own(content))
    for line in WRITERS[form](found, Dictionary.load(locales), lang):
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


def _own(content: Path) -> "Own":
    """Surveys that staff made here, where there are any."""
    from bot.content.own import Own
    from bot.house import OWN

    setting = os.environ.get("RIGHTSBOT_DATA_DIR", "").strip()
    return Own(Path(setting or "var/data") / OWN, content)


def _problems(content: Path, locales: Path, own: "Own | None") -> tuple["Problem", ...]:
    """With their paths as seen from the working folder, so that an editor can open them."""
    from babel.messages.pofile import PoFileError

    from bot.content.check_locales import check_locales
    from bot.content.load import load_all
    from bot.house import utc_now

    texts = load_all(content, own.folder if own else None, utc_now().date()).problems
    try:
        words = check_locales(locales)
    except (OSError, PoFileError) as error:
        refuse(f"a translation cannot be read: {error}", NOT_IN_ORDER)
    return (
        *(replace(p, path=_from_here(_home(p, content, own) / p.path)) for p in texts),
        *(replace(p, path=_from_here(locales.parent / p.path)) for p in words),
    )


def _home(problem: "Problem", content: Path, own: "Own | None") -> Path:
    """The folder in which a file stands."""
    return own.folder if own and (own.folder / problem.path).exists() else content


def _from_here(path: Path) -> str:
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def _text(found: Sequence["Problem"], dictionary: "Dictionary", lang: str) -> Iterator[str]:
    from bot.content.problem import told

    return (told(problem, dictionary, lang) for problem in found)


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
