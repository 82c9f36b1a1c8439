"""What changed between two texts, word by word, with a few unchanged words around each change."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

WORD = re.compile(r"\s+|\w+|[^\w\s]")
AROUND = 60
"""Unchanged characters shown before and after a change."""
MOST = 8_000
"""Lines, or words and signs, compared one by one; of more the whole is said to be new. What stands
everywhere, such as spaces, is not compared with each of its like: thousands would take minutes.
"""


class How(StrEnum):
    SAME = "same"
    OUT = "out"
    IN = "in"
    LEFT = "left"
    """Unchanged, and left out here."""


@dataclass(frozen=True, slots=True)
class Piece:
    how: How
    text: str


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """Empty where nothing changed. Without what is LEFT out, SAME and OUT together give `before`,
    SAME and IN together `after`.
    """
    if before == after:
        return ()
    return tuple(_shortened(tuple(_pieces(before, after))))


def _pieces(before: str, after: str) -> Iterator[Piece]:
    """Lines first: what stands in unchanged lines need not be compared word by word."""
    for piece, a, b in _stretches(before, after, lambda text: text.splitlines(keepends=True)):
        yield from (piece,) if piece else _in_lines(a, b)


def _in_lines(before: str, after: str) -> Iterator[Piece]:
    for piece, a, b in _stretches(before, after, WORD.findall):
        yield from (piece,) if piece else _changed(a, b)


def _changed(before: str, after: str) -> Iterator[Piece]:
    if before:
        yield Piece(How.OUT, before)
    if after:
        yield Piece(How.IN, after)


def _stretches(
    before: str, after: str, cut: Callable[[str], Sequence[str]]
) -> Iterator[tuple[Piece | None, str, str]]:
    """What is the same in both; else None, and the texts before and after."""
    old, new = cut(before), cut(after)
    if len(old) + len(new) > MOST:
        yield None, before, after
        return
    for tag, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        a, b = "".join(old[i:j]), "".join(new[k:m])
        yield Piece(How.SAME, a) if tag == "equal" else None, a, b


def _shortened(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for i, piece in enumerate(pieces):
        if piece.how is not How.SAME:
            yield piece
            continue
        head = "" if i == 0 else _head(piece.text)
        tail = "" if i == len(pieces) - 1 else _tail(piece.text)
        if len(piece.text) <= len(head) + len(tail):
            yield piece
            continue
        yield from (Piece(How.SAME, text) for text in (head,) if text)
        yield Piece(How.LEFT, piece.text[len(head) : len(piece.text) - len(tail)])
        yield from (Piece(How.SAME, text) for text in (tail,) if text)


def _head(text: str) -> str:
    """The first words, to the end of a line if one ends here."""
    near = text[:AROUND]
    return near[: near.rfind("\n") + 1] or near[: near.rfind(" ") + 1] or near


def _tail(text: str) -> str:
    """The last words, from the beginning of a line if one begins here."""
    near = text[-AROUND:]
    line = near[near.find("\n") + 1 :] if "\n" in near else ""
    return (line if line.strip() else "") or near[near.find(" ") + 1 :]
