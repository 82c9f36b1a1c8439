"""Numbers by digit pad and months by year: what is begun, and what each key makes of it."""

from collections.abc import Iterator

from bot.core.model import Catalogue, Question, Type
from bot.core.month import YEAR


def begun(question: Question) -> tuple[int, int]:
    """The least and the largest number that may stand on the pad, or year that may be chosen.

    One digit more than fits may be pressed: so there is a key to refuse kindly.
    """
    if question.type is Type.MONTH:
        return question.low // YEAR, question.high // YEAR
    most = 10 * _largest(question) + 9
    return (-most if question.low < 0 else 0), most


def is_too_long(question: Question, number: int) -> bool:
    """No further digit can make it fit."""
    return abs(number) > _largest(question)


def is_stuck(question: Question, number: int) -> bool:
    """It does not fit, and neither more digits nor the other sign can make it fit."""
    return not any(_may_become(question, sign * number) for sign in (1, -1))


def _may_become(question: Question, number: int) -> bool:
    """Whether what may stand there with more digits, as many of them at a time, holds one that
    fits. A zero stands for no digit.
    """
    first = last = number
    while number and abs(first) <= _largest(question):
        if min(first, last) <= question.high and question.low <= max(first, last):
            return True
        first, last = longer(first, 0), longer(last, 9)
    return not number


def _largest(question: Question) -> int:
    return max(abs(question.low), abs(question.high))


def longer(number: int | None, digit: int) -> int:
    """With one more digit at its end."""
    number = number or 0
    return 10 * number - digit if number < 0 else 10 * number + digit


def shorter(number: int | None) -> int | None:
    """Without its last digit; None once no digit is left."""
    if number is None or abs(number) < 10:  # noqa: PLR2004 - one digit
        return None
    return abs(number) // 10 * (-1 if number < 0 else 1)


def fits(question: Question, number: int | None) -> bool:
    return number is not None and question.low <= number <= question.high


def years(question: Question) -> range:
    return range(question.low // YEAR, question.high // YEAR + 1)


def year_of(question: Question, chosen: int | None) -> int | None:
    """The year whose months are to choose from; None while it is still to be chosen."""
    return question.low // YEAR if len(years(question)) == 1 else chosen


def months(question: Question, year: int) -> Iterator[int]:
    """Those of this year that may be answered, counted as `month_of` does."""
    return (
        month
        for month in range(year * YEAR, (year + 1) * YEAR)
        if question.low <= month <= question.high
    )


def on_pad(catalogue: Catalogue, survey: str, question: str) -> bool:
    """Whether this is a number, whose keys are digits."""
    asked = catalogue.surveys[survey].questions
    return any(known.id == question and known.type is Type.NUMBER for known in asked)


def keyed(newest: int | None, earlier: tuple[int | None, ...], pressed: int | None) -> int | None:
    """What a key makes of the newest number, though it was pressed on a pad that showed an
    earlier one; `pressed` is what it would have made of that.

    Where it may mean two things it is meant for what stands: so three taps before one redraw, the
    last like the first, may rub out. Nothing is answered before Done stands under the number.
    """
    for stood in (newest, *reversed(earlier)):
        digits = (digit for digit in range(10) if longer(stood, digit) == pressed)
        digit = next(digits, None)
        if digit is not None:
            return longer(newest, digit)
        if stood and pressed == -stood:
            return -(newest or 0)
        if pressed == shorter(stood):
            return shorter(newest)
    return pressed
