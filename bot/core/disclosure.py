"""Decides what a published number may say: random rounding to fives, base rules, publish linter."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import prod
from typing import Final

from bot.core import smells
from bot.core.model import LANGUAGES, PREFER_NOT, Band, Question, Survey, Type
from bot.core.survey import LANGUAGE, codes, keeps_language

STEP = 5
"""Every published count is a multiple of it, so that 1-4 never appear."""
FEW = 10
"""A table on a smaller shown base is not published; smaller differences are "about equal"."""
SOLID = 30
"""From this shown base on a table is published in full, and a row with its shares."""

MOST_BREAKDOWNS = 3
MOST_ZONES = 8
MANY_EXPECTED = 1000
"""From this number of expected answers on, districts may be finer than zones."""
MOST_BANDS = 12
BANDED = frozenset({Type.NUMBER, Type.MONTH})
"""What is published by the bands that the survey declares."""

EACH_CELL = 10
"""Expected answers that single records need for each combination of the breakdowns."""

OTHER: Final = "other"
SPOKEN: Final = Question(LANGUAGE, Type.SINGLE, {})
"""The language of answering, which a survey may declare as a breakdown without asking it.
Languages of a shown base below SOLID are counted together as OTHER."""

_KEYS = 2**64


# Rounding. ----------------------------------------------------------------------------------


def rounded(count: int, key: int) -> int:
    """What to publish for a cell of so many responses, whose record keys add up to `key`.

    Each record key is a fresh uniform number of 64 bits per response and release.
    The expected value is the true count, and two cells of the same responses agree.
    """
    down, rest = divmod(count, STEP)
    up = STEP * _mixed(key % _KEYS) < rest * _KEYS
    return STEP * (down + up)


def _mixed(key: int) -> int:
    """A bijection of 64-bit numbers (the last step of splitmix64).

    Without it the key of a total is the sum of its parts' keys, and how the parts were rounded
    would tell something about the total.
    """
    key = (key ^ (key >> 30)) * 0xBF58476D1CE4E5B9 % _KEYS
    key = (key ^ (key >> 27)) * 0x94D049BB133111EB % _KEYS
    return key ^ (key >> 31)


def counted(survey: Survey) -> tuple[Question, ...]:
    """The questions of its releases: those asked, and the language where it is a breakdown."""
    return (*survey.questions, SPOKEN) if keeps_language(survey) else survey.questions


def published(question: Question) -> tuple[str, ...]:
    """The codes that a release counts, in declared order; "prefer not to say" comes last."""
    if question == SPOKEN:
        return (*LANGUAGES, OTHER)
    if question.type in BANDED:
        return (*(band.id for band in question.bands), PREFER_NOT)
    return codes(question)


# Base rules, all judged by shown numbers. -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a table may show."""

    least: int
    """Counts below it are withheld."""
    shares: bool


def allowed(base: int, row_of: int | None = None) -> Allowed | None:
    """What a table of this shown base may show; None: "too few answers".

    `row_of` is given for a row of a crossed table: the shown base of the whole question.
    """
    whole = base if row_of is None else row_of
    if base < FEW or whole < FEW:
        return None
    return Allowed(least=0 if whole >= SOLID else FEW, shares=row_of is None or base >= SOLID)


