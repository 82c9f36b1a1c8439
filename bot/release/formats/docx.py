"""DOCX: the report for the council on two pages, with headings, alt texts and its language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from io import BytesIO
from typing import BinaryIO

from docx import Document
from docx.document import Document as Paper
from docx.shared import Pt, RGBColor

from bot.release.archive import packed, unpacked
from bot.release.artefact import Release
from bot.release.charts import Chart
from bot.release.drawing import COLUMN as LOOK
from bot.release.drawing import Drawing, Pen, described
from bot.release.fitting import COLUMN, Fitting
from bot.release.formats.png import png
from bot.release.formats.svg import words
from bot.release.reader import Reader
from bot.release.report import Report, Section, report
from bot.release.ruler import PLAIN, Ruler
from bot.release.typesetting import (
    ACCENT,
    SOFT,
    box,
    columns,
    describe,
    dress,
    lined,
    number,
    one_column,
)

ZOOM = 2
"""Pixels for one unit of the drawing: about 280 to the inch on paper."""


def write(release: Release, reader: Reader, out: BinaryIO) -> None:
    paper, buffer = Document(), BytesIO()
    dress(paper, reader.locale)
    _about(paper, release, reader)
    composed = _Composed(paper, report(release, reader), reader)
    composed.opening()
    composed.results()
    composed.ending()
    paper.save(buffer)
    out.write(packed(unpacked(buffer.getvalue()), small=True))


def _about(paper: Paper, release: Release, reader: Reader) -> None:
    about = paper.core_properties
    day = datetime.combine(release.signed.day, time(), UTC).replace(tzinfo=None)
    about.created = about.modified = day
    about.title, about.subject = (
        reader.word(reader.survey.title),
        reader.word(reader.survey.purpose),
    )
    about.author, about.last_modified_by, about.comments = reader.body, "", ""
    about.language = reader.locale.replace("_", "-")


@dataclass(frozen=True, slots=True)
class _Drawn:
    section: Section
    pictures: tuple[Drawing | None, ...]
    """One a chart; None where words stand in its place."""


@dataclass(frozen=True, slots=True)
class _Composed:
    paper: Paper
    report: Report
    reader: Reader

    def opening(self) -> None:
        report, paper = self.report, self.paper
        one_column(paper.sections[0])
        line = paper.add_paragraph(style="Subtitle")
        if report.body:
            body = line.add_run(f"{report.body} · ")
            body.bold, body.font.color.rgb = True, RGBColor.from_string(ACCENT)
        line.add_run(report.kind)
        paper.add_paragraph(report.title, style="Title")
        paper.add_paragraph().add_run(report.purpose).font.size = Pt(11)
        self._facts()
        self._say()
        paper.add_paragraph(self.reader.say("release.report.results"), style="Heading 1")

    def _facts(self) -> None:
        table = self.paper.add_table(rows=1, cols=len(self.report.facts))
        for place, (cell, fact) in enumerate(
            zip(table.rows[0].cells, self.report.facts, strict=True)
        ):
            lined(cell)
            value = cell.paragraphs[0]
            value.paragraph_format.space_before, value.paragraph_format.space_after = Pt(6), Pt(0)
            shown = value.add_run(fact.value)
            shown.bold, shown.font.size = True, Pt(18 if place == 0 else 10.5)
            if place == 0:
                shown.font.color.rgb = RGBColor.from_string(ACCENT)
            name = cell.add_paragraph()
            name.paragraph_format.space_after = Pt(6)
            named = name.add_run(fact.name)
            named.font.size, named.font.color.rgb = Pt(8.5), RGBColor.from_string(SOFT)

    def _say(self) -> None:
        say = self.reader.say
        self.paper.add_paragraph().paragraph_format.space_after = Pt(0)
        cell = self.paper.add_table(rows=1, cols=1).rows[0].cells[0]
        box(cell)
        head = cell.paragraphs[0]
        head.style = "Heading 1"
        head.paragraph_format.space_before = Pt(0)
        head.add_run(say("release.report.say"))
        cell.add_paragraph(say("release.report.say.lead"), style="Caption")
        for sentence in self.report.sentences:
            cell.add_paragraph(sentence, style="List Number")
        cell.add_paragraph(say("release.report.say.not"), style="Caption")

    def results(self) -> None:
        drawn = tuple(self._drawn())
        columns(self.paper, 2)
        fits = Fitting(Ruler.read(PLAIN)).fits(self.report, [_tall(one) for one in drawn])
        for one in drawn[:fits]:
            self._question(one)
        if left := len(drawn) - fits:
            text = self.reader.say("release.report.more", n=left)
            self.paper.add_paragraph(text, style="Caption")

    def _drawn(self) -> Iterator[_Drawn]:
        pen, around = Pen.read(), words(self.reader)
        for section in self.report.sections:
            pictures = (
                pen.column(chart, around) if chart.bars else None for chart in section.charts
            )
            yield _Drawn(section, tuple(pictures))

    def _question(self, drawn: _Drawn) -> None:
        section = drawn.section
        self.paper.add_paragraph(f"{section.number}. {section.text}", style="Heading 2")
        for chart, picture in zip(section.charts, drawn.pictures, strict=True):
            if name := chart.row or chart.measure:
                self.paper.add_paragraph(name, style="Heading 3")
            if picture is None:
                self.paper.add_paragraph(chart.instead, style="Caption")
                continue
            self._picture(chart, picture)

    def _picture(self, chart: Chart, picture: Drawing) -> None:
        """With its caption in one paragraph: nothing parts them."""
        paragraph = self.paper.add_paragraph(style="Caption")
        paragraph.paragraph_format.keep_together = True
        run = paragraph.add_run()
        run.add_picture(BytesIO(png(picture, ZOOM)), width=Pt(COLUMN))
        describe(run, chart.id, described(chart))
        run.add_break()
        paragraph.add_run(" ".join((chart.base, *chart.notes)))

    def ending(self) -> None:
        """In the columns as well: LibreOffice makes no even columns of what must stay together, and
        would begin a page for what comes after them.
        """
        self.paper.add_paragraph(self.reader.say("release.report.read"), style="Heading 1")
        for line in self.report.reading:
            self.paper.add_paragraph(line, style="List Bullet")
        foot = self.paper.sections[0].footer.paragraphs[0]
        foot.add_run(f"{self.report.source} · {self.reader.say('release.report.page')} ")
        number(foot, "PAGE")
        foot.add_run("/")
        number(foot, "NUMPAGES")


def _tall(drawn: _Drawn) -> tuple[Section, float]:
    """With the height of its pictures in points."""
    units = sum(picture.height for picture in drawn.pictures if picture is not None)
    return drawn.section, units * COLUMN / LOOK.width
