"""SVG: each question as a drawing that prints at any size; its words stay words."""

from collections.abc import Iterator
from typing import BinaryIO

from bot.release.archive import Part, packed
from bot.release.artefact import Release
from bot.release.charts import Chart, charts
from bot.release.drawing import Drawing, Pen, Words
from bot.release.reader import Reader


def write(release: Release, reader: Reader, out: BinaryIO) -> None:
    """An archive with a file a chart."""
    out.write(packed(_parts(release, reader), small=True))


def _parts(release: Release, reader: Reader) -> Iterator[Part]:
    for name, drawing in drawings(release, reader):
        yield f"{name}.svg", drawing.svg.encode()


def drawings(release: Release, reader: Reader) -> Iterator[tuple[str, Drawing]]:
    """Name and SVG of every chart that shows a number, numbered in the order of the questions."""
    pen = Pen.read()
    for place, chart in enumerate(charts(release, reader), start=1):
        if chart.bars:
            foot = tuple(_foot(release, chart, reader))
            yield f"{place:02}-{chart.id}", pen.page(chart, words(reader, foot))


def words(reader: Reader, foot: tuple[str, ...] = ()) -> Words:
    say = reader.say
    return Words(reader.lang, say("release.head.share"), say("release.head.people"), foot)


def _foot(release: Release, chart: Chart, reader: Reader) -> Iterator[str]:
    """What a picture must still say where it is shown without its report."""
    say = reader.say
    yield " ".join((chart.base, *chart.notes))
    yield f"{say('release.note.rounded')} {say('release.note.people')}"
    kind = say(f"release.report.kind.{'final' if release.final else 'interim'}")
    title, day = reader.word(reader.survey.title), reader.day(release.signed.day)
    yield " · ".join(filter(None, (reader.body, title, kind, day)))
