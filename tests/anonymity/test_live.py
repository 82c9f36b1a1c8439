"""The looks at an installation: calm where all is well, and each notices what should not be."""

import os
import shutil
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import time
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
    """One survey open and one closed, with comments; people remembered, taken back, forgotten."""
    await trial.publish(OTHER)
    for survey in (SURVEY, OTHER):
        await trial.send(range(24), survey)
        await trial.comment(range(24), survey)
    await trial.remember(range(6))
    await trial.flush()
    await trial.take_back(range(2))
    await trial.drop_comment(range(2, 4))
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


def a_key_of_no_survey(trial: Trial) -> None:
    another_key(trial, "mark.forgotten")


def a_key_of_no_kind(trial: Trial) -> None:
    another_key(trial, "diary")


def a_key_of_earlier_comments(trial: Trial) -> None:
    another_key(trial, f"data.{OTHER}.c.1")


def a_key_of_comments_that_waited(trial: Trial) -> None:
    another_key(trial, f"urn.{OTHER}.c.9")


def three_keys_of_residents(trial: Trial) -> None:
    for number in (2, 3):
        another_key(trial, f"residents.{number}")


def a_next_key_of_residents_that_nobody_uses(trial: Trial) -> None:
    another_key(trial, "residents.2", days=2)


def another_key(trial: Trial, name: str, days: int = 0) -> None:
    path = trial.settings.keyring_dir / f"{name}.key"
    path.write_bytes(bytes(60))
    path.chmod(0o600)
    older(path, days)


def an_old_key(kind: str) -> Harm:
    def harm(trial: Trial) -> None:
        older(min(trial.settings.keyring_dir.glob(f"{kind}.*.key")), 9)

    return harm


def older(path: Path, days: int) -> None:
    made = time() - days * 24 * 3600
    os.utime(path, (made, made))


def a_file_of(folder: str, name: str) -> Harm:
    def harm(trial: Trial) -> None:
        path = getattr(trial.settings, folder) / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.touch(mode=0o600)

    return harm


def a_number_in_bytes(trial: Trial) -> None:
    a_file(trial, b"row: " + (8_714_400_291).to_bytes(6))


def a_chat_in_bytes(trial: Trial) -> None:
    a_file(trial, (-1001234567890).to_bytes(8, "little", signed=True))


def days_ago(number: int) -> str:
    return f"{datetime.now(UTC).date() - timedelta(number)}"


def a_readable_key(trial: Trial) -> None:
    (trial.settings.keyring_dir / f"mark.{SURVEY}.key").chmod(0o640)


