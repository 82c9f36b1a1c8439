"""Property 19: published counts are rounded fairly, and those of too few people are not shown."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from typing import Final

from bot.core.model import PREFER_NOT, Band, Option, Question, State, Survey, Type
from bot.core.month import month, month_of
from bot.core.sheet import Answers, Value
from bot.core.survey import record
from bot.proof.finding import Finding, How, Line, Verdict
from bot.proof.published import SOLID, STEP, Published, Table, faults
from bot.proof.trial import Trial
from bot.release.artefact import Release, Signed, make
from bot.release.canonical import to_row
from bot.release.tally import count

NUMBER: Final = 19
SEEDS: Final = 20_000
MOST_ERROR: Final = 0.1
CHOSEN: Final = {"a": 4, "b": 7, "c": 9, "d": 13}
"""True counts that are no multiples of five; together enough for a table in full."""
SIZES: Final = (4, 9, 12, 22, 29, 34, 61, 153)
REST: Final = ("language", "other")
"""The cell of those whose language is not told: whoever they are."""
PLACES: Final = {"first": 1, "first-three": 3}
UNEQUAL: Final = "equal cells that differ"
UNFAIR: Final = "rounding that is not fair"

BANDS: Final = (Band("young", None, 39), Band("old", 40, None))
FOUR: Final = Question("way", Type.SINGLE, {}, tuple(Option(id_, {}, {}) for id_ in CHOSEN))
SEVERAL: Final = Question(
    "tools", Type.MULTIPLE, {}, FOUR.options, ask_if={"way": frozenset("ab")}, at_most=2
)
AGE: Final = Question("age", Type.NUMBER, {}, low=16, high=99, bands=BANDS)
ORDER: Final = Question("order", Type.RANKING, {}, FOUR.options)
POINTS: Final = Question("points", Type.POINTS, {})
YEARS: Final = (Band("then", None, 24_299), Band("now", 24_300, None))
MOVED: Final = Question("moved", Type.MONTH, {}, low=24_288, high=24_311, bands=YEARS)


async def attack(_: Trial) -> Finding:
    found = sorted({*await asyncio.to_thread(_unfair), *await asyncio.to_thread(_disobedient)})
    if found:
        return _finding(Verdict.BROKEN, Line("proof.19.broken", {"rule": found[0]}))
    return _finding(Verdict.KEPT, Line("proof.19.kept", {"releases": SEEDS}))


def _finding(verdict: Verdict, evidence: Line) -> Finding:
    return Finding(NUMBER, How.TRIAL, verdict, evidence)


def asked(*questions: Question, by: tuple[str, ...] = ()) -> Survey:
    return Survey(
        id="proof",
        cities=("nowhere",),
        title={},
        button={},
        purpose={},
        questions=questions,
        breakdowns=by,
        minutes=1,
        age=16,
        expected=150,
        legal_basis="public-task",
        until=None,
        days=1,
        auto=False,
        state=State.CLOSED,
        tag=1,
    )


def _released(survey: Survey, people: Sequence[Answers], *, final: bool) -> Release:
    return make(count(survey, people), Signed(date.min, "", {}), last=None, final=final)


def _unfair() -> Iterator[str]:
    """The same people are released again and again, under fresh keys each time."""
    survey = asked(FOUR)
    people: list[Answers] = [{"way": o} for o, count in CHOSEN.items() for _ in range(count)]
    truth = {**CHOSEN, "": len(people)}
    totals = dict.fromkeys(truth, 0)
    for _ in range(SEEDS):
        released = _released(survey, people, final=False).tables
        (table,) = released.tables
        shown = {cell.option: cell.count for cell in table.cells} | {"": table.base}
        errors = {option: (shown[option] or 0) - count for option, count in truth.items()}
        if max(map(abs, errors.values())) >= STEP:
            yield UNFAIR
        if not released.people == table.base == table.answered:
            yield UNEQUAL
        totals = {option: totals[option] + error for option, error in errors.items()}
    if max(map(abs, totals.values())) > MOST_ERROR * SEEDS:
        yield UNFAIR


def _disobedient() -> Iterator[str]:
    """Few and many people, every type of question, crossed and not: read by the rules."""
    survey = asked(FOUR, SEVERAL, AGE, ORDER, POINTS, MOVED, by=("way", "age", "language"))
    chance = Random(NUMBER)  # noqa: S311 - made-up people need no secrets
    for size in SIZES:
        people = [_person(survey, chance) for _ in range(size)]
        for final in (True, False) if size >= SOLID else (True,):
            row = to_row(_released(survey, people, final=final))
            yield from faults(row.tables, row.parameters)
            yield from _unequal(survey, people, json.loads(row.tables))


def _person(survey: Survey, chance: Random) -> Answers:
    (spoken,) = chance.choices(("fr", "nl", "sq"), (9, 4, 1))
    return record(survey, {q.id: _answer(q, chance) for q in survey.questions}, spoken)


def _answer(question: Question, chance: Random) -> Value:
    if chance.random() < 0.1:  # noqa: PLR2004 - one in ten
        return PREFER_NOT
    ids = [option.id for option in question.options]
    match question.type:
        case Type.NUMBER:
            return chance.randint(question.low, question.high)
        case Type.MONTH:
            return month(chance.randint(question.low, question.high))
        case Type.RANKING:
            return tuple(chance.sample(ids, chance.randint(1, len(ids))))
        case Type.POINTS:
            return str(chance.randint(0, 10))
        case _:
            (option,) = chance.choices(ids, (9, 4, 2, 1))
            return (option,) if question.type is Type.MULTIPLE else option


def _unequal(survey: Survey, people: Sequence[Answers], read: Published) -> Iterator[str]:
    """Numbers that count the very same people, and are not shown as the same."""
    shown: dict[frozenset[int], set[int]] = defaultdict(set)
    for table in read["tables"]:
        met = _members(survey, people, read, table)
        for cell in table["cells"]:
            chose = frozenset(i for i in met if _is(survey, people[i], table, cell["option"]))
            if cell["count"] is not None and (table["question"], cell["option"]) != REST:
                shown[chose].add(cell["count"])
        if table["base"] is not None:
            shown[frozenset(met)].add(table["base"])
    if any(len(counts) > 1 for counts in shown.values()):
        yield UNEQUAL


def _members(survey: Survey, people: Sequence[Answers], read: Published, table: Table) -> list[int]:
    """The people of a table, by their place."""
    by, group = table["breakdown"], table["group"]
    met = [i for i, answers in enumerate(people) if table["question"] in answers]
    if by is None or group is None:
        return met
    if (by, group) == REST:
        told = {t["group"] for t in read["tables"] if t["breakdown"] == by}
        return [i for i in met if people[i][by] not in told]
    whole: Table = {**table, "question": by}
    return [i for i in met if _is(survey, people[i], whole, group)]


def _is(survey: Survey, answers: Answers, table: Table, option: str) -> bool:
    """Whether this person stands in this cell."""
    bands = {q.id: q.bands for q in survey.questions}.get(table["question"], ())
    match answers.get(table["question"]):
        case str() | None as answer if not bands or answer in {None, PREFER_NOT}:
            return answer == option
        case tuple(chosen):
            return option in chosen[: PLACES.get(table.get("measure", ""))]
        case answer:
            number = answer if isinstance(answer, int) else month_of(str(answer)) or 0
            (band,) = (b for b in bands if (b.low or 0) <= number <= (b.high or number))
            return band.id == option
