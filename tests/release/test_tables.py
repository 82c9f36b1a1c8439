from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.model import PREFER_NOT, Survey
from bot.core.sheet import (
    Answers,
)
from bot.release.canonical import from_json, to_json
from bot.release.tables import Cell, Table, Tables, build
from bot.release.tally import count

Answering = Callable[[Survey, int, int], list[Answers]]
KEPT = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50
)
SIZES = st.integers(0, 150)
SEEDS = st.integers(0, 2**32)


def keys(count: int, seed: int) -> list[int]:
    chance = Random(seed)
    return [chance.getrandbits(64) for _ in range(count)]


def drawn(keys: Sequence[int]) -> Callable[[int], bytes]:
    """Hands these out as record keys."""
    return lambda _: b"".join(key.to_bytes(8, "little") for key in keys)


def made(survey: Survey, responses: list[Answers], seed: int = 1, *, final: bool = True) -> Tables:
    return build(count(survey, responses, drawn(keys(len(responses), seed))), final=final)


def table(tables: Tables, question: str, group: str | None = None) -> Table:
    return next(t for t in tables.tables if t.question == question and t.group == group)


def counts(of: Table) -> dict[str, int | None]:
    return {cell.option: cell.count for cell in of.cells}


def alike(count: int, **answers: str | int | tuple[str, ...]) -> list[Answers]:
    return [answers] * count


@KEPT
@given(SIZES, SEEDS)
def test_every_published_count_is_a_multiple_of_five(
    survey: Survey, answering: Answering, size: int, seed: int
) -> None:
    tables = made(survey, answering(survey, size, seed), seed)
    shown = [tables.people, *(n for t in tables.tables for n in (t.base, t.answered))]
    shown += [cell.count for t in tables.tables for cell in t.cells]
    assert all(count is None or count % 5 == 0 for count in shown)


@KEPT
@given(SIZES, SEEDS)
def test_the_base_rules_hold_in_every_table(
    survey: Survey, answering: Answering, size: int, seed: int
) -> None:
    tables = made(survey, answering(survey, size, seed), seed)
    for each in tables.tables:
        whole = table(tables, each.question).base
        if each.base is None:
            assert each.cells == ()
            assert each.most == ()
            continue
        assert each.base >= 10
        assert whole is not None
        if whole < 30:
            assert all(cell.count is None or cell.count >= 10 for cell in each.cells)
        if each.group and each.base < 30:
            assert all(cell.share is cell.share_answered is None for cell in each.cells)


@KEPT
@given(SIZES, SEEDS)
def test_a_share_is_the_shown_count_of_the_shown_base(
    survey: Survey, answering: Answering, size: int, seed: int
) -> None:
    for each in made(survey, answering(survey, size, seed), seed).tables:
        for cell in each.cells:
            if cell.share is not None:
                assert cell.count
                assert each.base
                assert cell.share == min(100, int(100 * cell.count / each.base + 0.5))
            if cell.share_answered is not None:
                assert cell.count
                assert each.answered
                assert cell.option != PREFER_NOT
                assert cell.share_answered == min(100, int(100 * cell.count / each.answered + 0.5))


@KEPT
@given(SIZES, SEEDS)
def test_most_chosen_is_said_only_where_ten_lie_between(
    survey: Survey, answering: Answering, size: int, seed: int
) -> None:
    for each in made(survey, answering(survey, size, seed), seed).tables:
        if len(each.most) == 1:
            (most,) = each.most
            others = {o: n or 0 for o, n in counts(each).items() if o not in {most, PREFER_NOT}}
            assert all((counts(each)[most] or 0) - count >= 10 for count in others.values())


@pytest.mark.parametrize("seed", range(20))
def test_equal_cells_of_a_release_agree(survey: Survey, seed: int) -> None:
    """The 33 at the counter are an option, the base of the next question, and both its answers."""
    at_counter = alike(33, channel="counter", happy="yes", tools=("a", "b"), age=40)
    elsewhere = alike(41, channel="online", tools=("c",), age=70)
    tables = made(survey, at_counter + elsewhere, seed)
    shown = counts(table(tables, "channel"))["counter"]
    assert shown in {30, 35}
    assert shown == table(tables, "happy").base == counts(table(tables, "happy"))["yes"]
    assert shown == counts(table(tables, "tools"))["a"] == counts(table(tables, "tools"))["b"]
    assert shown == table(tables, "channel", "middle").base
    assert tables.people == table(tables, "age").base == table(tables, "age").answered


@KEPT
@given(SEEDS)
def test_options_stand_in_declared_order_with_prefer_not_last(
    survey: Survey, answering: Answering, seed: int
) -> None:
    tables = made(survey, answering(survey, 120, seed))
    assert list(counts(table(tables, "channel"))) == [
        "counter", "phone", "online", "none", PREFER_NOT,
    ]  # fmt: skip
    assert list(counts(table(tables, "age"))) == ["young", "middle", "old", PREFER_NOT]
    assert [t.question for t in tables.tables if t.group is None] == [
        "channel", "happy", "tools", "age",
    ]  # fmt: skip


