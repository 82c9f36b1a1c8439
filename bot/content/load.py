"""From a folder to the catalogue and all its problems; what has an error is held back alone."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from bot.content.check import check
from bot.content.cursor import Cursor, cursor, empty
from bot.content.draft import CityDraft, Draft, File, Files, SurveyDraft, TopicFile
from bot.content.load_city import city
from bot.content.load_page import page_file
from bot.content.load_survey import survey
from bot.content.load_topic import named, source_of, topic, topic_file
from bot.content.places import STRUCTURE, sort
from bot.content.problem import START, Problem, problem
from bot.content.source import judged, read
from bot.content.survey_words import file
from bot.content.tags import survey_tag
from bot.content.tree import parse
from bot.content.words import SOURCE
from bot.core.model import LANGUAGES, Catalogue, Lang, Page, Survey

NOTHING: Mapping[str, str] = MappingProxyType({})
TRIES = 4
"""Times that a folder is read anew because a file went while it was being read."""
PUBLISH = "PUBLISH-"
"""How the codes of the publish linter begin."""


@dataclass(frozen=True, slots=True)
class Loaded:
    catalogue: Catalogue
    problems: tuple[Problem, ...]
    """All of them, in the order of files and lines."""
    unfit: Mapping[str, Survey]
    """Surveys that only the publish linter holds back: staff may look at them, nobody answers."""
    texts: Mapping[str, str]
    """What was read, by path."""


def load(folder: Path, today: date | None = None) -> tuple[Catalogue, tuple[Problem, ...]]:
    """Of the content folder alone; advice on age needs to know today."""
    loaded = load_all(folder, today=today)
    return loaded.catalogue, loaded.problems


def load_all(
    folder: Path,
    own: Path | None = None,
    today: date | None = None,
    instead: Mapping[str, str] = NOTHING,
) -> Loaded:
    """Of the content folder and of the folder of what was written here, as one.

    `instead`: texts by path that are taken for what stands in these files. Whoever changes the
    folder meanwhile has it read again.
    """
    for _ in range(TRIES):
        with suppress(FileNotFoundError):
            return _load(folder, own, today, instead)
    return _load(folder, own, today, instead)


def _load(folder: Path, own: Path | None, today: date | None, instead: Mapping[str, str]) -> Loaded:
    problems: list[Problem] = []
    files = sort(folder, problems, own, instead)
    read = _Folder(folder, own or folder, files, problems, instead)
    draft = read.draft()
    draft = replace(draft, broken=frozenset(p.path for p in problems if p.is_error))
    problems += check(draft, today)
    errors = [p for p in problems if p.is_error]
    held = frozenset(unit(p.path) for p in errors)
    faulty = frozenset(unit(p.path) for p in errors if not p.code.startswith(PUBLISH))
    problems.sort(key=lambda p: (p.path, p.line, p.column, p.code))
    unfit = _surveys(draft, faulty, among=held)
    return Loaded(_catalogue(draft, held), tuple(problems), unfit, read.texts)


def unit(path: str) -> str:
    """What is held back together: a city's file, or the folder of a topic, survey or page."""
    return "/".join(path.split("/")[:2])


def _catalogue(draft: Draft, held: frozenset[str]) -> Catalogue:
    cities = {
        id_: found.city
        for id_, found in draft.cities.items()
        if unit(found.document.path) not in held
    }
    ordered = sorted(draft.topics.items(), key=lambda t: (_order(t[1]), t[0]))
    return Catalogue(
        cities=cities,
        topics={
            id_: topic(id_, files, cities) for id_, files in ordered if f"topics/{id_}" not in held
        },
        surveys=_surveys(draft, held),
        pages={
            id_: _page(id_, files)
            for id_, files in draft.pages.items()
            if f"pages/{id_}" not in held
        },
    )


def _surveys(
    draft: Draft, held: frozenset[str], among: frozenset[str] | None = None
) -> Mapping[str, Survey]:
    return {
        id_: found.survey
        for id_, found in draft.surveys.items()
        if (unit_ := f"surveys/{id_}") not in held and (among is None or unit_ in among)
    }


def _order(files: Mapping[Lang, TopicFile]) -> int:
    return source_of(files).order if files else 0


def _page(id_: str, files: Mapping[Lang, File]) -> Page:
    return Page(id_, {lang: found.chunks[0].source.strip() for lang, found in files.items()})


