"""Files for researchers, each opened by a reader that is not ours."""

import csv
import json
import time
from dataclasses import replace
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path

import polars as pl
import pyreadstat
import pytest
from frictionless import Package

from bot.content.words import Dictionary
from bot.core.model import LANGUAGES, Question, Survey
from bot.release import rows
from bot.release.archive import unpacked
from bot.release.coding import Counted
from bot.release.files import reader
from bot.release.formats import Records, rows_writer, writer
from bot.release.layout import lines
from bot.release.reader import Reader
from bot.release.variables import variables
from tests.release import every

ROOT = Path(__file__).parents[2]
MANY = 600


@cache
def dictionary() -> Dictionary:
    return Dictionary.load(ROOT / "locales")


def below(question: Question) -> Question:
    """With a band whose code begins with a sign."""
    named = (replace(band, id=f"-{band.id}") for band in question.bands)
    return replace(question, bands=tuple(named))


BELOW = replace(every.SURVEY, questions=tuple(map(below, every.QUESTIONS)))


def whom(lang: str = "bg", survey: Survey = every.SURVEY) -> Reader:
    return reader(survey, lang, dictionary())


def records(survey: Survey = every.SURVEY) -> Records:
    """The approved single answers of made-up people."""
    counted = Counted.of(survey)
    counted.take(every.people(MANY))
    plan = rows.propose(survey, counted)
    assert plan is not None
    return Records(*rows.write(survey, counted, plan))


@cache
def tables() -> bytes:
    out = BytesIO()
    writer("datapackage")(every.release(MANY), whom(), out)
    return out.getvalue()


def of_rows(kind: str, lang: str = "bg", survey: Survey = every.SURVEY) -> bytes:
    out = BytesIO()
    rows_writer(kind)(every.release(MANY), records(survey), whom(lang, survey), out)
    return out.getvalue()


def package(data: bytes, folder: Path) -> Package:
    """As an independent reader opens it from a folder."""
    for name, body in unpacked(data):
        (folder / name).write_bytes(body)
    return Package(str(folder / "datapackage.json"))


def table(data: bytes, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(dict(unpacked(data))[name].decode(), newline="")))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_data_package_is_valid_for_another_reader(tmp_path: Path) -> None:
    found = package(of_rows("datapackage"), tmp_path)
    report = found.validate()
    assert report.valid, report.to_summary()
    assert [resource.name for resource in found.resources] == ["tables", "codebook", "rows"]
    read = found.get_table_resource("rows").read_rows()
    assert read[0]["zone"] in {"north", "south", "prefer-not"}


def test_its_tables_hold_every_count_in_codes() -> None:
    shown = table(tables(), "tables.csv")
    for row, line in zip(shown, lines(every.release(MANY), whom()), strict=True):
        assert (row["question"], row["measure"]) == (line.question, line.measure)
        assert (row["option"], row["group"]) == (line.option, line.group)
        assert row["count"] == ("" if line.count is None else str(line.count))


def test_its_codebook_has_every_code_of_its_tables_in_every_language() -> None:
    book = {(row["question"], row["option"]): row for row in table(tables(), "codebook.csv")}
    for row in table(tables(), "tables.csv"):
        if row["option"]:
            assert (row["question"], row["option"]) in book
    for lang in LANGUAGES:
        assert all(row[f"question_{lang}"] and row[f"option_{lang}"] for row in book.values())
        assert book["zone", "north"][f"option_{lang}"] == every.words("North")[lang]


def test_it_is_one_file_for_all_languages_and_says_which_version_of_the_format() -> None:
    again = BytesIO()
    writer("datapackage")(every.release(MANY), whom("sq"), again)
    assert again.getvalue() == tables()
    described = json.loads(dict(unpacked(tables()))["datapackage.json"])
    assert described["$schema"].endswith("/2.0/datapackage.json")
    assert described["created"] == "2026-11-24T00:00:00Z"
    assert "rows.csv" not in dict(unpacked(tables()))


