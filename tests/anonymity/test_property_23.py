"""Property 23: staff see counts in steps of ten, and nothing that their role does not allow."""

from collections.abc import Callable

from bot.proof.attacks import p23
from bot.proof.finding import Verdict
from bot.proof.live import p23 as live
from tests.anonymity.conftest import Begin


async def test_staff_see_steps_of_ten_and_nothing_beyond_their_role(
    begin_on: Callable[[str], Begin],
) -> None:
    async with begin_on("sqlite")() as opened:
        found = await p23.attack(opened)
        assert found.verdict is Verdict.KEPT, found.evidence
        shown = await live.look(opened.loot(), opened.settings)
    assert shown.verdict is Verdict.KEPT, shown.evidence
    assert shown.evidence.values == {"surveys": 2}
