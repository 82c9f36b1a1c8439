from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.disclosure import (
    Allowed,
    allowed,
    most_chosen,
    rounded,
    share,
)

KEYS = st.lists(st.integers(0, 2**64 - 1), max_size=60)
FIVES = st.integers(0, 60).map(lambda step: 5 * step)
SHIPPED = 150


# Rounding. ----------------------------------------------------------------------------------


def fresh(chance: Random, count: int) -> list[int]:
    return [chance.getrandbits(64) for _ in range(count)]


def shown(keys: Sequence[int]) -> int:
    return rounded(len(keys), sum(keys))


@given(KEYS)
def test_a_shown_count_is_a_multiple_of_five_less_than_five_away(keys: list[int]) -> None:
    assert shown(keys) % 5 == 0
    assert abs(shown(keys) - len(keys)) < 5


@given(KEYS, st.randoms(use_true_random=False))
def test_the_order_of_responses_does_not_change_a_count(keys: list[int], chance: Random) -> None:
    assert shown(keys) == shown(chance.sample(keys, len(keys)))


@pytest.mark.parametrize("count", range(11))
def test_over_20000_seeds_the_mean_error_is_nought(count: int) -> None:
    chance = Random(count)
    errors = [shown(fresh(chance, count)) - count for _ in range(20_000)]
    assert abs(sum(errors) / len(errors)) < 0.1
    assert max(map(abs, errors)) < 5


def test_how_the_parts_were_rounded_does_not_tell_how_the_total_was() -> None:
    """Two of 3 and 4 responses: a total of 7 rounds up with 2/5, whatever the parts did."""
    chance = Random(7)
    ups: dict[tuple[int, int], list[bool]] = {}
    for _ in range(20_000):
        left, right = fresh(chance, 3), fresh(chance, 4)
        parts = shown(left), shown(right)
        ups.setdefault(parts, []).append(shown(left + right) == 10)
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
