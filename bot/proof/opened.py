"""Boxes opened by an attacker who holds all live keys: whose answers lie where."""

import json
from collections.abc import Mapping
from typing import Final

from bot.core.sheet import Answers
from bot.proof.outsider import unboxed

KINDS: Final = {"urn": "urn", "response": "data"}
"""Table -> the first part of the names of its keys, which end in the survey and the generation."""
CODE: Final = 10
"""Bytes before the answers, while they wait in the urn."""


def opened(table: str, survey: str, box: bytes, keys: Mapping[str, bytes]) -> Answers | None:
    """The answers in a box of this table; None if no key opens it."""
    for name, key in keys.items():
        own, _, generation = name.rpartition(".")
        if own != f"{KINDS[table]}.{survey}":
            continue
        record = unboxed(box, table, survey, [key], [int(generation)])
        if record is not None:
            answers: Answers = json.loads(record[CODE:] if table == "urn" else record)
            return answers
    return None


def number_of(table: str, survey: str, box: bytes, keys: Mapping[str, bytes]) -> int | None:
    """The marker in the answers of a trial, by which its person is known."""
    answers = opened(table, survey, box, keys) or {}
    number = answers.get("number")
    return number if isinstance(number, int) else None
