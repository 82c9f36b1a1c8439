"""Checks of how texts read: every piece of text that is read as one, and the rules it goes by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import chain

from bot.content.check_text import at
from bot.content.draft import Chunk, Draft, File, SurveyDraft
from bot.content.problem import Mark, Problem, problem
from bot.content.prose import asking, easing, signs, tongue, wording
from bot.content.prose.finding import Finding
from bot.content.prose.language import Language
from bot.content.prose.languages import KNOWN
from bot.content.tree import Document, Trail
from bot.content.words import SOURCE
from bot.core.model import LANGUAGES, Lang, Part


class Kind(StrEnum):
    PROSE = "prose"
    LAW = "law"
    QUESTION = "question"
    LABEL = "label"
    """Of an option."""
    NAME = "name"
    """It may be in any language."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A field of the settings or a chunk of Markdown."""

    path: str
    lang: Lang
    kind: Kind
    chunk: Chunk
    """Of a field: its text, and the line of its key."""
    column: int = 0
    """Of the key; 0: this is Markdown, whose columns are its own."""
    twin: str = ""
    """The same field in English."""

    def mark(self, place: int) -> Mark:
        return (self.chunk.line, self.column) if self.column else at(self.chunk, place)


AT_ONCE = 20_000
"""Texts whose findings are remembered, so that a change costs what changed: five hundred files."""
NAMES = frozenset({"name", "body", "authority", "address", "keywords"})
NOT_READ = frozenset({"version", "of", "checked", "help", "order", "cities"})
WORDED = frozenset({Kind.PROSE, Kind.LAW, Kind.QUESTION})


def advice(draft: Draft) -> Iterator[Problem]:
    """In each file a word is told once."""
    told: set[tuple[str, str, str]] = set()
    for passage, found in chain(_of_cities(draft), _of_files(draft), _of_options(draft)):
        about = (passage.path, found.code, str(sorted(found.values.items())))
        if about not in told:
            told.add(about)
            yield problem(passage.path, passage.mark(found.at), found.code, **found.values)


def _of_cities(draft: Draft) -> Iterator[tuple[Passage, Finding]]:
    for city in draft.cities.values():
        for passage in _city(city.document):
            yield from _of_passage(passage)


def _of_passage(passage: Passage) -> Iterator[tuple[Passage, Finding]]:
    found = judged(passage.chunk.source, passage.lang, passage.kind, passage.twin)
    return ((passage, one) for one in found)


def _of_files(draft: Draft) -> Iterator[tuple[Passage, Finding]]:
    for files in draft.translations():
        english = files[SOURCE].document.texts if SOURCE in files else {}
        for file in files.values():
            for passage in _file(file, english):
                yield from _of_passage(passage)
            for found in hard(tuple(chunk.source for chunk in file.chunks), file.lang):
                yield Passage(file.path, file.lang, Kind.PROSE, file.chunks[0]), found


@lru_cache(maxsize=AT_ONCE)
def hard(sources: tuple[str, ...], lang: Lang) -> tuple[Finding, ...]:
    return tuple(easing.hard(sources, KNOWN[lang]))


@lru_cache(maxsize=AT_ONCE)
def judged(source: str, lang: Lang, kind: Kind, twin: str = "") -> tuple[Finding, ...]:
    """What all rules for its kind find in a text; the twin is the same field in English."""
    return tuple(_judged(source, KNOWN[lang], kind, twin))


def _judged(source: str, language: Language, kind: Kind, twin: str) -> Iterator[Finding]:
    yield from signs.scripts(source, language)
    if kind is Kind.NAME:
        return
    for rule in (wording.words, signs.quotes, signs.breaks, tongue.foreign):
        yield from rule(source, language)
    yield from tongue.copied(source, twin, language)
    if kind in WORDED:
        yield from easing.long_sentences(source, law=kind is Kind.LAW)
    if kind is Kind.QUESTION:
        yield from asking.steering(source, language)
    if kind is Kind.LABEL:
        yield from signs.without_words(source, language)
        yield from easing.long_label(source, language)


def _of_options(draft: Draft) -> Iterator[tuple[Passage, Finding]]:
    for survey in draft.surveys.values():
        for lang, file in survey.files.items():
            yield from _numbers(survey, lang, file)


def _numbers(survey: SurveyDraft, lang: Lang, file: File) -> Iterator[tuple[Passage, Finding]]:
    for question in survey.survey.questions:
        labels = [option.label.get(lang, "") for option in question.options]
        for i, found in asking.numbers(labels):
            trail = ("questions", question.matrix or question.id, "options", question.options[i].id)
            yield _field(file.document, lang, trail, labels[i]), found


def _city(document: Document) -> Iterator[Passage]:
    for trail, text in document.texts.items():
        if trail and trail[-1] in LANGUAGES:
            twin = document.texts.get((*trail[:-1], SOURCE), "")
            yield _field(document, trail[-1], trail, text, twin)


def _file(file: File, english: Mapping[Trail, str]) -> Iterator[Passage]:
    for trail, text in file.document.texts.items():
        if trail and trail[0] not in NOT_READ:
            yield _field(file.document, file.lang, trail, text, english.get(trail, ""))
    for chunk in file.chunks:
        kind = Kind.LAW if chunk.part is Part.LAW else Kind.PROSE
        yield Passage(file.path, file.lang, kind, chunk)


def _field(document: Document, lang: Lang, trail: Trail, text: str, twin: str = "") -> Passage:
    marked = trail
    while marked not in document.marks:
        marked = marked[:-1]
    line, column = document.marks[marked]
    return Passage(document.path, lang, _kind(trail), Chunk(line, text), column, twin)


def _kind(trail: Trail) -> Kind:
    if NAMES.intersection(trail[:1]) or NAMES.intersection(trail[-2:]):
        return Kind.NAME
    if "options" in trail[2:] or trail[-1:] == ("button",):
        return Kind.LABEL
    return Kind.QUESTION if trail[-1:] == ("text",) else Kind.PROSE
