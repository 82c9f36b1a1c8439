"""Property 2: nobody's mark can be made again from what is stored."""

import pytest

from bot.proof.attacks import p02
from bot.proof.finding import Verdict
from bot.proof.trial import Trial


@pytest.mark.parametrize("begin", ["sqlite"], indirect=True)  # the values are the same on both
async def test_no_digest_of_a_person_occurs_with_any_stored_value_as_salt_or_key(
    tried: Trial,
) -> None:
    found = await p02.attack(tried)
    assert found.verdict is Verdict.KEPT, found.evidence
