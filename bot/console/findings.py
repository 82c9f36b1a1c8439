"""Surveys that are not published yet: what is wrong with each, and what still stands before it."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from bot.console.visit import Refused, Visit
from bot.content.load import PUBLISH
from bot.content.own import NOT_SET, Own, Unknown
from bot.content.places import STRUCTURE
from bot.content.problem import Problem, phrase
from bot.content.tree import Trail, parse
from bot.content.xlsform import Note
from bot.core.disclosure import Code
from bot.core.menu import OWN_NAMES
from bot.core.model import LANGUAGES, State, Survey, Words
from bot.core.survey import too_late

TESTED = f"{PUBLISH}{Code.PRETEST.upper()}"
"""Advice of the check that the page of a draft gives by itself, as a step."""
EMPTY, LACKING = "EMPTY", "import.untranslated"
"""An empty text as the check finds it, and as the import tells it."""


class Before(StrEnum):
    """What must be done before a draft can be published, in the order of its page."""

    MEND = "mend"
    TEST = "test"
    BASIS = "basis"
    PAST = "past"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem in the reader's language."""

    sentence: str
    hint: str
    where: str
    """In words; empty where it would say nothing."""
    grave: bool
    """It holds the survey back; the others are advice."""


@dataclass(frozen=True, slots=True)
class Draft:
    id: str
    title: Words
    survey: Survey | None
    """None: it has errors because of which it cannot be shown."""
    made_here: bool
    """By staff in the console; the others stand in the content folder."""
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> int:
        return sum(problem.is_error for problem in self.problems)

    def before(self, visit: Visit) -> tuple[Before, ...]:
        return tuple(self._before(visit))

    def _before(self, visit: Visit) -> Iterator[Before]:
        survey = self.survey
        if self.errors or survey is None:
            yield Before.MEND
        if survey is None:
            return
        if survey.pretest:
            yield Before.TEST
        if survey.legal_basis == NOT_SET:
            yield Before.BASIS
        if survey.until is not None and survey.until < visit.today:
            yield Before.PAST
        if survey.until is not None and too_late(survey.until, visit.today):
            yield Before.FAR


async def drafts(visit: Visit) -> tuple[Draft, ...]:
    """Of this visitor's city. Files that changed a moment ago, also by another worker, are read."""
    await asyncio.to_thread(visit.house.shelf.refresh)
    standing = await visit.desk.surveys()
    published = {id_ for id_, survey in standing.items() if survey.state is not State.DRAFT}
    found = {**_faulty(visit, published), **_sound(visit, published)}
    mine = (draft for draft, city in found.values() if city == visit.staff.city)
    return tuple(sorted(mine, key=lambda draft: draft.id))


async def draft(visit: Visit) -> Draft:
    """The one of the address. Another city's is as unknown as one that does not exist."""
    wanted = visit.path("survey")
    found = next((draft for draft in await drafts(visit) if draft.id == wanted), None)
    if found is None:
        raise Refused(404, "console.error.unknown")
    return found


async def look(visit: Visit) -> Survey:
    """The survey of the address in whatever state, to be shown. Refused while it cannot be."""
    standing = (await visit.desk.surveys()).get(visit.path("survey"))
    if standing is not None and standing.state is not State.DRAFT:
        return await visit.survey()
    survey = (await draft(visit)).survey
    if survey is None:
        raise Refused(409, "console.error.unshown")
    return survey


def told(visit: Visit, found: Draft, remarks: tuple[Note, ...]) -> tuple[Finding, ...]:
    """Errors first, each group in the order of files and lines.

    An empty cell is told by its remark: the finding knows only a line that staff never see.
    """
    cells = repeated(found, remarks)
    filled = {name for note in cells for name in _lacking(note)}
    problems = (p for p in found.problems if p.code != TESTED and _empty_in(p) not in filled)
    ordered = sorted(problems, key=lambda problem: not problem.is_error)
    findings = (_finding(visit, problem, made_here=found.made_here) for problem in ordered)
    return (*(_of_cell(visit, note) for note in cells), *findings)


def repeated(found: Draft, remarks: tuple[Note, ...]) -> tuple[Note, ...]:
    """The remarks of an import about empty cells that the check still finds."""
    empty = {_empty_in(problem) for problem in found.problems} if found.made_here else set()
    return tuple(n for n in remarks if n.key == LACKING and not empty.isdisjoint(_lacking(n)))


def _empty_in(problem: Problem) -> str:
    """The language, by its own name, in which a text is empty; "" for every other problem."""
    return OWN_NAMES.get(PurePosixPath(problem.path).stem, "") if problem.code == EMPTY else ""


def _lacking(note: Note) -> list[str]:
    return str(note.values["languages"]).split(", ")


def _of_cell(visit: Visit, note: Note) -> Finding:
    return Finding(
        sentence=visit.say(note.key, **note.values),
        hint=visit.say("console.draft.fill"),
        where=visit.say("console.draft.cell", sheet=note.sheet, row=note.row),
        grave=True,
    )


def _finding(visit: Visit, problem: Problem, *, made_here: bool) -> Finding:
    """Who made a survey here sees spreadsheets, and no files with lines."""
    dictionary, file = visit.house.dictionary, PurePosixPath(problem.path).name
    line = visit.say("console.draft.where", file=file, line=problem.line)
    return Finding(
        sentence=phrase(problem, dictionary, visit.lang, "sentence"),
        hint=phrase(problem, dictionary, visit.lang, "sheet" if made_here else "hint"),
        where="" if made_here else line,
        grave=problem.is_error,
    )


def _sound(visit: Visit, published: set[str]) -> Mapping[str, tuple[Draft, str]]:
    """Those that can be shown, also where the publish linter holds them back; with their city."""
    shelf = visit.house.shelf
    known = {**shelf.catalogue.surveys, **shelf.unfit}
    mine = frozenset(shelf.own.ids())
    return {
        id_: (
            Draft(id_, survey.title, survey, id_ in mine, shelf.problems_of(id_)),
            survey.cities[0],
        )
        for id_, survey in known.items()
        if id_ not in published and not any(map(_is_faulty, shelf.problems_of(id_)))
    }


def _faulty(visit: Visit, published: set[str]) -> Mapping[str, tuple[Draft, str]]:
    """Those with errors in their files: title and city as far as they can be read."""
    shelf = visit.house.shelf
    ids = {problem.path.split("/")[1] for problem in shelf.problems if _is_faulty(problem)}
    mine = frozenset(shelf.own.ids())
    found = {}
    for id_ in ids - published:
        texts = _texts(shelf.own, id_)
        title = {
            lang: texts[lang]["title",] for lang in LANGUAGES if texts.get(lang, {}).get(("title",))
        }
        city = texts.get(STRUCTURE, {}).get(("cities", "0"), "")
        found[id_] = (
            Draft(id_, title or {"": id_}, None, id_ in mine, shelf.problems_of(id_)),
            city,
        )
    return found


def _is_faulty(problem: Problem) -> bool:
    """Of a survey, and not only the publish linter's."""
    survey = problem.path.startswith("surveys/")
    return survey and problem.is_error and not problem.code.startswith(PUBLISH)


def _texts(own: Own, id_: str) -> Mapping[str, Mapping[Trail, str]]:
    """Of each file by its name without ending; empty where there is no such survey."""
    try:
        files = own.read(id_)
    except Unknown:
        return {}
    return {name.removesuffix(".yaml"): parse(name, text, []).texts for name, text in files.items()}