DELETED: Final = ("PRAGMA secure_delete = OFF", "DELETE FROM mark")
STAFF: Final = "INSERT INTO staff (id, name, role, city, active, invited_until, removed) VALUES"
OVERDUE: Final = (
    f"INSERT INTO mark VALUES ('{OTHER}', x'00')",
    f"INSERT INTO urn VALUES ('{OTHER}', x'00', x'00')",
    f"UPDATE response SET withdraw_mark = id WHERE survey = '{OTHER}'",
    f"DROP TRIGGER survey_frozen; UPDATE survey SET until = '{days_ago(92)}' WHERE id = '{OTHER}'",
    "INSERT INTO response (survey, id, box) VALUES ('unknown', x'00', x'00')",
    "UPDATE resident SET active_month = active_month - 13",
    f"INSERT INTO comment_urn VALUES ('{OTHER}', 'wish', x'00', x'00')",
    f"UPDATE comment SET withdraw_mark = id WHERE survey = '{OTHER}'",
    "INSERT INTO comment (survey, question, id, box) VALUES ('unknown', 'wish', x'00', x'00')",
    (
        "INSERT INTO session (token, staff, began, seen, until)"
        f" VALUES (x'00', 'somebody', 1, 1, '{days_ago(2)}')"
    ),
    (
        "INSERT INTO ticket (token, staff, what, lang, minute, until)"
        f" VALUES (x'00', 'somebody', 'sign-in', 'en', 1, '{days_ago(2)}')"
    ),
    (
        "INSERT INTO request (id, survey, audience, state, plan, asked_by, day)"
        f" VALUES ('x', '', 'comments', 'made', '', '', '{days_ago(734)}')"
    ),
    "INSERT INTO staff (id, name, role, city, active, second) VALUES ('x', '', '', '', 0, x'00')",
    f"{STAFF} ('somebody', '', 'steward', '', 1, '{days_ago(2)}', NULL)",
    f"{STAFF} ('somebody', '', 'steward', '', 0, NULL, '{days_ago(734)}')",
    f"INSERT INTO audit VALUES (x'00', '{days_ago(734)}', '', '', '')",
    "INSERT INTO reach VALUES ('2020-W01', '', '', 10)",
)
"""What would have to be gone."""
HARMS: Final[Sequence[tuple[Look, Harm]]] = (
    (p01.look, a_code),
    (p01.look, an_answer),
    (p01.look, a_chat),
    (p01.look, a_chat_in_bytes),
    (p01.look, a_number_in_bytes),
    (p01.look, statement("UPDATE urn SET box = zeroblob(2076)")),
    (p01.look, statement("UPDATE comment SET box = zeroblob(2076)")),
    (p03.look, statement("ALTER TABLE response ADD created_at TEXT")),
    (p04.look, statement("UPDATE response SET box = zeroblob(2000) WHERE id < x'80'")),
    (p04.look, statement("UPDATE comment SET box = zeroblob(2000) WHERE id < x'80'")),
    (p03.look, statement("CREATE TABLE diary (entry TEXT)")),
    (p03.look, statement("ALTER TABLE comment ADD day INTEGER")),
    (
        p03.look,
        statement(
            "UPDATE comment SET withdraw_mark = (SELECT min(mark) FROM mark) WHERE id IN"
            " (SELECT min(id) FROM comment)"
        ),
    ),
    (p09.look, a_burnt_key),
    (p09.look, a_key_of_no_survey),
    (p09.look, a_key_of_no_kind),
    (p09.look, three_keys_of_residents),
    (p09.look, a_next_key_of_residents_that_nobody_uses),
    (p09.look, an_old_key(f"data.{OTHER}")),
    (p09.look, an_old_key(f"urn.{SURVEY}")),
    (p09.look, an_old_key(f"data.{OTHER}.c")),
    (p09.look, an_old_key(f"urn.{SURVEY}.c")),
    (p09.look, a_key_of_earlier_comments),
    (p09.look, a_key_of_comments_that_waited),
    (p09.look, an_old_key("residents")),
    (p11.look, statement("PRAGMA wal_checkpoint(TRUNCATE)", *DELETED)),
    *((p11.look, statement(change)) for change in OVERDUE),
    (p11.look, a_file_of("data_dir", f"backups/{days_ago(9)}.db")),
    (p11.look, a_file_of("data_dir", f"backups/{days_ago(-9)}.db")),
    (p11.look, a_file_of("data_dir", "backups/2026-13-13.db")),
    (p11.look, a_file_of("keyring_dir", f"backups/{days_ago(9)}.keys")),
    (p11.look, a_file_of("keyring_dir", f"tombstones/resident.{days_ago(37)}.tomb")),
    (p14.look, a_file),
    (p14.look, a_readable_key),
)


@pytest.mark.parametrize("look", LOOKS)
async def test_each_look_notices_what_should_not_be(
    look: Look, monkeypatch: pytest.MonkeyPatch, begin_on: Callable[[str], Begin], tmp_path: Path
) -> None:
    """Each harm is done to a copy of one and the same installation."""
    monkeypatch.setattr(f"{look.__module__}.PAUSE", 0.01, raising=False)
    async with begin_on("sqlite")() as opened:
        await lived(opened)
        own = replace(opened.settings, alert_chat=-1001234567890)
        for number, harm in enumerate(harm for of, harm in HARMS if of is look):
            data, keys = tmp_path / f"data-{number}", tmp_path / f"keys-{number}"
            shutil.copytree(own.data_dir, data)
            shutil.copytree(own.keyring_dir, keys)
            opened.settings = replace(own, data_dir=data, keyring_dir=keys)
            assert (await look(at(opened), opened.settings)).verdict is Verdict.KEPT
            harm(opened)
            assert (await look(at(opened), opened.settings)).verdict is Verdict.BROKEN, number


def at(trial: Trial) -> Loot:
    return replace(trial.loot(), people=("8714400291",))
