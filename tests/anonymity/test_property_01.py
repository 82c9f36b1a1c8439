"""Property 1: who somebody is, and what they said, stands nowhere."""

from bot.proof.attacks import p01
from bot.proof.finding import Verdict
from bot.proof.trial import Trial


async def test_no_byte_of_what_an_outsider_holds_names_a_person_or_an_answer(tried: Trial) -> None:
    found = await p01.attack(tried)
    assert found.verdict is Verdict.KEPT, found.evidence
