"""How far each text is in each language: complete, behind its source, missing or at fault."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.console.text_files import Kind, Text, fields, titled, words
from bot.console.visit import Visit
from bot.content.cursor import as_day
from bot.content.prose.reading import level
from bot.content.sections import front
from bot.content.tree import Document
from bot.core.menu import OWN_NAMES
from bot.core.model import Lang


class Standing(StrEnum):
    """Of one file; the gravest comes first."""

    MISSING = "missing"
    FAULTY = "faulty"
    STALE = "stale"
    COMPLETE = "complete"
    OPTIONAL = "optional"
    """Not there, and not needed."""
    ABSENT = "absent"
    """Not there, as there is nothing to tell everybody today."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One file of a text."""

    lang: Lang
    name: str
    """Of the language, in itself; empty of a city's file."""
    path: str
    standing: Standing
    own: bool
    """It has versions: somebody changed it here, or in the folder while the bot ran."""
    level: int | None
    """LIX of its running text; None where that says nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    text: Text
    title: str
    checked: date | None
    """The oldest day on which a part of it was checked, in any language."""
    cells: tuple[Cell, ...]

    def is_any(self, *standings: Standing) -> bool:
        return any(cell.standing in standings for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Map:
    """What is known of all files before one is looked at."""

    visit: Visit
    faulty: frozenset[str]
    stale: frozenset[str]
    own: frozenset[str]

    def row(self, text: Text, languages: tuple[Lang, ...]) -> Row:
        """With a cell for each of the languages, in their order."""
        read = {lang: words(self.visit, path) for lang, path in text.files.items()}
        documents = {lang: fields(text.files[lang], found) for lang, found in read.items()}
        cells = tuple(self._cell(text, lang, read.get(lang)) for lang in languages)
        order = ("", self.visit.lang, *text.languages)
        title = titled(self.visit, text, (documents[lang] for lang in order if lang in documents))
        return Row(text, title, min(_days(documents.values()), default=None), cells)

    def _cell(self, text: Text, lang: Lang, words: str | None) -> Cell:
        path = text.path(lang)
        return Cell(
            lang=lang,
            name=OWN_NAMES.get(lang, ""),
            path=path,
            standing=self._standing(text, lang),
            own=path in self.own,
            level=_level(text, lang, words) if words else None,
        )

    def _standing(self, text: Text, lang: Lang) -> Standing:
        path = text.path(lang)
        if not text.files and text.kind is Kind.PAGE:
            return Standing.ABSENT
        if lang not in text.files:
            return Standing.MISSING if lang in text.languages else Standing.OPTIONAL
        if path in self.faulty:
            return Standing.FAULTY
        return Standing.STALE if path in self.stale else Standing.COMPLETE


def coverage(visit: Visit) -> Map:
    problems = visit.house.problems
    return Map(
        visit,
        faulty=frozenset(found.path for found in problems if found.is_error),
        stale=frozenset(found.path for found in problems if found.code == "STALE"),
        own=frozenset(visit.house.shelf.folders.versions.paths()),
    )


def _days(documents: Iterable[Document]) -> Iterator[date]:
    """On which parts of these files were checked."""
    for document in documents:
        for trail, value in document.texts.items():
            day = as_day(value) if trail[-1:] == ("checked",) else None
            if day is not None:
                yield day


def _level(text: Text, lang: Lang, words: str) -> int | None:
    """Of what is read in one go: topics and pages."""
    if text.kind not in {Kind.TOPIC, Kind.PAGE}:
        return None
    return round(level(front(text.path(lang), words, [])[1].source, lang))
