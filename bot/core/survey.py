"""What a survey asks, in which order, and what counts as an answer."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256

from bot.core.model import PREFER_NOT, Option, Question, State, Survey, Type
from bot.core.sheet import (
    Answers,
    Value,
)

YES_NO = ("yes", "no")


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


def record(survey: Survey, answers: Answers) -> Answers:
    """Exactly what would be stored: the answers on the path, in the order of the questions."""
    return {q.id: answers[q.id] for q in path(survey, answers) if q.id in answers}


def record_size(survey: Survey) -> int:
    """Bytes of the largest record that anybody could make, as the JSON that is sealed."""
    return 1 + sum(max(_sizes(question)) for question in survey.questions)


def _sizes(question: Question) -> Iterator[int]:
    """Of the answers that may be longest, each with its question and a comma."""
    for value in _extremes(question):
        yield len(json.dumps({question.id: value}, separators=(",", ":"))) - 1


def _extremes(question: Question) -> tuple[Value, ...]:
    if question.type is Type.NUMBER:
        return (question.low, question.high, PREFER_NOT)
    if question.type is Type.MULTIPLE:
        ids = sorted((option.id for option in question.options), key=len)
        return (tuple(ids[-most(question) :]), PREFER_NOT)
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
    return (*(option.id for option in question.options), PREFER_NOT)


def shown(question: Question, seed: int) -> tuple[str, ...]:
    """The options in the order this person sees them: the numbers they may type."""
    if not question.shuffle:
        return codes(question)
    loose = iter(sorted(_loose(question), key=lambda code: _lot(seed, question.id, code)))
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
    """How many options a multiple choice takes."""
    return question.at_most or len(question.options)


def toggled(question: Question, chosen: tuple[str, ...], code: str) -> tuple[str, ...] | None:
    """The choice after one more tap, in declared order; None when that would be too many."""
    if code in chosen:
        return tuple(other for other in chosen if other != code)
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


def typed(
    question: Question, seed: int, text: str, built_in: Mapping[str, Mapping[str, str]]
) -> Value | None:
    """What a typed number or word means here; None when it is no option.

    A number question reads the number itself; the others read the number of the option as shown,
    or its words in any language.
    """
    if question.type is Type.NUMBER:
        return _typed_number(question, text, built_in)
    if question.type is Type.MULTIPLE:
        return _typed_several(question, seed, text, built_in)
    return _typed_option(question, seed, text, built_in)


def _typed_number(
    question: Question, text: str, built_in: Mapping[str, Mapping[str, str]]
) -> Value | None:
    number = _number(text)
    if number is not None:
        return number if question.low <= number <= question.high else None
    return PREFER_NOT if _fold(text) in _names(question, PREFER_NOT, built_in) else None


def _typed_several(
    question: Question, seed: int, text: str, built_in: Mapping[str, Mapping[str, str]]
) -> Value | None:
    whole = _typed_option(question, seed, text, built_in)
    if whole is not None:
        return whole if whole == PREFER_NOT else (str(whole),)
    chosen: tuple[str, ...] = ()
    for word in text.replace(",", " ").replace(";", " ").split():
        code = _typed_option(question, seed, word, built_in)
        if code is None or code == PREFER_NOT or code in chosen:
            return None
        more = toggled(question, chosen, code)
        if more is None:
            return None
        chosen = more
    return chosen or None


def _typed_option(
    question: Question, seed: int, text: str, built_in: Mapping[str, Mapping[str, str]]
) -> str | None:
    order = shown(question, seed)
    number = _number(text)
    if number is not None:
        return order[number - 1] if 1 <= number <= len(order) else None
    word = _fold(text)
    return next((code for code in order if word in _names(question, code, built_in)), None)


def _names(
    question: Question, code: str, built_in: Mapping[str, Mapping[str, str]]
) -> frozenset[str]:
    found = option(question, code)
    words = built_in.get(code, {}).values() if found is None else (
        *found.label.values(), *found.button.values()
    )  # fmt: skip
    return frozenset(_fold(word) for word in words)


def _number(text: str) -> int | None:
    word = text.strip().rstrip(".")
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 9 else None  # noqa: PLR2004 - digits


def _fold(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def accepts(question: Question, value: Value) -> bool:
    """Is this a possible answer to the question?"""
    if value == PREFER_NOT:
        return True
    if question.type is Type.NUMBER:
        return isinstance(value, int) and question.low <= value <= question.high
    if question.type is Type.MULTIPLE:
        return isinstance(value, tuple) and _possible(question, value)
    return value in codes(question)


def _possible(question: Question, value: tuple[str, ...]) -> bool:
    declared = tuple(option.id for option in question.options if option.id in value)
    return 0 < len(value) <= most(question) and value == declared and agrees(question, value)


def is_open(survey: Survey, today: date) -> bool:
    """Does it take new answers today?"""
    return survey.state is State.OPEN and survey.until is not None and today <= survey.until
