"""Filling in a survey: what an answer, a tap, a typed word or Send leads to."""

from dataclasses import replace

from bot.core import asking, sending
from bot.core import effect as ef
from bot.core import event as ev
from bot.core.effect import Effect
from bot.core.here import Here
from bot.core.model import PREFER_NOT, Question, Type
from bot.core.screen import Say, Screen
from bot.core.sheet import Sheet, Value
from bot.core.survey import accepts, first_open, most, record, toggled, typed


def over(here: Here, sheet: Sheet) -> Screen | None:
    """The end, once this sheet may no longer be filled in."""
    if asking.takes(here, sheet):
        return None
    if sheet.receipt is not None:
        return sending.closed(here)
    return asking.ended(here, here.survey(sheet.survey))


def filling(here: Here, sheet: Sheet) -> Screen:
    """The first question still open, else the review."""
    return over(here, sheet) or sending.review(here, sheet)


def changing(here: Here, sheet: Sheet) -> Screen:
    if first_open(here.survey(sheet.survey), sheet.answers) is not None:
        return filling(here, sheet)
    return over(here, sheet) or sending.changes(here, sheet)


def _question(here: Here, sheet: Sheet, question: str) -> Question:
    return next(q for q in here.survey(sheet.survey).questions if q.id == question)


def asked(
    here: Here, sheet: Sheet, question: str, chosen: tuple[str, ...], note: Say | None = None
) -> Screen:
    found = _question(here, sheet, question)
    return over(here, sheet) or asking.ask(here, sheet, found, chosen, note)


def answered(here: Here, sheet: Sheet, question: str, answer: Value) -> Screen:
    if not accepts(_question(here, sheet, question), answer):
        return asked(here, sheet, question, ())
    return filling(here, replace(sheet, answers={**sheet.answers, question: answer}))


def tapped(here: Here, shown: ev.Ask, option: str) -> Screen:
    question = _question(here, shown.sheet, shown.question)
    if question.type is not Type.MULTIPLE or option == PREFER_NOT:
        return answered(here, shown.sheet, shown.question, option)
    taken = toggled(question, shown.chosen, option)
    if taken is None:
        note = Say("error.too_many", {"n": most(question)})
        return asked(here, shown.sheet, shown.question, shown.chosen, note)
    return asked(here, shown.sheet, shown.question, taken)


def dialled(here: Here, sheet: Sheet, question: str, number: int | None) -> Screen:
    """The question with a number begun, or with the months of a year."""
    raise NotImplementedError


def entered(here: Here, sheet: Sheet, question: str, number: int) -> Screen:
    raise NotImplementedError


def tested(here: Here, sheet: Sheet) -> Screen:
    """The end of a pretest: what was unclear is for the tester to tell, and is stored nowhere."""
    raise NotImplementedError


def sent(here: Here, sheet: Sheet, nonce: bytes) -> Screen | Effect:
    """The store alone judges whether it is too late: a redelivered Send must find its thanks."""
    survey = here.survey(sheet.survey)
    if first_open(survey, sheet.answers) is not None:
        return filling(here, sheet)
    answers = record(survey, sheet.answers)
    if sheet.receipt is not None:
        return ef.Replace(sheet.survey, answers, sheet.receipt)
    return ef.Submit(sheet.survey, answers, nonce) if nonce else filling(here, sheet)


def typed_answer(here: Here, text: str, about: ev.Ask) -> Screen:
    question = _question(here, about.sheet, about.question)
    answer = typed(question, about.sheet.seed, text, here.catalogue.built_in)
    if answer is None:
        return asked(here, about.sheet, about.question, about.chosen, _hint(question))
    if isinstance(answer, tuple):
        return asked(here, about.sheet, about.question, answer)
    return answered(here, about.sheet, about.question, answer)


def _hint(question: Question) -> Say:
    if question.type is Type.NUMBER:
        return Say("error.not_a_number", {"low": question.low, "high": question.high})
    return Say("error.not_an_option")
