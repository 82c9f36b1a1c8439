"""What is wrong in a file, where, and how it is told to a moderator."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.content.codes import CODES, Severity
from bot.content.words import Dictionary
from bot.core.model import Lang

Mark: TypeAlias = tuple[int, int]
"""Line and column, both from 1."""

START: Mark = (1, 1)


@dataclass(frozen=True, slots=True)
class Problem:
    path: str
    """Below the content folder, with forward slashes."""
    line: int
    column: int
    code: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        return CODES[self.code].severity

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


def problem(path: str, mark: Mark, code: str, **values: object) -> Problem:
    return Problem(path, *mark, code, {name: str(value) for name, value in values.items()})


def told(found: Problem, dictionary: Dictionary, lang: Lang) -> str:
    """`path:line:column CODE sentence. hint`."""
    words = (phrase(found, dictionary, lang, part) for part in ("sentence", "hint"))
    return " ".join((f"{found.path}:{found.line}:{found.column}", found.code, *words)).rstrip()


def phrase(found: Problem, dictionary: Dictionary, lang: Lang, part: str) -> str:
    """The part "sentence" or "hint" of what is told."""
    key = f"check.{found.code}.{part}"
    template = dictionary.template(lang, key)
    if template == key:
        template = getattr(CODES[found.code], part)
    return dictionary.fill(lang, template, found.values)
