"""Checks of what a survey asks: structure, length on the screen and the wire, disclosure."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TypeAlias

from bot.content.cursor import guessed, meant
from bot.content.draft import Draft, SurveyDraft
from bot.content.load_question import MATRIX, RANGED
from bot.content.problem import Problem
from bot.content.styled import LIMIT, units
from bot.content.tree import Document, Trail
from bot.core.disclosure import MOST_BANDS, Code, lint, published
from bot.core.model import Question, Type
from bot.core.month import YEAR, month_of
from bot.core.sheet import RECORD
from bot.core.survey import LANGUAGE, SEVERAL, codes, record_size
from bot.core.wire import room

Partition: TypeAlias = tuple[tuple[str, ...], ...]

CHROME = 400
"""UTF-16 units of a question's screen for progress, numbers, hints and what is chosen."""
NUMBERED = len("12. \n")
CHOICES = frozenset({Type.SINGLE, Type.MULTIPLE, Type.SCALE, Type.RANKING})
SHUFFLED = frozenset({Type.SINGLE, Type.MULTIPLE, Type.RANKING})
OTHER = "other"
MOST_YEARS = 40
MOST_MONTHS = MOST_YEARS * YEAR
MOST_INTERIMS = 4
WHERE: Mapping[Code, Trail] = {
    Code.PURPOSELESS_COMMENT: ("comment",),
    Code.ROWS_TOO_FINE: ("rows",),
    Code.PRETEST: ("pretest",),
}
"""Findings of the publish linter that are about no question."""


def long_screens(draft: Draft) -> Iterator[Problem]:
    for found in draft.surveys.values():
        names = {question.matrix or question.id for question in found.survey.questions}
        for file in found.files.values():
            for name in sorted(names):
                length = _length(file.document, name) + CHROME
                if length > LIMIT:
                    trail = ("questions", name)
                    yield file.document.problem(trail, "SCREEN", length=length, most=LIMIT)


def _length(document: Document, question: str) -> int:
    """Of the question, its longest row and its numbered options, as shown; not of its buttons."""
    texts = {
        trail[2:]: units(value) + NUMBERED
        for trail, value in document.texts.items()
        if trail[:2] == ("questions", question) and trail[-1] != "button"
    }
    rows = [length for trail, length in texts.items() if trail[:1] == ("rows",)]
    return sum(texts.values()) - sum(rows) + max(rows, default=0)


def _placed(found: SurveyDraft) -> Iterator[tuple[Question, Trail]]:
    """Each question with the place of the file where it stands: that of its matrix for a row."""
    place, matrix = -1, ""
    for question in found.survey.questions:
        if not question.matrix or question.matrix != matrix:
            place += 1
        matrix = question.matrix
        yield question, ("questions", str(place))


def options(draft: Draft) -> Iterator[Problem]:
    for found in draft.sound_surveys():
        for question, trail in _placed(found):
            if not _fits_type(question):
                values = {"question": question.matrix or question.id, "type": _type(question)}
                yield found.document.problem(trail, "OPTIONS", **values)


def _type(question: Question) -> str:
    return MATRIX if question.matrix else question.type


def _fits_type(question: Question) -> bool:
    count = len(question.options)
    enough = count > 1 if question.type in CHOICES else count == 0
    shuffled = question.type in SHUFFLED or not question.shuffle
    limited = question.at_most <= count if question.type in SEVERAL else question.at_most == 0
    alone = question.type is Type.MULTIPLE or not any(option.alone for option in question.options)
    ranged = question.type in RANGED or not (question.bands or question.low or question.high)
    return enough and shuffled and limited and alone and ranged


def others(draft: Draft) -> Iterator[Problem]:
    """Whoever looks for "other" finds it at the end."""
    for found in draft.sound_surveys():
        for question, trail in _placed(found):
            places = [option.id for option in question.options]
            if OTHER not in places:
                continue
            last = question.options[-1]
            if last.id != OTHER or (question.shuffle and not last.fixed):
                yield found.document.problem(trail, "OTHER", question=question.id)


def conditions(draft: Draft) -> Iterator[Problem]:
    for found in draft.sound_surveys():
        earlier: dict[str, Question] = {}
        for question, trail in _placed(found):
            for name, wanted in question.ask_if.items():
                known = codes(earlier[name]) if name in earlier else ()
                for value in _unknown(name, wanted, known):
                    near = meant(value, (*earlier, *known))
                    values = {"question": question.id, "value": value, "meant": near}
                    yield found.document.problem((*trail, "ask_if", name), "ASK-IF", **values)
            earlier[question.id] = question


def _unknown(name: str, wanted: frozenset[str], known: tuple[str, ...]) -> Iterator[str]:
    if not known or not wanted:
        yield name
    else:
        yield from sorted(wanted.difference(known))


