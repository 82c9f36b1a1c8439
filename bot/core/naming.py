"""Answers in words, as the review and the buttons say them."""

from collections.abc import Iterator

from bot.core.here import Here
from bot.core.model import PREFER_NOT, Question, Type
from bot.core.month import YEAR, month_of, name_of
from bot.core.screen import Say, Text
from bot.core.sheet import Value
from bot.core.survey import option


def named(here: Here, question: Question, answer: Value) -> Say | Text:
    """An answer in words."""
    match answer:
        case int():
            return Text(str(answer))
        case tuple():
            return Text(", ".join(_several(here, question, answer)), here.foreign(question.text))
        case str() if answer == PREFER_NOT:
            return Say(f"option.{PREFER_NOT}")
        case str() if question.type is Type.MONTH:
            return month_named(month_of(answer) or 0)
        case str() if question.type is Type.POINTS:
            return Text(answer)
        case _:
            found = option(question, answer)
            return here.text(found.label) if found else Say(f"option.{answer}")


def in_full(here: Here, question: Question, answer: Value) -> tuple[Say | Text, ...]:
    """An answer as the review says it, a line each: places of a ranking, what 0 and 10 mean."""
    if isinstance(answer, tuple) and question.type is Type.RANKING:
        return tuple(places(here, question, answer))
    if question.type is Type.POINTS and answer != PREFER_NOT:
        ends = {"lowest": question.lowest, "highest": question.highest}
        meanings = {end: here.text(words) for end, words in ends.items()}
        return (Say("review.point", {"point": str(answer), **meanings}),)
    return (named(here, question, answer),)


def places(here: Here, question: Question, order: tuple[str, ...]) -> Iterator[Say]:
    """A ranking, the first place first."""
    for place, code in enumerate(order, start=1):
        yield Say("survey.place", {"place": place, "label": named(here, question, code)})


def _several(here: Here, question: Question, answer: tuple[str, ...]) -> Iterator[str]:
    for place, code in enumerate(answer, start=1):
        found = option(question, code)
        label = here.word(found.label) if found else ""
        yield f"{place}. {label}" if question.type is Type.RANKING else label


def month_named(month: int) -> Say:
    """With its year."""
    return Say("survey.month", {"month": Say(f"option.{name_of(month)}"), "year": month // YEAR})


def short(here: Here, question: Question, code: str) -> Say | Text:
    """An option as its button says it."""
    found = option(question, code)
    return here.text(found.button) if found else named(here, question, code)
