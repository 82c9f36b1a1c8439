"""Every attack bites: each deliberate fault in the bot is noticed by the attack on its property."""

from collections.abc import Callable, Iterator

import pytest
from _pytest.mark import ParameterSet

from bot.proof.checks import ATTACKS
from bot.proof.finding import Verdict
from tests.anonymity.breaking import Break
from tests.anonymity.breaks import BREAKS
from tests.anonymity.conftest import Begin


def cases() -> Iterator[ParameterSet]:
    """The first fault of each property is tried each time, the others where there is time."""
    seen: set[int] = set()
    for fault in BREAKS:
        marks = [pytest.mark.long] if fault.property in seen else []
        yield pytest.param(fault, id=str(fault), marks=marks)
        seen.add(fault.property)


@pytest.mark.parametrize("fault", [*cases()])
async def test_the_attack_notices_this_fault(
    fault: Break, monkeypatch: pytest.MonkeyPatch, begin_on: Callable[[str], Begin]
) -> None:
    begin = begin_on(fault.on)
    fault.apply(monkeypatch)
    async with begin() as opened:
        found = await ATTACKS[fault.property](opened)
    assert found.verdict is Verdict.BROKEN, found.evidence
    assert found.evidence.key == f"proof.{fault.property}.{fault.shows}"
