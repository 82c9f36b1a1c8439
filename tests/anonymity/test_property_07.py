"""Property 7: PostgreSQL's own bookkeeping joins nothing."""

from collections.abc import Callable

from bot.proof.attacks import p07
from bot.proof.finding import Verdict
from tests.anonymity.conftest import Begin


async def test_no_answer_was_written_together_with_a_mark_and_no_dead_row_opens(
    begin_on: Callable[[str], Begin],
) -> None:
    async with begin_on("postgresql")() as opened:
        found = await p07.attack(opened)
    assert found.verdict is Verdict.KEPT, found.evidence


async def test_sqlite_has_no_such_bookkeeping(begin_on: Callable[[str], Begin]) -> None:
    async with begin_on("sqlite")() as opened:
        found = await p07.attack(opened)
    assert (found.verdict, found.evidence.key) == (Verdict.NOT_ASKED, "proof.7.sqlite")
