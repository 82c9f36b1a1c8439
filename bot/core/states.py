"""Numbers for answers: every state of a question, and every subset of a multiple choice."""

from bot.core.model import PREFER_NOT, Question, Type
from bot.core.sheet import (
    Value,
)
from bot.core.subsets import count, rank, unrank
from bot.core.survey import codes, most


def states(question: Question) -> int:
    """Unanswered, "prefer not to say", and every possible answer."""
    if question.type is Type.NUMBER:
        return 2 + question.high - question.low + 1
    if question.type is Type.MULTIPLE:
        return 1 + count(len(question.options), most(question))
    return 1 + len(codes(question))


def state_of(question: Question, answer: Value | None) -> int:
    if answer is None:
        return 0
    if answer == PREFER_NOT:
        return 1
    if isinstance(answer, int):
        return 2 + answer - question.low
    if isinstance(answer, tuple):
        return 1 + rank(places(question, answer), len(question.options))
    return 2 + codes(question).index(answer)


def answer_of(question: Question, state: int) -> Value:
    if state == 1:
        return PREFER_NOT
    if question.type is Type.NUMBER:
        return question.low + state - 2
    if question.type is Type.MULTIPLE:
        return named(question, unrank(state - 1, len(question.options)))
    return codes(question)[state - 2]


def places(question: Question, chosen: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(place for place, option in enumerate(question.options) if option.id in chosen)


def named(question: Question, places: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(question.options[place].id for place in places)


def subsets(question: Question) -> int:
    return count(len(question.options), most(question)) if question.type is Type.MULTIPLE else 1


def subset_of(question: Question, chosen: tuple[str, ...]) -> int:
    return rank(places(question, chosen), len(question.options))


def chosen_of(question: Question, number: int) -> tuple[str, ...]:
    return named(question, unrank(number, len(question.options)))
