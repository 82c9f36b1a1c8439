"""The looks at an installation: calm where all is well, and each notices what should not be."""

import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeAlias

import pytest

from bot.proof.finding import Finding, Verdict
from bot.proof.live import p01, p03, p04, p09, p11, p14
from bot.proof.outsider import Loot
from bot.proof.trial import OTHER, SURVEY, Trial
from bot.settings import Settings, read
from tests.anonymity.conftest import Begin

Look: TypeAlias = Callable[[Loot, Settings], Awaitable[Finding]]
Harm: TypeAlias = Callable[[Trial], None]
LOOKS = (p01.look, p03.look, p04.look, p09.look, p11.look, p14.look)


async def lived(trial: Trial) -> Trial:
    """One survey open and one closed, people remembered, taken back and forgotten."""
    await trial.publish(OTHER)
    for survey in (SURVEY, OTHER):
        await trial.send(range(24), survey)
    await trial.remember(range(6))
    await trial.flush()
    await trial.take_back(range(2))
    await trial.hour()
    await trial.close(OTHER)
    await trial.days(1)
    await trial.forget(range(3))
    return trial


async def test_each_look_is_calm_and_changes_nothing(tried: Trial) -> None:
    loot = (await lived(tried)).loot()
    before = {path: path.read_bytes() for path in loot.files() if path.is_file()}
    for look in LOOKS:
        found = await look(loot, tried.settings)
        assert found.verdict is Verdict.KEPT, (found.property, found.evidence)
    after = {path: path.read_bytes() for path in loot.files() if path.is_file()}
    if loot.database is not None:
        del before[index(loot)], after[index(loot)]
    assert after == before


def index(loot: Loot) -> Path:
    """Of the write-ahead log: readers note in it that they are there."""
    return loot.data / "rightsbot.db-shm"


async def test_where_nothing_is_yet_nothing_is_proved_and_nothing_made(tmp_path: Path) -> None:
    data, keys = tmp_path / "data", tmp_path / "keys"
    loot, settings = Loot(data, keys), read({"RIGHTSBOT_DATA_DIR": str(data)})
    for look in LOOKS:
        assert (await look(loot, settings)).verdict is Verdict.NOT_ASKED
    assert not list(tmp_path.iterdir())


# What should not be, done to an installation by hand. -------------------------------------------


def a_file(trial: Trial, content: bytes = b"", name: str = "notes.txt", mode: int = 0o600) -> None:
    path = trial.settings.data_dir / name
    path.write_bytes(content)
    path.chmod(mode)


def a_code(trial: Trial) -> None:
    a_file(trial, b"code: 0ABC-1DEF-2GHJ-3KMN.")


def an_answer(trial: Trial) -> None:
    a_file(trial, b'{"tools":["app"],"way":"desk"}')


def a_chat(trial: Trial) -> None:
    a_file(trial, str(trial.settings.alert_chat).encode())


def statement(sql: str, *before: str) -> Harm:
    def harm(trial: Trial) -> None:
        with closing(sqlite3.connect(trial.settings.data_dir / "rightsbot.db")) as connection:
            connection.executescript(";".join((*before, sql)))

    return harm


def a_burnt_key(trial: Trial) -> None:
    path = trial.settings.keyring_dir / f"mark.{OTHER}.key"
    path.write_bytes(bytes(60))
    path.chmod(0o600)


def a_readable_key(trial: Trial) -> None:
    (trial.settings.keyring_dir / f"mark.{SURVEY}.key").chmod(0o640)


DELETED: Final = ("PRAGMA secure_delete = OFF", "DELETE FROM mark")
HARMS: Final[Sequence[tuple[Look, Harm]]] = (
    (p01.look, a_code),
    (p01.look, an_answer),
    (p01.look, a_chat),
    (p01.look, statement("UPDATE urn SET box = zeroblob(2076)")),
    (p03.look, statement("ALTER TABLE response ADD created_at TEXT")),
    (p04.look, statement("UPDATE response SET box = zeroblob(2000) WHERE id < x'80'")),
    (p09.look, a_burnt_key),
    (p11.look, statement("PRAGMA wal_checkpoint(TRUNCATE)", *DELETED)),
    (p14.look, a_file),
    (p14.look, a_readable_key),
)


@pytest.mark.parametrize(("look", "harm"), HARMS, ids=[str(n) for n in range(len(HARMS))])
async def test_each_look_notices_what_should_not_be(
    look: Look, harm: Harm, monkeypatch: pytest.MonkeyPatch, begin_on: Callable[[str], Begin]
) -> None:
    monkeypatch.setattr(f"{look.__module__}.PAUSE", 0.01, raising=False)
    async with begin_on("sqlite")() as opened:
        await opened.publish(OTHER)
        for survey in (SURVEY, OTHER):
            await opened.send(range(24), survey)
        await opened.flush()
        await opened.close(OTHER)
        opened.settings = replace(opened.settings, alert_chat=-1001234567890)
        harm(opened)
        found = await look(opened.loot(), opened.settings)
    assert found.verdict is Verdict.BROKEN
