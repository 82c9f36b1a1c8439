"""Reads a moderator's file as text, or says why it cannot be text."""

import errno
import re
import stat
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from bot.content.problem import START, Mark, Problem, problem

MOST_BYTES = 1_000_000
MOST_OF_MARKDOWN = 100_000
"""Ten times the longest that was ever needed: what reads Markdown takes minutes for a megabyte."""
UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
"""Also what turns the direction of letters: what is read would be other words than are written."""


def read(folder: Path, path: str, problems: list[Problem]) -> str | None:
    """The text with plain line ends and without byte order mark; None where there are problems.

    FileNotFoundError if it went after it was listed.
    """
    try:
        if not stands_in(folder, path):
            problems.append(problem(path, START, "OUTSIDE"))
            return None
        data = _bytes(folder / path)
    except FileNotFoundError:
        raise
    except OSError:
        problems.append(problem(path, START, "UNREADABLE"))
        return None
    return judged(path, data, problems)


def stands_in(folder: Path, path: str) -> bool:
    """Also not a link to nothing, to itself, or to what Git keeps of its own: it may be secret."""
    steps = accumulate(path.split("/"), "{}/{}".format)
    if not any(Path(folder, step).is_symlink() for step in steps):
        return True
    file = folder / path
    try:
        real = file.resolve().relative_to(folder.resolve())
    except (ValueError, RuntimeError):  # outside; a link to itself, before Python 3.13
        return False
    return ".git" not in real.parts and (file.exists() or not file.is_symlink())


def _bytes(file: Path) -> bytes:
    """At most one more than a file may have. OSError for what is no plain file: a pipe would never
    end.
    """
    if not stat.S_ISREG(file.stat().st_mode):
        raise OSError(errno.EINVAL, "not a plain file")
    with file.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def judged(path: str, data: bytes, problems: list[Problem]) -> str | None:
    """As `read`, of what a file holds or would hold."""
    most = MOST_OF_MARKDOWN if path.endswith(".md") else MOST_BYTES
    if len(data) > most:
        problems.append(problem(path, START, "SIZE", most=most))
        return None
    return decode(path, data, problems)


def as_written(folder: Path, path: str) -> str | None:
    """What an editor would show, whatever is wrong with it; None if it is not there, or is a link
    that leads out of the folder: nobody is shown a file that is no text.

    Bytes that are no UTF-8 are shown as question marks. OSError where it cannot be read.
    """
    try:
        if not stands_in(folder, path):
            return None
        return plain(_bytes(folder / path).decode("utf-8-sig", "replace"))
    except FileNotFoundError:
        return None


def plain(text: str) -> str:
    """With plain line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decode(path: str, data: bytes, problems: list[Problem]) -> str | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        problems.append(problem(path, mark(before, len(before)), "ENCODING"))
        return None
    text = plain(text)
    faults = tuple(_faults(path, text))
    problems += faults
    return None if faults else text


def _faults(path: str, text: str) -> Iterator[Problem]:
    """One a line."""
    for number, line in enumerate(text.split("\n"), start=1):
        if "\t" in line:
            yield problem(path, (number, line.index("\t") + 1), "TAB")
        elif found := UNPRINTABLE.search(line):
            yield problem(path, (number, found.start() + 1), "CONTROL")


def mark(text: str, at: int) -> Mark:
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1
