"""Reckons which questions of a report fit on its two pages, before a word processor sets them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.release.report import Report, Section
from bot.release.ruler import Ruler

HEIGHT = 710.0
"""Points of a page between its margins and above its footer, with some to spare."""
WIDTH, COLUMN = 499.0, 238.0
"""Points of the page, and of each of its two columns, between the margins."""
LINE = 1.32
"""Height of a line in parts of the font's size."""
NARROWER = 0.92
"""The report's font is at least that much narrower than the shipped one, by which is measured."""


@dataclass(frozen=True, slots=True)
class Fitting:
    ruler: Ruler

    def fits(self, report: Report, sections: Sequence[tuple[Section, float]]) -> int:
        """How many of the sections, each with the height of its pictures in points."""
        columns, room = iter(self._columns(report)), 0.0
        for place, (section, pictures) in enumerate(sections):
            height = self._section(section) + pictures
            while height > room:
                following = next(columns, None)
                if following is None:
                    return place
                room = following
            room -= height
        return len(sections)

    def _columns(self, report: Report) -> tuple[float, ...]:
        """Room in the two columns of the first and of the second page, whose last one ends with how
        to read the numbers.
        """
        first = HEIGHT - self._opening(report)
        return (first, first, HEIGHT, HEIGHT - self._ending(report))

    def _opening(self, report: Report) -> float:
        title = self.text(report.title, 22, WIDTH) + self.text(report.purpose, 11, WIDTH)
        facts, heads = 58.0, 120.0
        said = sum(self.text(sentence, 9.5, WIDTH - 50) + 3 for sentence in report.sentences)
        return title + facts + heads + said

    def _ending(self, report: Report) -> float:
        return 60 + sum(self.text(line, 8.5, COLUMN - 20) + 2 for line in report.reading)

    def _section(self, section: Section) -> float:
        names = (chart.row or chart.measure for chart in section.charts)
        named = sum(self.text(name, 9, COLUMN) + 6 for name in names if name)
        notes = (chart.instead or " ".join((chart.base, *chart.notes)) for chart in section.charts)
        noted = sum(self.text(note, 8, COLUMN) + 6 for note in notes)
        return 12 + self.text(section.text, 9.5, COLUMN) + named + noted

    def text(self, words: str, size: float, room: float) -> float:
        return len(self.ruler.wrapped(words, NARROWER * size, room)) * size * LINE
