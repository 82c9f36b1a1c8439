"""Sample data for the demo: one open survey with 140 Sends, one closed with 800."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from bot.core.effect import (
    Submit,
)
from bot.core.model import PREFER_NOT, Question, Survey, Type
from bot.core.sheet import (
    Value,
)
from bot.core.survey import codes, most, path
from bot.house import House
from bot.storage.answers import submit

OPEN, CLOSED = 140, 800
EARLIER = " (2025)"


async def furnish(house: House) -> None:
    """Answers by made-up residents, through the same store as everybody's."""
    survey = next(iter(house.turns.shown.catalogue.surveys.values()))
    earlier = _earlier(survey)
    today = house.turns.survey_day(survey.id)
    await house.life.publish(house.content, earlier, today)
    await _send(house, survey, OPEN)
    await _send(house, earlier, CLOSED)
    await house.store.flush(survey.id)
    await house.life.close_now(earlier.id, today)


def _earlier(survey: Survey) -> Survey:
    """Last year's round of the same survey."""
    titles = {lang: words + EARLIER for lang, words in survey.title.items()}
    tag = survey.tag ^ 1
    return replace(survey, id=f"{survey.id}-2025", title=titles, tag=tag, until=None, days=30)


async def _send(house: House, survey: Survey, count: int) -> None:
    chance = Random(survey.tag)  # noqa: S311 - made-up people need no secrets
    today = house.turns.survey_day(survey.id)
    async with house.store.work() as work:
        for person in range(1, count + 1):
            answers = dict(_answers(survey, chance))
            sent = Submit(survey.id, answers, chance.randbytes(10))
            await submit(work, sent, person, today)


def _answers(survey: Survey, chance: Random) -> Iterator[tuple[str, Value]]:
    """A way through the survey: earlier options are likelier, one in twenty prefers not to say."""
    answers: dict[str, Value] = {}
    while open_question := next((q for q in path(survey, answers) if q.id not in answers), None):
        answers[open_question.id] = _answer(open_question, chance)
        yield open_question.id, answers[open_question.id]


def _answer(question: Question, chance: Random) -> Value:
    if chance.random() < 0.05:  # noqa: PLR2004 - one in twenty
        return PREFER_NOT
    if question.type is Type.NUMBER:
        return chance.randint(question.low, question.high)
    known = codes(question)[:-1]
    if question.type is Type.MULTIPLE:
        chosen = set(chance.sample(known, chance.randint(1, most(question))))
        return tuple(code for code in known if code in chosen)
    weights = [1 / (place + 1.5) for place in range(len(known))]
    return chance.choices(known, weights)[0]
