"""From a folder to the catalogue and all its problems; what has an error is held back alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from bot.content.check import check
from bot.content.cursor import Cursor, cursor, empty
from bot.content.draft import CityDraft, Draft, File, Files, SurveyDraft, TopicFile
from bot.content.load_city import city
from bot.content.load_page import page_file
from bot.content.load_survey import survey
from bot.content.load_topic import topic, topic_file
from bot.content.places import STRUCTURE, sort
from bot.content.problem import START, Problem, problem
from bot.content.source import read
from bot.content.survey_words import file
from bot.content.tags import survey_tag
from bot.content.tree import parse
from bot.content.words import SOURCE
from bot.core.model import LANGUAGES, Catalogue, Lang, Page

T = TypeVar("T")


def load(folder: Path, today: date | None = None) -> tuple[Catalogue, tuple[Problem, ...]]:
    """Every problem, in the order of files and lines; advice on age needs to know today."""
    problems: list[Problem] = []
    draft = _Folder(folder, problems).draft(sort(folder, problems))
    draft = replace(draft, broken=frozenset(p.path for p in problems if p.is_error))
    problems += check(draft, today)
    held = frozenset(unit(p.path) for p in problems if p.is_error)
    problems.sort(key=lambda p: (p.path, p.line, p.column, p.code))
    return _catalogue(draft, held), tuple(problems)


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
        surveys={
            id_: found.survey
            for id_, found in draft.surveys.items()
            if f"surveys/{id_}" not in held
        },
        pages={
            id_: _page(id_, files)
            for id_, files in draft.pages.items()
            if f"pages/{id_}" not in held
        },
    )


def _order(files: Mapping[Lang, TopicFile]) -> int:
    return files[SOURCE].order if SOURCE in files else 0


def _page(id_: str, files: Mapping[Lang, File]) -> Page:
    return Page(id_, {lang: found.chunks[0].source.strip() for lang, found in files.items()})


@dataclass(frozen=True, slots=True)
class _Folder:
    folder: Path
    problems: list[Problem]

    def draft(self, files: Files) -> Draft:
        cities = {id_: self.city(id_, path) for id_, path in files.cities.items()}
        return Draft(
            known=tuple(files.cities),
            cities={id_: found for id_, found in cities.items() if found},
            topics={id_: self.topic(id_, paths) for id_, paths in files.topics.items()},
            surveys={id_: self.survey(id_, paths) for id_, paths in files.surveys.items()},
            pages={id_: self.page(id_, paths) for id_, paths in files.pages.items()},
        )

    def city(self, id_: str, path: str) -> CityDraft | None:
        root = self.yaml(path)
        return None if root is None else city(id_, root)

    def topic(self, id_: str, paths: Mapping[str, str]) -> Mapping[Lang, TopicFile]:
        self.complete(f"topics/{id_}", "md", paths)
        return self.files(
            paths, lambda path, lang, text: topic_file(path, lang, text, self.problems)
        )

    def page(self, id_: str, paths: Mapping[str, str]) -> Mapping[Lang, File]:
        self.complete(f"pages/{id_}", "md", paths)
        return self.files(
            paths, lambda path, lang, text: page_file(path, lang, text, self.problems)
        )

    def survey(self, id_: str, paths: Mapping[str, str]) -> SurveyDraft:
        self.complete(f"surveys/{id_}", "yaml", paths)
        root = self.yaml(paths[STRUCTURE]) if STRUCTURE in paths else None
        if root is None:
            root = empty(f"surveys/{id_}/{STRUCTURE}.yaml", self.problems)
        if STRUCTURE not in paths:
            root.report("STRUCTURE")
        words = {lang: self.yaml(paths[lang]) for lang in LANGUAGES if lang in paths}
        texts = {lang: found.document.texts for lang, found in words.items() if found is not None}
        asked = survey(id_, root, texts)
        files = {
            lang: file(found, lang, asked) for lang, found in words.items() if found is not None
        }
        return SurveyDraft(root.document, replace(asked, tag=survey_tag(asked)), files)

    def yaml(self, path: str) -> Cursor | None:
        """The whole of a file; None if it cannot be read at all."""
        text = read(self.folder, path, self.problems)
        return None if text is None else cursor(parse(path, text, self.problems), self.problems)

    def files(
        self, paths: Mapping[str, str], make: Callable[[str, Lang, str], T]
    ) -> Mapping[Lang, T]:
        texts = {
            lang: read(self.folder, paths[lang], self.problems)
            for lang in LANGUAGES
            if lang in paths
        }
        return {
            lang: make(paths[lang], lang, text) for lang, text in texts.items() if text is not None
        }

    def complete(self, folder: str, ending: str, paths: Mapping[str, str]) -> None:
        for lang in LANGUAGES:
            if lang not in paths:
                self.problems.append(
                    problem(f"{folder}/{lang}.{ending}", START, "LANGUAGE", lang=lang)
                )
