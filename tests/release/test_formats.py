import csv
import re
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO, StringIO

import openpyxl
import pytest

from bot.core.model import Option, Question, Survey
from bot.release.artefact import Release
from bot.release.canonical import from_json, to_json
from bot.release.formats import FORMATS, writer
from bot.release.formats.csv import safe
from bot.release.layout import lines
from bot.release.reader import Reader, Says

SHEETS = [f"release.sheet.{name}" for name in ("results", "codes", "codebook", "about")]


def rendered(name: str, release: Release, reader: Reader) -> bytes:
    out = BytesIO()
    writer(name)(release, reader, out)
    return out.getvalue()


def table(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def book(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(data))


def cells(data: bytes) -> Iterator[tuple[str, object]]:
    """The type and value of every cell of a book."""
    for sheet in book(data).worksheets:
        for row in sheet.iter_rows():
            yield from ((cell.data_type, cell.value) for cell in row)


def with_label(survey: Survey, label: str) -> Survey:
    """The survey whose first question, first option and title read like this."""
    first, *others = survey.questions
    named = dict.fromkeys(("fr", "nl", "en", "bg", "sq"), label)
    option = Option(first.options[0].id, named, named)
    changed: Question = replace(first, text=named, options=(option, *first.options[1:]))
    return replace(survey, title=named, questions=(changed, *others))


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_release_twice_is_the_same_bytes(
    name: str, release: Release, reader: Reader
) -> None:
    first = rendered(name, release, reader)
    time.sleep(0.01)
    again = replace(release, tables=from_json(to_json(release.tables)))
    assert rendered(name, again, reader) == first


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in {"csv", "html"}])
def test_no_clock_is_in_an_archive(name: str, release: Release, reader: Reader) -> None:
    with zipfile.ZipFile(BytesIO(rendered(name, release, reader))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        if name in {"docx", "xlsx"}:
            core = archive.read("docProps/core.xml").decode()
            assert core.count("2026-12-31T00:00:00Z") == 2


def test_csv_holds_every_count_with_its_words(release: Release, reader: Reader) -> None:
    rows = table(rendered("csv", release, reader))
    assert rows[0]["count"] == str(release.tables.people)
    for row, line in zip(rows, lines(release, reader), strict=True):
        assert row["survey"] == "counter"
        assert row["option"] == line.option
        assert row["count"] == ("" if line.count is None else str(line.count))
        assert row["share_percent"] == ("" if line.share is None else str(line.share))
    labels = {row["option"]: row["option_label"] for row in rows if row["question"] == "channel"}
    assert labels["counter"] == "Counter (nl)"
    assert labels["prefer-not"] == "[option.prefer-not]"


def test_csv_ends_its_lines_as_rfc_4180_says(release: Release, reader: Reader) -> None:
    data = rendered("csv", release, reader)
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")


def test_bands_are_put_into_words(release: Release, reader: Reader) -> None:
    rows = table(rendered("csv", release, reader))
    labels = {row["option"]: row["option_label"] for row in rows if row["question"] == "age"}
    assert labels["young"] == "[release.band.up-to] high=29"
    assert labels["middle"] == "[release.band.between] low=30 high=49"
    assert labels["old"] == "[release.band.from] low=50"


def test_a_nought_carries_its_note(survey: Survey, release: Release, reader: Reader) -> None:
    rows = table(rendered("csv", release, reader))
    noughts = [row for row in rows if row["count"] == "0"]
    assert noughts
    assert all("[release.note.fewer]" in row["note"] for row in noughts)
    assert all(row["share_percent"] == "" for row in noughts)


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_a_hostile_label_is_never_a_formula(
    name: str, hostile: str, survey: Survey, release: Release, say: Says
) -> None:
    data = rendered(name, release, Reader(with_label(survey, hostile), "fr", say))
    if name == "xlsx":
        assert {kind for kind, _ in cells(data)} <= {"s", "n"}
        assert hostile.replace("\r", "_x000D_") in {value for _, value in cells(data)}
        return
    for row in csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), strict=True):
        for part in re.split(r"[;\t\r\n]", ";".join(row)):
            assert not part.lstrip(' "').startswith(("=", "+", "-", "@", "＝"))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("-2", "'-2"),
        ("＋1", "'＋1"),
        ("  =1", "'  =1"),
        ('"=1', "'\"=1"),
        ("a;=1", "a;'=1"),
        ("a\n@b", "a\n'@b"),
        ("\ta", "'\ta"),
        ("a = b - c", "a = b - c"),
        ("mail@city.example", "mail@city.example"),
        ("", ""),
    ],
)
def test_only_what_could_be_a_formula_gets_an_apostrophe(text: str, written: str) -> None:
    assert safe(text) == written


def test_a_book_has_results_codes_codebook_and_about(release: Release, reader: Reader) -> None:
    opened = book(rendered("xlsx", release, reader))
    assert opened.sheetnames == SHEETS
    for sheet in opened.worksheets:
        assert sheet.freeze_panes == "A2"
        assert all(cell.alignment.wrap_text for cell in sheet[1])


def test_results_and_codes_of_a_book_are_the_same_counts(release: Release, reader: Reader) -> None:
    results, codes, *_ = book(rendered("xlsx", release, reader)).worksheets
    in_words = [[cell.value for cell in row[5:10]] for row in results.iter_rows(min_row=2)]
    in_codes = [[cell.value for cell in row[6:11]] for row in codes.iter_rows(min_row=2)]
    assert in_words == in_codes
    assert len(in_words) > 20


def test_a_book_says_how_to_read_it(release: Release, reader: Reader) -> None:
    about = book(rendered("xlsx", release, reader)).worksheets[3]
    said = {str(cell.value) for row in about.iter_rows() for cell in row}
    for note in ("rounded", "not-additive", "people", "fewer"):
        assert f"[release.note.{note}]" in said
    assert "2026-12-31" in said
    assert "clerk" not in said


@pytest.mark.parametrize("lang", ["fr", "nl", "en", "bg", "sq"])
@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_a_file_speaks_the_language_asked_for(
    name: str, lang: str, survey: Survey, release: Release, say: Says
) -> None:
    data = rendered(name, release, Reader(survey, lang, say))
    text = str(list(cells(data))) if name == "xlsx" else data.decode()
    assert f"({lang})" in text
    assert all(f"({other})" not in text for other in {"fr", "nl", "en", "bg", "sq"} - {lang})


def test_a_survey_in_one_language_is_still_readable(
    survey: Survey, release: Release, say: Says
) -> None:
    first, *others = survey.questions
    french = replace(first, text={"fr": "Comment ?"})
    only = replace(survey, questions=(french, *others))
    assert "Comment ?" in rendered("csv", release, Reader(only, "bg", say)).decode()


def test_too_few_answers_are_one_line_that_says_so(
    survey: Survey, release: Release, reader: Reader
) -> None:
    few = from_json(
        b'{"survey":"counter","final":true,"people":null,"tables":[{"question":"age",'
        b'"base":null,"answered":null,"cells":[],"most":[],"breakdown":null,"group":null}]}'
    )
    rows = table(rendered("csv", replace(release, tables=few), reader))
    assert [row["note"] for row in rows] == ["[release.note.too-few]"] * 2
    assert {row["count"] for row in rows} == {""}


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(KeyError, match="pdf"):
        writer("pdf")
