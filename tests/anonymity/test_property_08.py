"""Property 8: new answers come by tens."""

from bot.proof.attacks import p08
from bot.proof.finding import Verdict
from bot.proof.trial import Trial


async def test_between_two_snapshots_answers_appear_by_tens_or_not_at_all(tried: Trial) -> None:
    found = await p08.attack(tried)
    assert found.verdict is Verdict.KEPT, found.evidence
