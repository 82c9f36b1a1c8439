"""Final results that cities exchanged: what is put side by side, and what is refused."""

import csv
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cache
from io import BytesIO, StringIO
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Option, Question, Survey, Type
from bot.release.archive import packed, unpacked
from bot.release.artefact import Release
from bot.release.compare import Comparison, as_csv, compare
from bot.release.exchanged import MOST_BYTES, MOST_UNPACKED, Exchanged, NotARelease, read
from bot.release.files import reader
from bot.release.formats import writer
from bot.release.tables import build
from bot.release.tally import count
from tests.release import every
from tests.release.conftest import HOSTILE

DUBLIN = replace(every.SURVEY, cities=("dublin",))


def released(survey: Survey, number: int, *, final: bool = True, seed: int = 1) -> Release:
    tally = count(survey, every.people(number), Random(seed).randbytes)
    return replace(every.release(30, final=final), tables=build(tally, final=final))


def sent(survey: Survey, release: Release) -> bytes:
    out = BytesIO()
    writer("datapackage")(release, reader(survey, "en", every.dictionary()), out)
    return out.getvalue()


@cache
def good() -> bytes:
    return sent(every.SURVEY, released(every.SURVEY, 400))


def side_by_side(*surveys: Survey, numbers: tuple[int, ...] = (400, 300)) -> Comparison:
    files = [read(sent(s, released(s, number))) for s, number in zip(surveys, numbers, strict=True)]
    return compare(files, "en", every.whom().say)


def changed(question: Question, survey: Survey = DUBLIN) -> Survey:
    questions = tuple(question if q.id == question.id else q for q in survey.questions)
    return replace(survey, questions=questions)


def test_every_shared_question_shows_each_citys_own_numbers() -> None:
    found = side_by_side(every.SURVEY, DUBLIN)
    for place, (survey, number) in enumerate(((every.SURVEY, 400), (DUBLIN, 300))):
        one_way = [t for t in released(survey, number).tables.tables if t.breakdown is None]
        assert len(found.shared) == len(one_way) == 10
        for shared, table in zip(found.shared, one_way, strict=True):
            side, shown = shared.tables[place]
            assert side.name == survey.cities[0]
            assert (shared.question, shared.measure) == (table.question, table.measure)
            assert (shown.base, shown.answered) == (table.base, table.answered)
            numbers = [(c.option, c.count, c.share) for c in table.cells]
            assert [(c.option, c.count, c.share) for c in shown.cells] == numbers
    assert found.unlike == ()


def test_a_question_with_other_answers_is_not_compared_and_is_named() -> None:
    zones = (*every.ZONE.options, Option("west", every.words("West"), every.words("west")))
    found = side_by_side(every.SURVEY, changed(replace(every.ZONE, options=zones)))
    assert "zone" not in {shared.question for shared in found.shared}
    assert found.unlike == (every.ZONE.text["en"],)


def test_one_of_another_type_is_not_compared() -> None:
    once = replace(every.QUESTIONS[1], type=Type.SINGLE)
    found = compare(
        [read(good()), read(sent(changed(once), released(DUBLIN, 0)))], "en", every.whom().say
    )
    assert "tools" not in {shared.question for shared in found.shared}


def test_where_the_words_differ_it_is_said_for_questions_and_for_answers() -> None:
    north = Option("north", every.words("Upper town"), every.words("up"))
    other = replace(every.ZONE, text=every.words("Where?"), options=(north, every.ZONE.options[1]))
    found = side_by_side(every.SURVEY, changed(other))
    (zone,) = [shared for shared in found.shared if shared.question == "zone"]
    assert zone.wordings == (("sofia", every.ZONE.text["en"]), ("dublin", other.text["en"]))
    differing = {answer.option for answer in zone.answers if answer.wordings}
    assert differing == {"north"}
    assert not any(shared.wordings for shared in found.shared if shared.question != "zone")


def test_a_city_with_too_few_answers_stands_there_without_numbers() -> None:
    found = side_by_side(every.SURVEY, DUBLIN, numbers=(400, 4))
    for shared in found.shared:
        assert shared.tables[1][1].base is None
        assert {side.name for answer in shared.answers for side, _ in answer.cells} == {"sofia"}


def test_two_surveys_of_one_city_are_told_apart() -> None:
    again = replace(every.SURVEY, title=every.words("Second"))
    names = [side.name for side in side_by_side(every.SURVEY, again).sides]
    assert len(set(names)) == 2
    assert all(name.startswith("sofia: ") for name in names)
    files = [read(sent(one, released(one, 400))) for one in (every.SURVEY, again)]
    french = compare(files, "fr", every.whom("fr").say).sides
    assert all(side.name.startswith("sofia\xa0: ") for side in french)


# Files of strangers. ----------------------------------------------------------------------------


