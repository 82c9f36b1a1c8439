from collections import Counter
from dataclasses import replace
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.model import Audience, Band, Rows
from bot.core.sheet import Answers
from bot.core.survey import record
from bot.release.lattice import best, lay_out, settle
from bot.release.plan import from_json, to_json
from bot.release.rows import Changed, propose, read, write
from tests.release.recorded import (
    AGE,
    HAPPY,
    PUBLIC,
    STAFF,
    SURVEY,
    WAY,
    ZONE,
    asked,
    counted,
    groups,
    people,
    released,
    table,
)

# Privacy.md, section 5. -------------------------------------------------------------------------


@pytest.mark.parametrize(("rows", "k"), [(STAFF, 5), (PUBLIC, 11)])
@pytest.mark.parametrize("number", [60, 400, 3000])
def test_each_record_hides_among_others_who_did_not_all_answer_alike(
    rows: Rows, k: int, number: int
) -> None:
    survey = replace(SURVEY, rows=rows)
    plan, meta, body = released(survey, people(survey, number))
    found = table(meta, body)
    assert plan.k == k
    assert 0.95 * number <= len(found) <= number
    for group in groups(found, "age", "zone"):
        assert len(group) >= k
        for question in {column.question for column in read(meta, body).columns} - {"age", "zone"}:
            told = {
                tuple(v for n, v in row.items() if n.split(".")[0] == question) for row in group
            }
            assert len(told) > 1 or set(told.pop()) == {""}


def test_no_code_is_given_by_fewer_than_five() -> None:
    for seed in range(12):
        _, meta, body = released(SURVEY, people(SURVEY, 400, seed))
        rows = table(meta, body)
        for column in read(meta, body).columns:
            counts = Counter(row[column.id] for row in rows)
            assert min(counts.values()) >= 5
            assert set(counts) - {""} == set(column.codes)


def test_the_order_of_arrival_changes_no_byte() -> None:
    for seed in range(6):
        responses = people(SURVEY, 250, seed)
        before = released(SURVEY, responses)
        Random(seed).shuffle(responses)
        assert released(SURVEY, responses) == before


def test_records_are_sorted_by_value_and_are_codes_alone() -> None:
    _, meta, body = released(SURVEY, people(SURVEY, 400))
    records = list(read(meta, body).records)
    assert records == sorted(records)
    assert body.isascii()
    assert b'"' not in body


def test_the_least_loss_is_found_by_trying_every_combination() -> None:
    for seed, number in ((1, 90), (2, 200), (3, 700)):
        assert SURVEY.rows is not None
        laid = lay_out(SURVEY, SURVEY.rows, counted(SURVEY, people(SURVEY, number, seed)))
        every = (settle(laid, levels, 5) for levels in product(range(3), range(2)))
        cut = best(laid, 5)
        assert cut is not None
        assert cut.loss == min(found.loss for found in every if found is not None)


def test_language_and_what_was_never_asked_stand_in_no_record() -> None:
    survey = replace(SURVEY, breakdowns=("age", "language"))
    responses = [{**answers, "language": "bg"} for answers in people(survey, 300)]
    plan, meta, body = released(survey, responses)
    assert "language" not in plan.levels
    assert {c.question for c in read(meta, body).columns} <= {q.id for q in survey.questions}
    assert b"bg" not in body


PLAIN = asked(WAY, HAPPY, ZONE, by=("zone",), rows=Rows(Audience.ROWS_STAFF, {}))

# What is lost, and when there is nothing. -------------------------------------------------------


def test_what_everybody_answered_alike_is_not_in_the_file() -> None:
    responses = [{**answers, "way": "desk", "happy": "yes"} for answers in people(PLAIN, 120)]
    plan, meta, _ = released(PLAIN, [record(PLAIN, answers) for answers in responses])
    assert plan.absent == ("way", "happy")
    assert '"question":"way"' not in meta


def test_with_fewer_than_thirty_answers_nothing_is_released() -> None:
    assert propose(SURVEY, counted(SURVEY, people(SURVEY, 29))) is None
    assert propose(replace(SURVEY, rows=None), counted(SURVEY, people(SURVEY, 300))) is None


def test_the_plan_tells_no_exact_count() -> None:
    plan = propose(SURVEY, counted(SURVEY, people(SURVEY, 437)))
    assert plan is not None
    assert plan.records % 10 == 0
    assert all(0 <= share <= 100 for share in (plan.dropped, plan.lost, *plan.other.values()))
    assert plan.dropped <= 5
    assert from_json(to_json(plan)) == plan


def test_what_was_not_approved_is_not_written() -> None:
    responses = people(SURVEY, 400)
    plan = propose(SURVEY, counted(SURVEY, responses))
    assert plan is not None
    for wrong in (replace(plan, levels={"age": 0, "zone": 0}), replace(plan, k=2)):
        with pytest.raises(Changed):
            write(SURVEY, counted(SURVEY, responses), wrong)
    with pytest.raises(Changed):
        write(SURVEY, counted(SURVEY, []), plan)


@settings(deadline=None, max_examples=25)
@given(st.integers(30, 160), st.integers(0, 10**6), st.sampled_from([STAFF, PUBLIC]))
def test_whoever_answers_the_rules_hold(number: int, seed: int, rows: Rows) -> None:
    survey = replace(SURVEY, rows=rows)
    plan = propose(survey, counted(survey, people(survey, number, seed)))
    if plan is None:
        return
    meta, body = write(survey, counted(survey, people(survey, number, seed)), plan)
    for group in groups(table(meta, body), "age", "zone"):
        assert len(group) >= plan.k


def test_a_band_below_zero_is_no_formula_and_is_read_back() -> None:
    cold = replace(AGE, id="cold", low=-20, bands=(Band("-20--1", None, -1), Band("0-99", 0, None)))
    survey = asked(WAY, cold, by=(), rows=Rows(Audience.ROWS_STAFF, {}))
    responses: list[Answers] = [
        {"way": ("desk", "web")[i % 2], "cold": i % 3 - 1} for i in range(60)
    ]
    _, meta, body = released(survey, responses)
    assert b"\ndesk,'-20--1\n" in body
    assert ("desk", "-20--1") in read(meta, body).records


def test_of_few_answers_what_is_lost_is_told_in_fives() -> None:
    for seed in range(6):
        plan, _, _ = released(SURVEY, people(SURVEY, 80, seed))
        told = (plan.dropped, plan.lost, *plan.other.values())
        assert {share % 5 for share in told} == {0}


def test_where_no_question_could_be_told_nothing_can_be_asked_for() -> None:
    alone = replace(SURVEY, questions=(HAPPY,), breakdowns=(), rows=replace(STAFF, hierarchies={}))
    alike = [{"happy": "yes"}] * 40
    assert propose(alone, counted(alone, alike)) is None
