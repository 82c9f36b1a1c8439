"""What a released record holds of an answer: coarse codes, one column a question or option."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from struct import Struct
from typing import Final, TypeAlias

from bot.core.disclosure import OTHER, published
from bot.core.model import PREFER_NOT, Question, Survey, Type
from bot.core.month import month_of
from bot.core.sheet import Answers, Value
from bot.core.survey import LANGUAGE

Codes: TypeAlias = tuple[str, ...]
"""One answer: a code for each column of its question."""

NOT_ASKED: Final = ""
"""The code of who did not meet the question."""
TICKED, UNTICKED = "yes", "no"
FIRST, NEXT, LOWER = "first", "second-third", "lower"
"""Places in a ranking, as coarse as tables count them; who is not placed is lower."""
IS_OTHER, IS_NOT_ASKED = 0, 1
"""The numbers that these two answers have in every codebook."""


def in_rows(survey: Survey) -> tuple[Question, ...]:
    """What records may tell: never the language of answering."""
    return tuple(question for question in survey.questions if question.id != LANGUAGE)


def options(question: Question) -> tuple[str, ...]:
    """One a column; a question that is one column has the option ""."""
    several = question.type in {Type.MULTIPLE, Type.RANKING}
    return tuple(option.id for option in question.options) if several else ("",)


def possible(question: Question) -> tuple[str, ...]:
    """Every code that a column of this question can show, in declared order."""
    match question.type:
        case Type.MULTIPLE:
            return (TICKED, UNTICKED, PREFER_NOT, OTHER)
        case Type.RANKING:
            return (FIRST, NEXT, LOWER, PREFER_NOT, OTHER)
        case _:
            return tuple(dict.fromkeys((*published(question), OTHER)))


def coded(question: Question, answer: Value | None) -> Codes:
    """None: not asked."""
    if answer is None or answer == PREFER_NOT:
        return (NOT_ASKED if answer is None else PREFER_NOT,) * len(options(question))
    match question.type, answer:
        case Type.MULTIPLE, tuple():
            return tuple(TICKED if id_ in answer else UNTICKED for id_ in options(question))
        case Type.RANKING, tuple():
            return tuple(_place(answer, id_) for id_ in options(question))
        case Type.NUMBER, int(number):
            return (_band(question, number),)
        case Type.MONTH, str(month):
            return (_band(question, month_of(month) or 0),)
        case _:
            return (str(answer),)


def _place(order: tuple[str, ...], id_: str) -> str:
    if id_ not in order[:3]:
        return LOWER
    return FIRST if order[0] == id_ else NEXT


def _band(question: Question, number: int) -> str:
    return next(
        band.id
        for band in question.bands
        if (band.low is None or band.low <= number) and (band.high is None or number <= band.high)
    )


class Codebook(dict[Value | None, int]):
    """Answer to one question -> a number for its codes; `codes` leads back.

    Numbers follow arrival: nothing that leaves the house may depend on them.
    """

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self.codes: list[Codes] = []
        self._numbers: dict[Codes, int] = {}
        for code in (OTHER, NOT_ASKED):
            self._number((code,) * len(options(question)))

    def __missing__(self, answer: Value | None) -> int:
        number = self[answer] = self._number(coded(self.question, answer))
        return number

    def _number(self, codes: Codes) -> int:
        number = self._numbers.setdefault(codes, len(self.codes))
        if number == len(self.codes):
            self.codes.append(codes)
        return number


@dataclass(frozen=True, slots=True)
class Counted:
    """How many responses have the same codes: a million of them become far fewer records."""

    books: Mapping[str, Codebook]
    """By question id, in the order of the survey."""
    records: Counter[bytes]
    """Each the numbers of its answers, 32 bits a question."""

    @classmethod
    def of(cls, survey: Survey) -> "Counted":
        return cls({question.id: Codebook(question) for question in in_rows(survey)}, Counter())

    def take(self, responses: Sequence[Answers]) -> None:
        """As `Store.each_response` hands them over."""
        pack = Struct(f"={len(self.books)}I").pack
        books = tuple(self.books.items())
        self.records.update(
            pack(*[book[answers.get(id_)] for id_, book in books]) for answers in responses
        )
