"""A survey of which single records may be released, and made-up people who answer it."""

from dataclasses import replace
from random import Random
from typing import Final

from bot.core.model import (
    LANGUAGES,
    PREFER_NOT,
    Audience,
    Band,
    Option,
    Question,
    Rows,
    State,
    Survey,
    Type,
    Words,
)
from bot.core.sheet import Answers, Value
from bot.core.survey import record

ID: Final = "trial-records"
ZONES: Final = ("north", "east", "south", "west")
JANUARY: Final = 2020 * 12
"""Of 2020, as months are counted."""
AGES: Final = (Band("16-34", None, 34), Band("35-59", 35, 59), Band("60-99", 60, None))
SINCE: Final = (Band("early", None, JANUARY + 35), Band("late", JANUARY + 36, None))
HALVES: Final = (("north", "east"), ("south", "west"), (PREFER_NOT,))
ROWS: Final = Rows(Audience.ROWS_STAFF, {"zone": (HALVES,)})
REFUSES: Final = 0.05


def asked(city: str, audience: Audience = Audience.ROWS_STAFF) -> Survey:
    """Every type of question; two hang on others, one of them on a breakdown."""
    words = _words("Records")
    questions = (
        _of("way", Type.SINGLE, "desk", "phone", "web", "other"),
        replace(_of("happy", Type.YES_NO), ask_if={"way": frozenset({"desk", "phone"})}),
        replace(_of("tools", Type.MULTIPLE, "app", "mail", "pen"), at_most=2),
        _of("wishes", Type.RANKING, "trees", "trams", "light", "benches"),
        _of("trust", Type.POINTS),
        replace(_of("since", Type.MONTH), low=JANUARY, high=JANUARY + 83, bands=SINCE),
        replace(_of("age", Type.NUMBER), low=16, high=99, bands=AGES),
        _of("zone", Type.SINGLE, *ZONES),
        replace(_of("school", Type.YES_NO), ask_if={"zone": frozenset({"north"})}),
    )
    return Survey(
        id=ID, cities=(city,), title=words, button=words, purpose=words, questions=questions,
        breakdowns=("age", "zone"), minutes=2, age=16, expected=400, legal_basis="public-task",
        until=None, days=30, auto=False, state=State.DRAFT, tag=21,
        rows=replace(ROWS, audience=audience),
    )  # fmt: skip


def people(survey: Survey, number: int, chance: Random) -> list[Answers]:
    """Some answers are rare, and each tells its language besides."""
    return [
        {
            **record(
                survey, {question.id: _one(question, chance) for question in survey.questions}
            ),
            "language": chance.choice(LANGUAGES),
        }
        for _ in range(number)
    ]


def _one(question: Question, chance: Random) -> Value:
    if chance.random() < REFUSES:
        return PREFER_NOT
    ids = [option.id for option in question.options]
    match question.type:
        case Type.NUMBER:
            return chance.randint(question.low, question.high)
        case Type.MONTH:
            year, month = divmod(chance.randint(question.low, question.high), 12)
            return f"{year}-{month + 1:02}"
        case Type.POINTS:
            return str(min(10, int(chance.expovariate(0.4))))
        case Type.YES_NO:
            return chance.choice(("yes", "no"))
        case Type.MULTIPLE:
            drawn = chance.sample(ids, chance.randint(1, 2))
            return tuple(id_ for id_ in ids if id_ in drawn)
        case Type.RANKING:
            return tuple(chance.sample(ids, chance.randint(1, len(ids))))
        case _:
            return chance.choices(ids, [4.0**-place for place, _ in enumerate(ids)])[0]


def _of(id_: str, type_: Type, *options: str) -> Question:
    words = tuple(Option(option, _words(option), _words(option)) for option in options)
    return Question(id_, type_, _words(id_), words)


def _words(text: str) -> Words:
    return dict.fromkeys(LANGUAGES, text)
