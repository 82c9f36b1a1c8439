"""A text by commands: its versions, one of them back again, and what was pushed elsewhere."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import GOOD, Shell

CAMERAS = "topics/cameras/fr.md"
OLD, NEW = "Une caméra", "Des caméras"


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=Mara", "-c", "user.email=mara@example.org")
    done = subprocess.run(
        ["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.fixture
def elsewhere(shell: Shell) -> Path:
    """Another checkout of the repository that the shell's content folder was cloned from."""
    source, other = shell.folder / "source", shell.folder / "other"
    shutil.copytree(GOOD, source)
    for words in (("init", "-qb", "main"), ("add", "."), ("commit", "-qm", "All")):
        git(source, *words)
    git(source, "config", "receive.denyCurrentBranch", "ignore")
    shutil.rmtree(shell.folder / "content")
    for name in ("content", "other"):
        git(shell.folder, "clone", "-q", str(source), name)
    return other


def change(folder: Path, old: str, new: str, path: str = CAMERAS) -> None:
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new), encoding="utf-8")


def push(folder: Path, old: str, new: str, path: str = CAMERAS) -> None:
    change(folder, old, new, path)
    git(folder, "commit", "-qam", "Change")
    git(folder, "push", "-q")


def test_what_was_pushed_is_brought_checked_and_can_be_undone(
    shell: Shell, elsewhere: Path
) -> None:
    push(elsewhere, OLD, NEW)

    done = shell.run("content", "pull")
    assert (done.exit_code, done.stdout) == (0, f"{CAMERAS}\n")
    assert NEW in (shell.folder / "content" / CAMERAS).read_text(encoding="utf-8")
    newest, oldest = shell.run("content", "history", CAMERAS).stdout.splitlines()
    assert newest.split("  ")[-2:] == ["pulled", "Mara"]
    assert oldest.endswith("  found")
    assert shell.run("content", "history").stdout.startswith(f"{CAMERAS}  2  ")

    done = shell.run("content", "undo", f"content/{CAMERAS}")
    assert (done.exit_code, done.stdout) == (0, f"{CAMERAS} is as it was; this is version 3.\n")
    assert OLD in (shell.folder / "content" / CAMERAS).read_text(encoding="utf-8")
    told = git(shell.folder / "content", "log", "-1", "--format=%an|%s").strip()
    assert told == f"operator|Change {CAMERAS}"


def test_a_push_with_an_error_is_told_and_says_that_the_text_before_it_stays(
    shell: Shell, elsewhere: Path
) -> None:
    push(elsewhere, "---", "", "topics/cameras/nl.md")
    done = shell.run("content", "pull")

    assert done.exit_code == 1
    assert "topics/cameras/nl.md:1:1 FRONT" in done.stdout
    assert "as before" in done.stderr


def test_what_was_published_here_and_what_was_pushed_are_both_kept(
    shell: Shell, elsewhere: Path
) -> None:
    push(elsewhere, "Press the buttons", "Use the buttons", "pages/help/en.md")
    content = shell.folder / "content"
    change(content, OLD, NEW)
    git(content, "commit", "-qam", "Here")

    assert shell.run("content", "pull").exit_code == 0
    assert NEW in (content / CAMERAS).read_text(encoding="utf-8")
    assert "Use the buttons" in (content / "pages/help/en.md").read_text(encoding="utf-8")


def test_where_both_changed_the_same_line_no_file_is_touched(shell: Shell, elsewhere: Path) -> None:
    push(elsewhere, OLD, NEW)
    content = shell.folder / "content"
    change(content, OLD, "Trois caméras")
    git(content, "commit", "-qam", "Here")

    done = shell.run("content", "pull")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "the same lines were changed" in done.stderr
    assert "Trois caméras" in (content / CAMERAS).read_text(encoding="utf-8")
    assert git(content, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("pull",), "no Git checkout"),
        (("history", CAMERAS), "nobody has changed it"),
        (("undo", CAMERAS), "no earlier version"),
        (("undo", CAMERAS, "--to", "7"), "no version 7"),
        (("history", "../keys"), "no such text"),
        (("undo", "topics/cameras/de.md"), "no such text"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    words: tuple[str, ...], said: str, shell: Shell
) -> None:
    done = shell.run("content", *words)

    assert done.exit_code == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_without_git_and_without_a_remote_one_line_says_so(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(shell.folder / "content", "init", "-q")
    assert "no branch of a remote" in shell.run("content", "pull").stderr
    monkeypatch.setenv("PATH", str(shell.folder))
    assert "git is not installed" in shell.run("content", "pull").stderr
