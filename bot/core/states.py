"""Numbers for answers: every state of a question, and every choice of several options."""

from bot.core import orders, subsets
from bot.core.model import PREFER_NOT, Question, Type
from bot.core.month import month, month_of
from bot.core.sheet import Value
from bot.core.survey import codes, most


def states(question: Question) -> int:
    """Unanswered, "prefer not to say", and every possible answer."""
    match question.type:
        case Type.NUMBER | Type.MONTH:
            return 2 + question.high - question.low + 1
        case Type.MULTIPLE | Type.RANKING:
            return 1 + choices(question)
        case _:
            return 1 + len(codes(question))


def state_of(question: Question, answer: Value | None) -> int:
    if answer is None:
        return 0
    if answer == PREFER_NOT:
        return 1
    if isinstance(answer, tuple):
        return 1 + choice_of(question, answer)
    if question.type is Type.MONTH:
        answer = month_of(str(answer)) or 0
    if isinstance(answer, int):
        return 2 + answer - question.low
    return 2 + codes(question).index(answer)


def answer_of(question: Question, state: int) -> Value:
    if state == 1:
        return PREFER_NOT
    match question.type:
        case Type.NUMBER:
            return question.low + state - 2
        case Type.MONTH:
            return month(question.low + state - 2)
        case Type.MULTIPLE | Type.RANKING:
            return chosen_of(question, state - 1)
        case _:
            return codes(question)[state - 2]


def choices(question: Question) -> int:
    """How many choices of several options there are, the empty one among them."""
    match question.type:
        case Type.MULTIPLE:
            return subsets.count(len(question.options), most(question))
        case Type.RANKING:
            return orders.count(len(question.options), most(question))
        case _:
            return 1


def choice_of(question: Question, chosen: tuple[str, ...]) -> int:
    """In the declared order for a multiple choice, in the given one for a ranking."""
    ids = [option.id for option in question.options]
    places = tuple(ids.index(code) for code in chosen)
    if question.type is Type.RANKING:
        return orders.rank(places, len(ids))
    return subsets.rank(places, len(ids))


def chosen_of(question: Question, number: int) -> tuple[str, ...]:
    unrank = orders.unrank if question.type is Type.RANKING else subsets.unrank
    places = unrank(number, len(question.options))
    return tuple(question.options[place].id for place in places)
