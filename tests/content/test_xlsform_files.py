"""Files that are no form are refused kindly, and no form breaks the reader."""

import time
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from bot.content.load import load
from bot.content.locate import locate
from bot.content.words import Dictionary
from bot.content.xlsform import MOST_BYTES, Imported, NotAForm, read
from tests.content.forms import HERE, PARK, TODAY, form, line, options

DICTIONARY = Dictionary.load(locate("locales"))
TIRANA = load(HERE / "good/content")[0].cities["tirana"]


def taken(data: bytes) -> Imported:
    return read(data, "", TIRANA, DICTIONARY, TODAY)


def rezipped(change: dict[str, bytes], way: int = ZIP_DEFLATED) -> bytes:
    """A sound form with parts put in or in the place of others."""
    buffer = BytesIO()
    with ZipFile(BytesIO(PARK)) as old, ZipFile(buffer, "w", way) as new:
        for part in {**{name: old.read(name) for name in old.namelist()}, **change}.items():
            new.writestr(*part)
    return buffer.getvalue()


def without(name: str) -> bytes:
    buffer = BytesIO()
    with ZipFile(BytesIO(PARK)) as old, ZipFile(buffer, "w") as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
    return buffer.getvalue()


def workbook(sheet: str, *cells: str) -> bytes:
    book, buffer = Workbook(), BytesIO()
    book.worksheets[0].title = sheet
    for cell in cells:
        book.worksheets[0][cell] = "type"
    book.save(buffer)
    return buffer.getvalue()


def of_sheets(number: int) -> bytes:
    book, buffer = Workbook(), BytesIO()
    for _ in range(number - 1):
        book.create_sheet()
    book.save(buffer)
    return buffer.getvalue()


def repeated(text: str, rows: int) -> bytes:
    """A small file: the text stands in it once, and in 100 cells of each row."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cells = "<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>"
    sheet = f'<worksheet xmlns="{main}"><sheetData>{cells * rows}</sheetData></worksheet>'
    strings = f'<sst xmlns="{main}"><si><t>{text}</t></si></sst>'
    parts = {"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings}
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    known = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    with ZipFile(BytesIO(PARK)) as park:
        types = park.read("[Content_Types].xml").decode().replace("</Types>", known)
    parts["[Content_Types].xml"] = types
    return rezipped({name: part.encode() for name, part in parts.items()})


BOMB = b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'x'>]><a>&b;</a>"
REFUSED = {
    "an empty file": (b"", "other"),
    "a text": (b"type,name,label\n", "other"),
    "an old or locked spreadsheet": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old"),
    "a large file": (PARK + bytes(MOST_BYTES), "large"),
    "an archive of something else": (without("xl/workbook.xml"), "other"),
    "a part that unfolds": (rezipped({"xl/bomb.bin": bytes(60_000_000)}), "large"),
    "one long text in many cells": (repeated("x" * 4_000, 6), "large"),
    "one long text that nobody sees": (repeated("\u200b" * 30_000, 6), "large"),
    "many sheets": (of_sheets(17), "large"),
    "many parts": (rezipped({f"xl/{n}": b"" for n in range(600)}), "large"),
    "an entity": (rezipped({"xl/sharedStrings.xml": BOMB}), "damaged"),
    "an entity of two bytes a letter": (
        rezipped({"xl/sharedStrings.xml": BOMB.decode().encode("utf-16")}),
        "damaged",
    ),
    "another way of packing": (rezipped({}, ZIP_BZIP2), "damaged"),
    "a torn file": (PARK[: len(PARK) // 2], "other"),
    "a damaged part": (rezipped({"xl/workbook.xml": b"<workbook"}), "damaged"),
    "a sheet that is missing": (without("xl/worksheets/sheet1.xml"), "no_sheet"),
    "no sheet of questions": (workbook("Sheet1", "A1", "A2"), "no_sheet"),
    "a sheet with nothing in it": (workbook("survey"), "no_sheet"),
    "headings and nothing below": (workbook("survey", "A3", "B3"), "no_sheet"),
    "a row beyond all rows": (workbook("survey", "A1", "A2", "A1048576"), "rows"),
    "no question": (form([line("note", "n", "Hello")]), "empty"),
    "headings only of others": (form([{"kind": "text", "name": "a"}]), "no_column"),
    "groups without end": (form([line("begin_group", f"g{n}") for n in range(2000)]), "damaged"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_is_no_form_is_refused_kindly(what: str) -> None:
    data, key = REFUSED[what]
    with pytest.raises(NotAForm) as refused:
        taken(data)

    assert refused.value.key == f"import.refused.{key}"
    said = DICTIONARY.say("en", refused.value.key, refused.value.values)
    assert "{" not in said


def test_a_form_far_longer_than_any_survey_is_read_in_seconds() -> None:
    rows = [
        line(
            "select_one l", f"q{n}", "Question " + "x" * 200, relevant="${q1} = 'a' or ${q2} = 'b'"
        )
        for n in range(500)
    ]
    started = time.perf_counter()
    taken(form(rows, options("l", "a", "b")))

    assert time.perf_counter() - started < 6


def test_a_cell_is_read_as_a_person_sees_it() -> None:
    choices = [
        {"list_name": "l", "name": 1.0, "label": "One\n\n of\tmany"},
        {"list_name": "l", "name": 2, "label": True},
        {"list_name": "l", "name": 3, "label": "=cmd|' /C calc'!A0"},
    ]
    data = form([line(" SELECT_ONE  l ", "q", 5)], choices)  # type: ignore[arg-type]  # a number
    words = taken(data).files["sq.yaml"]

    assert "text: 5\n" in words
    assert "'1': One of many\n" in words or "1: One of many\n" in words
    assert "2: true\n" in words
    # A formula that nobody computed has nothing to show.
    assert "calc" not in words


CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["select_one l", "select_multiple l", "rank l", "text", "begin_group", "end_group", "range",
         "integer", "date", "note", "${q} = 'a'", ". >= 3", "yes", "a", "table-list", "month-year",
         "start=0 end=3", "1-2, 3"]
    ),
    st.integers(-5, 99),
    st.text(st.characters(exclude_categories=["C"]), max_size=12),
)  # fmt: skip


@settings(max_examples=25)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(
                ["type", "name", "label", "label::fr", "relevant", "constraint", "appearance",
                 "parameters", "hint", "bands", "::", "media::image::fr"]
            ),
            CELLS,
            max_size=7,
        ),
        min_size=1,
        max_size=8,
    )
)  # fmt: skip
def test_whatever_a_form_holds_it_is_read_or_refused(rows: list[dict[str, object]]) -> None:
    try:
        made = taken(form(rows, options("l", "a", "b")))
    except NotAForm:
        return
    assert "survey.yaml" in made.files
    assert all(DICTIONARY.say("en", n.key, n.values) != n.key for n in made.notes)
