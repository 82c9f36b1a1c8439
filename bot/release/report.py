"""The report of a release as its reader sees it: what every way of showing it has in common."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from bot.core.model import State
from bot.release.artefact import Release
from bot.release.charts import Chart, charts
from bot.release.reader import Reader
from bot.release.saying import sentences


@dataclass(frozen=True, slots=True)
class Fact:
    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Section:
    """One question, or all rows of a matrix, or the ways in which a ranking is counted."""

    number: int
    text: str
    charts: tuple[Chart, ...]


@dataclass(frozen=True, slots=True)
class Report:
    lang: str
    body: str
    title: str
    purpose: str
    kind: str
    facts: tuple[Fact, ...]
    sentences: tuple[str, ...]
    sections: tuple[Section, ...]
    reading: tuple[str, ...]
    """How to read the numbers."""
    source: str


PAGES = Path(__file__).with_name("pages")
READING = ("rounded", "share", "small", "fewer", "people")


def report(release: Release, reader: Reader) -> Report:
    say = reader.say
    kind = say(f"release.report.kind.{'final' if release.final else 'interim'}")
    title = reader.word(reader.survey.title)
    return Report(
        lang=reader.lang,
        body=reader.body,
        title=title,
        purpose=reader.word(reader.survey.purpose),
        kind=kind,
        facts=tuple(_facts(release, reader)),
        sentences=sentences(release, reader),
        sections=sections(tuple(charts(release, reader))),
        reading=tuple(say(f"release.report.read.{key}") for key in READING),
        source=" · ".join(filter(None, (reader.body, title, kind, reader.day(release.signed.day)))),
    )


def _facts(release: Release, reader: Reader) -> Iterator[Fact]:
    say, people, until = reader.say, release.tables.people, reader.survey.until
    shown = say("release.report.few") if people is None else reader.number(people)
    yield Fact(shown, say("release.report.people"))
    asked = len(reader.survey.questions)
    yield Fact(str(asked), say("release.report.questions", n=asked))
    yield Fact(reader.day(release.signed.day), say("release.report.day"))
    if until is not None:
        ended = reader.survey.state is State.CLOSED
        last = min(until, release.signed.day) if ended else until
        yield Fact(reader.day(last), say("release.report.last"))


def sections(found: Sequence[Chart]) -> tuple[Section, ...]:
    """Charts of one question or matrix stand together."""
    together = [
        tuple(some) for _, some in groupby(found, key=lambda chart: chart.stem or chart.text)
    ]
    return tuple(
        Section(number, some[0].stem or some[0].text, some)
        for number, some in enumerate(together, start=1)
    )
