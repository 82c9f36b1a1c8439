"""What the check says of a text, each remark beside the line that it speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.console.visit import Visit
from bot.content.problem import Problem, phrase

LONGEST = 200
"""Characters of a line that are shown."""


@dataclass(frozen=True, slots=True)
class Remark:
    sentence: str
    hint: str
    file: str
    """Its last parts, where it is another file than the one that is open; else empty."""
    line: int
    quoted: str
    """The line itself, as far as it is known."""
    grave: bool


def remarks(visit: Visit, problems: Iterable[Problem], path: str, whole: str) -> tuple[Remark, ...]:
    """What holds the text back comes first, in the order of lines; advice on this file alone."""
    lines = whole.split("\n")
    mine = (found for found in problems if found.is_error or found.path == path)
    ordered = sorted(mine, key=lambda found: (not found.is_error, found.path != path))
    return tuple(_remark(visit, found, path, lines) for found in ordered)


def _remark(visit: Visit, found: Problem, path: str, lines: list[str]) -> Remark:
    here = found.path == path
    known = here and found.line <= len(lines)
    return Remark(
        sentence=phrase(found, visit.house.dictionary, visit.lang, "sentence"),
        hint=phrase(found, visit.house.dictionary, visit.lang, "hint"),
        file="" if here else found.path.partition("/")[2],
        line=found.line,
        quoted=lines[found.line - 1].strip()[:LONGEST] if known else "",
        grave=found.is_error,
    )
