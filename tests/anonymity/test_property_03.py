"""Property 3: what is absent cannot leak."""

from bot.proof.attacks import p03
from bot.proof.finding import Verdict
from bot.proof.trial import Trial


async def test_no_table_has_room_for_a_time_a_name_an_order_or_a_bond(tried: Trial) -> None:
    found = await p03.attack(tried)
    assert found.verdict is Verdict.KEPT, found.evidence