COUNT, SHARE = 5, 6


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = [(n, change(body) if n == name else body) for n, body in unpacked(good())]
    return packed(parts, small=True)


def first(column: int, new: bytes) -> bytes:
    """With something else in a column of the first answer."""

    def change(body: bytes) -> bytes:
        lines = body.split(b"\r\n")
        cells = lines[2].split(b",")
        cells[column] = new
        return b"\r\n".join([*lines[:2], b",".join(cells), *lines[3:]])

    return with_part("tables.csv", change)


def without(name: str) -> bytes:
    return packed([part for part in unpacked(good()) if part[0] != name])


WRONG: dict[str, tuple[str, Callable[[], bytes]]] = {
    "no archive": ("other", lambda: b"%PDF-1.7 nothing"),
    "nothing": ("other", lambda: b""),
    "another archive": ("other", lambda: packed([("../../tables.csv", b"x"), ("a", b"b")])),
    "no codebook": ("other", lambda: without("codebook.csv")),
    "another package": ("other", lambda: with_part("datapackage.json", lambda _: b'{"name": 1}')),
    "too large": ("large", lambda: b"PK" + bytes(MOST_BYTES)),
    "unfolds": ("large", lambda: with_part("tables.csv", lambda _: bytes(MOST_UNPACKED + 1))),
    "many parts": (
        "large",
        lambda: packed([*unpacked(good()), *((f"part-{n}", b"") for n in range(30))]),
    ),
    "many lines": (
        "large",
        lambda: with_part("codebook.csv", lambda body: body + b"x\r\n" * 9_999),
    ),
    "deep": ("damaged", lambda: with_part("datapackage.json", lambda _: b"[" * 200_000)),
    "exact": ("damaged", lambda: first(COUNT, b"7")),
    "negative": ("damaged", lambda: first(COUNT, b"-5")),
    "formula": ("damaged", lambda: first(COUNT, b"=1+1")),
    "share": ("damaged", lambda: first(SHARE, b"400")),
    "unknown code": (
        "damaged",
        lambda: with_part("tables.csv", lambda body: body.replace(b"zone,,north", b"zone,,up")),
    ),
    "no text": ("damaged", lambda: with_part("tables.csv", lambda _: b"\xff\xfe")),
    "no columns": ("damaged", lambda: with_part("codebook.csv", lambda _: b"a,b\r\n1,2\r\n")),
    "interim": ("interim", lambda: sent(DUBLIN, released(DUBLIN, 100, final=False))),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_no_final_release_is_refused_with_the_reason(case: str) -> None:
    why, make = WRONG[case]
    with pytest.raises(NotARelease) as refused:
        read(make())
    assert refused.value.flaw == why


@given(st.binary(max_size=8), st.integers(0, 5_000))
def test_a_damaged_file_is_read_or_refused_and_never_breaks(noise: bytes, where: int) -> None:
    data = good()
    with suppress(NotARelease):
        read(data[:where] + noise + data[where + len(noise) :])


def test_single_answers_in_a_file_are_never_opened() -> None:
    data = packed([*unpacked(good()), ("rows.csv", b"\0" * 100)])
    assert read(data) == read(good())


def test_a_small_file_that_unfolds_to_a_large_one_takes_no_memory() -> None:
    data = with_part("tables.csv", lambda _: bytes(16 * MOST_UNPACKED))
    assert len(data) < MOST_BYTES
    tracemalloc.start()
    try:
        with pytest.raises(NotARelease):
            read(data)
        assert tracemalloc.get_traced_memory()[1] < 4 * MOST_UNPACKED
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("text", HOSTILE)
def test_no_label_of_a_stranger_becomes_a_formula(text: str) -> None:
    hostile = Option("north", dict.fromkeys(every.LABELS, text), every.words("n"))
    survey = changed(replace(every.ZONE, options=(hostile, every.ZONE.options[1])))
    found = compare([read(good()), _read(survey)], "en", every.whom().say)
    table = as_csv(found, "en").decode("utf-8-sig")
    for row in csv.reader(StringIO(table, newline="")):
        assert not any(cell.lstrip(" \t\r\n\"'")[:1] in {*"=+@"} and cell[0] != "'" for cell in row)


def _read(survey: Survey) -> Exchanged:
    return read(sent(survey, released(survey, 300)))


def test_the_table_to_take_away_has_every_number_that_is_shown() -> None:
    found = side_by_side(every.SURVEY, DUBLIN)
    rows = list(csv.DictReader(StringIO(as_csv(found, "bg").decode("utf-8-sig"), newline="")))
    cells = [cell for shared in found.shared for _, table in shared.tables for cell in table.cells]
    assert [row["count"] for row in rows] == [
        "" if c.count is None else str(c.count) for c in cells
    ]
    assert {row["city"] for row in rows} == {"sofia", "dublin"}
    assert every.ZONE.text["bg"] in {row["question_label"] for row in rows}
