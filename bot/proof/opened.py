"""Boxes opened by an attacker who holds all live keys: whose answers or comments lie where."""

import json
from collections.abc import Mapping
from typing import Final

from bot.core.sheet import Answers
from bot.proof.outsider import unboxed

KINDS: Final = {"urn": "urn.{}", "response": "data.{}"}
"""Table -> how the names of its keys begin, for a survey; they end in the generation."""
COMMENTS: Final = {"comment_urn": "urn.{}.c", "comment": "data.{}.c"}
CODE: Final = 10
"""Bytes before what was said, while it waits in the urn."""
HEAD: Final = 2
"""Lines of a comment before its words: what was decided, and the language."""


def opened(table: str, survey: str, box: bytes, keys: Mapping[str, bytes]) -> Answers | None:
    """The answers in a box of this table; None if no key opens it."""
    record = _record(table, survey, box, keys)
    answers: Answers | None = None if record is None else json.loads(record)
    return answers


def words(table: str, survey: str, box: bytes, keys: Mapping[str, bytes]) -> str | None:
    """The comment in a box of this table; None if no key opens it."""
    record = _record(table, survey, box, keys)
    return None if record is None else record.decode().split("\n", HEAD)[HEAD]


def _record(table: str, survey: str, box: bytes, keys: Mapping[str, bytes]) -> bytes | None:
    """What was said, without the code."""
    begins = (KINDS | COMMENTS)[table].format(survey)
    for name, key in keys.items():
        own, _, generation = name.rpartition(".")
        if own != begins:
            continue
        record = unboxed(box, table, survey, [key], [int(generation)])
        if record is not None:
            return record[CODE:] if "urn" in table else record
    return None


def marker_of(table: str, survey: str, box: bytes, keys: Mapping[str, bytes]) -> object:
    """By what the person of a trial is known: the number in their answers, or their words."""
    if table in COMMENTS:
        return words(table, survey, box, keys)
    answers = opened(table, survey, box, keys) or {}
    number = answers.get("number")
    return number if isinstance(number, int) else None
