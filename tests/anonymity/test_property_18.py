"""Property 18: results are made once, from the answers alone, the same for everyone."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from bot.proof.attacks import p18
from bot.proof.finding import Verdict
from bot.proof.live import p18 as live
from bot.proof.live import p19 as rules
from bot.proof.outsider import Loot
from bot.proof.trial import Trial
from bot.storage.rows import AuditRow
from tests.anonymity.conftest import Begin


async def test_results_are_made_once_and_are_the_same_for_everyone(
    begin_on: Callable[[str], Begin],
) -> None:
    async with begin_on("sqlite")() as opened:
        found = await p18.attack(opened)
        assert found.verdict is Verdict.KEPT, found.evidence
        for look in (live.look, rules.look):
            stands = await look(opened.loot(), opened.settings)
            assert stands.verdict is Verdict.KEPT, stands.evidence


HARMS = (
    "UPDATE release_file SET body = x'00' WHERE name LIKE '%.csv'",
    "DELETE FROM release_file",
    "DELETE FROM release WHERE sequence = 1",
    "UPDATE release SET tables = tables || ' '",
    "UPDATE release SET tables = replace(tables, '\"final\":false', '\"final\":true')",
)
INEXACT = (
    "UPDATE release SET tables = replace(tables, '\"base\":30', '\"base\":31')",
    'UPDATE release SET tables = replace(tables, \'"count":10,\', \'"count":10,"key":7,\')',
    "UPDATE release SET parameters = replace(parameters, '\"next\":50', '\"next\":57')",
)


async def released(trial: Trial) -> Loot:
    """With two interim releases, and files of the second, of which one was taken."""
    city = p18.City(trial)
    for wave in (range(40), range(40, 70)):
        await city.lives(wave)
        await city.asked("one")
    await city.handed_out("fr")
    ((taken,),) = await trial.loot().rows("SELECT min(sha256) FROM release_file")
    await trial.house.store.staff.note(AuditRow(trial.today(), "one", "download", taken))
    return trial.loot()


def harmed(loot: Loot, folder: Path, harm: str) -> Loot:
    """A copy of what was taken, in which somebody did this."""
    folder.mkdir()
    with (
        closing(sqlite3.connect(loot.data / "rightsbot.db")) as source,
        closing(sqlite3.connect(folder / "rightsbot.db")) as copied,
        copied,
    ):
        source.backup(copied)
        copied.execute(harm)
    return replace(loot, data=folder)


async def test_the_looks_at_an_installation_notice_what_no_longer_stands(
    begin_on: Callable[[str], Begin], tmp_path: Path
) -> None:
    async with begin_on("sqlite")() as opened:
        loot = await released(opened)
        assert (await live.look(loot, opened.settings)).verdict is Verdict.KEPT
        for number, harm in enumerate((*HARMS, *INEXACT)):
            look = live.look if harm in HARMS else rules.look
            found = await look(harmed(loot, tmp_path / str(number), harm), opened.settings)
            assert found.verdict is Verdict.BROKEN, harm