def test_its_records_are_those_that_were_approved() -> None:
    found = dict(unpacked(of_rows("datapackage")))
    assert found["rows.csv"] == records().body
    schema = json.loads(found["datapackage.json"])["resources"][2]["schema"]["fields"]
    head = records().body.split(b"\n")[0].decode().split(",")
    assert [field["name"] for field in schema] == head
    known = {field["name"]: {one["value"] for one in field["categories"]} for field in schema}
    for row in table(of_rows("datapackage"), "rows.csv"):
        assert all(not code or code in known[name] for name, code in row.items())


@pytest.mark.parametrize("lang", ["bg", "sq"])
def test_spss_opens_the_records_with_labels_and_missing_codes(lang: str, tmp_path: Path) -> None:
    path = tmp_path / "records.sav"
    path.write_bytes(of_rows("sav", lang))
    frame, meta = pyreadstat.read_sav(path, output_format="polars", user_missing=True)
    labels = meta.column_names_to_labels
    assert labels["zone"] == every.ZONE.text[lang]
    assert every.words("Web")[lang] in (labels["tools.web"] or "")
    assert {"q_not", "trust_shops", "first.tram"} <= set(meta.column_names)
    for name, column in meta.variable_value_labels.items():
        assert {998.0, 999.0} <= set(column)
        assert set(frame[name].to_list()) <= set(column)
    for missing in meta.missing_ranges.values():
        assert missing == [{"lo": 998.0, "hi": 998.0}, {"lo": 999.0, "hi": 999.0}]
    assert meta.variable_measure["score"] == "ordinal"


@pytest.mark.parametrize("survey", [every.SURVEY, BELOW], ids=["plain", "below-zero"])
def test_spss_holds_the_same_records_as_the_file_of_codes(survey: Survey, tmp_path: Path) -> None:
    path, kept, bulgarian = tmp_path / "records.sav", records(survey), whom(survey=survey)
    path.write_bytes(of_rows("sav", survey=survey))
    frame, meta = pyreadstat.read_sav(path, output_format="polars", user_missing=True)
    labels = [meta.variable_value_labels[name] for name in frame.columns]
    shown = [
        tuple(label[number] for label, number in zip(labels, record, strict=True))
        for record in frame.iter_rows()
    ]
    read = rows.read(kept.meta, kept.body)
    words = [dict(one.values) for one in variables(read.columns, bulgarian)]
    assert shown == [
        tuple(said[code] for said, code in zip(words, record, strict=True))
        for record in read.records
    ]


def test_who_was_not_asked_is_missing_for_spss(tmp_path: Path) -> None:
    path, kept = tmp_path / "records.sav", records()
    unasked, out = replace(kept, body=kept.body.replace(b",north\n", b",\n", 2)), BytesIO()
    rows_writer("sav")(every.release(MANY), unasked, whom(), out)
    path.write_bytes(out.getvalue())
    frame, _ = pyreadstat.read_sav(path, output_format="polars", user_missing=True)
    assert frame["zone"].to_list().count(999) == 2
    assert len(frame) == kept.body.count(b"\n") - 1


def test_a_code_that_nobody_declared_makes_no_file_for_spss() -> None:
    strange = replace(records(), body=records().body.replace(b"north", b"norht"))
    with pytest.raises(pl.exceptions.PolarsError):
        rows_writer("sav")(every.release(MANY), strange, whom(), BytesIO())


@pytest.mark.parametrize("kind", ["sav", "datapackage"])
def test_the_same_records_twice_are_the_same_bytes(kind: str) -> None:
    first = of_rows(kind)
    time.sleep(1.1)
    assert of_rows(kind) == first


def test_no_half_letter_ends_a_label_that_is_too_long() -> None:
    from bot.release.formats.sav import _cut

    for length in range(100, 110):
        cut = _cut("щ" * length, 118)
        assert len(cut.encode()) <= 118
        assert set(cut) <= {"щ", "…"}
