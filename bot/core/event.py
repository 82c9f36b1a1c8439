"""Events: what a person did, and what became of an effect; and the few effects there are."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from bot.core.model import Part
from bot.core.sheet import Receipt, Sheet


@dataclass(frozen=True, slots=True)
class Home:
    pass


@dataclass(frozen=True, slots=True)
class Languages:
    """Choose a language, then see `then` in it."""

    then: "Pressed"


@dataclass(frozen=True, slots=True)
class Cities:
    """Choose a city, then see `then` there."""

    then: "Pressed"


@dataclass(frozen=True, slots=True)
class Topics:
    pass


@dataclass(frozen=True, slots=True)
class ReadTopic:
    topic: str
    part: Part


@dataclass(frozen=True, slots=True)
class Guess:
    """Thought the myth of a topic true, or not."""

    topic: str
    true: bool


@dataclass(frozen=True, slots=True)
class Helpers:
    """Who helps in this city."""


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
class Privacy:
    full: bool = False


@dataclass(frozen=True, slots=True)
class Help:
    pass


@dataclass(frozen=True, slots=True)
class RememberMe:
    pass


@dataclass(frozen=True, slots=True)
class AskForget:
    pass


@dataclass(frozen=True, slots=True)
class ForgetMe:
    pass


@dataclass(frozen=True, slots=True)
class MyData:
    pass


@dataclass(frozen=True, slots=True)
class WayBack:
    """How answers that were sent are found again: by the thanks, else by the code."""


@dataclass(frozen=True, slots=True)
class AskTidy:
    pass


@dataclass(frozen=True, slots=True)
class Tidy:
    """Delete what is remembered of this chat; `everything`: the ways back to answers too."""

    everything: bool


Pressed: TypeAlias = (
    Home | Languages | Cities | Topics | ReadTopic | Guess | Helpers | Surveys
    | Consent | ReadNotice | Decline | Start | Ask | Answer | Toggle | Done | Review | Changes
    | Send | More | Edit | AskWithdraw | TakeBack | Thanks
    | Privacy | Help | RememberMe | AskForget | ForgetMe | MyData | WayBack | AskTidy | Tidy
)  # fmt: skip
"""What fits in a button."""

Surveying: TypeAlias = (
    Surveys | Consent | ReadNotice | Decline | Start | Ask | Answer | Toggle | Done | Review
    | Changes | Send | More | Edit | AskWithdraw | TakeBack | Thanks
)  # fmt: skip
"""The part of them that belongs to surveys."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Followed a deep link or sent /start; ids that do not exist are ignored kindly."""

    city: str | None = None
    lang: str | None = None
    topic: str | None = None
    survey: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """Wrote something; `about` is the question whose screen it answers, if that is known."""

    text: str
    about: Ask | None = None


@dataclass(frozen=True, slots=True)
class UsedCode:
    """Sent a withdrawal code by /mydata or /withdraw."""

    code: bytes
    withdraw: bool


@dataclass(frozen=True, slots=True)
class BadCode:
    """Sent a command with something that is no withdrawal code."""


@dataclass(frozen=True, slots=True)
class SentOther:
    """Sent a picture, voice, location, contact or sticker: never downloaded."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Wants no more messages."""


@dataclass(frozen=True, slots=True)
class Developer:
    """Asks who runs this bot (/developer_info, a rule of Telegram)."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Pressed a button that no longer means anything; `survey` says it belonged to one."""

    survey: bool


Unpressed: TypeAlias = (
    Opened | Typed | UsedCode | BadCode | SentOther | Stop | Developer | Unreadable
)
Happened: TypeAlias = Pressed | Unpressed


@dataclass(frozen=True, slots=True)
class Now:
    """What happened, with what the core cannot know: the day in the city, and fresh chance."""

    event: Happened
    today: date
    seed: int
    """16 bits, for the option order if a survey starts."""
    nonce: bytes
    """10 bytes, for the Send button if a review is built."""