def bands(draft: Draft) -> Iterator[Problem]:
    for found in draft.sound_surveys():
        for question, trail in _placed(found):
            if question.type not in RANGED:
                continue
            if question.type is Type.MONTH and question.high - question.low >= MOST_MONTHS:
                values: dict[str, object] = {"question": question.id, "most": MOST_YEARS}
                yield found.document.problem((*trail, "high"), "SPAN", **values)
            elif not _covers(question, _ends(found, trail, question)):
                low, high = (found.document.texts[*trail, side] for side in ("low", "high"))
                values = {"question": question.id, "low": low, "high": high, "most": MOST_BANDS}
                yield found.document.problem((*trail, "bands"), "BANDS", **values)


def _covers(question: Question, ends: list[tuple[int, int]]) -> bool:
    """Whether the bands follow one another from low to high."""
    starts = [question.low, *(high + 1 for _, high in ends)]
    expected = [*(low for low, _ in ends), question.high + 1]
    ordered = all(low <= high for low, high in ends)
    return question.low < question.high and len(ends) <= MOST_BANDS and ordered and (
        not ends or starts == expected
    )  # fmt: skip


def _ends(found: SurveyDraft, trail: Trail, question: Question) -> list[tuple[int, int]]:
    """Of each band as written: in the survey the outermost are open."""

    def end(band: int, side: int) -> int:
        text = found.document.texts[*trail, "bands", str(band), str(side)]
        counted = month_of(text) if question.type is Type.MONTH else int(text)
        return counted or 0

    return [(end(band, 0), end(band, 1)) for band in range(len(question.bands))]


def breakdowns(draft: Draft) -> Iterator[Problem]:
    for found in draft.sound_surveys():
        known = [*(question.id for question in found.survey.questions), LANGUAGE]
        for i, name in enumerate(found.survey.breakdowns):
            if name not in known:
                values = {"value": name, **guessed(name, known)}
                yield found.document.problem(("breakdowns", str(i)), "BREAKDOWN", **values)


def wire(draft: Draft) -> Iterator[Problem]:
    for found in draft.sound_surveys():
        if not all(map(_fits_type, found.survey.questions)):
            continue
        bits = room(found.survey)
        if bits < 0:
            yield found.document.problem(("questions",), "WIRE", bits=-bits)


def record(draft: Draft) -> Iterator[Problem]:
    for found in draft.sound_surveys():
        length = record_size(found.survey)
        if length > RECORD:
            yield found.document.problem(("questions",), "RECORD", length=length, most=RECORD)


def comments(draft: Draft) -> Iterator[Problem]:
    """What it explains is there, and no question has its id."""
    for found in draft.sound_surveys():
        comment = found.survey.comment
        if comment is None:
            continue
        ids = {q.id for q in found.survey.questions}
        open_ended = {q.id for q in found.survey.questions if any(o.id == OTHER for o in q.options)}
        if comment.id in ids:
            yield found.document.problem(("comment", "id"), "ID-TWICE", value=comment.id)
        if comment.about and comment.about not in open_ended:
            values = {"value": comment.about, **guessed(comment.about, sorted(open_ended))}
            yield found.document.problem(("comment", "about"), "COMMENT", **values)


def interims(draft: Draft) -> Iterator[Problem]:
    for found in draft.sound_surveys():
        days, until = found.survey.results_on, found.survey.until
        ascending = all(earlier < later for earlier, later in pairwise(days))
        if len(days) > MOST_INTERIMS or not ascending or (until and days and days[-1] > until):
            yield found.document.problem(("results_on",), "RESULTS-ON", most=MOST_INTERIMS)


def hierarchies(draft: Draft) -> Iterator[Problem]:
    """Each level is a partition of the codes, and puts groups of the one before together."""
    for found in draft.sound_surveys():
        levels = found.survey.rows.hierarchies if found.survey.rows else {}
        asked = {q.id: q for q in found.survey.questions if q.id in found.survey.breakdowns}
        for name, partitions in levels.items():
            codes_ = published(asked[name]) if name in asked else ()
            for i, wrong in enumerate(_coarsened(codes_, partitions)):
                if wrong:
                    trail = ("rows", "hierarchies", name, str(i))
                    yield found.document.problem(trail, "HIERARCHY", question=name)
                    break


def _coarsened(codes_: tuple[str, ...], levels: tuple[Partition, ...]) -> Iterator[bool]:
    """For each level whether it is wrong."""
    before: Partition = tuple((code,) for code in codes_)
    for level in levels:
        merged = all(any(set(fine) <= set(coarse) for coarse in level) for fine in before)
        complete = sorted(code for group in level for code in group) == sorted(codes_)
        yield not (merged and complete and all(level) and len(level) < len(before))
        before = level


def publish(draft: Draft) -> Iterator[Problem]:
    for found in draft.sound_surveys():
        trails = {question.id: trail for question, trail in _placed(found)}
        for finding in lint(found.survey):
            name = str(finding.values.get("question"))
            trail = trails.get(name, WHERE.get(finding.code, ("breakdowns",)))
            code = f"PUBLISH-{finding.code.upper()}"
            yield found.document.problem(trail, code, **finding.values)
