"""Property 14: nothing lies about."""

from bot.proof.attacks import p14
from bot.proof.finding import Verdict
from bot.proof.trial import Trial


async def test_every_file_is_documented_and_its_owners_alone(tried: Trial) -> None:
    found = await p14.attack(tried)
    assert found.verdict is Verdict.KEPT, found.evidence
