"""Reads typed values out of a tree; each fault is told and a harmless value read instead."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from bot.content.problem import START, Problem
from bot.content.tree import Document, Trail, Tree
from bot.core.model import LANGUAGES, PREFER_NOT, Lang, Words
from bot.core.month import month_of

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MOST_OF_ID = 40
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Cursor:
    """One place of a document; `value` is None where the file has nothing."""

    document: Document
    problems: list[Problem]
    value: "Tree | None"
    trail: Trail = ()

    def __getitem__(self, key: str) -> "Cursor":
        value = self.value.get(key) if isinstance(self.value, Mapping) else None
        return Cursor(self.document, self.problems, value, (*self.trail, key))

    def __bool__(self) -> bool:
        return self.value is not None

    def report(self, code: str, **values: object) -> None:
        self.problems.append(self.document.problem(self.trail, code, **values))

    @property
    def key(self) -> str:
        return ".".join(self.trail) or self.document.path

    def fields(self, needed: Collection[str], known: Collection[str] = ()) -> "Cursor":
        """Itself, after telling which keys are missing and which are not known here."""
        if not self:
            return self
        if not isinstance(self.value, Mapping):
            self.report("FIELDS", key=self.key)
            return self
        names = (*needed, *known)
        for key in self.value:
            if key not in names:
                self[key].report("KEY", key=key, **guessed(key, names))
        for key in needed:
            if key not in self.value:
                self.report("KEY-MISSING", key=key)
        return self

    def entries(self) -> Mapping[str, "Cursor"]:
        return {key: self[key] for key in self.value} if isinstance(self.value, Mapping) else {}

    def items(self) -> tuple["Cursor", ...]:
        if not self:
            return ()
        if not isinstance(self.value, tuple):
            self.report("LIST", key=self.key)
            return ()
        return tuple(
            Cursor(self.document, self.problems, value, (*self.trail, str(i)))
            for i, value in enumerate(self.value)
        )

    def text(self) -> str:
        if not self:
            return ""
        if not isinstance(self.value, str):
            self.report("TEXT", key=self.key)
            return ""
        # Telegram takes no message and no button of signs that nobody sees.
        if not any(sign.isprintable() and not sign.isspace() for sign in self.value):
            self.report("EMPTY", key=self.key)
        return self.value.strip()

    def number(self, low: int, high: int) -> int:
        if not self:
            return low
        text = self.value if isinstance(self.value, str) else ""
        if not re.fullmatch(r"-?[0-9]{1,9}", text) or not low <= int(text) <= high:
            self.report("NUMBER", key=self.key, low=low, high=high)
            return low
        return int(text)

    def flag(self) -> bool:
        if self and self.value not in {"true", "false"}:
            self.report("FLAG", key=self.key)
        return self.value == "true"

    def day(self) -> date | None:
        if not self:
            return None
        day = as_day(self.value) if isinstance(self.value, str) else None
        if day is None:
            self.report("DATE", key=self.key)
        return day

    def month(self) -> int:
        """Counted as `month_of` does."""
        found = month_of(self.value) if isinstance(self.value, str) else None
        if self and found is None:
            self.report("MONTH", key=self.key)
        return found or 0

    def choice(self, known: Collection[str]) -> str:
        text = self.text()
        if text and text not in known:
            self.report("CHOICE", key=self.key, value=text, **guessed(text, known))
            return ""
        return text

    def id(self) -> str:
        text = self.text()
        if text and not is_id(text):
            self.report("ID", value=text, most=MOST_OF_ID)
        return text

    def choices(self, known: Collection[str]) -> tuple[str, ...]:
        return self.once((item, item.choice(known)) for item in self.items())

    def ids(self) -> tuple[str, ...]:
        return self.once((item, item.id()) for item in self.items())

    def once(self, read: Iterable[tuple["Cursor", str]]) -> tuple[str, ...]:
        """The ids read, each but once."""
        found: list[str] = []
        for item, text in read:
            if text in found:
                item.report("ID-TWICE", value=text)
            elif text:
                found.append(text)
        return tuple(found)

    def words(self, needed: Collection[Lang] = LANGUAGES) -> Words:
        """One text a language: the needed ones, and what others there are."""
        if not self:
            return {}
        self.fields((), LANGUAGES)
        if isinstance(self.value, Mapping):
            for lang in needed:
                if lang not in self.value:
                    self.report("LANGUAGE", lang=lang)
        return {lang: self[lang].text() for lang in LANGUAGES if lang in needed or self[lang]}


def cursor(document: Document, problems: list[Problem]) -> Cursor:
    return Cursor(document, problems, document.tree)


def empty(path: str, problems: list[Problem]) -> Cursor:
    """A file that gives nothing, which is told elsewhere."""
    return cursor(Document(path, None, {(): START}, {}), problems)


def is_id(text: str) -> bool:
    return bool(ID.fullmatch(text)) and len(text) <= MOST_OF_ID and text != PREFER_NOT


def as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None


def guessed(text: str, known: Collection[str]) -> Mapping[str, str]:
    """For the words of a problem: the known names, and the one that was probably meant."""
    return {"known": ", ".join(known), "meant": meant(text, known)}


def meant(text: str, known: Iterable[str]) -> str:
    """Empty where no known name is near."""
    names = {name.lower(): name for name in known}
    return next((names[name] for name in get_close_matches(text.lower(), names, n=1)), "")
