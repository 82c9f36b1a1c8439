"""What a rule found, where in the text, and what is said of it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    code: str
    at: int
    """The place in the source, in characters from 0."""
    values: Mapping[str, str]


def found(code: str, at: int, **values: object) -> Finding:
    return Finding(code, at, {name: str(value) for name, value in values.items()})