def test_a_question_that_was_not_asked_of_all_has_the_base_of_those_who_met_it(
    survey: Survey,
) -> None:
    met = alike(50, channel="phone", happy="no", tools=(), age=20)
    others = alike(50, channel="none", tools=(), age=20)
    tables = made(survey, met + others)
    assert table(tables, "happy").base == 50
    assert table(tables, "channel").base == 100


def test_several_choices_are_counted_by_people(survey: Survey) -> None:
    both = alike(40, channel="none", tools=("a", "b"), age=20)
    tables = made(survey, both)
    assert table(tables, "tools").base == 40
    assert [cell.share for cell in table(tables, "tools").cells] == [100, 100, None, None]


@pytest.mark.parametrize(
    ("age", "band"),
    [(16, "young"), (29, "young"), (30, "middle"), (49, "middle"), (50, "old"), (120, "old")],
)
def test_a_number_is_published_by_its_band(survey: Survey, age: int, band: str) -> None:
    tables = made(survey, alike(40, channel="none", tools=(), age=age))
    shown = Counter({option: n for option, n in counts(table(tables, "age")).items() if n})
    assert shown == {band: 40}


def test_shares_are_given_with_and_without_prefer_not_to_say(survey: Survey) -> None:
    said = alike(60, channel="none", tools=(), age=20)
    silent = alike(40, channel=PREFER_NOT, tools=(), age=20)
    cells = {cell.option: cell for cell in table(made(survey, said + silent), "channel").cells}
    assert cells["none"] == Cell("none", 60, share=60, share_answered=100)
    assert cells[PREFER_NOT] == Cell(PREFER_NOT, 40, share=40, share_answered=None)


def silent(survey: Survey, said: int, quiet: int) -> Table:
    """The first question, answered by some and left open by others."""
    told = alike(said, channel="none", tools=(), age=20)
    return table(made(survey, told + alike(quiet, channel=PREFER_NOT, tools=(), age=20)), "channel")


def test_fewer_than_ten_who_answered_are_no_base(survey: Survey) -> None:
    few = silent(survey, 5, 95)
    assert (few.base, few.answered) == (100, None)
    assert all(cell.share_answered is None for cell in few.cells)
    assert silent(survey, 10, 90).answered == 10


def test_shares_of_those_who_answered_need_thirty_of_them(survey: Survey) -> None:
    assert [cell.share_answered for cell in silent(survey, 25, 75).cells if cell.count] == [
        None
    ] * 2
    assert silent(survey, 30, 70).cells[3].share_answered == 100


def test_only_the_final_crosses_questions(survey: Survey, answering: Answering) -> None:
    responses = answering(survey, 140, 3)
    assert all(t.group is None for t in made(survey, responses, final=False).tables)
    crossed = [t for t in made(survey, responses).tables if t.group]
    assert {(t.question, t.breakdown) for t in crossed} == {
        ("channel", "age"), ("happy", "age"), ("tools", "age"),
    }  # fmt: skip


def test_fewer_than_ten_people_are_too_few(survey: Survey, answering: Answering) -> None:
    tables = made(survey, answering(survey, 5, 1))
    assert tables.people is None
    assert all(t.base is None and t.cells == () for t in tables.tables)


@KEPT
@given(SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_responses_leaves_no_trace(
    survey: Survey, answering: Answering, seed: int, chance: Random
) -> None:
    pairs = list(zip(answering(survey, 60, seed), keys(60, seed), strict=True))
    mixed = chance.sample(pairs, len(pairs))
    first, second = (
        build(count(survey, [a for a, _ in each], drawn([k for _, k in each])), final=True)
        for each in (pairs, mixed)
    )
    assert to_json(first) == to_json(second)


@KEPT
@given(SIZES, SEEDS)
def test_tables_come_back_from_their_json(
    survey: Survey, answering: Answering, size: int, seed: int
) -> None:
    tables = made(survey, answering(survey, size, seed), seed, final=seed % 2 == 0)
    assert from_json(to_json(tables)) == tables
    assert to_json(from_json(to_json(tables))) == to_json(tables)
    assert b"." not in to_json(tables)


def test_no_key_and_no_true_count_is_in_the_json(survey: Survey) -> None:
    responses = alike(33, channel="counter", happy="yes", tools=("a",), age=44)
    drawn = keys(33, 5)
    written = to_json(made(survey, responses, 5)).decode()
    assert not any(str(key) in written or f"{key:x}" in written for key in drawn)
    assert "33" not in written
    assert "44" not in written


def test_an_exact_count_cannot_be_put_into_a_table() -> None:
    with pytest.raises(ValueError, match="exact count"):
        Cell("a", 7)
    with pytest.raises(ValueError, match="exact count"):
        from_json(b'{"survey":"s","final":true,"people":41,"tables":[]}')


def test_a_survey_without_breakdowns_has_one_way_tables_only(
    survey: Survey, answering: Answering
) -> None:
    tables = made(replace(survey, breakdowns=()), answering(survey, 140, 1))
    assert len(tables.tables) == 4
