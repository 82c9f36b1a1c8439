"""An operator copies a house, loses it, brings it back, and gives it another KEK."""

import shutil
from base64 import b64encode
from pathlib import Path

import pytest

from bot.vault.keyring import Keyring
from tests.cli.conftest import SURVEY, Shell


@pytest.fixture
def pair(opened: Shell) -> tuple[str, str]:
    """Of 45 answers; those that the urn keeps are not in it."""
    opened.answer(45)
    files = str(opened.folder / "copies" / "db"), str(opened.folder / "safe" / "keys")
    done = opened.run("backup", *files)
    assert done.exit_code == 0
    assert "7 days" in done.stdout
    return files


def lose(shell: Shell) -> None:
    for name in ("data", "keys"):
        shutil.rmtree(shell.folder / name)


def test_what_was_lost_comes_back_and_the_command_says_what_does_not(
    opened: Shell, pair: tuple[str, str]
) -> None:
    lose(opened)
    done = opened.run("restore", *pair)
    assert done.exit_code == 0
    assert "mixed answers: 35" in done.stdout
    assert "Lost: every Send and every change since" in done.stdout
    assert "Dropped: 10 answers and comments that waited to be mixed" in done.stdout
    listed = opened.run("survey", "list")
    assert f"{SURVEY}" in listed.stdout
    assert "mixed so far: 30" in listed.stdout


def test_what_is_there_is_not_replaced_without_a_word(opened: Shell, pair: tuple[str, str]) -> None:
    refused = opened.run("restore", *pair)
    assert refused.exit_code == 2
    assert "--replace" in refused.stderr
    assert opened.run("restore", *pair, "--replace").exit_code == 0


@pytest.mark.parametrize("which", [0, 1])
def test_a_file_that_is_no_backup_is_named_and_refused(
    opened: Shell, pair: tuple[str, str], which: int
) -> None:
    Path(pair[which]).write_bytes(b"something else")
    refused = opened.run("restore", *pair, "--replace")
    assert refused.exit_code == 2
    assert Path(pair[which]).name in refused.stderr
    assert opened.run("survey", "list").exit_code == 0


def test_after_a_rotation_the_old_kek_opens_nothing(opened: Shell) -> None:
    new = opened.folder / "new-kek"
    assert opened.run("rotate-kek", str(new)).exit_code == 0
    assert new.stat().st_mode & 0o077 == 0
    assert opened.run("survey", "list").exit_code == 2
    assert opened.run("survey", "list", KEK="", KEK_FILE=str(new)).exit_code == 0
    again = opened.run("rotate-kek", str(new))
    assert again.exit_code == 0
    assert opened.run("survey", "list", KEK="", KEK_FILE=str(new)).exit_code == 0


def test_nothing_is_rotated_or_restored_beside_a_running_bot(
    opened: Shell, pair: tuple[str, str]
) -> None:
    ring = Keyring(opened.folder / "keys", b"k" * 32)
    before = ring.fingerprint()
    with ring.shared():
        for words in (("rotate-kek", "new"), ("restore", *pair, "--replace")):
            refused = opened.run(*words)
            assert refused.exit_code == 2
            assert "another process" in refused.stderr
    assert ring.fingerprint() == before


def test_a_wrong_kek_rotates_nothing(opened: Shell) -> None:
    other = b64encode(b"o" * 32).decode()
    refused = opened.run("rotate-kek", str(opened.folder / "new-kek"), KEK=other)
    assert refused.exit_code == 2
    assert refused.stderr.startswith("rightsbot: RIGHTSBOT_KEK:")
    assert opened.run("survey", "list").exit_code == 0


@pytest.mark.parametrize(
    "words",
    [("purge",), ("backup", "a", "b"), ("restore", "a", "b"), ("rotate-kek", "new"), ("doctor",)],
)
def test_where_nothing_is_nothing_is_made(shell: Shell, words: tuple[str, ...]) -> None:
    done = shell.run(*words, KEK="")
    assert done.exit_code != 0 or words == ("doctor",)
    made = {path.name for path in shell.folder.rglob("*") if path.is_file()}
    assert not [name for name in made if name.endswith((".db", ".key", "kek")) or name == "new"]
