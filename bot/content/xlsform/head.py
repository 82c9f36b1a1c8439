"""What a survey says of itself, from the sheet "settings" or by safe defaults that are named."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.content.own import NOT_SET
from bot.content.tree import Tree
from bot.content.xlsform.note import Value
from bot.content.xlsform.safe import safe_id
from bot.content.xlsform.speech import Speech
from bot.content.xlsform.table import Row
from bot.core.model import City, Words
from bot.core.survey import LANGUAGE, LONGEST, too_late

DAYS, AGE, EXPECTED = 30, 16, 100
QUESTIONS_A_MINUTE = 5
MOST = {
    "minutes": (1, 60),
    "age": (13, 99),
    "expected": (1, 1_000_000),
    "days": (1, LONGEST.days),
}
CHOSEN = {
    "minutes": "import.chosen.minutes",
    "age": "import.chosen.age",
    "expected": "import.chosen.expected",
    "days": "import.chosen.days",
}
OWN_WORDS = {"title": "import.word.title", "purpose": "import.word.purpose"}
EUROPEAN = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
SEPARATED = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True)
class Head:
    row: Row
    """Of the sheet; number 0 where it has none."""
    city: City
    speech: Speech
    today: date

    def words(self) -> Mapping[str, Words]:
        title = self._words("title", "import.chosen.title")
        return {
            "title": title,
            "button": self._button(title),
            "purpose": self._words("purpose", "import.chosen.purpose", self.city.body),
        }

    def _words(self, column: str, key: str, body: Words | None = None) -> Words:
        """A language that lacks the text has our own words."""
        written = self.speech.words(self.row, column, needed=False)
        if all(written.values()):
            return written
        if column == "title" and any(written.values()):
            one = next(text for text in written.values() if text)
            self.speech.lacking(self.row, written)
            return {lang: text or one for lang, text in written.items()}
        self.speech.tell(self.row, key)
        own = self.speech.built_in(OWN_WORDS[column], body)
        return {lang: written[lang] or own[lang] for lang in self.speech.langs}

    def _button(self, title: Words) -> Words:
        written = self.speech.words(self.row, "button", needed=False)
        return self.speech.cut(self.row, {lang: written[lang] or title[lang] for lang in title})

    def fields(self, questions: int) -> Mapping[str, Tree]:
        """All but the questions and breakdowns."""
        minutes = -(-questions // QUESTIONS_A_MINUTE) or 1
        return {
            "cities": (self.city.id,),
            **self._end(),
            "minutes": self._number("minutes", minutes),
            "age": self._number("age", AGE),
            "expected": self._number("expected", EXPECTED),
            "legal_basis": self._basis(),
            **({"pretest": "true"} if self.row.yes("pretest") else {}),
            **self._results_on(),
        }

    def _number(self, column: str, default: int) -> str:
        text = self.row.text(column)
        low, high = MOST[column]
        if text.isdecimal() and low <= int(text) <= high:
            return text
        if text:
            self._tell("import.setting", column=column, value=text)
        self._tell(CHOSEN[column], n=default)
        return str(default)

    def _end(self) -> Mapping[str, Tree]:
        text = self.row.text("until")
        until = day(text)
        if until is not None and not too_late(until, self.today):
            return {"until": until.isoformat()}
        if text:
            self._tell("import.setting", column="until", value=text)
        return {"days": self._number("days", DAYS)}

    def _basis(self) -> str:
        """Never by a form, which anybody may send: a steward enters it, and the audit says who."""
        written = self.row.text("legal_basis")
        self._tell("import.basis" if written else "import.chosen.basis")
        return NOT_SET

    def _results_on(self) -> Mapping[str, Tree]:
        texts = [text for text in SEPARATED.split(self.row.text("results_on")) if text]
        days = sorted({found for text in texts if (found := day(text))})
        if len(days) != len(texts):
            self._tell("import.setting", column="results_on", value=self.row.text("results_on"))
        return {"results_on": tuple(found.isoformat() for found in days)} if days else {}

    def breakdowns(self, ids: Mapping[str, str]) -> tuple[str, ...]:
        """`ids`: questions by their names in the form."""
        names = [name for name in SEPARATED.split(self.row.text("breakdowns")) if name]
        if not names:
            self._tell("import.chosen.breakdowns")
        known = {LANGUAGE: LANGUAGE, **{id_: id_ for id_ in ids.values()}, **ids}
        for name in names:
            if name not in known:
                self._tell("import.breakdown", name=name)
        return tuple(dict.fromkeys(known[name] for name in names if name in known))

    def comment_purpose(self, purpose: Words) -> Words:
        """As the question's row has it, else the settings, else our own words."""
        written = self.speech.words(self.row, "comment_purpose", needed=False)
        found = {lang: purpose[lang] or written[lang] for lang in self.speech.langs}
        if all(found.values()):
            return found
        self._tell("import.chosen.comment_purpose")
        own = self.speech.built_in("import.word.comment_purpose", self.city.body)
        return {lang: found[lang] or own[lang] for lang in self.speech.langs}

    def _tell(self, key: str, **values: Value) -> None:
        self.speech.tell(self.row, key, **values)


def day(text: str) -> date | None:
    """As spreadsheets and offices write it: 2026-12-31, 31/12/2026, 31.12.2026."""
    european = EUROPEAN.fullmatch(text)
    try:
        if european:
            return date(int(european[3]), int(european[2]), int(european[1]))
        return date.fromisoformat(text)
    except ValueError:
        return None


def suggested(row: Row) -> str:
    """An id for the survey where none was given."""
    return safe_id(row.text("form_id")) or safe_id(row.text("title")) or "survey"
