"""Property 10: two surveys have nothing in common."""

from bot.proof.attacks import p10
from bot.proof.finding import Verdict
from bot.proof.trial import Trial


async def test_one_resident_leaves_no_value_twice(tried: Trial) -> None:
    found = await p10.attack(tried)
    assert found.verdict is Verdict.KEPT, found.evidence
