"""Sample data for the demo: a survey with 140 Sends, a closed one with 800, weeks of reach."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import yaml

from bot.core.effect import Check, SaveComment, Submit
from bot.core.model import (
    LANGUAGES,
    PREFER_NOT,
    Audience,
    Comment,
    Lang,
    Question,
    Rows,
    Survey,
    Type,
)
from bot.core.month import month
from bot.core.sheet import Receipt, Value
from bot.core.survey import codes, most, path, record
from bot.house import House
from bot.storage import comments
from bot.storage.answers import submit

OPEN, CLOSED = 140, 800
EARLIER = " (2025)"
PLACES = ("library", "town-hall")
"""Where posters hang."""
WEEKS = 12
"""So far back people have been reading."""
STARTS, READS, SCANS = (60, 180), (10, 60), (10, 40)
"""The least and the most in a week: of each city, topic or survey, and place."""
REMARKS = Path(__file__).parent / "remarks.yaml"


async def furnish(house: House) -> None:
    """Answers by made-up residents, through the same store as everybody's."""
    survey = next(iter(house.turns.shown.catalogue.surveys.values()))
    remarks = _Remarks.read()
    earlier = _earlier(survey, remarks)
    today = house.turns.survey_day(survey.id)
    await house.life.publish(house.content, earlier, today)
    await _send(house, survey, OPEN)
    receipts = await _send(house, earlier, CLOSED)
    for sent in (survey, earlier):
        await house.store.flush(sent.id)
    await _add(house, earlier, remarks, receipts)
    await house.life.close_now(earlier.id, today)
    for place in PLACES:
        await house.life.give_out(place, today)
    await house.store.add_reach(dict(_reach(house, today)))


def _reach(house: House, today: date) -> Iterator[tuple[tuple[str, str, str], int]]:
    """By week, facet and what was read; in tens, as all that is counted."""
    chance = Random(WEEKS)  # noqa: S311 - made-up people need no secrets
    content = house.content
    for ago in range(WEEKS):
        year, week, _ = (today - timedelta(weeks=ago)).isocalendar()
        of_week = f"{year}-W{week:02}"
        for city in content.cities:
            yield (of_week, city, "start"), _tens(chance, STARTS)
            for topic in content.topics.values():
                if city in topic.cities:
                    yield (of_week, city, f"topic:{topic.id}"), _tens(chance, READS)
        for survey in content.surveys.values():
            yield (of_week, survey.cities[0], f"survey:{survey.id}"), _tens(chance, READS)
        for lang in LANGUAGES:
            yield (of_week, f"lang:{lang}", "start"), _tens(chance, STARTS)
        for place in PLACES:
            yield (of_week, f"source:{place}", "start"), _tens(chance, SCANS)


def _tens(chance: Random, between: tuple[int, int]) -> int:
    return chance.randint(*between) // 10 * 10


@dataclass(frozen=True, slots=True)
class _Remarks:
    """The comment that was asked for, and what people wrote."""

    asked: Comment
    said: Mapping[Lang, tuple[str, ...]]

    @classmethod
    def read(cls) -> "_Remarks":
        found = yaml.safe_load(REMARKS.read_text(encoding="utf-8"))
        return cls(Comment("remark", found["text"], found["purpose"]), found["said"])


def _earlier(survey: Survey, remarks: _Remarks) -> Survey:
    """Last year's round of the same survey, which allowed comments and single records."""
    return replace(
        survey,
        id=f"{survey.id}-2025",
        title={lang: words + EARLIER for lang, words in survey.title.items()},
        tag=survey.tag ^ 1,
        until=None,
        days=30,
        expected=CLOSED,
        comment=remarks.asked,
        rows=Rows(Audience.ROWS_STAFF, dict(_groups(survey))),
    )


def _groups(survey: Survey) -> Iterator[tuple[str, tuple[tuple[tuple[str, ...], ...], ...]]]:
    """Each breakdown with its options in pairs, then all in one."""
    for question in survey.questions:
        if question.id in survey.breakdowns:
            *known, silent = codes(question)
            pairs = (tuple(known[at : at + 2]) for at in range(0, len(known), 2))
            yield question.id, ((*pairs, (silent,)), (tuple(known), (silent,)))


async def _send(house: House, survey: Survey, count: int) -> Sequence[Receipt]:
    """What finds the answers of each person, counted from 1."""
    chance = Random(survey.tag)  # noqa: S311 - made-up people need no secrets
    today = house.turns.survey_day(survey.id)
    receipts: list[Receipt] = []
    async with house.store.work() as work:
        for person in range(1, count + 1):
            lang = LANGUAGES[person % len(LANGUAGES)]
            answers = record(survey, dict(made_up(survey, chance)), lang)
            sent = Submit(survey.id, answers, chance.randbytes(10))
            await submit(work, sent, person, today)
            receipts.append(Receipt(sent.nonce))
    return receipts


async def _add(
    house: House, survey: Survey, remarks: _Remarks, receipts: Sequence[Receipt]
) -> None:
    said = ((text, lang) for lang, texts in remarks.said.items() for text in texts)
    async with house.store.work() as work:
        for person, ((text, lang), receipt) in enumerate(zip(said, receipts, strict=False), 1):
            saved = SaveComment(survey.id, receipt, text, lang, Check.AS_IT_IS)
            await comments.save(work, saved, person)


def made_up(survey: Survey, chance: Random) -> Iterator[tuple[str, Value]]:
    """A way through the survey: earlier options are likelier, one in twenty prefers not to say."""
    answers: dict[str, Value] = {}
    while open_question := next((q for q in path(survey, answers) if q.id not in answers), None):
        answers[open_question.id] = _answer(open_question, chance)
        yield open_question.id, answers[open_question.id]


def _answer(question: Question, chance: Random) -> Value:
    if chance.random() < 0.05:  # noqa: PLR2004 - one in twenty
        return PREFER_NOT
    known = codes(question)[:-1]
    match question.type:
        case Type.NUMBER:
            return chance.randint(question.low, question.high)
        case Type.MONTH:
            return month(chance.randint(question.low, question.high))
        case Type.MULTIPLE | Type.RANKING:
            chosen = chance.sample(known, chance.randint(1, most(question)))
            in_order = question.type is Type.RANKING
            return tuple(chosen if in_order else sorted(chosen, key=known.index))
        case _:
            weights = [1 / (place + 1.5) for place in range(len(known))]
            return chance.choices(known, weights)[0]
