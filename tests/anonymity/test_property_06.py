"""Property 6: the order of arrival is lost."""

import math
from itertools import permutations

from bot.proof.attacks import p06
from bot.proof.finding import Verdict
from bot.proof.trial import Trial


async def test_no_order_in_which_answers_lie_tells_when_they_came(tried: Trial) -> None:
    found = await p06.attack(tried)
    assert found.verdict is Verdict.KEPT, found.evidence


def test_tau_is_one_for_the_order_of_arrival_and_its_spread_is_known() -> None:
    """The spread by which orders are judged is that of all orders of five."""
    taus = [p06.tau(order) for order in permutations(range(5))]
    assert max(taus) == p06.tau(range(5)) == 1 == -p06.tau(range(5)[::-1])
    assert math.isclose(sum(taus), 0, abs_tol=1e-9)
    spread = math.sqrt(sum(tau * tau for tau in taus) / len(taus))
    assert math.isclose(p06.sigmas([(spread, 5)]), 1)
