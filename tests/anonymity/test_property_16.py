"""Property 16: changing and taking back."""

import pytest

from bot.proof.attacks import p16
from bot.proof.finding import Verdict
from bot.proof.trial import Trial


async def test_changing_and_taking_back_reach_ones_own_answers_alone(
    tried: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    if tried.loot().database is None:
        monkeypatch.setattr(p16, "CODES", 200)
    found = await p16.attack(tried)
    assert found.verdict is Verdict.KEPT, found.evidence
