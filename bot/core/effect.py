"""Effects: what must be made durable or looked up; and what became of them, as events."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from bot.core.model import Lang
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
    topics: frozenset[str]
    """Ids of those that may be found: what the person's city shows."""


class Check(StrEnum):
    """What to do with personal data that a comment seems to hold."""

    WARN = "warn"
    """Keep nothing yet, and say what it looks like."""
    MASK = "mask"
    AS_IT_IS = "as-it-is"


@dataclass(frozen=True, slots=True)
class SaveComment:
    """Add the comment to answers that were sent, or put it in the place of the one before."""

    survey: str
    receipt: Receipt
    text: str
    lang: Lang
    check: Check


@dataclass(frozen=True, slots=True)
class ShowComment:
    survey: str
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class DeleteComment:
    survey: str
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class LinkStaff:
    """Tie this chat to the member of staff who was given the token."""

    token: str


Effect: TypeAlias = (
    Submit | Replace | Withdraw | Show | Remember | Forget | ShowKept | Search
    | SaveComment | ShowComment | DeleteComment | LinkStaff
)  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class Personal:
    """The comment seems to hold personal data of these kinds; nothing was kept."""

    survey: str
    receipt: Receipt
    text: str
    found: tuple[str, ...]
    """Keys of `personal.KINDS`, in the order of the text, each once."""


@dataclass(frozen=True, slots=True)
class Commented:
    """The comment is stored now, in these words."""

    survey: str
    receipt: Receipt
    text: str


@dataclass(frozen=True, slots=True)
class CommentFound:
    """What was added; "" when nothing was."""

    survey: str
    receipt: Receipt
    text: str


@dataclass(frozen=True, slots=True)
class CommentDeleted:
    survey: str
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class CommentRefused:
    """The account has had its one comment, and it is no longer there to be changed."""

    survey: str


@dataclass(frozen=True, slots=True)
class StaffLinked:
    """The chat belongs to this member of staff; "" when the token is unknown or too old."""

    name: str


AboutComment: TypeAlias = Personal | Commented | CommentFound | CommentDeleted | CommentRefused

Became: TypeAlias = (
    Sent | AlreadyAnswered | Ended | Gone | Withdrawn | Stored
    | Remembered | Forgotten | Kept | Found
    | AboutComment | StaffLinked
)  # fmt: skip
