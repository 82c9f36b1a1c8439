"""`check` names what is wrong so that people, editors and programs find it."""

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import ROOT, Shell

BAD = ROOT / "tests/content/bad"


@pytest.fixture(scope="session")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of all translations what this command says: they are sound, and quickly read."""
    folder = tmp_path_factory.mktemp("sentences")
    for po in ROOT.glob("locales/*/LC_MESSAGES/bot.po"):
        head, *messages = po.read_text(encoding="utf-8").split("\n\n")
        place = folder / po.relative_to(ROOT)
        place.parent.mkdir(parents=True)
        said = (message for message in messages if 'msgid "check.' in message)
        place.write_text("\n\n".join((head, *said)) + "\n", encoding="utf-8")
    return folder / "locales"


@pytest.fixture
def shell(shell: Shell, sentences: Path) -> Shell:
    shutil.copytree(sentences, shell.folder / "locales")
    return shell


def spoil(shell: Shell, code: str) -> None:
    shutil.copytree(BAD / code, shell.folder, dirs_exist_ok=True)


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
    words = po.read_text(encoding="utf-8")
    told = re.sub(r'(msgid "check.ZONE"\n)msgstr ".*"', r'\1msgstr "Fuseau inconnu."', words)
    po.write_text(told, encoding="utf-8")
    spoil(shell, "ZONE")

    assert "Fuseau inconnu." in shell.run("check", "--lang", "fr").stdout
    assert "Fuseau inconnu." not in shell.run("check", "--lang", "en").stdout


def with_advice(shell: Shell, count: int) -> Path:
    """A city file that was last checked too long ago, in so many places."""
    file = shell.folder / "content/cities/brussels.yaml"
    text = file.read_text(encoding="utf-8")
    door = text[text.rindex("  - need") :].replace("2026-11-24", "2019-01-01")
    file.write_text(text + door * count, encoding="utf-8")
    return file


def test_three_pieces_of_advice_for_a_file_are_told_and_the_others_counted(shell: Shell) -> None:
    with_advice(shell, 7)
    brief, whole = shell.run("check").stdout, shell.run("check", "--all").stdout
    strict = shell.run("check", "--strict").stdout

    assert (brief.count(" OLD "), len(brief.splitlines())) == (3, 4)
    assert (whole.count(" OLD "), len(whole.splitlines())) == (7, 7)
    assert strict == whole
    assert len(json.loads(shell.run("check", "--format", "json").stdout)) == 7


def test_a_text_that_was_changed_here_is_checked_where_it_stands(shell: Shell) -> None:
    shutil.copytree(BAD / "LIBRARY-NEWER", shell.folder, dirs_exist_ok=True)
    data = Path(shell.settings["RIGHTSBOT_DATA_DIR"])
    for there, name in (("own", "content"), ("versions", "versions")):
        shutil.copytree(shell.folder / there, data / name)
    (line,) = shell.run("check").stdout.splitlines()

    assert "/content/topics/cameras/en.md:1:1 LIBRARY-NEWER " in f"/{line}"
    assert line.startswith(data.relative_to(shell.folder).as_posix())


def test_an_error_is_never_among_what_is_only_counted(shell: Shell) -> None:
    file = with_advice(shell, 7)
    file.write_text(file.read_text(encoding="utf-8") + "more: text\n", encoding="utf-8")

    assert " KEY " in shell.run("check").stdout


def test_fix_puts_right_what_is_safe_says_so_and_does_it_once(shell: Shell) -> None:
    folder = shell.folder / "content/topics/cameras"
    page, doubled = folder / "nl.md", folder / "fr.md.txt"
    (folder / "fr.md").rename(doubled)
    text = page.read_bytes()
    page.write_bytes(b"\xef\xbb\xbf" + text.replace(b"\n", b" \r\n", 2))

    first, again = shell.run("check", "--fix"), shell.run("check", "--fix")

    assert (first.exit_code, len(first.stdout.splitlines())) == (0, 2)
    assert (again.exit_code, again.output) == (0, "")
    assert page.read_bytes() == text
    assert ((folder / "fr.md").exists(), doubled.exists()) == (True, False)


def test_fix_replaces_no_file_and_follows_no_link(shell: Shell) -> None:
    spoil(shell, "ENDING")
    outside = shell.folder / "outside.md"
    outside.write_bytes(b"text \r\n")
    page = shell.folder / "content/pages/help/en.md"
    page.unlink()
    page.symlink_to(outside)

    assert shell.run("check", "--fix").exit_code == 1
    assert (shell.folder / "content/topics/cameras/fr.md.txt").exists()
    assert (page.is_symlink(), outside.read_bytes()) == (True, b"text \r\n")


def test_what_a_program_reads_holds_no_word_of_what_was_fixed(shell: Shell) -> None:
    page = shell.folder / "content/pages/help/en.md"
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))

    done = shell.run("check", "--fix", "--format", "json")

    assert json.loads(done.stdout) == []
    assert "pages/help/en.md" in done.stderr


def test_the_workflow_for_github_runs_this_command(shell: Shell) -> None:
    workflow = yaml.safe_load((ROOT / "deploy/check-content.yml").read_text(encoding="utf-8"))
    steps = [step.get("run", "") for step in workflow["jobs"]["check"]["steps"]]
    (line,) = (step for step in steps if step.startswith("rightsbot"))
    words = line.replace('"$SPOKEN"', workflow["env"]["SPOKEN"]).split()[1:]
    assert shell.run(*words).output == ""

    spoil(shell, "ZONE")
    assert shell.run(*words).stdout.startswith("::error file=content/cities/brussels.yaml,line=3,")


def test_a_folder_that_is_not_there_is_wrong_use(shell: Shell) -> None:
    done = shell.run("check", "elsewhere")

    assert (done.exit_code, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
