"""Property 13: logs tell of nobody."""

from collections.abc import Callable

from bot.proof.attacks import p13
from bot.proof.finding import Verdict
from tests.anonymity.conftest import Begin


async def test_whatever_breaks_the_log_tells_of_nobody(begin_on: Callable[[str], Begin]) -> None:
    async with begin_on("sqlite")() as opened:
        found = await p13.attack(opened)
    assert found.verdict is Verdict.KEPT, found.evidence
