"""Forms as offices make them, written by another library than the one that makes our own."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from openpyxl import Workbook

from bot.content.load import load_all
from bot.content.own import Own
from bot.content.problem import Problem
from bot.content.words import Dictionary
from bot.content.xlsform import Imported, read
from bot.core.model import City, Survey

Cell: TypeAlias = object
Line: TypeAlias = Mapping[str, Cell]

HERE = Path(__file__).parent
TODAY = date(2026, 11, 24)
NAMES = {
    "en": "English (en)",
    "fr": "Français (fr)",
    "nl": "Nederlands (nl)",
    "bg": "Български (bg)",
    "sq": "Shqip (sq)",
}


def form(
    survey: Sequence[Line], choices: Sequence[Line] = (), settings: Line | None = None, **more: Cell
) -> bytes:
    """Rows by the headings of their columns; `more`: other sheets with one cell each."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets: dict[str, Sequence[Line]] = {"survey": survey, "choices": choices}
    if settings is not None:
        sheets["settings"] = (settings,)
    for name, lines in {**sheets, **{name: ({"x": cell},) for name, cell in more.items()}}.items():
        sheet = book.create_sheet(name)
        headings = list(dict.fromkeys(heading for line in lines for heading in line))
        sheet.append(headings)
        for line in lines:
            sheet.append([line.get(heading) for heading in headings])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def line(type_: str, name: str = "", label: str = "", **cells: Cell) -> Line:
    """A row of the survey in one language."""
    return {"type": type_, "name": name, "label": label, **cells}


def options(list_: str, *names: str) -> list[Line]:
    return [{"list_name": list_, "name": name, "label": name.title()} for name in names]


class Desk:
    """Imports a form for a city, and puts it where the catalogue is read from."""

    def __init__(self, folder: Path, dictionary: Dictionary, cities: dict[str, City]) -> None:
        self.own = Own(folder / "content", HERE / "good/content")
        self.dictionary = dictionary
        self.cities = cities

    def take(self, data: bytes, city: str = "brussels") -> tuple[Survey, list[str], Imported]:
        """What residents would get, and every note as `sheet row key`; the files have no error."""
        made = read(data, "made", self.cities[city], self.dictionary, TODAY)
        survey, problems = self.loaded(made)
        assert [p for p in problems if p.is_error and not p.code.startswith("PUBLISH")] == []
        assert survey is not None
        return survey, [f"{n.sheet} {n.row} {n.key}" for n in made.notes], made

    def loaded(self, made: Imported) -> tuple[Survey | None, tuple[Problem, ...]]:
        self.own.write("made", made.files, anew="made" in self.own.ids())
        read_ = load_all(self.own.library, self.own.folder)
        return {**read_.unfit, **read_.catalogue.surveys}.get("made"), read_.problems


def spoken(column: str, text: str) -> dict[str, object]:
    """The same text in five languages, told apart by their codes."""
    return {f"{column}::{name}": f"{text} {lang}" for lang, name in NAMES.items()}


def said(type_: str, name: str, text: str, **cells: object) -> Line:
    return {"type": type_, "name": name, **spoken("label", text), **cells}


PARK = form(
    [
        {"type": "begin_group", "name": "g", "relevant": ""},
        said("note", "hello", "Welcome."),
        said(
            "select_one places or_other", "Where_do you go", "Where?", parameters="randomize=true"
        ),
        said(
            "text",
            "where_other",
            "Where else?",
            relevant="${Where_do you go} = 'other'",
            **spoken("purpose", "To find places."),
        ),
        {"type": "end_group"},
        {
            **said("begin_group", "rate", "How good?", appearance="table-list field-list"),
            "relevant": "${Where_do you go} != 'none'",
        },
        said("select_one good", "clean", "Clean"),
        said("select_one good", "safe", "Safe"),
        {"type": "end group"},
        said("select_multiple wishes", "wish", "What?", constraint="count-selected(.) <= 2"),
        said("rank wishes", "order", "In which order?", relevant="selected(${wish}, 'trees')"),
        said(
            "range",
            "again",
            "Again?",
            parameters="start=0;end=10;step=1",
            **spoken("lowest", "no"),
            **spoken("highest", "yes"),
        ),
        said(
            "integer", "visits", "How often?", constraint=". >= 0 and . < 32", bands="0, 1-4, 5-31"
        ),
        said(
            "date",
            "last",
            "When?",
            appearance="month-year",
            constraint=". >= date('2024-03-01') and . <= date('2026-02-28')",
            relevant="${clean} = 'bad' or ${clean} = 'fair'",
        ),
    ],
    [
        {"list_name": list_, "name": name, **spoken("label", name), **more}
        for list_, name, more in (
            ("places", "park", {}),
            ("places", "none", {"fixed": "yes"}),
            ("good", "good", {}),
            ("good", "fair", {}),
            ("good", "bad", {}),
            ("wishes", "trees", {}),
            ("wishes", "benches", {}),
            ("wishes", "nothing", {"alone": "yes"}),
        )
    ],
    {
        **spoken("title", "Parks"),
        **spoken("purpose", "For better parks."),
        "minutes": 3,
        "age": "18",
        "expected": 400.0,
        "until": datetime(2027, 3, 1),  # noqa: DTZ001 - a spreadsheet knows no time zone
        "legal_basis": "public_task",
        "breakdowns": "visits language",
        "results_on": "2026-12-01, 15/1/2027",
        "form_id": "Parks 2027",
    },
)
