"""What rides in a button: where the person is, and the answers so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Value: TypeAlias = str | int | tuple[str, ...]
"""One answer: an option's id, a number, or the ids of a multiple choice in declared order.
"Prefer not to say" is the option id PREFER_NOT for every type."""

Answers: TypeAlias = Mapping[str, Value]
"""Question id -> answer."""

RECORD = 2036
"""Bytes that one person's answers take at most as JSON: what a sealed box holds beside a code."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person is: the language they read, the city they chose (None: none yet)."""

    lang: str
    city: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What finds one response again, 10 bytes: the nonce of its Send, or the withdrawal code."""

    secret: bytes
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The answers so far, as they ride in a button."""

    survey: str
    seed: int
    """16 bits: the order of the options."""
    answers: Answers = field(default_factory=dict)
    receipt: Receipt | None = None
    """Set when answers that were already sent are being changed."""
