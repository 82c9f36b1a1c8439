"""Filling in a survey: what an answer, a tap, a typed word or Send leads to."""

from dataclasses import replace

from bot.core import asking, pretest, sending
from bot.core import effect as ef
from bot.core import event as ev
from bot.core.dialling import fits, is_stuck, is_too_long, shorter
from bot.core.effect import Effect
from bot.core.here import Here
from bot.core.model import PREFER_NOT, Question, Type
from bot.core.month import month
from bot.core.naming import month_named
from bot.core.offering import Asked
from bot.core.screen import Say, Screen
from bot.core.sheet import Sheet, Value
from bot.core.survey import SEVERAL, accepts, first_open, in_pretest, most, record, toggled
from bot.core.typed import too_many, typed


def over(here: Here, sheet: Sheet) -> Screen | None:
    """The end, once this sheet may no longer be filled in."""
    if asking.takes(here, sheet):
        return None
    if sheet.receipt is not None:
        return sending.closed(here, here.survey(sheet.survey))
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
    return over(here, sheet) or asking.ask(Asked(here, sheet, found, chosen), note)


def answered(here: Here, sheet: Sheet, question: str, answer: Value) -> Screen:
    if not accepts(_question(here, sheet, question), answer):
        return asked(here, sheet, question, ())
    return filling(here, replace(sheet, answers={**sheet.answers, question: answer}))


def tapped(here: Here, shown: ev.Ask, option: str) -> Screen:
    question = _question(here, shown.sheet, shown.question)
    if question.type not in SEVERAL or option == PREFER_NOT:
        return answered(here, shown.sheet, shown.question, option)
    taken = toggled(question, shown.chosen, option)
    if taken is None:
        note = Say("error.too_many", {"n": most(question)})
        return asked(here, shown.sheet, shown.question, shown.chosen, note)
    return asked(here, shown.sheet, shown.question, taken)


def dialled(here: Here, sheet: Sheet, question: str, number: int | None) -> Screen:
    """The question with a number begun, or with the months of a year."""
    found = _question(here, sheet, question)
    note = None
    if found.type is Type.NUMBER and number is not None:
        too_long = is_too_long(found, number)
        note = _hint(found) if too_long or is_stuck(found, number) else None
        number = shorter(number) if too_long else number
    return over(here, sheet) or asking.ask(Asked(here, sheet, found, begun=number), note)


def entered(here: Here, sheet: Sheet, question: str, number: int) -> Screen:
    found = _question(here, sheet, question)
    if found.type is Type.MONTH:
        return answered(here, sheet, question, month(number))
    if not fits(found, number):
        return dialled(here, sheet, question, number)
    return answered(here, sheet, question, number)


def tested(here: Here, sheet: Sheet) -> Screen:
    """The end of a pretest; of any other survey there is more to do."""
    survey = here.survey(sheet.survey)
    if not in_pretest(survey) or first_open(survey, sheet.answers) is not None:
        return filling(here, sheet)
    return pretest.unclear(here, survey, sheet)


def sent(here: Here, sheet: Sheet, nonce: bytes) -> Screen | Effect:
    """The store alone judges whether it is too late: a redelivered Send must find its thanks."""
    survey = here.survey(sheet.survey)
    if first_open(survey, sheet.answers) is not None or in_pretest(survey):
        return filling(here, sheet)
    answers = record(survey, sheet.answers, here.place.lang)
    if sheet.receipt is not None:
        return ef.Replace(sheet.survey, answers, sheet.receipt)
    return ef.Submit(sheet.survey, answers, nonce) if nonce else filling(here, sheet)


def typed_answer(here: Here, text: str, about: ev.Ask | ev.Dial) -> Screen:
    question = _question(here, about.sheet, about.question)
    seed, built_in = about.sheet.seed, here.catalogue.built_in
    year = about.number if isinstance(about, ev.Dial) and question.type is Type.MONTH else None
    answer = typed(question, seed, text, built_in, year)
    if answer is None:
        many = too_many(question, seed, text, built_in)
        note = Say("error.too_many_typed", {"n": most(question)}) if many else _hint(question)
        return _asked_again(here, about, note)
    if not isinstance(answer, tuple):
        return answered(here, about.sheet, about.question, answer)
    if isinstance(about, ev.Ask) and about.chosen and len(answer) == 1:
        return tapped(here, about, *answer)
    return asked(here, about.sheet, about.question, answer)


def _asked_again(here: Here, about: ev.Ask | ev.Dial, note: Say) -> Screen:
    """As it stood, with a reason."""
    question = _question(here, about.sheet, about.question)
    chosen = about.chosen if isinstance(about, ev.Ask) else ()
    begun = about.number if isinstance(about, ev.Dial) else None
    again = Asked(here, about.sheet, question, chosen, begun)
    return over(here, about.sheet) or asking.ask(again, note)


def _hint(question: Question) -> Say:
    match question.type:
        case Type.NUMBER:
            return Say("error.not_a_number", {"low": question.low, "high": question.high})
        case Type.POINTS:
            return Say("error.not_a_number", {"low": 0, "high": 10})
        case Type.MONTH:
            first, last = month_named(question.low), month_named(question.high)
            return Say("error.not_a_month", {"first": first, "last": last})
        case _:
            return Say("error.not_an_option")
