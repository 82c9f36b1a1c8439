"""Puts right in a file what can be put right without changing what it says."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TypeAlias

from bot.content.sections import FENCE
from bot.content.tree import Trail, parse
from bot.content.typography import french, outside, quoted

MARK = "\ufeff"
"""The byte order mark that some editors of Windows put before a text."""
INDENT = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?")
STRUCTURE = re.compile(r"\s*(?:#|:::|---)")
BREAK = "  "
"""Ends a line of a paragraph that the reader sees broken there."""
TAB = 4

Step: TypeAlias = Callable[[str, str], str]
"""From a path and its text to the text."""


def tidied(path: str, data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The file, and what was put right: the ends of keys `check.fix.`. Once is enough.

    A file in another encoding stays as it is: nobody can know what its letters are.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return data, ()
    done: list[str] = []
    for name, step in STEPS.items():
        after = _kept(path, text, step(path, text))
        if after != text:
            text = after
            done.append(name)
    return text.encode("utf-8"), tuple(done)


def _kept(path: str, before: str, after: str) -> str:
    """A step that would change more of the settings than how they look is not made."""
    same = before == after or _said(path, before) == _said(path, after)
    return after if same else before


def _said(path: str, text: str) -> Mapping[Trail, str]:
    settings, _ = _cut(path, text.removeprefix(MARK).replace("\r\n", "\n").replace("\r", "\n"))
    texts = parse(path, "\n".join(settings), []).texts
    composed = {trail: unicodedata.normalize("NFC", value) for trail, value in texts.items()}
    return {trail: " ".join(value.split()) for trail, value in composed.items()}


def _cut(path: str, text: str) -> tuple[Sequence[str], Sequence[str]]:
    """The lines of the settings, which are all of a YAML file, and of the Markdown below them."""
    lines = text.split("\n")
    if path.endswith(".yaml"):
        return lines, ()
    fences = [i for i, line in enumerate(lines) if line.rstrip() == FENCE]
    end = fences[1] if len(fences) > 1 and fences[0] == 0 else 0
    return lines[1:end], lines[end:]


def _unmarked(_path: str, text: str) -> str:
    return text.removeprefix(MARK)


def _plain_ends(_path: str, text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _composed(_path: str, text: str) -> str:
    """é as one letter, as search and sorting expect it."""
    return outside(text, lambda prose: unicodedata.normalize("NFC", prose))


def _in_body(text: str, path: str, change: Callable[[str], str]) -> str:
    _, body = _cut(path, text)
    before = text.split("\n")[: text.count("\n") + 1 - len(body)]
    return "\n".join((*before, *map(change, body)))


def _without_tabs(path: str, text: str) -> str:
    """Before a text they set how deep it stands, inside it they are a space."""
    return _in_body(text, path, _without_tab)


def _without_tab(line: str) -> str:
    indent = INDENT.match(line)
    at = indent.end() if indent else 0
    return line[:at].expandtabs(TAB) + line[at:].replace("\t", " ")


def _trimmed(path: str, text: str) -> str:
    lines = text.split("\n")
    body = len(lines) - len(_cut(path, text)[1])
    following = (*lines[1:], "")
    return "\n".join(
        _trim(line, below if i >= body else "")
        for i, (line, below) in enumerate(zip(lines, following, strict=True))
    )


def _trim(line: str, below: str) -> str:
    bare = line.rstrip(" \t")
    broken = line.endswith(BREAK) and bare and below.strip() and not STRUCTURE.match(line)
    return bare + BREAK if broken else bare


def _ended(_path: str, text: str) -> str:
    """A text ends with the end of a line, and no empty ones."""
    return text.rstrip("\n") + "\n" if text.strip("\n") else text


def _french(path: str, text: str) -> str:
    return french(text) if _lang(path) == "fr" else text


def _quoted(path: str, text: str) -> str:
    return _in_body(text, path, lambda line: quoted(line, _lang(path)))


def _lang(path: str) -> str:
    return PurePosixPath(path).stem


STEPS: Mapping[str, Step] = {
    "mark": _unmarked,
    "line-ends": _plain_ends,
    "letters": _composed,
    "tabs": _without_tabs,
    "spaces": _trimmed,
    "end": _ended,
    "french": _french,
    "quotes": _quoted,
}
