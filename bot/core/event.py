"""Events: what a person did, and what became of an effect; and the few effects there are."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from bot.core.model import Part
from bot.core.survey_event import (
    Answer,
    Ask,
    AskWithdraw,
    Changes,
    Consent,
    Decline,
    Dial,
    Done,
    DropComment,
    Edit,
    Enter,
    KeepComment,
    More,
    Own,
    ReadNotice,
    Review,
    SeeComment,
    Send,
    Start,
    Surveying,
    Surveys,
    TakeBack,
    Tested,
    Thanks,
    Toggle,
    WriteComment,
)

__all__ = [
    "Answer",
    "Ask",
    "AskWithdraw",
    "Changes",
    "Consent",
    "Decline",
    "Dial",
    "Done",
    "DropComment",
    "Edit",
    "Enter",
    "KeepComment",
    "More",
    "Own",
    "ReadNotice",
    "Review",
    "SeeComment",
    "Send",
    "Start",
    "Surveying",
    "Surveys",
    "TakeBack",
    "Tested",
    "Thanks",
    "Toggle",
    "WriteComment",
]
"""What the events of a survey are called here too."""


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
    Surveying
    | Home | Languages | Cities | Topics | ReadTopic | Guess | Helpers
    | Privacy | Help | RememberMe | AskForget | ForgetMe | MyData | WayBack | AskTidy | Tidy
)  # fmt: skip
"""What fits in a button."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Followed a deep link or sent /start; ids that do not exist are ignored kindly."""

    city: str | None = None
    lang: str | None = None
    topic: str | None = None
    survey: str | None = None
    source: str | None = None
    key: str | None = None
    """A one-time token of the console, with which staff link this chat to their account."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Wrote something; `about` is what it answers, if that is known."""

    text: str
    about: Ask | Dial | WriteComment | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """Decided on a comment that the bot had warned of; `text` is as its message quotes it."""

    text: str
    about: KeepComment


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
    Opened | Typed | Decided | UsedCode | BadCode | SentOther | Stop | Developer | Unreadable
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
