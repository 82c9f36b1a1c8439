"""Property 9: what was sealed or marked before is lost with its keys."""

from bot.proof.attacks import p09
from bot.proof.finding import Verdict
from bot.proof.trial import Trial


async def test_an_old_copy_opens_nothing_and_confirms_nobody(tried: Trial) -> None:
    found = await p09.attack(tried)
    assert found.verdict is Verdict.KEPT, found.evidence
