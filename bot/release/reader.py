"""Whom a file is for: turns codes, numbers and days into the words of a language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Final, Protocol

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from bot.content.words import LOCALES, SOURCE
from bot.core.disclosure import SPOKEN, counted
from bot.core.here import word_in
from bot.core.menu import OWN_NAMES
from bot.core.model import LANGUAGES, Band, City, Lang, Question, Survey, Type, Words
from bot.core.month import YEAR

LOWEST, HIGHEST = "0", "10"
KNOWN: Final = 4096
"""Numbers that are remembered as written: a report says the same few hundred again and again."""


def languages_of(survey: Survey) -> tuple[Lang, ...]:
    """Those in which it speaks, and its results are shown."""
    return tuple(lang for lang in OWN_NAMES if lang in survey.title)


class Says(Protocol):
    """A developer's text in the language of the file, by its key."""

    def __call__(self, key: str, **values: str | int) -> str: ...


@dataclass(frozen=True, slots=True)
class Reader:
    survey: Survey
    lang: Lang
    say: Says
    others: Mapping[Lang, Says] = field(default_factory=dict)
    """For files that hold all languages side by side."""
    city: City | None = None
    """The city that asks."""

    def in_(self, lang: Lang) -> "Reader":
        return replace(self, lang=lang, say=self.others.get(lang, self.say))

    @property
    def locale(self) -> str:
        return LOCALES.get(self.lang, LOCALES[SOURCE])

    def word(self, words: Words) -> str:
        """A moderator's text; where this language lacks, English, then any."""
        return words.get(self.lang) or words.get(SOURCE) or next(iter(words.values()), "")

    @property
    def body(self) -> str:
        """The public body that asks, in full; empty where it is not known."""
        return "" if self.city is None else word_in(self.city.body, self.lang, self.city)

    @property
    def questions(self) -> tuple[Question, ...]:
        """All that its releases count, the language of answering included."""
        return counted(self.survey)

    def question(self, id_: str) -> Question:
        return next(question for question in self.questions if question.id == id_)

    def text(self, question: Question) -> str:
        return self.word(question.text) or self.say("release.language")

    def measure(self, code: str) -> str:
        return self.say(f"release.measure.{code}") if code else ""

    def option(self, question: Question, code: str) -> str:
        for option in question.options:
            if option.id == code:
                return self.word(option.label)
        for band in question.bands:
            if band.id == code:
                return self._band(question.type, band)
        if question.type is Type.POINTS and code.isdigit():
            return self._point(question, code)
        if question == SPOKEN and code in LANGUAGES:
            return Locale.parse(code).get_language_name(self.locale) or code
        return self.say(f"option.{code}")

    def _point(self, question: Question, code: str) -> str:
        ends = {LOWEST: question.lowest, HIGHEST: question.highest}
        meaning = self.word(ends.get(code, {}))
        return f"{code} – {meaning}" if meaning else code

    def _band(self, type_: Type, band: Band) -> str:
        kind, shown = ("months", self.month) if type_ is Type.MONTH else ("band", str)
        match band.low, band.high:
            case None, int(high):
                return self.say(f"release.{kind}.up-to", high=shown(high))
            case int(low), None:
                return self.say(f"release.{kind}.from", low=shown(low))
            case int(low), int(high) if low < high:
                return self.say(f"release.{kind}.between", low=shown(low), high=shown(high))
            case _:
                return "" if band.low is None else shown(band.low)

    def month(self, number: int) -> str:
        """Months are counted as `month_of` does."""
        year, month = divmod(number, YEAR)
        return format_skeleton("yMMMM", date(year, month + 1, 1), locale=self.locale)

    def listed(self, words: Sequence[str]) -> str:
        """Each in quotation marks: “a”, “b” and “c”."""
        quoted = [self.say("release.quoted", words=one) for one in words]
        return format_list(quoted, locale=self.locale)

    def number(self, count: int) -> str:
        return _decimal(count, self.locale)

    def percent(self, share: int) -> str:
        return _percent(share, self.locale)

    def day(self, day: date) -> str:
        return format_date(day, "long", locale=self.locale)


@lru_cache(KNOWN)
def _decimal(count: int, locale: str) -> str:
    return format_decimal(count, locale=locale)


@lru_cache(KNOWN)
def _percent(share: int, locale: str) -> str:
    return format_percent(share / 100, locale=locale)
