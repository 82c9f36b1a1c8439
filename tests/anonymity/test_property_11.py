"""Property 11: what is gone is gone."""

from bot.proof.attacks import p11
from bot.proof.finding import Verdict
from bot.proof.trial import Trial


async def test_nothing_can_be_read_of_what_was_forgotten_taken_back_changed_mixed_or_closed(
    tried: Trial,
) -> None:
    found = await p11.attack(tried)
    assert found.verdict is Verdict.KEPT, found.evidence
