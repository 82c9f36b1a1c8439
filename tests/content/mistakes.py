"""The folder of each code, laid over the good one, and what is found wrong in it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from os import mkfifo
from pathlib import Path

from bot.content.check_locales import check_locales
from bot.content.codes import CODES
from bot.content.folders import Folders
from bot.content.load import load_all
from bot.content.problem import Problem, phrase
from bot.content.severity import Severity
from bot.content.source import MOST_BYTES
from bot.content.versions import Versions
from bot.content.words import Dictionary
from bot.core.model import Catalogue
from bot.house import utc_now

HERE = Path(__file__).parent
TODAY = date(2026, 11, 24)
BAD = sorted(folder.name for folder in (HERE / "bad").iterdir())
HEAD = """# What `rightsbot check` says

Every code of the check, and what it prints for one mistake of its kind, in English and in French.
The mistakes stand in `tests/content/bad`, a folder for each code.
An error holds back the text it is in, and what was there before stays. Advice holds back nothing.
This page is written by `UPDATE_CHECKS=1 pytest tests/content/test_checks.py`.
"""


@dataclass(frozen=True, slots=True)
class Found:
    catalogue: Catalogue
    problems: tuple[Problem, ...]

    @property
    def lines(self) -> list[str]:
        return [f"{p.path}:{p.line}:{p.column} {p.code}" for p in self.problems]


def read(folder: Path) -> Found:
    folders = Folders(folder / "content", folder / "own", Versions(folder / "versions", utc_now))
    loaded = load_all(folders.library, folders.own, TODAY)
    words = check_locales(folder / "locales")
    return Found(loaded.catalogue, (*loaded.problems, *folders.newer(), *words))


def spoiled(folder: Path, code: str) -> Found:
    shutil.copytree(HERE / "good", folder)
    shutil.copytree(HERE / "bad" / code, folder, dirs_exist_ok=True)
    page = folder / "content/pages/help/en.md"
    # What editors and formatters would trip over is made here.
    match code:
        case "SIZE":
            page.write_bytes(b" " * (MOST_BYTES + 1))
        case "ENCODING":
            page.write_bytes(page.read_bytes().replace(b"Press", b"Pr\xe9ss"))
        case "UNREADABLE":
            page.unlink()
            mkfifo(page)
        case "OUTSIDE":
            page.rename(folder / "elsewhere.md")
            page.symlink_to(folder / "elsewhere.md")
    return read(folder)


def page(mistakes: dict[str, Found], dictionary: Dictionary) -> str:
    """For docs/checks.md."""
    return "\n".join((HEAD, *_listed(mistakes, dictionary)))


def _listed(mistakes: dict[str, Found], dictionary: Dictionary) -> Iterator[str]:
    for severity, title in ((Severity.ERROR, "Errors"), (Severity.ADVICE, "Advice")):
        yield f"## {title}\n\n| code | line | in English | in French |\n|---|---|---|---|"
        for code, found in mistakes.items():
            if CODES.get(code) is severity:
                problem = found.problems[0]
                place = f"{problem.path}:{problem.line}"
                said = (_said(problem, dictionary, lang) for lang in ("en", "fr"))
                yield f"| {code} | `{place}` | {' | '.join(said)} |"
        yield ""


def _said(problem: Problem, dictionary: Dictionary, lang: str) -> str:
    parts = (phrase(problem, dictionary, lang, part) for part in ("sentence", "hint"))
    return " ".join(parts).translate({ord(sign): rf"\{sign}" for sign in "|<>*_`"})
