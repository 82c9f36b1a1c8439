"""Checks of what a survey asks: structure, length on the screen and the wire, disclosure."""

from collections.abc import Iterator

from bot.content.draft import Draft, SurveyDraft
from bot.content.problem import Problem
from bot.content.styled import LIMIT, units
from bot.content.tree import Document
from bot.core.disclosure import MOST_BANDS, lint
from bot.core.model import Question, Type
from bot.core.sheet import RECORD
from bot.core.survey import codes, record_size
from bot.core.wire import room

CHROME = 400
"""UTF-16 units of a question's screen for progress, numbers, hints and what is chosen."""
NUMBERED = len("12. \n")
CHOICES = frozenset({Type.SINGLE, Type.MULTIPLE, Type.SCALE})
SHUFFLED = frozenset({Type.SINGLE, Type.MULTIPLE})


def long_screens(draft: Draft) -> Iterator[Problem]:
    for found in draft.surveys.values():
        for file in found.files.values():
            for question in found.survey.questions:
                length = _length(file.document, question.id) + CHROME
                if length > LIMIT:
                    trail = ("questions", question.id)
                    yield file.document.problem(trail, "SCREEN", length=length, most=LIMIT)


def _length(document: Document, question: str) -> int:
    """Of the question and its numbered options, as shown; button words are not."""
    shown = (
        value
        for trail, value in document.texts.items()
        if trail[:2] == ("questions", question) and trail[-1] != "button"
    )
    return sum(units(value) + NUMBERED for value in shown)


def options(draft: Draft) -> Iterator[Problem]:
    for found in draft.sound_surveys():
        for i, question in enumerate(found.survey.questions):
            if not _fits_type(question):
                values = {"question": question.id, "type": question.type}
                yield found.document.problem(("questions", str(i)), "OPTIONS", **values)


def _fits_type(question: Question) -> bool:
    count = len(question.options)
    enough = count > 1 if question.type in CHOICES else count == 0
    shuffled = question.type in SHUFFLED or not question.shuffle
    several = question.type is Type.MULTIPLE
    limited = question.at_most <= count if several else question.at_most == 0
    alone = several or not any(option.alone for option in question.options)
    ranged = question.type is Type.NUMBER or not (question.bands or question.low or question.high)
    return enough and shuffled and limited and alone and ranged


def conditions(draft: Draft) -> Iterator[Problem]:
    for found in draft.sound_surveys():
        earlier: dict[str, Question] = {}
        for i, question in enumerate(found.survey.questions):
            for name, wanted in question.ask_if.items():
                known = codes(earlier[name]) if name in earlier else ()
                for value in _unknown(name, wanted, known):
                    values = {"question": question.id, "value": value}
                    trail = ("questions", str(i), "ask_if", name)
                    yield found.document.problem(trail, "ASK-IF", **values)
            earlier[question.id] = question


def _unknown(name: str, wanted: frozenset[str], known: tuple[str, ...]) -> Iterator[str]:
    if not known or not wanted:
        yield name
    else:
        yield from sorted(wanted.difference(known))


def bands(draft: Draft) -> Iterator[Problem]:
    for found in draft.sound_surveys():
        for i, question in enumerate(found.survey.questions):
            if question.type is Type.NUMBER and not _covers(found, i, question):
                values = {"low": question.low, "high": question.high, "most": MOST_BANDS}
                trail = ("questions", str(i), "bands")
                yield found.document.problem(trail, "BANDS", question=question.id, **values)


def _covers(found: SurveyDraft, index: int, question: Question) -> bool:
    """Whether the ends as written follow one another from low to high."""
    written = [
        (_end(found, index, i, 0), _end(found, index, i, 1)) for i in range(len(question.bands))
    ]
    starts = [question.low, *(high + 1 for _, high in written)]
    expected = [*(low for low, _ in written), question.high + 1]
    ordered = all(low <= high for low, high in written)
    return question.low < question.high and len(written) <= MOST_BANDS and ordered and (
        not written or starts == expected
    )  # fmt: skip


def _end(found: SurveyDraft, question: int, band: int, side: int) -> int:
    return int(found.document.texts["questions", str(question), "bands", str(band), str(side)])


def breakdowns(draft: Draft) -> Iterator[Problem]:
    for found in draft.sound_surveys():
        known = [question.id for question in found.survey.questions]
        for i, name in enumerate(found.survey.breakdowns):
            if name not in known:
                values = {"value": name, "known": ", ".join(known)}
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


def publish(draft: Draft) -> Iterator[Problem]:
    for found in draft.sound_surveys():
        trails = {q.id: ("questions", str(i)) for i, q in enumerate(found.survey.questions)}
        for finding in lint(found.survey):
            trail = trails.get(str(finding.values.get("question")), ("breakdowns",))
            code = f"PUBLISH-{finding.code.upper()}"
            yield found.document.problem(trail, code, **finding.values)
