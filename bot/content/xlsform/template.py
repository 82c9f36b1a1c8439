"""Writes the form that staff download and fill in: an example to overwrite, and what it means."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from bot.content.words import Dictionary
from bot.content.xlsform.example import (
    CHOICES,
    HEAD,
    HELP,
    OPTIONS,
    QUESTIONS,
    SETTINGS,
    SPOKEN,
    SURVEY,
    Line,
)
from bot.core.menu import OWN_NAMES
from bot.core.model import City, Lang

if TYPE_CHECKING:
    from xlsxwriter import Workbook

OPENED = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
WIDE, NARROW, TEXT = 40, 18, 90
"""Widths of columns, in characters."""


def template(lang: Lang, city: City, dictionary: Dictionary) -> bytes:
    """Its words in the languages of the city, its explanations in that of the reader."""
    from xlsxwriter import Workbook

    buffer = BytesIO()
    with Workbook(buffer, OPENED) as book:
        sheets = _Sheets(book, city, dictionary)
        sheets.write("survey", SURVEY, QUESTIONS)
        sheets.write("choices", CHOICES, OPTIONS)
        sheets.write("settings", SETTINGS, ({**HEAD, "default_language": city.languages[0]},))
        _help(book, lang, dictionary)
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Sheets:
    book: "Workbook"
    city: City
    dictionary: Dictionary

    def write(self, name: str, columns: Sequence[str], lines: Sequence[Line]) -> None:
        sheet = self.book.add_worksheet(name)
        heading = self.book.add_format({"bold": True, "bottom": 1})
        wrapped = self.book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        for column, (title, lang) in enumerate(self.headings(columns)):
            sheet.set_column(column, column, WIDE if lang else NARROW, wrapped)
            sheet.write_string(
                0, column, f"{title}::{OWN_NAMES[lang]} ({lang})" if lang else title, heading
            )
            for row, line in enumerate(lines, start=1):
                if title in line:
                    sheet.write_string(row, column, self.text(line[title], lang), wrapped)
        sheet.freeze_panes(1, 0)

    def headings(self, columns: Sequence[str]) -> Iterator[tuple[str, Lang]]:
        """Each with its language; "" for what stands once."""
        for column in columns:
            for lang in self.city.languages if column in SPOKEN else ("",):
                yield column, lang

    def text(self, written: str, lang: Lang) -> str:
        return self.dictionary.say(lang, written) if lang else written


def _help(book: "Workbook", lang: Lang, dictionary: Dictionary) -> None:
    sheet = book.add_worksheet("help")
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, WIDE, bold)
    sheet.set_column(1, 1, TEXT, wrapped)
    for row, (written, key) in enumerate(HELP):
        sheet.write_string(row, 0, written, bold)
        sheet.write_string(row, 1, dictionary.say(lang, key), wrapped)
    sheet.fit_to_pages(1, 0)
