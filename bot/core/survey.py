"""What a survey asks, in which order, and what counts as an answer."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256

from bot.core.model import PREFER_NOT, Lang, Option, Question, State, Survey, Type
from bot.core.month import month, month_of
from bot.core.sheet import Answers, Value

YES_NO = ("yes", "no")
POINTS = tuple(str(point) for point in range(11))
LANGUAGE = "language"
"""Id of the breakdown by the language of answering, which no question asks."""
SEVERAL = frozenset({Type.MULTIPLE, Type.RANKING})
"""Types whose answer is several options."""
LONGEST = timedelta(days=400)
"""From the day on which a last day is chosen to that last day."""


def path(survey: Survey, answers: Answers) -> Iterator[Question]:
    """The questions this person meets, in order.

    A condition sees only answers that are themselves on the path, so an answer left behind by a
    change of mind can never open a question.
    """
    kept: dict[str, Value] = {}
    for question in survey.questions:
        if all(_opens(kept.get(earlier), options) for earlier, options in question.ask_if.items()):
            yield question
            if question.id in answers:
                kept[question.id] = answers[question.id]


def ahead(survey: Survey, answers: Answers) -> Iterator[Question]:
    """The questions on the path, and those that an answer still to come may open."""
    may_be: dict[str, Value | None] = {}
    for question in survey.questions:
        conditions = question.ask_if.items()
        if all(
            earlier in may_be and (may_be[earlier] is None or _opens(may_be[earlier], options))
            for earlier, options in conditions
        ):
            yield question
            may_be[question.id] = answers.get(question.id)


def _opens(answer: Value | None, options: frozenset[str]) -> bool:
    if isinstance(answer, tuple):
        return not options.isdisjoint(answer)
    return answer in options


def record(survey: Survey, answers: Answers, lang: Lang | None = None) -> Answers:
    """Exactly what would be stored: the answers on the path, in the order of the questions.

    Where the survey breaks its results down by the language of answering, that is part of it:
    the one given here, else the one that is among the answers.
    """
    kept = {q.id: answers[q.id] for q in path(survey, answers) if q.id in answers}
    spoken = lang or answers.get(LANGUAGE)
    return {**kept, LANGUAGE: spoken} if spoken and keeps_language(survey) else kept


def keeps_language(survey: Survey) -> bool:
    return LANGUAGE in survey.breakdowns and all(q.id != LANGUAGE for q in survey.questions)


def asked(survey: Survey, record: Answers) -> Answers:
    """The answers to questions alone: what rides in a button."""
    return {q.id: record[q.id] for q in survey.questions if q.id in record}


def record_size(survey: Survey) -> int:
    """Bytes of the largest record that anybody could make, as the JSON that is sealed."""
    language = _size(LANGUAGE, "fr") if keeps_language(survey) else 0
    return 1 + language + sum(
        max(_size(question.id, value) for value in _extremes(question))
        for question in survey.questions
    )  # fmt: skip


def _size(question: str, value: Value) -> int:
    """With a comma."""
    return len(json.dumps({question: value}, separators=(",", ":"))) - 1


def _extremes(question: Question) -> tuple[Value, ...]:
    """The answers that may be longest."""
    match question.type:
        case Type.NUMBER:
            return (question.low, question.high, PREFER_NOT)
        case Type.MONTH:
            return (month(question.low), PREFER_NOT)
        case Type.MULTIPLE | Type.RANKING:
            ids = sorted((option.id for option in question.options), key=len)
            return (tuple(ids[-most(question) :]), PREFER_NOT)
        case _:
            return codes(question)


def first_open(survey: Survey, answers: Answers) -> Question | None:
    """The question to ask next; None when everything on the path is answered."""
    return next((q for q in path(survey, answers) if q.id not in answers), None)


def before(survey: Survey, answers: Answers, question: str) -> Question | None:
    """The question before this one on the path."""
    earlier: Question | None = None
    for met in path(survey, answers):
        if met.id == question:
            return earlier
        earlier = met
    return None


def codes(question: Question) -> tuple[str, ...]:
    """Every option a button can carry, in declared order; "prefer not to say" comes last."""
    if question.type is Type.YES_NO:
        return (*YES_NO, PREFER_NOT)
    if question.type is Type.POINTS:
        return (*POINTS, PREFER_NOT)
    return (*(option.id for option in question.options), PREFER_NOT)


def shown(question: Question, seed: int) -> tuple[str, ...]:
    """The options in the order this person sees them: the numbers they may type.

    All rows of a matrix have the same order.
    """
    if not question.shuffle:
        return codes(question)
    drawn = question.matrix or question.id
    loose = iter(sorted(_loose(question), key=lambda code: _lot(seed, drawn, code)))
    order = (option.id if option.fixed else next(loose) for option in question.options)
    return (*order, PREFER_NOT)


def _loose(question: Question) -> Iterator[str]:
    return (option.id for option in question.options if not option.fixed)


def _lot(seed: int, question: str, code: str) -> bytes:
    return sha256(f"{seed}/{question}/{code}".encode()).digest()


def option(question: Question, code: str) -> Option | None:
    """The declared option; None for the built-in ones."""
    return next((option for option in question.options if option.id == code), None)


def most(question: Question) -> int:
    """How many options a multiple choice or ranking takes."""
    return question.at_most or len(question.options)


def toggled(question: Question, chosen: tuple[str, ...], code: str) -> tuple[str, ...] | None:
    """The choice after one more tap; None when that would be too many.

    A multiple choice is in declared order, a ranking in the order of the taps.
    """
    if code in chosen:
        return tuple(other for other in chosen if other != code)
    if question.type is Type.RANKING:
        return (*chosen, code) if len(chosen) < most(question) else None
    taken = {code} if _alone(question, code) else {code, *_together(question, chosen)}
    if len(taken) > most(question):
        return None
    return tuple(option.id for option in question.options if option.id in taken)


def _together(question: Question, chosen: tuple[str, ...]) -> Iterator[str]:
    return (code for code in chosen if not _alone(question, code))


def _alone(question: Question, code: str) -> bool:
    found = option(question, code)
    return found is not None and found.alone


def agrees(question: Question, chosen: tuple[str, ...]) -> bool:
    """Could these have been ticked together on a screen?"""
    return len(chosen) < 2 or not any(_alone(question, code) for code in chosen)  # noqa: PLR2004 - a pair


def accepts(question: Question, value: Value) -> bool:
    """Is this a possible answer to the question?"""
    if value == PREFER_NOT:
        return True
    match question.type:
        case Type.NUMBER:
            return isinstance(value, int) and question.low <= value <= question.high
        case Type.MONTH:
            counted = month_of(value) if isinstance(value, str) else None
            return counted is not None and question.low <= counted <= question.high
        case Type.MULTIPLE | Type.RANKING:
            return isinstance(value, tuple) and _possible(question, value)
        case _:
            return value in codes(question)


def _possible(question: Question, value: tuple[str, ...]) -> bool:
    declared = tuple(option.id for option in question.options if option.id in value)
    enough = 0 < len(value) <= most(question)
    if question.type is Type.RANKING:
        return enough and sorted(value) == sorted(declared)
    return enough and value == declared and agrees(question, value)


def in_pretest(survey: Survey) -> bool:
    """Testers may fill it in, and nothing of it is ever stored."""
    return survey.pretest and survey.state is State.DRAFT


def is_open(survey: Survey, today: date) -> bool:
    """Does it take new answers today?"""
    return survey.state is State.OPEN and survey.until is not None and today <= survey.until


def too_late(until: date, today: date) -> bool:
    """For a last day chosen today: a slip of the pen must not keep a survey open for good."""
    return until - today > LONGEST
