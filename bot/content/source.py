"""Reads a moderator's file as text, or says why it cannot be text."""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.content.problem import START, Mark, Problem, problem

MOST_BYTES = 1_000_000
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def read(folder: Path, path: str, problems: list[Problem]) -> str | None:
    """The text with plain line ends and without byte order mark; None where there are problems."""
    file = folder / path
    if not file.resolve().is_relative_to(folder.resolve()):
        problems.append(problem(path, START, "OUTSIDE"))
        return None
    with file.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        problems.append(problem(path, START, "SIZE", most=MOST_BYTES))
        return None
    return _decode(path, data, problems)


def _decode(path: str, data: bytes, problems: list[Problem]) -> str | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        problems.append(problem(path, mark(before, len(before)), "ENCODING"))
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
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
