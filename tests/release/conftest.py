from collections.abc import Callable
from datetime import date
from random import Random

import pytest

from bot.core.model import PREFER_NOT, Audience, Band, Option, Question, State, Survey, Type
from bot.core.sheet import (
    Answers,
    Value,
)
from bot.core.survey import codes, record
from bot.release.artefact import Release, Signed, next_interim, parameters
from bot.release.reader import Reader, Says
from bot.release.tables import build
from bot.release.tally import count

HOSTILE = (
    '=HYPERLINK("http://evil.example","click")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "a;=1+1",
    "line\n=1+1",
    "＝1+1",
    " =1+1",
    '"=1+1',
    "{=1+1}",
    "internal:Sheet1!A1",
    "https://example.org/",
    "0032",
    "Ja, \"zeker\"; 'misschien'",
    "Приятел 👍",
)
"""Labels that a spreadsheet could take for something else."""


def words(text: str) -> dict[str, str]:
    return {lang: f"{text} ({lang})" for lang in ("fr", "nl", "en", "bg", "sq")}


def options(*ids: str) -> tuple[Option, ...]:
    return tuple(Option(id_, words(id_.title()), words(id_)) for id_ in ids)


@pytest.fixture
def survey() -> Survey:
    return Survey(
        id="counter",
        cities=("brussels",),
        title=words("Counter or screen?"),
        button=words("Counter"),
        purpose=words("To decide on opening hours."),
        questions=(
            Question(
                "channel", Type.SINGLE, words("How?"), options("counter", "phone", "online", "none")
            ),
            Question(
                "happy",
                Type.YES_NO,
                words("Happy?"),
                ask_if={"channel": frozenset({"counter", "phone"})},
            ),
            Question("tools", Type.MULTIPLE, words("With?"), options("a", "b", "c"), at_most=2),
            Question(
                "age",
                Type.NUMBER,
                words("Age?"),
                low=16,
                high=99,
                bands=(Band("young", None, 29), Band("middle", 30, 49), Band("old", 50, None)),
            ),
        ),
        breakdowns=("age",),
        minutes=2,
        age=16,
        expected=150,
        legal_basis="public-task",
        until=date(2026, 12, 31),
        days=0,
        auto=True,
        state=State.CLOSED,
        tag=1,
    )


def one(question: Question, chance: Random) -> Value:
    if chance.random() < 0.1:
        return PREFER_NOT
    match question.type:
        case Type.NUMBER:
            return chance.randint(question.low, question.high)
        case Type.MULTIPLE:
            ids = [option.id for option in question.options]
            return tuple(id_ for id_ in ids if chance.random() < 0.5)
        case _:
            return chance.choice(codes(question)[:-1])


Answering = Callable[[Survey, int, int], list[Answers]]


@pytest.fixture
def answering() -> Answering:
    """Responses of made-up people: survey, how many, seed."""

    def people(survey: Survey, count: int, seed: int) -> list[Answers]:
        chance = Random(seed)
        return [
            record(survey, {question.id: one(question, chance) for question in survey.questions})
            for _ in range(count)
        ]

    return people


@pytest.fixture
def release(survey: Survey, answering: Answering) -> Release:
    """The final release of 140 responses, with keys that never change."""
    tally = count(survey, answering(survey, 140, 1), Random(1).randbytes)
    return Release(
        survey=survey.id,
        sequence=2,
        audience=Audience.PUBLIC,
        tables=build(tally, final=True),
        parameters=parameters(next_interim(None, 0)),
        signed=Signed(date(2026, 12, 31), "clerk", {"en": "ab" * 32, "fr": "cd" * 32}),
    )


def say(key: str, **values: str | int) -> str:
    return " ".join([f"[{key}]", *(f"{name}={value}" for name, value in values.items())])


@pytest.fixture
def reader(survey: Survey) -> Reader:
    return Reader(survey, "nl", say)


@pytest.fixture(params=HOSTILE)
def hostile(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(name="say")
def say_() -> Says:
    return say