@dataclass(frozen=True, slots=True)
class _Folder:
    folder: Path
    own: Path
    known: Files
    problems: list[Problem]
    instead: Mapping[str, str]
    texts: dict[str, str] = field(default_factory=dict)

    def draft(self) -> Draft:
        read = {id_: self.city(id_, path) for id_, path in self.known.cities.items()}
        cities = {id_: found for id_, found in read.items() if found}
        return Draft(
            known=tuple(self.known.cities),
            cities=cities,
            topics={
                id_: self.topic(id_, paths, cities) for id_, paths in self.known.topics.items()
            },
            surveys={
                id_: self.survey(id_, paths, cities) for id_, paths in self.known.surveys.items()
            },
            pages={id_: self.page(id_, paths) for id_, paths in self.known.pages.items()},
        )

    def city(self, id_: str, path: str) -> CityDraft | None:
        root = self.yaml(path)
        return None if root is None else city(id_, root)

    def topic(
        self, id_: str, paths: Mapping[str, str], cities: Mapping[str, CityDraft]
    ) -> Mapping[Lang, TopicFile]:
        """A city's own one needs its languages alone."""
        texts = self.read(paths)
        whose = named(texts)
        needed = languages(whose.cities, cities)
        self.complete(f"topics/{id_}/{{}}.md", paths, needed if whose.cities else LANGUAGES)
        source = next((lang for lang in needed if lang in texts), whose.source)
        whose = replace(whose, source=source)
        return {
            lang: topic_file(paths[lang], lang, text, self.problems, whose)
            for lang, text in texts.items()
        }

    def page(self, id_: str, paths: Mapping[str, str]) -> Mapping[Lang, File]:
        self.complete(f"pages/{id_}/{{}}.md", paths)
        return {
            lang: page_file(paths[lang], lang, text, self.problems)
            for lang, text in self.read(paths).items()
        }

    def survey(
        self, id_: str, paths: Mapping[str, str], cities: Mapping[str, CityDraft]
    ) -> SurveyDraft:
        root = self.yaml(paths[STRUCTURE]) if STRUCTURE in paths else None
        if root is None:
            root = empty(f"surveys/{id_}/{STRUCTURE}.yaml", self.problems)
        if STRUCTURE not in paths:
            root.report("STRUCTURE")
        read = {lang: self.yaml(paths[lang]) for lang in LANGUAGES if lang in paths}
        words = {lang: found for lang, found in read.items() if found is not None}
        asked = survey(id_, root, {lang: found.document.texts for lang, found in words.items()})
        needed = languages(asked.cities, cities)
        self.complete(f"surveys/{id_}/{{}}.yaml", paths, needed)
        source = next((lang for lang in (SOURCE, *needed) if lang in paths), SOURCE)
        files = {lang: file(found, lang, asked, source) for lang, found in words.items()}
        return SurveyDraft(root.document, replace(asked, tag=survey_tag(asked)), files)

    def text(self, path: str) -> str | None:
        """Of a file, as far as it can be read."""
        if path in self.instead:
            found = judged(path, self.instead[path].encode(), self.problems)
        else:
            home = self.own if path in self.known.own else self.folder
            found = read(home, path, self.problems)
        if found is not None:
            self.texts[path] = found
        return found

    def yaml(self, path: str) -> Cursor | None:
        """The whole of a file; None if it cannot be read at all."""
        text = self.text(path)
        return None if text is None else cursor(parse(path, text, self.problems), self.problems)

    def read(self, paths: Mapping[str, str]) -> Mapping[Lang, str]:
        """The files of a text, as far as they can be read."""
        texts = {lang: self.text(paths[lang]) for lang in LANGUAGES if lang in paths}
        return {lang: text for lang, text in texts.items() if text is not None}

    def complete(
        self, path: str, paths: Mapping[str, str], needed: Iterable[Lang] = LANGUAGES
    ) -> None:
        for lang in needed:
            if lang not in paths:
                self.problems.append(problem(path.format(lang), START, "LANGUAGE", lang=lang))


def languages(own: Iterable[str], cities: Mapping[str, CityDraft]) -> tuple[Lang, ...]:
    """Those that a text of these cities needs, the first city's first."""
    found = (cities[id_].city.languages for id_ in own if id_ in cities)
    return tuple(dict.fromkeys(lang for of_city in found for lang in of_city))
