"""Property 17: what was published stays as it was, by the application and by the database."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.core.model import Question, State, Survey
from bot.life import current
from bot.proof.finding import Finding, How, Line, first, judged
from bot.proof.owner import Owner
from bot.proof.trial import SURVEY, Trial

NUMBER: Final = 17
TAMPERING: Final = (
    "UPDATE survey SET structure = structure || ' '",
    "UPDATE survey SET notice = notice || ' '",
    "UPDATE survey SET id = id || 'x'",
    "UPDATE survey SET until = '2000-01-01'",
    "UPDATE survey SET state = 'draft'",
    "UPDATE survey SET urn_generation = urn_generation - 1",
    "UPDATE survey SET data_generation = data_generation - 1",
    "UPDATE survey SET comment = comment || 'x'",
    "UPDATE survey SET comment_urn_generation = comment_urn_generation - 1",
    "UPDATE survey SET comment_generation = comment_generation - 1",
    "DELETE FROM survey",
)
"""What would change what people agreed to, or undo what was destroyed."""
ON_SQLITE: Final = ("INSERT OR REPLACE INTO survey SELECT * FROM survey",)
ON_POSTGRESQL: Final = (
    "INSERT INTO survey SELECT * FROM survey ON CONFLICT (id) DO UPDATE SET notice = ''",
)
ON_TRIALS: Final = ("TRUNCATE survey",)
"""It would make readers wait, so only where nobody reads."""
HARMLESS: Final = "UPDATE survey SET rewrite_due = rewrite_due"
"""Must pass: else what refuses is something else than the rule."""
REOPENED: Final = "UPDATE survey SET state = 'open', until = '2999-12-31'"
"""Tried once it is closed."""
FROZEN: Final = "SELECT structure, notice FROM survey WHERE id = ?"


async def attack(trial: Trial) -> Finding:
    faults = [Line("proof.17.broken", {"by": by}) for by in await first(_broken(trial))]
    kept = Line("proof.17.kept", {"attempts": len(statements(trial.settings.database_url))})
    return judged(NUMBER, How.TRIAL, faults, kept)


def statements(address: str) -> tuple[str, ...]:
    if address.startswith("postgresql"):
        return (*TAMPERING, *ON_POSTGRESQL, *ON_TRIALS)
    return (*TAMPERING, *ON_SQLITE)


async def _broken(trial: Trial) -> AsyncIterator[str]:
    """The way by which something frozen could be changed."""
    owner, address = Owner(trial.loot()), trial.settings.database_url
    await trial.send(range(12))
    before = await trial.loot().rows(FROZEN, SURVEY)
    if await owner.is_refused(HARMLESS):
        yield HARMLESS
    for statement in statements(address):
        if not await owner.is_refused(statement):
            yield statement
    if not await _keeps_to_what_was_published(trial):
        yield "a changed file"
    await trial.house.store.extend(SURVEY, trial.today() + timedelta(days=90), trial.today())
    await trial.flush()
    await trial.close()
    if await owner.is_refused(HARMLESS) or not await owner.is_refused(REOPENED):
        yield REOPENED
    if await trial.loot().rows(FROZEN, SURVEY) != before:
        yield "the life of a survey"


async def _keeps_to_what_was_published(trial: Trial) -> bool:
    """Moderators change every part of the file that residents were told of."""
    house, frozen = trial.house, trial.survey()
    changed = _changed(frozen)
    content = replace(house.content, surveys={SURVEY: changed})
    again = await house.life.publish(content, changed, trial.today())
    served = current(content, await house.store.surveys()).surveys[SURVEY]
    return not again and _structure(served) == _structure(frozen)


def _changed(survey: Survey) -> Survey:
    return replace(
        survey,
        questions=survey.questions[:-1],
        breakdowns=(survey.questions[1].id,),
        age=12,
        expected=9999,
        legal_basis="consent",
        state=State.DRAFT,
        comment=None,
        tag=survey.tag ^ 1,
    )


def _structure(survey: Survey) -> tuple[object, ...]:
    """All but words and life."""
    questions = tuple(map(_asked, survey.questions))
    asked = survey.comment and survey.comment.id
    rules = (survey.age, survey.expected, survey.legal_basis, survey.cities, survey.tag, asked)
    return (questions, survey.breakdowns, *rules)


def _asked(question: Question) -> Question:
    return replace(
        question, text={}, options=tuple(replace(o, label={}, button={}) for o in question.options)
    )
