"""What holds for every command: documented, quick to start, one line when refused."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing

import pytest
import typer

from bot.cli import build
from tests.cli.conftest import ROOT, SURVEY, Shell
from tests.cli.test_settings import BAD

DOCS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))
HEAVY = ("telegram", "sqlalchemy", "alembic", "babel", "starlette", "xlsxwriter", "asyncio")


def commands(command: object, name: str = "rightsbot") -> Iterator[tuple[str, object]]:
    inner = getattr(command, "commands", None)
    if not isinstance(inner, Mapping):
        yield name, command
        return
    for word, one in inner.items():
        yield from commands(one, f"{name} {word}")


ALL = dict(commands(typer.main.get_command(build())))


@pytest.mark.parametrize("name", ALL)
def test_every_command_and_option_is_documented(name: str) -> None:
    sections = re.findall(rf"^### `{name}\b.*?(?=^##|\Z)", DOCS, re.DOTALL | re.MULTILINE)
    assert len(sections) == 1
    options = [opt for param in getattr(ALL[name], "params", ()) for opt in param.opts]
    assert [opt for opt in options if opt.startswith("--") and opt not in sections[0]] == []


@pytest.mark.parametrize("setting", sorted({*BAD, "INSECURE_DEBUG"}))
def test_every_setting_is_documented(setting: str) -> None:
    assert f"`RIGHTSBOT_{setting}`" in DOCS


def test_every_command_says_what_it_does(shell: Shell) -> None:
    for name in ALL:
        done = shell.run(*name.split()[1:], "--help")
        assert done.exit_code == 0
        assert len(done.stdout.split("\n\n")[1].split()) > 3


def test_help_starts_without_what_it_does_not_need(shell: Shell) -> None:
    code = (
        "import sys; sys.argv = ['rightsbot', '--help']\n"
        "from bot.cli import main\n"
        "try: main()\n"
        "finally: print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert set(HEAVY) & set(done.stderr.splitlines()) == set()
    assert "survey" in done.stdout


def test_a_program_of_its_own_ends_with_the_same_codes(opened: Shell) -> None:
    done = opened.start("survey", "list")
    early = opened.start("survey", "release", SURVEY)
    usage = opened.start("survey", "fly")
    setting = opened.start("survey", "list", KEK="hunter2")

    ended = [each.returncode for each in (done, early, usage, setting)]
    assert ended == [0, 1, 2, 2]
    assert early.stderr.startswith("rightsbot: not yet: ")
    assert setting.stderr == "rightsbot: RIGHTSBOT_KEK must be base64 of exactly 32 bytes\n"
    assert setting.stdout == ""


def test_a_file_that_is_no_database_is_named_and_never_quoted(opened: Shell) -> None:
    (opened.folder / "data/rightsbot.db").write_bytes(b"secret words " * 2000)
    done = opened.start("survey", "list")

    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("rightsbot: ")
    assert "not an SQLite database" in done.stderr.splitlines()[-1]
    assert "secret words" not in done.stderr


def test_what_breaks_is_logged_without_its_words_and_ends_with_1(opened: Shell) -> None:
    database = opened.folder / "data/rightsbot.db"
    with closing(sqlite3.connect(database)) as broken, broken:
        broken.execute("PRAGMA writable_schema = ON")
        broken.execute("UPDATE sqlite_master SET sql = 'secret words' WHERE name = 'reach'")
    done = opened.start("survey", "list")

    assert done.returncode in {1, 2}
    assert done.stderr.splitlines()[-1].startswith("rightsbot: ")
    assert "secret words" not in done.stderr


def test_purge_and_migrate_say_what_they_did(shell: Shell) -> None:
    fresh, again = shell.run("migrate"), shell.run("migrate")
    purged = shell.run("purge")

    assert [done.exit_code for done in (fresh, again, purged)] == [0, 0, 0]
    assert "now" in fresh.stdout
    assert "already" in again.stdout
    assert purged.stdout.startswith("Deleted")


def test_a_chat_in_the_terminal_is_the_bot_itself(shell: Shell) -> None:
    done = shell.run("try", "--city", "brussels", typed="/help\n")
    elsewhere = shell.run("try", "--city", "atlantis")

    assert done.exit_code == 0
    assert "City of Brussels" in done.stdout
    assert elsewhere.exit_code == 2
