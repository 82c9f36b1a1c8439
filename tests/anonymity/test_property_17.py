"""Property 17: a published survey cannot be altered."""

from bot.proof.attacks import p17
from bot.proof.finding import Verdict
from bot.proof.live import p17 as live
from bot.proof.trial import Trial


async def test_a_published_survey_stays_as_it_was(tried: Trial) -> None:
    found = await p17.attack(tried)
    assert found.verdict is Verdict.KEPT, found.evidence


async def test_the_look_at_an_installation_tries_its_rules_and_changes_nothing(
    tried: Trial,
) -> None:
    before = await tried.loot().table("survey")
    found = await live.look(tried.loot(), tried.settings)
    assert found.verdict is Verdict.KEPT, found.evidence
    assert await tried.loot().table("survey") == before
