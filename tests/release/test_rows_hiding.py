from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import PREFER_NOT, Audience, Question, Rows, Type
from bot.core.sheet import Answers, Value
from bot.core.survey import record
from bot.release.coding import coded
from bot.release.hiding import rare
from tests.release.recorded import (
    AGE,
    HAPPY,
    SINCE,
    TOOLS,
    TRUST,
    WAY,
    WISHES,
    ZONE,
    ZONES,
    asked,
    released,
    table,
)

# What one column could tell of another. ---------------------------------------------------------

EVEN = asked(WAY, HAPPY, ZONE, by=("zone",), rows=Rows(Audience.ROWS_STAFF, {}))


def even(number: int, way: str, **more: str) -> list[Answers]:
    """So many in each zone."""
    happy = ("yes", "no")
    found: list[Answers] = []
    for i in range(number):
        answers = {"way": way, "happy": happy[i % 2], "zone": ZONES[i % 4], **more}
        found.append(record(EVEN, answers))
    return found


def test_who_is_hidden_is_not_betrayed_by_the_questions_that_hang_on_the_answer() -> None:
    """Three used the phone and were asked how happy they are; the web was not asked."""
    plan, meta, body = released(EVEN, [*even(200, "web"), *even(3, "phone"), *even(60, "desk")])
    rows = table(meta, body)
    assert {row["way"] for row in rows} == {"web", "other"}
    assert {row["happy"] for row in rows if row["way"] == "other"} == {"other"}
    assert plan.other["way"] == plan.other["happy"] == 25


def test_who_was_asked_tells_no_breakdown_that_is_not_in_the_file() -> None:
    """Nor does what hangs on the question that hangs on the breakdown."""
    school = Question("school", Type.YES_NO, {}, ask_if={"zone": frozenset({"north"})})
    bus = Question("bus", Type.YES_NO, {}, ask_if={"school": frozenset({"yes", "no"})})
    survey = replace(EVEN, questions=(ZONE, WAY, school, bus))
    north: list[Answers] = [
        {
            "zone": "north",
            "way": way,
            "school": "yes" if i % 2 else "no",
            "bus": "no" if i % 3 else "yes",
        }
        for i in range(4)
        for way in ("desk", "web")
    ]
    south: list[Answers] = [{"zone": "south", "way": way} for way in ("desk", "web")]
    plan, _, _ = released(survey, [*north * 4, *south * 50])
    assert (plan.levels, plan.absent) == ({"zone": 0}, ())
    plan, _, _ = released(
        replace(survey, rows=Rows(Audience.ROWS_PUBLIC, {})), [*north, *south * 50]
    )
    assert (plan.levels, plan.absent) == ({"zone": 1}, ("zone", "school", "bus"))
    assert plan.lost == 100


def test_an_answer_that_has_something_rare_is_hidden_as_a_whole() -> None:
    """What is left of a ranking would tell who is missing from its first place."""
    survey = asked(WISHES, ZONE, by=("zone",), rows=Rows(Audience.ROWS_STAFF, {}))
    orders = [("trees", "trams", "light"), ("trams", "trees", "benches")] * 60
    rare_ones = [("light", "trees", "trams")] * 2 + [("benches", "trams", "trees")] * 3
    responses: list[Answers] = [
        {"wishes": order, "zone": ZONES[i % 4]} for i, order in enumerate(orders)
    ]
    responses += [{"wishes": order, "zone": "north"} for order in rare_ones]
    _, meta, body = released(survey, responses)
    shown = Counter(tuple(v for n, v in row.items() if n != "zone") for row in table(meta, body))
    assert shown[("other",) * 4] == 5
    assert len(shown) == 3


@given(st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["a", "b", "c"])), min_size=1))
def test_after_hiding_each_code_is_given_by_five_or_by_nobody(
    drawn: list[tuple[int, str]],
) -> None:
    codes = [("other", "other"), ("", ""), *((f"x{i % 4}", c) for i, (_, c) in enumerate(drawn))]
    totals = [3, 0, *(count for count, _ in drawn)]
    gone = rare(codes, totals)
    counts: Counter[tuple[int, str]] = Counter()
    for number, total in enumerate(totals):
        for place in enumerate(codes[0 if number in gone else number]):
            counts[place] += total
    whole = sum(totals)
    assert all(n == 0 or n >= 5 or n == whole for n in counts.values())


SECOND = ("second-third", "lower", "first")


@pytest.mark.parametrize(
    ("question", "answer", "codes"),
    [
        (WAY, "desk", ("desk",)),
        (WAY, None, ("",)),
        (WAY, PREFER_NOT, (PREFER_NOT,)),
        (AGE, 29, ("16-29",)),
        (SINCE, "2023-12", ("old",)),
        (SINCE, "2024-01", ("new",)),
        (TRUST, "10", ("10",)),
        (TOOLS, ("app", "pen"), ("yes", "no", "yes")),
        (TOOLS, PREFER_NOT, (PREFER_NOT,) * 3),
        (WISHES, ("light", "trees"), ("second-third", "lower", "first", "lower")),
        (WISHES, ("benches", "trams", "trees", "light"), ("second-third", *SECOND)),
    ],
)
def test_an_answer_becomes_coarse_codes(
    question: Question, answer: Value | None, codes: tuple[str, ...]
) -> None:
    assert coded(question, answer) == codes
