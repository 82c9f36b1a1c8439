"""Every attack bites: each deliberate fault in the bot is noticed by the attack on its property."""

from collections.abc import Callable

import pytest

from bot.proof.checks import ATTACKS
from bot.proof.finding import Verdict
from tests.anonymity.breaking import Break
from tests.anonymity.breaks import BREAKS
from tests.anonymity.conftest import Begin

pytestmark = pytest.mark.long


@pytest.mark.parametrize("fault", BREAKS, ids=str)
async def test_the_attack_notices_this_fault(
    fault: Break, monkeypatch: pytest.MonkeyPatch, begin_on: Callable[[str], Begin]
) -> None:
    begin = begin_on(fault.on)
    fault.apply(monkeypatch)
    async with begin() as opened:
        found = await ATTACKS[fault.property](opened)
    assert found.verdict is Verdict.BROKEN, found.evidence
    assert found.evidence.key == f"proof.{fault.property}.{fault.shows}"
