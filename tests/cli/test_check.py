"""`check` names what is wrong so that people, editors and programs find it."""

import json
from shutil import copytree

import pytest

from tests.cli.conftest import ROOT, Shell

BAD = ROOT / "tests/content/bad"


@pytest.fixture
def shell(shell: Shell) -> Shell:
    """With translations of its own, which are sound."""
    copytree(ROOT / "tests/content/good/locales", shell.folder / "locales")
    return shell


def spoil(shell: Shell, code: str) -> None:
    copytree(BAD / code, shell.folder, dirs_exist_ok=True)


def test_a_clean_folder_prints_nothing(shell: Shell) -> None:
    done = shell.run("check", "--strict")
    assert (done.exit_code, done.output) == (0, "")


def test_an_error_is_one_line_with_its_place_and_exit_code_1(shell: Shell) -> None:
    spoil(shell, "ZONE")
    done = shell.run("check")

    assert done.exit_code == 1
    (line,) = done.stdout.splitlines()
    assert line.startswith("content/cities/brussels.yaml:3:1 ZONE ")


def test_the_folder_named_is_the_one_that_is_checked(shell: Shell) -> None:
    spoil(shell, "ZONE")
    done = shell.run("check", str(ROOT / "tests/content/good/content"))

    assert (done.exit_code, done.output) == (0, "")


def test_advice_is_told_but_only_strictly_not_in_order(shell: Shell) -> None:
    spoil(shell, "STALE")
    told, strict = shell.run("check"), shell.run("check", "--strict")

    assert (told.exit_code, strict.exit_code) == (0, 1)
    assert told.stdout == strict.stdout
    assert " STALE " in told.stdout


def test_a_translation_that_lacks_a_word_is_named_too(shell: Shell) -> None:
    spoil(shell, "WORD-MISSING")
    done = shell.run("check")

    assert done.exit_code == 1
    assert done.stdout.startswith("locales/sq/LC_MESSAGES/bot.po:")


def test_a_translation_that_cannot_be_read_is_one_line(shell: Shell) -> None:
    (shell.folder / "locales/fr/LC_MESSAGES/bot.po").write_text('msgid "open\n', encoding="utf-8")
    done = shell.run("check")

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("rightsbot: a translation cannot be read")
    assert len(done.stderr.splitlines()) == 1


def test_programs_read_the_same_as_json(shell: Shell) -> None:
    assert json.loads(shell.run("check", "--format", "json").stdout) == []
    spoil(shell, "ZONE")
    (found,) = json.loads(shell.run("check", "--format", "json").stdout)

    assert found["path"] == "content/cities/brussels.yaml"
    assert (found["line"], found["column"]) == (3, 1)
    assert (found["code"], found["severity"]) == ("ZONE", "error")
    assert found["sentence"]
    assert found["hint"]


def test_github_marks_the_line_and_no_text_breaks_its_command(shell: Shell) -> None:
    folder = shell.folder / "content/topics/a,b%"
    folder.mkdir()
    (folder / "en.md").write_text("?", encoding="utf-8")
    done = shell.run("check", "--format", "github")

    assert done.exit_code == 1
    (line,) = done.stdout.splitlines()
    assert line.startswith("::error file=content/topics/a%2Cb%25/en.md,line=1,col=1,title=FILE::")


def test_sentences_come_in_the_language_asked_for(shell: Shell) -> None:
    po = shell.folder / "locales/fr/LC_MESSAGES/bot.po"
    words = '\nmsgid "check.ZONE.sentence"\nmsgstr "Fuseau inconnu."\n'
    po.write_text(po.read_text(encoding="utf-8") + words, encoding="utf-8")
    spoil(shell, "ZONE")

    assert "Fuseau inconnu." in shell.run("check", "--lang", "fr").stdout
    assert "Fuseau inconnu." not in shell.run("check", "--lang", "en").stdout


def test_a_folder_that_is_not_there_is_wrong_use(shell: Shell) -> None:
    done = shell.run("check", "elsewhere")

    assert (done.exit_code, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
