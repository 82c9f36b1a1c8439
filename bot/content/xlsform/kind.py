"""Which question a row of a form asks, by the word in its column `type`."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    ONE = "select_one"
    MANY = "select_multiple"
    RANK = "rank"
    INTEGER = "integer"
    RANGE = "range"
    DATE = "date"
    TEXT = "text"
    NOTE = "note"
    GROUP = "begin_group"
    REPEAT = "begin_repeat"
    END = "end"
    WATCHING = "watching"
    """Notes by itself who answers, when, where or on which device."""
    UNKNOWN = "unknown"
    """Everything that a survey here cannot ask."""


CHOOSING = frozenset({Kind.ONE, Kind.MANY, Kind.RANK})
ALIASES = {
    "select_one": Kind.ONE,
    "select_one_from": Kind.ONE,
    "select1": Kind.ONE,
    "select_multiple": Kind.MANY,
    "select_multiple_from": Kind.MANY,
    "select_all_that_apply": Kind.MANY,
    "select_all_that_apply_from": Kind.MANY,
    "rank": Kind.RANK,
    "odk:rank": Kind.RANK,
    "integer": Kind.INTEGER,
    "int": Kind.INTEGER,
    "range": Kind.RANGE,
    "date": Kind.DATE,
    "text": Kind.TEXT,
    "string": Kind.TEXT,
    "note": Kind.NOTE,
    "begin_group": Kind.GROUP,
    "begin_repeat": Kind.REPEAT,
    "end_group": Kind.END,
    "end_repeat": Kind.END,
    **dict.fromkeys(
        (
            "start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber",
            "username", "email", "audit", "start-geopoint", "background-audio",
            "background-geopoint", "imei",
        ),
        Kind.WATCHING,
    ),
}  # fmt: skip
CHOICE = re.compile(
    r"(?P<type>.+?)\s+(?P<list>\S+)(?P<other>\s+or[_ ](?:specify[_ ])?other)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Typed:
    kind: Kind
    written: str
    list: str = ""
    """The list of its choices."""
    or_other: bool = False


def typed(written: str) -> Typed:
    kind = ALIASES.get(_name(written), Kind.UNKNOWN)
    if kind not in CHOOSING and kind is not Kind.UNKNOWN:
        return Typed(kind, written)
    found = CHOICE.fullmatch(written)
    kind = ALIASES.get(_name(found["type"]), Kind.UNKNOWN) if found else Kind.UNKNOWN
    if found is None or kind not in CHOOSING:
        return Typed(Kind.UNKNOWN, written)
    return Typed(kind, written, found["list"], or_other=bool(found["other"]))


def _name(text: str) -> str:
    return re.sub(r"\s+", "_", text.strip().lower())
