"""Property 12: a backup brings nothing back that may not be."""

from bot.proof.attacks import p12
from bot.proof.finding import Verdict
from bot.proof.trial import Trial


async def test_a_backup_undoes_no_forgetting_no_withdrawal_and_no_close(tried: Trial) -> None:
    found = await p12.attack(tried)
    assert found.verdict is Verdict.KEPT, found.evidence
