"""`doctor` finds what is wrong, says what to do, and makes nothing."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.doctor import Wrong, told_time
from bot.settings import read
from tests.cli.conftest import SURVEY, Shell


def wrong(shell: Shell, **settings: str) -> list[str]:
    """What it finds wrong, with the exit code that belongs to it."""
    done = shell.run("doctor", **settings)
    lines = done.stdout.splitlines()
    assert all(line.startswith(("ok     ", "wrong  ")) for line in lines)
    found = [line.removeprefix("wrong  ") for line in lines if line.startswith("wrong")]
    assert done.exit_code == bool(found)
    return found


def test_a_fresh_installation_is_in_order_and_nothing_is_made(shell: Shell) -> None:
    before = sorted(shell.folder.iterdir())
    assert wrong(shell) == []
    assert sorted(shell.folder.iterdir()) == before


def test_an_installation_at_work_is_in_order(opened: Shell) -> None:
    assert wrong(opened) == []


def expose_data(folder: Path) -> None:
    (folder / "data").chmod(0o755)


def expose_database(folder: Path) -> None:
    (folder / "data/rightsbot.db").chmod(0o644)


def expose_keys(folder: Path) -> None:
    (folder / "keys").chmod(0o750)


def lose_database(folder: Path) -> None:
    (folder / "data/rightsbot.db").unlink()


def lose_keys(folder: Path) -> None:
    for key in (folder / "keys").glob(f"*{SURVEY}*"):
        key.unlink()


def age_database(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "data/rightsbot.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")


def spoil_database(folder: Path) -> None:
    (folder / "data/rightsbot.db").write_bytes(b"no database at all" * 500)


def spoil_text(folder: Path) -> None:
    (folder / "content/pages/help/sq.md").unlink()


def fill_disk(folder: Path) -> None:
    """A sparse file: as if the database were larger than what is free."""
    os.truncate(folder / "data/rightsbot.db", 10**13)


@pytest.mark.parametrize(
    ("spoil", "part", "cure"),
    [
        (expose_data, "data directory", "chmod 700"),
        (expose_database, "data directory", "chmod 600"),
        (expose_keys, "keyring", "chmod 700"),
        (lose_database, "database", "rightsbot restore"),
        (lose_keys, "keys", "RIGHTSBOT_KEYRING_DIR"),
        (age_database, "database", "rightsbot migrate"),
        (spoil_database, "database", "not an SQLite database"),
        (spoil_text, "content", "rightsbot check"),
    ],
)
def test_each_fault_is_found_with_its_cure(
    opened: Shell, spoil: Callable[[Path], None], part: str, cure: str
) -> None:
    spoil(opened.folder)
    found = [line for line in wrong(opened) if line.startswith(f"{part}: ")]

    assert len(found) == 1
    assert cure in found[0]


def test_a_full_disk_is_found(opened: Shell) -> None:
    try:
        fill_disk(opened.folder)
    except OSError:
        pytest.skip("this file system has no files of that size")
    assert any(line.startswith("disk: ") for line in wrong(opened))


def test_a_wrong_setting_is_found_and_not_shown(shell: Shell) -> None:
    (line,) = wrong(shell, KEK="hunter2")
    assert line == "settings: RIGHTSBOT_KEK must be base64 of exactly 32 bytes"


def test_a_keyring_inside_the_data_directory_is_found(shell: Shell) -> None:
    found = wrong(shell, KEYRING_DIR=str(shell.folder / "data/keys"))
    assert [line.split(":")[0] for line in found] == ["keyring"]


def test_a_telegram_that_does_not_answer_is_found(shell: Shell) -> None:
    found = wrong(shell, TOKEN="42:abc", API_URL="http://127.0.0.1:9")
    assert found == ["Telegram: Telegram does not answer (NetworkError)"]


def test_a_clock_from_before_this_version_is_found(shell: Shell) -> None:
    settings = read(shell.settings)
    with pytest.raises(Wrong, match="2019"):
        told_time(datetime(2019, 1, 1, tzinfo=UTC), settings)
    assert "Europe/Tirane" in told_time(datetime(2026, 11, 24, tzinfo=UTC), settings)
