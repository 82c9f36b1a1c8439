"""Every screen of a survey in the order in which residents meet it, with made-up answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.core import event as ev
from bot.core.engine import step
from bot.core.event import Now, Pressed
from bot.core.model import PREFER_NOT, Catalogue, Question, State, Survey, Type
from bot.core.month import month
from bot.core.screen import Screen
from bot.core.sheet import Answers, Place, Receipt, Sheet, Value
from bot.core.survey import codes, record


class Leg(StrEnum):
    """Where on the way a screen stands."""

    CONSENT = "consent"
    NOTICE = "notice"
    QUESTION = "question"
    REVIEW = "review"
    THANKS = "thanks"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Stop:
    leg: Leg
    event: Pressed
    number: int = 0
    """Of the question, from 1."""
    question: Question | None = None


def opened(survey: Survey, today: date) -> Survey:
    """As it will be once it is open."""
    until = survey.until or today + timedelta(days=survey.days - 1)
    return replace(survey, state=State.OPEN, pretest=False, until=max(until, today))


def stops(survey: Survey) -> Iterator[Stop]:
    receipt = Receipt(bytes(10))
    yield Stop(Leg.CONSENT, ev.Consent(survey.id))
    yield Stop(Leg.NOTICE, ev.ReadNotice(survey.id))
    for number, question in enumerate(survey.questions, start=1):
        sheet = Sheet(survey.id, 0, leading_to(survey, question))
        yield Stop(Leg.QUESTION, ev.Ask(sheet, question.id), number, question)
    yield Stop(Leg.REVIEW, ev.Review(Sheet(survey.id, 0, leading_to(survey, None))))
    yield Stop(Leg.THANKS, ev.Thanks(survey.id, receipt))
    if survey.comment is not None:
        yield Stop(Leg.COMMENT, ev.WriteComment(survey.id, receipt))


def screen(catalogue: Catalogue, place: Place, event: Pressed, today: date) -> Screen:
    """TypeError if the event asks for an effect."""
    found = step(catalogue, place, Now(event, today, 0, bytes(10)))
    if not isinstance(found, Screen):
        raise TypeError("only screens can be shown beforehand")
    return found


def leading_to(survey: Survey, goal: Question | None) -> Answers:
    """Made-up answers with which a person meets this question; to the end where there is none."""
    before: list[Question] = []
    for question in survey.questions:
        if goal is not None and question.id == goal.id:
            break
        before.append(question)
    wanted = dict(goal.ask_if) if goal else {}
    for question in reversed(before):
        if question.id in wanted:
            for earlier, options in question.ask_if.items():
                wanted[earlier] = wanted.get(earlier, options) & options
    return record(survey, {question.id: _made_up(question, wanted) for question in before})


def _made_up(question: Question, wanted: Mapping[str, frozenset[str]]) -> Value:
    options = wanted.get(question.id, frozenset(codes(question)))
    code = next((code for code in codes(question) if code in options), PREFER_NOT)
    match question.type:
        case Type.NUMBER:
            return PREFER_NOT if question.id in wanted else question.low
        case Type.MONTH:
            return PREFER_NOT if question.id in wanted else month(question.low)
        case Type.MULTIPLE | Type.RANKING if code != PREFER_NOT:
            return (code,)
        case _:
            return code
