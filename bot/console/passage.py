"""The part of a text around one line: whoever mends a phone number need not face the whole file."""

import re
from dataclasses import dataclass
from itertools import takewhile

DIGITS = 7
ITEM = re.compile(r"\s*- ")


@dataclass(frozen=True, slots=True)
class Passage:
    line: int
    """Where it begins, from 1."""
    text: str
    """Whole lines, without the last line end."""


def numbered(typed: str) -> int:
    """The number of a line as an address or a form has it; 0 for what is none."""
    fits = typed.isascii() and typed.isdecimal() and len(typed) <= DIGITS
    return int(typed) if fits else 0


def around(path: str, whole: str, line: int) -> Passage:
    """Of Markdown the paragraph, of YAML the item of a list or the field of the first level."""
    lines = whole.split("\n")
    at = min(max(line, 1), len(lines)) - 1
    begins = _begins_field if path.endswith(".yaml") else _begins_paragraph
    start = next((i for i in range(at, 0, -1) if begins(lines, i)), 0)
    end = next((i for i in range(at + 1, len(lines)) if begins(lines, i)), len(lines))
    text = "\n".join(lines[start:end])
    return Passage(start + 1, text.rstrip("\n"))


def _begins_field(lines: list[str], i: int) -> bool:
    return bool(lines[i]) and (not lines[i][0].isspace() or bool(_is_outer_item(lines, i)))


def _is_outer_item(lines: list[str], i: int) -> bool:
    """An item of the list that the field above it holds, not of a list within an item."""
    if not ITEM.match(lines[i]):
        return False
    above = list(takewhile(lambda text: text[:1].isspace() or not text, reversed(lines[:i])))
    indents = [_indent(text) for text in above if text.strip()]
    return _indent(lines[i]) <= min(indents, default=_indent(lines[i]))


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _begins_paragraph(lines: list[str], i: int) -> bool:
    return bool(lines[i].strip()) and not lines[i - 1].strip()


def put_back(whole: str, was: Passage, text: str) -> str | None:
    """The whole with this text in the passage's place; None where it is no longer to be found.

    Somebody may have changed lines before it meanwhile: then it is found by its words, if they
    stand there once.
    """
    # With a line end on both sides only whole lines are found, and each place in one go.
    framed, old = f"\n{whole}\n", f"\n{was.text}\n"
    lines = whole.split("\n")
    start = sum(map(len, lines[: was.line - 1])) + was.line - 1
    if not framed.startswith(old, start):
        start = framed.find(old)
        if start < 0 or framed.find(old, start + 1) >= 0:
            return None
    return f"{framed[:start]}\n{text}\n{framed[start + len(old) :]}"[1:-1]
