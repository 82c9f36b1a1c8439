"""What is wrong in a file, where, and how it is told to a moderator."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Literal, TypeAlias

from babel import Locale

from bot.content.codes import CODES
from bot.content.severity import Severity
from bot.content.words import LOCALES, SOURCE, Dictionary
from bot.core.model import LANGUAGES, Lang

Mark: TypeAlias = tuple[int, int]
"""Line and column, both from 1."""
Said: TypeAlias = Literal["sentence", "hint", "sheet"]
"""What is wrong; what to do; and what to do for whoever wrote a spreadsheet and sees no file."""

START: Mark = (1, 1)
SUFFIX: Mapping[Said, str] = {"sentence": "", "hint": ".hint", "sheet": ".sheet"}


@dataclass(frozen=True, slots=True)
class Problem:
    path: str
    """Below the content folder, with forward slashes."""
    line: int
    column: int
    code: str
    values: Mapping[str, str] = field(default_factory=dict)
    """What its words need. `lang` is a language's code, `reason` ends a key `check.reason.`,
    `meant` is what was probably meant.
    """

    @property
    def severity(self) -> Severity:
        return CODES[self.code]

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


def problem(path: str, mark: Mark, code: str, **values: object) -> Problem:
    return Problem(path, *mark, code, {name: str(value) for name, value in values.items()})


def told(found: Problem, dictionary: Dictionary, lang: Lang) -> str:
    """`path:line:column CODE sentence. hint`."""
    words = (phrase(found, dictionary, lang, part) for part in ("sentence", "hint"))
    return " ".join((f"{found.path}:{found.line}:{found.column}", found.code, *words)).rstrip()


def phrase(found: Problem, dictionary: Dictionary, lang: Lang, part: Said) -> str:
    """Where a code says nothing of its own about spreadsheets, they get its hint."""
    key = f"check.{found.code}{SUFFIX[part]}"
    template = dictionary.template(lang, key)
    if template == key:
        return phrase(found, dictionary, lang, "hint") if part == "sheet" else ""
    words = dictionary.fill(lang, template, _values(found, dictionary, lang))
    if part == "sentence" or not found.values.get("meant"):
        return words
    return f"{dictionary.say(lang, 'check.meant', found.values)} {words}"


def _values(found: Problem, dictionary: Dictionary, lang: Lang) -> Mapping[str, str]:
    """Codes as the reader of this language says them."""
    shown = {"column": _column(found), **found.values}
    if "lang" in shown:
        shown["lang"] = Locale.parse(LOCALES.get(lang, LOCALES[SOURCE])).languages[shown["lang"]]
    if "reason" in shown:
        shown["reason"] = dictionary.template(lang, f"check.reason.{shown['reason']}")
    if shown.get("known") == "":
        shown["known"] = dictionary.template(lang, "check.none")
    return shown


def _column(found: Problem) -> str:
    """Of a spreadsheet: where the words of the file's language stand."""
    lang = PurePosixPath(found.path).stem
    return (
        f"label::{Locale(lang).languages[lang].title()} ({lang})" if lang in LANGUAGES else "label"
    )
