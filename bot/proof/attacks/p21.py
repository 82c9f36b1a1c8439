"""Property 21: released records hide each person among others, and are released once."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from random import Random
from typing import Final

from bot.core.frozen import to_json
from bot.core.model import Audience, Survey
from bot.core.sheet import Answers
from bot.core.survey import record
from bot.proof import crowd, records
from bot.proof.finding import Finding, How, Line, first, judged
from bot.proof.trial import Trial
from bot.release import plan as plans
from bot.release.approved import ROWS, make_approved, work_out
from bot.release.coding import Counted
from bot.release.plan import Plan
from bot.release.rows import FILE, propose, write

NUMBER: Final = 21
SIZES: Final = (35, 90, 250, 700, 1500)
"""Of each crowd, for staff and for the public."""
PEOPLE: Final = 60
"""Who answer a survey of the trial."""
ONE, TWO = "one", "two"
"""Stewards."""


async def attack(trial: Trial) -> Finding:
    faults = [Line("proof.21.broken", {"rule": rule}) for rule in await first(_broken(trial))]
    values = {
        "populations": 2 * len(SIZES),
        "people": PEOPLE,
        "least": records.LEAST[Audience.ROWS_STAFF],
        "rare": records.RARE,
    }
    return judged(NUMBER, How.TRIAL, faults, Line("proof.21.kept", values))


async def _broken(trial: Trial) -> AsyncIterator[str]:
    for rule in sorted({*await asyncio.to_thread(_crowds)}):
        yield rule
    async for rule in _released(trial):
        yield rule


# Crowds, without a database. ------------------------------------------------------------------


def _crowds() -> list[str]:
    chance = Random(NUMBER)  # noqa: S311 - made-up people need no secrets
    return [
        rule
        for audience in sorted(ROWS)
        for size in SIZES
        for rule in _of_crowd(crowd.asked("nowhere", audience), size, chance)
    ]


def _of_crowd(survey: Survey, size: int, chance: Random) -> Iterator[str]:
    people = crowd.people(survey, size, chance)
    made = _made(survey, people)
    if made is None:
        yield "nothing that can be released"
        return
    _, meta, body = made
    assert survey.rows is not None  # noqa: S101 - a crowd's survey has them
    yield from records.faults(to_json(survey), survey.rows.audience, meta, body, size)
    chance.shuffle(people)
    if _made(survey, people) != made:
        yield "other bytes when people come in another order"


def _made(survey: Survey, people: list[Answers]) -> tuple[Plan, str, bytes] | None:
    def counted() -> Counted:
        found = Counted.of(survey)
        found.take(people)
        return found

    plan = propose(survey, counted())
    return None if plan is None else (plan, *write(survey, counted(), plan))


# A survey that is answered, closed, asked for and approved. -------------------------------------


async def _released(trial: Trial) -> AsyncIterator[str]:
    survey = await closed(trial)
    requests, today = trial.house.store.requests, trial.today(crowd.ID)
    if not await _ask(trial, survey):
        yield "nothing that can be released"
        return
    request = (await requests.of(crowd.ID))[0].id
    await requests.decide(request, ONE, today, approve=True)
    if await make_approved(trial.house.store, survey, today):
        yield "records that nobody else approved"
    await requests.decide(request, TWO, today, approve=True)
    await make_approved(trial.house.store, survey, today)
    stood = await stored(trial)
    for meta, body, structure in stood:
        for rule in records.faults(structure, Audience.ROWS_STAFF, meta, body, PEOPLE):
            yield rule
    await trial.restart()
    again = await _ask(trial, survey)
    await make_approved(trial.house.store, survey, today)
    if again or len(stood) != 1 or await stored(trial) != stood:
        yield "records that are released twice, or otherwise"


async def closed(trial: Trial) -> Survey:
    """A survey of which records may be released, answered and closed."""
    house, chance = trial.house, trial.chance
    survey = crowd.asked(next(iter(house.content.cities)))
    today = trial.today()
    await house.life.publish(house.content, survey, today)
    for answers in crowd.people(survey, PEOPLE, chance):
        own, person = record(survey, answers), chance.randrange(1 << 51, 1 << 52)
        await house.store.submit(crowd.ID, person, own, chance.randbytes(10), today)
    await trial.tick.refresh()
    await trial.close(crowd.ID)
    return trial.survey(crowd.ID)


async def _ask(trial: Trial, survey: Survey) -> bool:
    plan = await work_out(trial.house.store, survey)
    if plan is None:
        return False
    ask = trial.house.store.requests.ask
    return await ask(crowd.ID, plan.audience, plans.to_json(plan), ONE, trial.today(crowd.ID))


async def stored(trial: Trial) -> list[tuple[str, bytes, str]]:
    """What is told of each release of records, its file, and the survey, as an outsider reads."""
    loot = trial.loot()
    asked = {row["id"]: row["structure"] for row in await loot.table("survey")}
    files = await loot.table("release_file")
    return [
        (row["tables"], file["body"], asked[row["survey"]])
        for row in await loot.table("release")
        for file in files
        if row["audience"] in ROWS
        and file["name"] == FILE
        and (file["survey"], file["audience"]) == (row["survey"], row["audience"])
    ]
