"""Conditions, limits, languages and names of a form are read as they are meant."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.cursor import is_id
from bot.content.xlsform.expression import CannotSay, parse
from bot.content.xlsform.limits import (
    Choosing,
    Range,
    bands_of,
    choosing,
    equal_bands,
    month,
    month_text,
    range_of,
    whole,
    years,
)
from bot.content.xlsform.safe import MOST_OF_BUTTON, own_id, plain, short
from bot.content.xlsform.skip import Target, opens
from bot.content.xlsform.table import language
from bot.core.model import PREFER_NOT

TARGETS = {
    "q": Target("q", {"a": "a", "B b": "b-b", "c": "c"}),
    "many": Target("many", {"x": "x", "y": "y", "z": "z"}, several=True),
    "ten": Target("ten", {str(n): str(n) for n in range(11)}, points=True),
}

BOTH = " and ".join(
    f"(selected(${{many}}, '{one}') or selected(${{many}}, '{other}'))"
    for one, other in ("xy", "yz")
)


@pytest.mark.parametrize(
    ("relevant", "expected"),
    [
        ("${q} = 'a'", {"q": {"a"}}),
        (' "B b" = ${ q }', {"q": {"b-b"}}),
        ("selected(${q},'a')", {"q": {"a"}}),
        ("${q} = ‘a’ or ${q} = “c”", {"q": {"a", "c"}}),
        ("${q} != 'a'", {"q": {"b-b", "c", PREFER_NOT}}),
        ("not(selected(${q}, 'a') or ${q} = 'c')", {"q": {"b-b", PREFER_NOT}}),
        ("not(not(${q} = 'a'))", {"q": {"a"}}),
        ("${q} != 'a' and ${q} != 'c'", {"q": {"b-b", PREFER_NOT}}),
        ("${q} != ''", {"q": {"a", "b-b", "c"}}),
        ("${many} = ''", {"many": {PREFER_NOT}}),
        ("selected(${many}, 'x') or selected(${many}, 'y')", {"many": {"x", "y"}}),
        ("(${q} = 'a') and (selected(${many}, 'x'))", {"q": {"a"}, "many": {"x"}}),
        ("${ten} >= 9", {"ten": {"9", "10"}}),
        ("${ten} > 3 and ${ten} < 6", {"ten": {"4", "5"}}),
        ("2 > ${ten}", {"ten": {"0", "1"}}),
        ("not(${ten} <= 9)", {"ten": {"10"}}),
        # What `ask_if` cannot say: either of two questions, both of two choices, only one choice.
        ("${q} = 'a' or selected(${many}, 'x')", None),
        ("selected(${many}, 'x') and selected(${many}, 'y')", None),
        (BOTH, None),
        ("${many} = 'x'", None),
        ("not(selected(${many}, 'x'))", None),
        ("${q} = 'a' and ${q} = 'c'", None),
        ("${ten} > 10", None),
        ("${q} = 'z'", None),
        ("${later} = 'a'", None),
        ("${q} > 'a'", None),
        # What is more than comparisons.
        ("${q} + 1 = 2", None),
        ("count-selected(${many}) > 1", None),
        ("jr:choice-name(${q}, 'x') = 'a'", None),
        ("if(${q} = 'a', 1, 0)", None),
        ("${q} = 'a' and", None),
        ("'a' = 'a'", None),
        ("${q} = ${many}", None),
        ("${q}", None),
        ("(" * 5000, None),
        ("${q} = 'a' or " * 3000 + "${q} = 'a'", None),
    ],
)
def test_a_condition_is_read_as_it_is_meant_or_not_at_all(
    relevant: str, expected: Mapping[str, AbstractSet[str]] | None
) -> None:
    try:
        found = opens([parse(relevant)], TARGETS)
    except CannotSay:
        assert expected is None
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("", Choosing()),
        ("count-selected(.) <= 3", Choosing(at_most=3)),
        ("count-selected(.)<4 and count-selected(.) >= 1", Choosing(at_most=3)),
        ("3 >= count-selected(.)", Choosing(at_most=3)),
        ("not(selected(., 'none') and count-selected(.) > 1)", Choosing(alone=frozenset({"none"}))),
        ("not(selected(.,'n')) or count-selected(.)=1", Choosing(alone=frozenset({"n"}))),
        ("count-selected(.) >= 2", Choosing(understood=False)),
        ("regex(., 'x')", Choosing(understood=False)),
    ],
)
def test_what_a_constraint_says_of_several_choices(constraint: str, expected: Choosing) -> None:
    assert choosing(constraint) == expected


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("", Range()),
        (". >= 16 and . <= 99", Range(16, 99)),
        ("(.>0) and (100 > .)", Range(1, 99)),
        (". >= -5", Range(-5)),
        (". >= 1 or . <= 3", None),
        (". != 3", None),
        (". <= ${q}", None),
        (". <= 3.5", None),
        ("string-length(.) < 5", None),
    ],
)
def test_limits_of_a_number(constraint: str, expected: Range | None) -> None:
    try:
        assert range_of(constraint, whole) == expected
    except CannotSay:
        assert expected is None


@given(st.integers(-500, 500), st.integers(1, 5000))
def test_bands_that_are_chosen_for_a_form_cover_its_range_and_are_few(low: int, more: int) -> None:
    for bands in (equal_bands(low, low + more), years(abs(low), abs(low) + more)):
        assert len(bands) <= 12
        assert all(first <= last for first, last in bands)
        assert all(after[0] == before[1] + 1 for before, after in pairwise(bands))
    assert (equal_bands(low, low + more)[0][0], equal_bands(low, low + more)[-1][1]) == (
        low,
        low + more,
    )


def test_bands_are_read_as_people_write_them() -> None:
    assert bands_of("16-29, 30 – 49;50..64 65 to 99", whole) == (
        (16, 29), (30, 49), (50, 64), (65, 99),
    )  # fmt: skip
    assert bands_of("0, 1-4", whole) == ((0, 0), (1, 4))
    spring, year = bands_of("2024-01 - 2024-03, 2024-04..2024-12", month)
    assert [month_text(end) for end in (*spring, *year)] == [
        "2024-01", "2024-03", "2024-04", "2024-12",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "lang"),
    [
        ("English (en)", "en"),
        ("Français(fr)", "fr"),
        ("French (fr_BE)", "fr"),
        ("nl", "nl"),
        ("Български", "bg"),
        ("Bulgaars", "bg"),
        ("albanais", "sq"),
        ("SHQIP (sq)", "sq"),
        ("Deutsch (de)", ""),
        ("de", ""),
        ("", ""),
        ("image", ""),
    ],
)
def test_the_language_of_a_column_is_told_by_code_or_name(heading: str, lang: str) -> None:
    assert language(heading) == lang


@given(st.text(max_size=80), st.sets(st.sampled_from(["a", "q", "q-2", "prefer-not-2"])))
def test_an_id_of_any_name_is_an_id_and_new(name: str, taken: set[str]) -> None:
    id_ = own_id(name, "q", taken)

    assert is_id(id_)
    assert id_ not in taken


@given(st.text(max_size=60))
def test_a_shortened_text_fits_its_button(text: str) -> None:
    cut = short(text)

    assert len(cut) <= MOST_OF_BUTTON
    assert cut == text or (cut.endswith("…") and text.startswith(cut.rstrip("…")))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<span style="color:red">Red</span> and **bold**', "Red and bold"),
        ("# Heading with *one* and _two_", "Heading with one and two"),
        ("my_own_name, 3 * 4 < 5 and a>b", "my_own_name, 3 * 4 < 5 and a>b"),
    ],
)
def test_formatting_is_taken_away_and_words_stay(written: str, shown: str) -> None:
    assert plain(written) == shown
