"""Made-up people who answer a survey with every type of question, and the records of them."""

from collections.abc import Sequence
from datetime import date
from random import Random

from bot.core.model import PREFER_NOT, Audience, Band, Option, Question, Rows, State, Survey, Type
from bot.core.sheet import Answers, Value
from bot.core.survey import record
from bot.release.coding import Counted
from bot.release.plan import Plan
from bot.release.rows import propose, read, write

ZONES = ("north", "east", "south", "west")


def options(*ids: str) -> tuple[Option, ...]:
    return tuple(Option(id_, {}, {}) for id_ in ids)


def asked(*questions: Question, by: tuple[str, ...], rows: Rows | None) -> Survey:
    return Survey(
        id="streets",
        cities=("brussels",),
        title={},
        button={},
        purpose={},
        questions=questions,
        breakdowns=by,
        minutes=2,
        age=16,
        expected=400,
        legal_basis="public-task",
        until=date(2026, 12, 31),
        days=0,
        auto=False,
        state=State.CLOSED,
        tag=1,
        rows=rows,
    )


AGE = Question(
    "age",
    Type.NUMBER,
    {},
    low=16,
    high=99,
    bands=(
        Band("16-29", None, 29),
        Band("30-49", 30, 49),
        Band("50-64", 50, 64),
        Band("65-99", 65, None),
    ),
)
ZONE = Question("zone", Type.SINGLE, {}, options(*ZONES))
WAY = Question("way", Type.SINGLE, {}, options("desk", "phone", "web", "other"))
HAPPY = Question("happy", Type.YES_NO, {}, ask_if={"way": frozenset({"desk", "phone"})})
TOOLS = Question("tools", Type.MULTIPLE, {}, options("app", "mail", "pen"), at_most=2)
WISHES = Question("wishes", Type.RANKING, {}, options("trees", "trams", "light", "benches"))
TRUST = Question("trust", Type.POINTS, {})
SINCE = Question(
    "since",
    Type.MONTH,
    {},
    low=2020 * 12,
    high=2026 * 12 + 11,
    bands=(Band("old", None, 2023 * 12 + 11), Band("new", 2024 * 12, None)),
)
HALVES = {"age": ((("16-29", "30-49"), ("50-64", "65-99"), (PREFER_NOT,)),)}
STAFF = Rows(Audience.ROWS_STAFF, HALVES)
PUBLIC = Rows(Audience.ROWS_PUBLIC, HALVES)
SURVEY = asked(
    WAY, HAPPY, TOOLS, WISHES, TRUST, SINCE, AGE, ZONE, by=("age", "zone"), rows=STAFF
)  # fmt: skip


def one(question: Question, chance: Random) -> Value:
    if chance.random() < 0.05:
        return PREFER_NOT
    ids = [option.id for option in question.options]
    match question.type:
        case Type.NUMBER:
            return chance.randint(question.low, question.high)
        case Type.MONTH:
            return f"{chance.randint(2020, 2026)}-{chance.randint(1, 12):02}"
        case Type.POINTS:
            return str(chance.randint(0, 10))
        case Type.YES_NO:
            return chance.choice(("yes", "no"))
        case Type.MULTIPLE:
            return tuple(id_ for id_ in ids if id_ in chance.sample(ids, chance.randint(1, 2)))
        case Type.RANKING:
            return tuple(chance.sample(ids, chance.randint(1, len(ids))))
        case _:
            return chance.choices(ids, [2**-place for place, _ in enumerate(ids)])[0]


def people(survey: Survey, number: int, seed: int = 1) -> list[Answers]:
    chance = Random(seed)
    return [
        record(survey, {question.id: one(question, chance) for question in survey.questions})
        for _ in range(number)
    ]


def counted(survey: Survey, responses: Sequence[Answers]) -> Counted:
    found = Counted.of(survey)
    found.take(responses)
    return found


def released(survey: Survey, responses: Sequence[Answers]) -> tuple[Plan, str, bytes]:
    plan = propose(survey, counted(survey, responses))
    assert plan is not None
    return plan, *write(survey, counted(survey, responses), plan)


def table(meta: str, body: bytes) -> list[dict[str, str]]:
    read_ = read(meta, body)
    names = [column.id for column in read_.columns]
    return [dict(zip(names, codes, strict=True)) for codes in read_.records]


def groups(rows: list[dict[str, str]], *by: str) -> list[list[dict[str, str]]]:
    found: dict[tuple[str | None, ...], list[dict[str, str]]] = {}
    for row in rows:
        found.setdefault(tuple(row.get(name) for name in by), []).append(row)
    return list(found.values())
