"""Property 5: before Send nothing is stored."""

from collections.abc import Callable

from bot.proof.attacks import p05
from bot.proof.finding import Verdict
from tests.anonymity.conftest import Begin


async def test_nothing_is_written_before_send(begin_on: Callable[[str], Begin]) -> None:
    async with begin_on("sqlite")() as opened:
        found = await p05.attack(opened)
    assert found.verdict is Verdict.KEPT, found.evidence
