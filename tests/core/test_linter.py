from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.core.disclosure import (
    SPOKEN,
    Code,
    Finding,
    counted,
    lint,
    published,
)
from bot.core.model import (
    LANGUAGES,
    PREFER_NOT,
    Audience,
    Band,
    Comment,
    Option,
    Question,
    Rows,
    State,
    Survey,
    Type,
)

SHIPPED = 150


def options(count: int) -> tuple[Option, ...]:
    return tuple(Option(f"o{place}", {}, {}) for place in range(count))


def closed(id_: str, count: int, kind: Type = Type.SINGLE) -> Question:
    return Question(id_, kind, {}, options(count))


def banded(id_: str, *bands: tuple[int | None, int | None]) -> Question:
    made = tuple(Band(f"b{place}", low, high) for place, (low, high) in enumerate(bands))
    return Question(id_, Type.NUMBER, {}, low=0, high=120, bands=made)


def survey(*questions: Question, breakdowns: Sequence[str] = (), expected: int = SHIPPED) -> Survey:
    return Survey(
        id="counter",
        cities=("brussels",),
        title={},
        button={},
        purpose={},
        questions=questions,
        breakdowns=tuple(breakdowns),
        minutes=2,
        age=16,
        expected=expected,
        legal_basis="public-task",
        until=None,
        days=60,
        auto=True,
        state=State.DRAFT,
        tag=1,
    )


def codes(checked: Survey) -> list[Code]:
    return [finding.code for finding in lint(checked)]


def test_the_linter_refuses_19_zones_by_7_bands_by_4_with_300_expected() -> None:
    bands = banded("age", (None, 19), *((low, low + 9) for low in range(20, 70, 10)), (70, None))
    fine = survey(
        closed("zone", 19),
        bands,
        closed("gender", 4),
        breakdowns=("zone", "age", "gender"),
        expected=300,
    )
    values: dict[str, str | int] = {"question": "zone", "rows": 20, "needed": 600, "expected": 300}
    assert Finding(Code.BREAKDOWN_TOO_FINE, values) in lint(fine)
    assert Code.TOO_MANY_ZONES in codes(fine)


def test_the_linter_accepts_an_age_group_of_four_with_150_expected() -> None:
    asked = survey(closed("channel", 6), closed("age-group", 4), breakdowns=["age-group"])
    assert lint(asked) == ()
    assert codes(replace(asked, expected=149)) == [Code.BREAKDOWN_TOO_FINE]


def test_a_number_is_a_breakdown_by_its_bands() -> None:
    by_age = survey(banded("age", (16, 29), (30, 64), (65, None)), breakdowns=["age"])
    assert lint(by_age) == ()
    assert codes(replace(by_age, expected=100)) == [Code.BREAKDOWN_TOO_FINE]


@pytest.mark.parametrize("kind", [Type.MULTIPLE, Type.SCALE, Type.SINGLE])
def test_a_question_of_any_type_may_be_a_breakdown(kind: Type) -> None:
    assert lint(survey(closed("tools", 4, kind), breakdowns=["tools"])) == ()


def test_yes_and_no_are_rows_of_a_breakdown_without_being_declared() -> None:
    asked = survey(closed("online", 0, Type.YES_NO), breakdowns=["online"], expected=90)
    assert lint(asked) == ()
    assert codes(replace(asked, expected=89)) == [Code.BREAKDOWN_TOO_FINE]


def test_four_breakdowns_are_too_many() -> None:
    asked = [closed(f"q{place}", 2) for place in range(4)]
    ids = [question.id for question in asked]
    assert codes(survey(*asked, breakdowns=ids)) == [Code.TOO_MANY_BREAKDOWNS]
    assert lint(survey(*asked, breakdowns=ids[:3])) == ()


@pytest.mark.parametrize(
    ("id_", "code"),
    [
        ("date-of-birth", Code.DATE_OF_BIRTH),
        ("birth-year", Code.DATE_OF_BIRTH),
        ("your-birthday", Code.DATE_OF_BIRTH),
        ("date-de-naissance", Code.DATE_OF_BIRTH),
        ("geboortedatum", Code.DATE_OF_BIRTH),
        ("data-na-razhdane", Code.DATE_OF_BIRTH),
        ("datelindja", Code.DATE_OF_BIRTH),
        ("street", Code.STREET),
        ("home-street", Code.STREET),
        ("street-name", Code.STREET),
        ("home-address", Code.STREET),
        ("rue", Code.STREET),
        ("straatnaam", Code.STREET),
        ("ulitsa", Code.STREET),
        ("rruga", Code.STREET),
        ("postcode", Code.POSTCODE),
        ("home-post-code", Code.POSTCODE),
        ("code-postal", Code.POSTCODE),
        ("eircode", Code.POSTCODE),
        ("poshtenski-kod", Code.POSTCODE),
        ("kodi-postar", Code.POSTCODE),
    ],
)
def test_an_id_that_smells_of_a_person_is_refused(id_: str, code: Code) -> None:
    assert codes(survey(closed(id_, 4))) == [code]


@pytest.mark.parametrize(
    "id_",
    ["street-cameras", "camera-in-street-seen", "post", "birth-certificate", "addressed", "page"],
)
def test_an_id_that_only_sounds_alike_is_accepted(id_: str) -> None:
    assert lint(survey(closed(id_, 4))) == ()


def test_a_number_without_bands_is_refused() -> None:
    assert codes(survey(banded("age"))) == [Code.NUMBER_WITHOUT_BANDS, Code.EXACT_AGE]
    assert codes(survey(banded("devices"))) == [Code.NUMBER_WITHOUT_BANDS]


