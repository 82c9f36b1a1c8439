"""Why a text is no YAML: a reason that can be said to a moderator, and where it began."""

import re
from collections.abc import Mapping
from typing import TypeAlias

import yaml
from yaml._yaml import Mark as FastMark

from bot.content.problem import START, Mark

Place: TypeAlias = yaml.Mark | FastMark | None

AT_START = re.compile(r"quoted scalar: found unexpected|flow |could not find expected ':'")
"""What the parser notices only later: its reader looks where the quotation mark opens."""
REASONS: Mapping[str, re.Pattern[str]] = {
    "quote": re.compile(r"quoted scalar: found unexpected"),
    "escape": re.compile(r"escape"),
    "bracket": re.compile(r"flow "),
    "name": re.compile(r"could not find expected ':'"),
    "list": re.compile(r"block sequence entries"),
    "sign": re.compile(r"character|tag handle|node content|comment or line break"),
    "indent": re.compile(r"indicator|document start"),
}
"""By what the parser says; what it says of keys and colons means one thing or another."""


def reason(error: yaml.MarkedYAMLError, text: str) -> tuple[str, Mark]:
    """The end of a key `check.reason.`."""
    said = f"{error.context}: {error.problem}"
    noticed = error.problem_mark or error.context_mark
    began = error.context_mark if AT_START.search(said) else noticed
    for name, pattern in REASONS.items():
        if pattern.search(said):
            return name, at(began)
    return _by_line(said, text, at(noticed)), at(noticed)


def _by_line(said: str, text: str, mark: Mark) -> str:
    line = text.split("\n")[mark[0] - 1]
    before, rest = line[: mark[1] - 1], line[mark[1] - 1 :]
    if "mapping values" in said:
        return "colon" if len(re.findall(r":(?:\s|$)", line)) > 1 else "indent"
    if "expected key" not in said:
        return "other"
    if not before.strip():
        return "indent"
    return "bracket" if rest[:1] in set("]},") else "quote"


def at(mark: Place) -> Mark:
    return (mark.line + 1, mark.column + 1) if mark else START
