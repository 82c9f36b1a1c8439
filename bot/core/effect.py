"""Effects: what must be made durable or looked up; and what became of them, as events."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from bot.core.sheet import (
    Answers,
    Place,
    Receipt,
)


@dataclass(frozen=True, slots=True)
class Submit:
    survey: str
    answers: Answers
    nonce: bytes


@dataclass(frozen=True, slots=True)
class Replace:
    survey: str
    answers: Answers
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Withdraw:
    survey: str
    receipt: Receipt


class Purpose(StrEnum):
    """Why answers that were sent are looked up."""

    SEE = "see"
    EDIT = "edit"
    TAKE_BACK = "take-back"
    """To ask first whether they are to be taken back; nothing is taken yet."""


@dataclass(frozen=True, slots=True)
class Show:
    """`survey` is "" when only the code is known: each survey that is not closed is tried."""

    survey: str
    receipt: Receipt
    purpose: Purpose = Purpose.SEE


@dataclass(frozen=True, slots=True)
class Remember:
    place: Place


@dataclass(frozen=True, slots=True)
class Forget:
    pass


@dataclass(frozen=True, slots=True)
class ShowKept:
    pass


@dataclass(frozen=True, slots=True)
class Search:
    text: str


Effect: TypeAlias = Submit | Replace | Withdraw | Show | Remember | Forget | ShowKept | Search


@dataclass(frozen=True, slots=True)
class Sent:
    """Stored now, or found again: the same thanks."""

    survey: str
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class AlreadyAnswered:
    survey: str


@dataclass(frozen=True, slots=True)
class Ended:
    """Too late: for a Send that is not found, ended or closed; for all else, closed."""

    survey: str


@dataclass(frozen=True, slots=True)
class Gone:
    """No row has this code: taken back, or no longer here; `survey` as it was asked for."""

    survey: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    survey: str


@dataclass(frozen=True, slots=True)
class Stored:
    """The answers found, for the reason they were looked up."""

    survey: str
    receipt: Receipt
    answers: Answers
    code: str
    purpose: Purpose = Purpose.SEE


@dataclass(frozen=True, slots=True)
class Remembered:
    pass


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Language and city are gone; marks of open surveys stay until these days."""

    marks_until: tuple[date, ...] = ()
    remembered: bool = True
    """Whether there was anything to forget."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the bot remembers of this chat: the place, or nothing."""

    place: Place | None


@dataclass(frozen=True, slots=True)
class Found:
    """Topics that a search found, best first."""

    topics: tuple[str, ...]


Became: TypeAlias = (
    Sent | AlreadyAnswered | Ended | Gone | Withdrawn | Stored
    | Remembered | Forgotten | Kept | Found
)  # fmt: skip
