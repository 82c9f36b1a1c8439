from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.disclosure import (
    Allowed,
    Code,
    Finding,
    allowed,
    lint,
    most_chosen,
    rounded,
    share,
)
from bot.core.model import Band, Option, Question, State, Survey, Type

KEYS = st.lists(st.integers(0, 2**64 - 1), max_size=60)
FIVES = st.integers(0, 60).map(lambda step: 5 * step)
SHIPPED = 150


# Rounding. ----------------------------------------------------------------------------------


def fresh(chance: Random, count: int) -> list[int]:
    return [chance.getrandbits(64) for _ in range(count)]


@given(KEYS)
def test_a_shown_count_is_a_multiple_of_five_less_than_five_away(keys: list[int]) -> None:
    assert rounded(keys) % 5 == 0
    assert abs(rounded(keys) - len(keys)) < 5


@given(KEYS, st.randoms(use_true_random=False))
def test_the_order_of_responses_does_not_change_a_count(keys: list[int], chance: Random) -> None:
    assert rounded(keys) == rounded(chance.sample(keys, len(keys)))


@pytest.mark.parametrize("count", range(11))
def test_over_20000_seeds_the_mean_error_is_nought(count: int) -> None:
    chance = Random(count)
    errors = [rounded(fresh(chance, count)) - count for _ in range(20_000)]
    assert abs(sum(errors) / len(errors)) < 0.1
    assert max(map(abs, errors)) < 5


def test_how_the_parts_were_rounded_does_not_tell_how_the_total_was() -> None:
    """Two of 3 and 4 responses: a total of 7 rounds up with 2/5, whatever the parts did."""
    chance = Random(7)
    ups: dict[tuple[int, int], list[bool]] = {}
    for _ in range(20_000):
        left, right = fresh(chance, 3), fresh(chance, 4)
        parts = rounded(left), rounded(right)
        ups.setdefault(parts, []).append(rounded(left + right) == 10)
    for seen in ups.values():
        assert abs(sum(seen) / len(seen) - 2 / 5) < 0.05


# Base rules. --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "row_of", "may"),
    [
        (5, None, None),
        (10, None, Allowed(least=10, shares=True)),
        (25, None, Allowed(least=10, shares=True)),
        (30, None, Allowed(least=0, shares=True)),
        (5, 100, None),
        (10, 100, Allowed(least=0, shares=False)),
        (25, 100, Allowed(least=0, shares=False)),
        (30, 100, Allowed(least=0, shares=True)),
        (20, 25, Allowed(least=10, shares=False)),
        (30, 25, Allowed(least=10, shares=True)),
        (10, 5, None),
    ],
)
def test_a_shown_base_decides_what_is_shown(
    base: int, row_of: int | None, may: Allowed | None
) -> None:
    assert allowed(base, row_of) == may


@given(FIVES, FIVES)
def test_a_share_is_whole_per_cent_of_the_shown_base_and_at_most_100(count: int, base: int) -> None:
    per_cent = share(count, base)
    if count == 0 or base < 10:
        assert per_cent is None
    else:
        assert per_cent == min(100, int(100 * count / base + 0.5))


@pytest.mark.parametrize(
    ("counts", "most"),
    [
        ([50, 40, 0], "a"),
        ([50, 45, 40], "ab"),
        ([40, 50, 45, 35], "bc"),
        ([0, 0], ""),
        ([15, None], "a"),
        ([10, None], ""),
        ([10, 15, None], "ab"),
        ([None, None], ""),
    ],
)
def test_most_chosen_is_said_only_where_counts_differ_by_ten(
    counts: Sequence[int | None], most: str
) -> None:
    assert most_chosen(dict(zip("abcd", counts, strict=False))) == tuple(most)


# The publish linter. --------------------------------------------------------------------------


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
    assert codes(survey(banded("age"))) == [Code.NUMBER_WITHOUT_BANDS]
    assert codes(survey(banded("devices"))) == [Code.NUMBER_WITHOUT_BANDS]


def test_an_exact_age_is_refused_in_every_dress() -> None:
    assert codes(survey(banded("age", (16, 17), (18, 18), (19, None)))) == [Code.EXACT_AGE]
    assert codes(survey(closed("age", 40))) == [Code.EXACT_AGE]
    assert lint(survey(banded("devices", (0, 0), (1, 1), (2, None)))) == ()


def test_more_than_eight_districts_need_a_thousand_answers() -> None:
    districts = survey(closed("home-district", 11))
    assert codes(districts) == [Code.TOO_MANY_ZONES]
    assert lint(replace(districts, expected=1000)) == ()
    assert lint(survey(closed("home-district", 8))) == ()


def test_an_unknown_breakdown_is_left_to_the_check_of_structure() -> None:
    assert lint(survey(closed("channel", 3), breakdowns=["nowhere"])) == ()
