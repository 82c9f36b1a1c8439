"""Property 4: a box tells nothing by its length."""

from bot.proof.attacks import p04
from bot.proof.finding import Verdict
from bot.proof.trial import Trial


async def test_all_boxes_of_a_table_have_one_length(tried: Trial) -> None:
    found = await p04.attack(tried)
    assert found.verdict is Verdict.KEPT, found.evidence
