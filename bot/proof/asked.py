"""The survey that a trial asks."""

from hashlib import sha256
from typing import Final

from bot.core.model import LANGUAGES, Band, Option, Question, State, Survey, Type, Words

DAYS: Final = 60


def made_up(survey: str, city: str, low: int, high: int) -> Survey:
    """Its number, from `low` to `high`, is a marker in every answer."""
    ways = tuple(_option(name) for name in ("desk", "phone", "web", "post"))
    tools = tuple(_option(name) for name in ("app", "mail", "pen"))
    half = (low + high) // 2
    bands = (Band("low", None, half), Band("high", half + 1, None))
    questions = (
        Question("way", Type.SINGLE, _words("Which way?"), ways),
        Question("tools", Type.MULTIPLE, _words("Which tools?"), tools, at_most=2),
        Question("number", Type.NUMBER, _words("Number?"), low=low, high=high, bands=bands),
    )
    return Survey(
        id=survey, cities=(city,), title=_words("A trial"), button=_words("A trial"),
        purpose=_words("To prove what is promised."), questions=questions, breakdowns=("way",),
        minutes=1, age=16, expected=150, legal_basis="public-task", until=None, days=DAYS,
        auto=False, state=State.DRAFT, tag=int.from_bytes(sha256(survey.encode()).digest()[:3]),
    )  # fmt: skip


def _option(name: str) -> Option:
    return Option(name, _words(name), _words(name))


def _words(text: str) -> Words:
    return dict.fromkeys(LANGUAGES, text)
