"""Events of a survey: what a person did from its consent screen to the comment after Send."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.core.sheet import Receipt, Sheet


@dataclass(frozen=True, slots=True)
class Surveys:
    pass


@dataclass(frozen=True, slots=True)
class Consent:
    survey: str


@dataclass(frozen=True, slots=True)
class ReadNotice:
    survey: str


@dataclass(frozen=True, slots=True)
class Decline:
    survey: str


@dataclass(frozen=True, slots=True)
class Start:
    survey: str


@dataclass(frozen=True, slots=True)
class Ask:
    """See one question again; `chosen` are the options ticked so far in a multiple choice."""

    sheet: Sheet
    question: str
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Chose an option (or "prefer not to say", of any type)."""

    sheet: Sheet
    question: str
    option: str


@dataclass(frozen=True, slots=True)
class Toggle:
    sheet: Sheet
    question: str
    chosen: tuple[str, ...]
    option: str


@dataclass(frozen=True, slots=True)
class Done:
    """Finished a multiple choice."""

    sheet: Sheet
    question: str
    chosen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dial:
    """Began a number by the digit pad, or chose a year; nothing is answered yet."""

    sheet: Sheet
    question: str
    number: int | None = None
    """The digits so far as a number, or the year; None: none yet."""


@dataclass(frozen=True, slots=True)
class Enter:
    """Finished a number, or chose a month (counted as `month_of` does)."""

    sheet: Sheet
    question: str
    number: int


@dataclass(frozen=True, slots=True)
class Review:
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Changes:
    """Choose which answer to change."""

    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Send:
    """The answers, with the fresh nonce of this review; empty when the sheet's receipt says
    which answers they replace.
    """

    sheet: Sheet
    nonce: bytes


@dataclass(frozen=True, slots=True)
class Tested:
    """Came to the end of a pretest: nothing is sent."""

    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Own:
    """About answers that were sent; the receipt finds them."""

    survey: str
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class More(Own):
    """After Send: what is stored, and the code."""


@dataclass(frozen=True, slots=True)
class Edit(Own):
    pass


@dataclass(frozen=True, slots=True)
class AskWithdraw(Own):
    pass


@dataclass(frozen=True, slots=True)
class TakeBack(Own):
    pass


@dataclass(frozen=True, slots=True)
class Thanks(Own):
    """Back to the message that stands after Send."""


@dataclass(frozen=True, slots=True)
class SeeComment(Own):
    """Wants to add a comment, or to see the one that was added."""


@dataclass(frozen=True, slots=True)
class WriteComment(Own):
    """Asks for the words; also what a reply to that question carries."""


@dataclass(frozen=True, slots=True)
class KeepComment(Own):
    """After the warning; the words are quoted in the message under which this is pressed."""

    masked: bool
    """Without what looks like personal data."""


@dataclass(frozen=True, slots=True)
class DropComment(Own):
    pass


Surveying: TypeAlias = (
    Surveys | Consent | ReadNotice | Decline | Start | Ask | Answer | Toggle | Done | Dial | Enter
    | Review | Changes | Send | Tested | More | Edit | AskWithdraw | TakeBack | Thanks
    | SeeComment | WriteComment | KeepComment | DropComment
)  # fmt: skip
