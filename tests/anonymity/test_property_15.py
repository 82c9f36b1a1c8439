"""Property 15: one account has one voice."""

from bot.proof.attacks import p15
from bot.proof.finding import Verdict
from bot.proof.trial import Trial


async def test_one_account_has_one_voice_and_a_lost_send_is_found_again(tried: Trial) -> None:
    found = await p15.attack(tried)
    assert found.verdict is Verdict.KEPT, found.evidence
