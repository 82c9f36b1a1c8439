"""The survey that a trial asks."""

from hashlib import sha256
from random import Random
from string import ascii_lowercase
from typing import Final

from bot.core.model import LANGUAGES, Band, Comment, Option, Question, State, Survey, Type, Words
from bot.core.sheet import Answers

DAYS: Final = 60
LOWEST, HIGHEST = 10**15, 10**16 - 1
"""Of the number question: so large that an answer cannot occur by chance."""
LETTERS: Final = 16
WISH: Final = "wish"
"""Its question for own words."""


def made_up(survey: str, city: str) -> Survey:
    ways = tuple(_option(name) for name in ("desk", "phone", "web", "post"))
    tools = tuple(_option(name) for name in ("app", "mail", "pen"))
    half = (LOWEST + HIGHEST) // 2
    bands = (Band("low", None, half), Band("high", half + 1, None))
    questions = (
        Question("way", Type.SINGLE, _words("Which way?"), ways),
        Question("tools", Type.MULTIPLE, _words("Which tools?"), tools, at_most=2),
        Question("number", Type.NUMBER, _words("Number?"), low=LOWEST, high=HIGHEST, bands=bands),
    )
    return Survey(
        id=survey, cities=(city,), title=_words("A trial"), button=_words("A trial"),
        purpose=_words("To prove what is promised."), questions=questions, breakdowns=("way",),
        minutes=1, age=16, expected=150, legal_basis="public-task", until=None, days=DAYS,
        auto=False, state=State.DRAFT, comment=_comment(),
        tag=int.from_bytes(sha256(survey.encode()).digest()[:3]),
    )  # fmt: skip


def answers(chance: Random) -> Answers:
    """A way through the survey; its number is a marker that occurs nowhere else."""
    return {
        "way": chance.choice(("desk", "phone", "web", "post")),
        "tools": tuple(sorted(chance.sample(("app", "mail", "pen"), 2))),
        "number": chance.randint(LOWEST, HIGHEST),
    }


def wish(chance: Random) -> str:
    """A comment of which the last word occurs nowhere else, and that looks like nobody's data."""
    return f"more trees near {''.join(chance.choices(ascii_lowercase, k=LETTERS))}"


def _comment() -> Comment:
    return Comment(WISH, _words("What should change?"), _words("To prove what is promised."))


def _option(name: str) -> Option:
    return Option(name, _words(name), _words(name))


def _words(text: str) -> Words:
    return dict.fromkeys(LANGUAGES, text)
