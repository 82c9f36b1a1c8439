"""Three sentences about a release that a clerk may copy as they stand."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.disclosure import SOLID
from bot.core.model import Question, Type
from bot.release.artefact import Release
from bot.release.charts import is_alone
from bot.release.reader import Reader
from bot.release.tables import Cell, Table

SENTENCES = 3


@dataclass(frozen=True, slots=True)
class _Found:
    """A table of which one or several answers may be called the most chosen."""

    place: int
    table: Table
    question: Question
    profile: bool
    """It says who answered rather than what they think."""

    @property
    def lead(self) -> float:
        """By what part of the base the first answer is ahead of the second."""
        counts = sorted((cell.count or 0 for cell in self.table.cells), reverse=True)
        return (counts[0] - (counts[1] if len(counts) > 1 else 0)) / (self.table.base or 1)

    def cell(self, option: str) -> Cell:
        return next(cell for cell in self.table.cells if cell.option == option)


def sentences(release: Release, reader: Reader) -> tuple[str, ...]:
    """Who answered, then the clearest findings in the order of the questions."""
    found = tuple(_findings(release, reader))
    ahead = sorted(
        (one for one in found if len(one.table.most) == 1),
        key=lambda one: (one.profile, -one.lead),
    )
    level = [one for one in found if 1 < len(one.table.most) <= SENTENCES and not one.profile]
    chosen = sorted([*ahead, *level][: SENTENCES - 1], key=lambda one: one.place)
    said = [_people(release, reader), *(_said(one, reader) for one in chosen)]
    if len(said) < SENTENCES:
        said.append(reader.say("release.say.unclear"))
    return (*said, reader.say("release.say.rounded"))[:SENTENCES]


def _findings(release: Release, reader: Reader) -> Iterator[_Found]:
    """One for each question: of a ranking, who put what first."""
    for place, table in enumerate(release.tables.tables):
        first = table.measure in {"", "first"} and table.breakdown is None
        if first and table.most and (table.base or 0) >= SOLID and not is_alone(table):
            profile = table.question in reader.survey.breakdowns
            yield _Found(place, table, reader.question(table.question), profile)


def _people(release: Release, reader: Reader) -> str:
    people, title = release.tables.people, reader.word(reader.survey.title)
    if people is None:
        return reader.say("release.say.few", title=title)
    key = "release.say.people" if release.final else "release.say.so-far"
    return reader.say(key, people=reader.number(people), title=title)


def _said(found: _Found, reader: Reader) -> str:
    question, most = reader.text(found.question), found.table.most
    labels = [reader.option(found.question, option) for option in most]
    if len(most) > 1:
        return reader.say("release.say.equal", question=question, options=reader.listed(labels))
    cell = found.cell(most[0])
    return reader.say(
        _key(found),
        question=question,
        option=labels[0],
        count=reader.number(cell.count or 0),
        base=reader.number(found.table.base or 0),
        share=reader.percent(cell.share or 0),
    )


def _key(found: _Found) -> str:
    if found.table.measure:
        return "release.say.first"
    return f"release.say.{'several' if found.question.type is Type.MULTIPLE else 'one'}"
