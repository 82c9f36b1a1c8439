"""What a question offers: how it is answered, in words, and a button for each way."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from bot.core import dialling
from bot.core import event as ev
from bot.core.here import Here
from bot.core.menu import Row, button, row
from bot.core.model import PREFER_NOT, Question, Type
from bot.core.month import name_of
from bot.core.naming import named, places, short
from bot.core.screen import Block, Button, Lines, Say, Text
from bot.core.sheet import Sheet
from bot.core.survey import POINTS, SEVERAL, most, shown

Rows: TypeAlias = tuple[Row, ...]
PAD = ((1, 2, 3), (4, 5, 6), (7, 8, 9))
YEARS_IN_ROW, MONTHS_IN_ROW, POINTS_IN_ROW = 4, 3, 6


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands before somebody, with what they ticked or began so far."""

    here: Here
    sheet: Sheet
    question: Question
    chosen: tuple[str, ...] = ()
    begun: int | None = None
    """Of a number the digits so far, of a month the year."""

    @property
    def again(self) -> ev.Pressed:
        """Shows it as it stands."""
        if self.begun is not None:
            return ev.Dial(self.sheet, self.question.id, self.begun)
        return ev.Ask(self.sheet, self.question.id, self.chosen)


def how(asked: Asked) -> tuple[Block, ...]:
    """How to answer, and what there is to choose."""
    question, limits = asked.question, {"low": asked.question.low, "high": asked.question.high}
    match question.type:
        case Type.NUMBER:
            return (Say("survey.type_number", limits),)
        case Type.MONTH:
            year = dialling.year_of(question, asked.begun)
            return (Say("survey.choose_year" if year is None else "survey.choose_month"),)
        case Type.POINTS:
            return (Say("survey.choose_point"), _ends(asked))
        case Type.MULTIPLE:
            return (Say("survey.choose_several", {"n": most(question)}), _numbered(asked))
        case Type.RANKING:
            return (Say("survey.rank", {"n": most(question)}), _numbered(asked))
        case Type.SINGLE | Type.SCALE | Type.YES_NO:
            return (_numbered(asked),)
        case _:
            assert_never(question.type)


def _numbered(asked: Asked) -> Lines:
    here, question = asked.here, asked.question
    order = enumerate(shown(question, asked.sheet.seed), start=1)
    return Lines(
        tuple(
            Say("survey.option", {"number": number, "label": named(here, question, code)})
            for number, code in order
        )
    )


def _ends(asked: Asked) -> Lines:
    words = ((POINTS[0], asked.question.lowest), (POINTS[-1], asked.question.highest))
    return Lines(
        tuple(
            Say("survey.end", {"point": point, "meaning": asked.here.text(meaning)})
            for point, meaning in words
        )
    )


def so_far(asked: Asked) -> tuple[Block, ...]:
    """What is chosen, begun or was answered before, in words."""
    here, question = asked.here, asked.question
    answer = asked.sheet.answers.get(question.id)
    if asked.chosen and question.type is Type.RANKING:
        return (Lines((Say("survey.order"), *places(here, question, asked.chosen))),)
    if asked.chosen:
        return (Say("survey.chosen", {"list": named(here, question, asked.chosen)}),)
    if asked.begun is not None:
        key = "survey.year" if question.type is Type.MONTH else "survey.dialled"
        return (Say(key, {"number": asked.begun}),)
    if answer is not None:
        return (Say("survey.your_answer", {"answer": named(here, question, answer)}),)
    return ()


def rows(asked: Asked) -> Rows:
    """A button for each way to answer."""
    match asked.question.type:
        case Type.NUMBER:
            return (*_pad(asked), _prefer_not(asked))
        case Type.MONTH:
            return (*_calendar(asked), _prefer_not(asked))
        case Type.POINTS:
            points = (_plain(asked, Text(p), _answer(asked, p)) for p in POINTS)
            return (*_in_rows(points, POINTS_IN_ROW), _prefer_not(asked))
        case _:
            return _options(asked)


def _answer(asked: Asked, code: str) -> ev.Answer:
    return ev.Answer(asked.sheet, asked.question.id, code)


def _plain(asked: Asked, label: Say | Text, event: ev.Pressed) -> Button:
    """Without a number: what it says is what may be typed."""
    return Button(label, event, asked.here.place)


def _prefer_not(asked: Asked) -> Row:
    return (_plain(asked, Say(f"option.{PREFER_NOT}"), _answer(asked, PREFER_NOT)),)


def _in_rows(buttons: Iterator[Button], length: int) -> Iterator[Row]:
    every = tuple(buttons)
    return (every[start : start + length] for start in range(0, len(every), length))


def _options(asked: Asked) -> Rows:
    here, question = asked.here, asked.question
    each = enumerate(shown(question, asked.sheet.seed), start=1)
    rows_ = tuple(
        (Button(short(here, question, code), _tap(asked, code), here.place, n),) for n, code in each
    )
    if question.type in SEVERAL and asked.chosen:
        done = ev.Done(asked.sheet, question.id, asked.chosen)
        return (*rows_, row(here, "done", done))
    return rows_


def _tap(asked: Asked, code: str) -> ev.Pressed:
    if asked.question.type in SEVERAL and code != PREFER_NOT:
        return ev.Toggle(asked.sheet, asked.question.id, asked.chosen, code)
    return _answer(asked, code)


def _pad(asked: Asked) -> Iterator[Row]:
    """Done stands there once the number fits."""
    here, question, number = asked.here, asked.question, asked.begun
    for digits in PAD:
        yield tuple(_digit(asked, digit) for digit in digits)
    last = [button(here, "rub_out", _dial(asked, dialling.shorter(number))), _digit(asked, 0)]
    if question.low < 0 and number:
        last.insert(0, button(here, "minus", _dial(asked, -number)))
    if number is not None and dialling.fits(question, number):
        last.append(button(here, "done", ev.Enter(asked.sheet, question.id, number)))
    yield tuple(last)


def _digit(asked: Asked, digit: int) -> Button:
    return _plain(asked, Text(str(digit)), _dial(asked, dialling.longer(asked.begun, digit)))


def _dial(asked: Asked, number: int | None) -> ev.Dial:
    return ev.Dial(asked.sheet, asked.question.id, number)


def _calendar(asked: Asked) -> Iterator[Row]:
    """The years, or the months of the one that was chosen."""
    question = asked.question
    year = dialling.year_of(question, asked.begun)
    if year is None:
        each = (_plain(asked, Text(str(y)), _dial(asked, y)) for y in dialling.years(question))
        yield from _in_rows(each, YEARS_IN_ROW)
        return
    months = (_month(asked, month) for month in dialling.months(question, year))
    yield from _in_rows(months, MONTHS_IN_ROW)
    if len(dialling.years(question)) > 1:
        yield row(asked.here, "other_year", _dial(asked, None))


def _month(asked: Asked, month: int) -> Button:
    enter = ev.Enter(asked.sheet, asked.question.id, month)
    return _plain(asked, Say(f"option.{name_of(month)}"), enter)