def test_an_exact_age_is_refused_in_every_dress() -> None:
    assert codes(survey(banded("age", (16, 17), (18, 18), (19, None)))) == [Code.EXACT_AGE]
    assert codes(survey(closed("age", 40))) == [Code.EXACT_AGE]
    assert lint(survey(banded("devices", (0, 0), (1, 1), (2, None)))) == ()


@pytest.mark.parametrize(
    "asked",
    [
        "What is your age?", "How old are you?", "Age", "Quel âge avez-vous\xa0?", "Votre âge",
        "Wat is je leeftijd?", "Hoe oud bent u?", "Leeftijd:", "На колко години сте?",
        "Каква е Вашата възраст?", "Sa vjeç jeni?", "Cila është mosha juaj?",
    ],
)  # fmt: skip
def test_words_that_ask_for_an_age_need_groups_of_five_years(asked: str) -> None:
    narrow = replace(banded("q1", (16, 19), (20, None)), low=16, text={"en": asked})
    assert codes(survey(narrow)) == [Code.EXACT_AGE]
    wide = banded("q1", (None, 20), (21, 25), (26, None))
    assert lint(survey(replace(wide, low=16, text={"en": asked}))) == ()


@pytest.mark.parametrize(
    ("bands", "may"),
    [
        (((None, 19), (20, None)), False),
        (((None, 20), (21, 24), (25, None)), False),
        (((None, 20), (21, None)), True),
        (((None, 20), (21, 95), (96, None)), False),
    ],
)
def test_the_outermost_groups_of_ages_end_where_the_question_does(
    bands: tuple[tuple[int | None, int | None], ...],
    may: bool,  # noqa: FBT001 - a case
) -> None:
    asked = replace(banded("age", *bands), low=16, high=99)
    assert codes(survey(asked)) == ([] if may else [Code.EXACT_AGE])


def test_answers_that_are_narrow_groups_of_ages_are_an_exact_age() -> None:
    narrow = replace(
        closed("age-group", 0), options=tuple(Option(i, {}, {}) for i in ("age-16-18", "19-99"))
    )
    assert codes(survey(narrow)) == [Code.EXACT_AGE]


@pytest.mark.parametrize(
    "asked",
    [
        "How many children under the age of 12 do you have?",
        "How old is your phone, in years?",
        "À quel âge un enfant peut-il avoir un téléphone ?",
        "Vanaf welke leeftijd mag een kind een telefoon?",
        "How many pages did you read?",
    ],
)
def test_words_about_the_age_of_others_may_have_any_groups(asked: str) -> None:
    text = {"en": asked}
    narrow = banded("q1", (None, 1), (2, 3), (4, None))
    assert lint(survey(replace(narrow, text=text))) == ()


def test_more_than_eight_districts_need_a_thousand_answers() -> None:
    districts = survey(closed("home-district", 11))
    assert codes(districts) == [Code.TOO_MANY_ZONES]
    assert lint(replace(districts, expected=1000)) == ()
    assert lint(survey(closed("home-district", 8))) == ()


def test_an_unknown_breakdown_is_left_to_the_check_of_structure() -> None:
    assert lint(survey(closed("channel", 3), breakdowns=["nowhere"])) == ()


def test_a_month_is_published_by_its_bands_too() -> None:
    bands = Band("before", None, 24_287), Band("since", 24_288, None)
    moved = Question("moved", Type.MONTH, {}, low=24_240, high=24_311, bands=bands)
    assert published(moved) == ("before", "since", PREFER_NOT)
    assert codes(survey(replace(moved, bands=()))) == [Code.NUMBER_WITHOUT_BANDS]


def test_a_language_of_answering_is_counted_where_it_is_a_breakdown() -> None:
    asked = survey(closed("channel", 3), breakdowns=["language"])
    assert [question.id for question in counted(asked)] == ["channel", "language"]
    assert published(SPOKEN) == (*LANGUAGES, "other")
    assert lint(replace(asked, expected=1)) == ()
    own = survey(closed("language", 4), breakdowns=["language"])
    assert counted(own) == own.questions
    assert codes(replace(own, expected=149)) == [Code.BREAKDOWN_TOO_FINE]


def test_single_records_need_ten_answers_for_each_combination() -> None:
    asked = survey(
        closed("zone", 4), closed("age-group", 3), breakdowns=["zone", "age-group"], expected=199
    )
    released = replace(asked, rows=Rows(Audience.ROWS_STAFF, {}))
    assert lint(asked) == ()
    values: dict[str, str | int] = {"cells": 20, "needed": 200, "expected": 199}
    assert lint(released) == (Finding(Code.ROWS_TOO_FINE, values),)
    assert lint(replace(released, expected=200)) == ()


@pytest.mark.parametrize(
    ("purpose", "may"), [({}, False), ({"en": " "}, False), ({"en": "x"}, True)]
)
def test_a_comment_without_a_purpose_is_refused(purpose: dict[str, str], may: bool) -> None:  # noqa: FBT001 - a case
    asked = replace(survey(closed("channel", 3)), comment=Comment("more", {}, purpose))
    refused = (Finding(Code.PURPOSELESS_COMMENT, {"question": "more"}),)
    assert lint(asked) == (() if may else refused)


def test_a_pretest_is_never_published() -> None:
    assert codes(replace(survey(closed("channel", 3)), pretest=True)) == [Code.PRETEST]
