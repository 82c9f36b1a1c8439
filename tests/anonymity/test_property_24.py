"""Property 24: a survey that asks in too much detail is refused."""

from collections.abc import Callable

from bot.proof.attacks import p24
from bot.proof.finding import Verdict
from tests.anonymity.conftest import Begin


async def test_a_survey_that_would_leave_people_alone_in_a_cell_is_refused(
    begin_on: Callable[[str], Begin],
) -> None:
    async with begin_on("sqlite")() as opened:
        found = await p24.attack(opened)
    assert found.verdict is Verdict.KEPT, found.evidence
