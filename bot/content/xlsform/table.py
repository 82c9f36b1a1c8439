"""Reads a form's sheets as tables: columns by name and language, rows that know their place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from babel import Locale

from bot.content.xlsform.note import Note, Value
from bot.content.xlsform.unpack import Cells
from bot.core.model import LANGUAGES, Lang, Words

SYNONYMS = {
    "relevance": "relevant",
    "caption": "label",
    "form_title": "title",
    "list": "list_name",
    "readonly": "read_only",
    "image": "media",
    "audio": "media",
    "video": "media",
    "big-image": "media",
}
PREFIXES = ("bind", "body", "control", "instance")
"""`bind::relevant` is the column `relevant`."""
HEADING = re.compile(r"(?P<column>[^:]+?)(?:\s*::?\s*(?P<rest>.+))?")
CODE = re.compile(r"\(\s*(?P<code>[A-Za-z]{2})(?:[-_][A-Za-z]+)?\s*\)\s*$|^(?P<bare>[A-Za-z]{2})$")
LANGUAGE_NAMES: Mapping[str, Lang] = {
    Locale(reader).languages[lang].lower(): lang for lang in LANGUAGES for reader in LANGUAGES
}
"""What each of the five is called in each of them."""
YES = frozenset({"yes", "true", "true()", "1", "oui", "ja", "да", "po"})


@dataclass(frozen=True, slots=True)
class Row:
    sheet: str
    number: int
    """As the spreadsheet numbers it."""
    cells: Mapping[str, Mapping[Lang, str]] = field(default_factory=dict)
    """Column -> language -> text; "" where the heading names no language."""

    def text(self, column: str) -> str:
        return next(iter(self.cells.get(column, {}).values()), "")

    def words(self, column: str, spoken: Lang) -> Words:
        """A text without a language is in the one that the form speaks."""
        return {lang or spoken: text for lang, text in self.cells.get(column, {}).items()}

    def yes(self, column: str) -> bool:
        return self.text(column).lower() in YES

    def note(self, key: str, **values: Value) -> Note:
        return Note(self.sheet, self.number, key, values)


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: frozenset[str] = frozenset()
    languages: frozenset[Lang] = frozenset()
    """In which the column `label` stands; "" where a heading names none."""
    rows: tuple[Row, ...] = ()


def table(name: str, cells: Cells, notes: list[Note]) -> Table:
    """The first row that is not empty holds the headings. Columns in other languages are named."""
    if not cells:
        return Table(name)
    top = min(cells)
    headings = tuple(_headings(name, top, cells[top], notes))
    rows = tuple(_row(name, number, headings, cells[number]) for number in cells if number > top)
    return Table(
        name,
        frozenset(column for column, _ in headings),
        frozenset(lang for column, lang in headings if column == "label"),
        rows,
    )


def _row(
    sheet: str, number: int, headings: tuple[tuple[str, Lang], ...], texts: tuple[str, ...]
) -> Row:
    found: dict[str, dict[Lang, str]] = {}
    for (column, lang), text in zip(headings, texts, strict=False):
        if column and text:
            found.setdefault(column, {}).setdefault(lang, text)
    return Row(sheet, number, found)


def _headings(
    sheet: str, number: int, texts: tuple[str, ...], notes: list[Note]
) -> Iterator[tuple[str, Lang]]:
    """Column and language of each; the column "" is not read."""
    for text in texts:
        column, rest = _parted(text)
        lang = language(rest)
        if rest and not lang:
            notes.append(Note(sheet, number, "import.language", {"column": text}))
            column = ""
        yield column, lang


def _parted(text: str) -> tuple[str, str]:
    """The column's own name and what follows it, which should be a language."""
    found = HEADING.fullmatch(text.strip())
    if found is None:
        return "", ""
    column, rest = re.sub(r"\s+", "_", found["column"].lower()), found["rest"] or ""
    if column in PREFIXES:
        return _parted(rest)
    if column == "media":
        rest = _parted(rest)[1]
    return SYNONYMS.get(column, column), rest


def language(text: str) -> Lang:
    """One of the five by code or name, as in "Français (fr)", "fr" or "French"; "" if none is."""
    name = text.strip()
    found = CODE.search(name)
    code = (found["code"] or found["bare"]).lower() if found else ""
    return code if code in LANGUAGES else LANGUAGE_NAMES.get(name.lower(), "")