def share(count: int, base: int) -> int | None:
    """Whole per cent of a shown base, halves up; a shown 0 ("fewer than 5") has none."""
    if count == 0 or base < FEW:
        return None
    return min(100, (200 * count + base) // (2 * base))


def most_chosen(counts: Mapping[str, int | None]) -> tuple[str, ...]:
    """One option: the most chosen. Several: about equal. None: nothing can be said.

    A count of None is withheld; it may be as large as the largest withheld one, STEP.
    """
    known = {option: count for option, count in counts.items() if count}
    if not known:
        return ()
    top = max(known.values())
    equal = tuple(option for option, count in known.items() if top - count < FEW)
    hidden = None in counts.values() and top - STEP < FEW
    return () if hidden and len(equal) == 1 else equal


# The publish linter. --------------------------------------------------------------------------


class Code(StrEnum):
    TOO_MANY_BREAKDOWNS = "too-many-breakdowns"
    BREAKDOWN_TOO_FINE = "breakdown-too-fine"
    TOO_MANY_ZONES = "too-many-zones"
    NUMBER_WITHOUT_BANDS = "number-without-bands"
    EXACT_AGE = "exact-age"
    DATE_OF_BIRTH = "date-of-birth"
    STREET = "street"
    POSTCODE = "postcode"
    PURPOSELESS_COMMENT = "purposeless-comment"
    ROWS_TOO_FINE = "rows-too-fine"
    PRETEST = "pretest"


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a survey may not be published; `values` name the question and the numbers."""

    code: Code
    values: Mapping[str, str | int]


_SMELLS: Mapping[Code, re.Pattern[str]] = {
    Code.DATE_OF_BIRTH: smells.BIRTH,
    Code.STREET: smells.STREET,
    Code.POSTCODE: smells.POSTCODE,
}
YEARS = 5
"""The narrowest group of ages, in years, that is no exact age."""


def lint(survey: Survey) -> tuple[Finding, ...]:
    """All reasons why this survey may not be published; empty when it may."""
    return (
        *_breakdowns(survey),
        *(finding for question in survey.questions for finding in _identifying(question, survey)),
        *_of_the_whole(survey),
    )


def _of_the_whole(survey: Survey) -> Iterator[Finding]:
    if survey.comment is not None and not any(map(str.strip, survey.comment.purpose.values())):
        yield Finding(Code.PURPOSELESS_COMMENT, {"question": survey.comment.id})
    if survey.rows is not None:
        yield from _combinations(survey)
    if survey.pretest:
        yield Finding(Code.PRETEST, {})


def _combinations(survey: Survey) -> Iterator[Finding]:
    """Single records need answers enough for every combination of the breakdowns."""
    cells = prod(len(published(q)) for q in counted(survey) if q.id in survey.breakdowns)
    values = {"cells": cells, "needed": EACH_CELL * cells, "expected": survey.expected}
    if values["needed"] > survey.expected:
        yield Finding(Code.ROWS_TOO_FINE, values)


def _breakdowns(survey: Survey) -> Iterator[Finding]:
    """The rows of the largest breakdown must hold 30 answers each, "prefer not to say" included.

    Languages are not among them: small ones merge by themselves.
    """
    if len(survey.breakdowns) > MOST_BREAKDOWNS:
        values = {"breakdowns": len(survey.breakdowns), "most": MOST_BREAKDOWNS}
        yield Finding(Code.TOO_MANY_BREAKDOWNS, values)
    rows = {
        question.id: len(published(question))
        for question in survey.questions
        if question.id in survey.breakdowns
    }
    largest = max(rows, key=lambda id_: rows[id_], default="")
    needed = SOLID * rows.get(largest, 0)
    if needed > survey.expected:
        yield Finding(
            Code.BREAKDOWN_TOO_FINE,
            {
                "question": largest,
                "rows": rows[largest],
                "needed": needed,
                "expected": survey.expected,
            },
        )


def _identifying(question: Question, survey: Survey) -> Iterator[Finding]:
    """The core knows no meanings: what a question is about is told by its id and its words."""
    values: dict[str, str | int] = {"question": question.id}
    for code, smell in _SMELLS.items():
        if smell.search(question.id):
            yield Finding(code, values)
    if question.type in BANDED and not question.bands:
        yield Finding(Code.NUMBER_WITHOUT_BANDS, values)
    if _is_age(question) and _is_exact(question):
        yield Finding(Code.EXACT_AGE, values)
    zones = len(question.options)
    if smells.ZONE.search(question.id) and zones > MOST_ZONES and survey.expected < MANY_EXPECTED:
        yield Finding(Code.TOO_MANY_ZONES, values | {"zones": zones, "most": MOST_ZONES})


def _is_age(question: Question) -> bool:
    asked = (text.casefold() for text in question.text.values())
    return bool(smells.AGE.search(question.id)) or any(map(smells.OWN_AGE.search, asked))


def _is_exact(question: Question) -> bool:
    """A number has its bands in years, the outermost up to its limits; a choice its answers."""
    if question.type is Type.NUMBER:
        ages = [_ends(band, question) for band in question.bands]
        # A band that runs backwards is another mistake, which is told by itself.
        return not ages or any(0 <= high - low < YEARS - 1 for low, high in ages)
    ids = (smells.AGES.fullmatch(option.id) for option in question.options)
    narrow = any(int(found[2]) - int(found[1]) + 1 < YEARS for found in ids if found)
    return narrow or len(question.options) > MOST_BANDS


def _ends(band: Band, question: Question) -> tuple[int, int]:
    low = question.low if band.low is None else band.low
    return low, question.high if band.high is None else band.high
