"""A plan for releasing records in a steward's words: what the file tells, and what is lost."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.console.visit import Visit
from bot.core.model import Question, Survey
from bot.release.files import reader
from bot.release.ladder import breakdowns, groups
from bot.release.plan import Plan
from bot.release.reader import Reader
from bot.release.rows import SENSIBLE


@dataclass(frozen=True, slots=True)
class Planned:
    plan: Plan
    breakdowns: tuple[tuple[str, tuple[str, ...]], ...]
    """Question and what stands in its column, group by group; nothing: it is not in the file."""
    absent: tuple[str, ...]
    """Other questions that are not in the file."""
    other: tuple[tuple[str, int], ...]
    """Question, and per cent of its answers that are hidden."""

    @property
    def few(self) -> bool:
        return self.plan.records < SENSIBLE


def planned(visit: Visit, survey: Survey, plan: Plan) -> Planned:
    read = reader(survey, visit.lang, visit.house.dictionary)
    own = {question.id for question in breakdowns(survey)}
    return Planned(
        plan,
        tuple(_breakdowns(survey, plan, read)),
        tuple(_text(read, id_) for id_ in plan.absent if id_ not in own),
        tuple((_text(read, id_), share) for id_, share in plan.other.items()),
    )


def _text(read: Reader, id_: str) -> str:
    return read.word(read.question(id_).text)


def _breakdowns(survey: Survey, plan: Plan, read: Reader) -> Iterator[tuple[str, tuple[str, ...]]]:
    for question in breakdowns(survey):
        shown = () if question.id in plan.absent else tuple(_groups(survey, plan, question, read))
        yield read.word(question.text), shown


def _groups(survey: Survey, plan: Plan, question: Question, read: Reader) -> Iterator[str]:
    if survey.rows is not None:
        for group in groups(question, survey.rows, plan.levels.get(question.id, 0)):
            yield read.say("console.requests.or").join(read.option(question, c) for c in group)
