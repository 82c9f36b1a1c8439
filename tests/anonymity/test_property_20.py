"""Property 20: comparing results over time exposes neither a newcomer nor a few people."""

from collections.abc import Callable
from itertools import product
from math import comb

import pytest

from bot.proof.attacks import p20
from bot.proof.finding import Verdict
from bot.proof.guessing import divided, of
from tests.anonymity.conftest import Begin


@pytest.mark.timeout(600)
async def test_comparing_results_exposes_neither_a_newcomer_nor_a_few(
    begin_on: Callable[[str], Begin],
) -> None:
    async with begin_on("sqlite")() as opened:
        found = await p20.attack(opened)
    assert found.verdict is Verdict.KEPT, found.evidence


@pytest.mark.parametrize("true", [0, 1, 4, 5, 13])
def test_the_attacker_reckons_with_every_way_in_which_a_count_may_be_shown(true: int) -> None:
    likely = {shown: of(shown, true) for shown in range(0, 30, 5)}
    assert sum(likely.values()) == pytest.approx(1)
    assert sum(shown * chance for shown, chance in likely.items()) == pytest.approx(true)


@pytest.mark.parametrize("true", [1, 3, 6])
def test_the_attacker_reckons_with_every_way_in_which_people_may_be_divided(true: int) -> None:
    """Two groups: told one by one, a group that holds all is shown as the whole is."""
    shown = range(0, true + 5, 5)
    for whole, left, right in product(shown, repeat=3):
        chance = 0.0
        for first in range(true + 1):
            ways = comb(true, first) / 2**true
            pair = (of(left, first), of(right, true - first))
            if first in {0, true}:
                alone, other = (right, left) if first == 0 else (left, right)
                pair = (float(alone == whole), float(other == 0))
            chance += ways * pair[0] * pair[1]
        assert divided((left, right), whole, true) == pytest.approx(chance)
