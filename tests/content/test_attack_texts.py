"""What hostile texts and repositories try: to be run, to be read elsewhere, to take long."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.git import Git, GitError
from bot.content.load import load_all
from bot.content.source import MOST_OF_MARKDOWN, as_written
from bot.content.texts import Unwritable
from tests.content.test_texts import BY, CAMERAS, git, opened
from tests.growth import grows_evenly

ENGLISH = "topics/cameras/en.md"


def pushed(folder: Path, files: dict[str, str]) -> Path:
    """A checkout, and beside it one whose owner pushed these files."""
    git(folder, "init", "-q", "--bare", "-b", "main", "remote")
    for name in ("here", "there"):
        git(folder, "clone", "-q", "remote", name)
    theirs = folder / "there"
    (theirs / "texts").mkdir()
    (theirs / "texts/a.md").write_text("a", encoding="utf-8")
    for step in ({}, files):
        for path, text in step.items():
            (theirs / path).parent.mkdir(parents=True, exist_ok=True)
            (theirs / path).write_text(text, encoding="utf-8")
        git(theirs, "add", "-A")
        git(theirs, "commit", "-qm", "x")
        git(theirs, "push", "-q", "origin", "HEAD:main")
        if not step:
            git(folder / "here", "pull", "-q", "origin", "main")
            git(folder / "here", "branch", "-q", "--set-upstream-to=origin/main")
    return folder / "here"


def test_no_program_that_a_pushed_file_names_is_run(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    looks_like_git = {
        "texts/HEAD": "ref: refs/heads/main\n",
        "texts/objects/x": "",
        "texts/refs/x": "",
        "texts/config": "[core]\n\trepositoryformatversion = 0\n\tbare = false\n"
        f'\tworktree = ..\n\tfsmonitor = "touch {ran}; false"\n',
        ".gitattributes": "* filter=x diff=x merge=x\n",
    }
    folder = Git(pushed(tmp_path, looks_like_git) / "texts")
    folder.fetch()
    folder.merge()
    with pytest.raises(GitError):
        folder.commit("a.md", BY, "x")
    assert not folder.is_checkout
    assert not ran.exists()


def test_a_note_that_no_command_takes_still_lets_a_text_be_published(good: Path) -> None:
    content = good / "content"
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "All")):
        git(content, *words)
    texts = opened(content, named=True)
    text = (texts.read(CAMERAS) or "") + "\nPlus.\n"
    texts.publish(CAMERAS, text, by="A\0na", base=texts.digest(CAMERAS), note="-F\0/etc/passwd")
    assert git(content, "log", "-1", "--format=%an|%s") == "A na|-F/etc/passwd"


@pytest.mark.parametrize("target", ["../../../../secret", "../../.git/config"])
def test_a_link_shows_nobody_a_file_that_is_no_text(target: str, good: Path) -> None:
    content = good / "content"
    (content / ".git").mkdir()
    for place in (good / "secret", content / ".git/config"):
        place.write_text("token", encoding="utf-8")
    (content / CAMERAS).unlink()
    (content / CAMERAS).symlink_to(target)
    assert as_written(content, CAMERAS) is None
    told = {(p.path, p.code) for p in load_all(content).problems}
    assert (CAMERAS, "OUTSIDE") in told


def test_nothing_is_written_through_a_folder_that_is_a_link(good: Path) -> None:
    content, elsewhere = good / "content", good / "elsewhere"
    text = (content / CAMERAS).read_text(encoding="utf-8")
    (content / "topics/cameras").rename(elsewhere)
    (content / "topics/cameras").symlink_to(elsewhere)
    (elsewhere / "fr.md").unlink()
    texts = opened(content, named=True)
    with pytest.raises(Unwritable):
        texts.publish(CAMERAS, text, by=BY, base="")
    assert not (elsewhere / "fr.md").exists()


HOSTILE: dict[str, Callable[[int], str]] = {
    "spaces in a heading": lambda n: "# x" + " " * n + "y",
    "a heading of spaces": lambda n: "#" + " " * n,
    "half an id": lambda n: "# a" + " {#" * (n // 3),
    "half a line": lambda n: "-" * n + "x",
    "half a broken line": lambda n: "- " * (n // 2) + "x",
    "office words": lambda n: "pursuant to " * (n // 12),
    "brackets": lambda n: "[" * n,
    "links": lambda n: "[a](b" * (n // 5),
    "placeholders": lambda n: "{x} " * (n // 4),
    "laws": lambda n: "GDPR " * (n // 5),
    "paragraphs": lambda n: "a\n\n" * (n // 3),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_keeps_the_check_busy(name: str, good: Path) -> None:
    content = good / "content"
    text = (content / ENGLISH).read_text(encoding="utf-8")

    def check(size: int) -> None:
        load_all(content, instead={ENGLISH: f"{text}\n{HOSTILE[name](size)}\n"})

    assert grows_evenly(check, MOST_OF_MARKDOWN - len(text.encode()) - 9)


SMUGGLED = (
    "Digital Services\nAct",
    "the\u00a0GD\u00adPR",
    "the GD**PR**",
    "the G&#68;PR",
    "the AI\u00a0Act",
    "the AI\u2011Act",
    "the \\GDPR",
)


@pytest.mark.parametrize("words", SMUGGLED)
@pytest.mark.parametrize("path", [ENGLISH, "pages/help/en.md"])
def test_no_spelling_carries_law_of_the_union_to_tirana(words: str, path: str, good: Path) -> None:
    content = good / "content"
    text = (content / path).read_text(encoding="utf-8")
    # Before the first city block, where everybody reads it.
    place = text.index("\n:::") if "\n:::" in text else len(text)
    read = load_all(content, instead={path: f"{text[:place]}\n\n{words}.\n{text[place:]}"})
    assert (path, "EU-LAW") in {(p.path, p.code) for p in read.problems}


def test_a_pipe_in_the_place_of_a_text_makes_nobody_wait(good: Path) -> None:
    content = good / "content"
    (content / CAMERAS).unlink()
    os.mkfifo(content / CAMERAS)
    assert (CAMERAS, "UNREADABLE") in {(p.path, p.code) for p in load_all(content).problems}


def test_a_pushed_name_of_other_letters_does_not_stop_what_would_mend_it(tmp_path: Path) -> None:
    here = pushed(tmp_path, {"texts/b.md": "b"})
    (here / "texts" / os.fsdecode(b"\xff.md")).touch()
    git(here, "add", "-A")
    folder = Git(here / "texts")
    assert folder.is_checkout
    git(here, "commit", "-qm", "x")
    folder.fetch()
    folder.merge()
    assert (here / "texts/b.md").exists()


def test_a_files_name_is_no_command_to_a_terminal(good: Path) -> None:
    content = good / "content"
    names = (os.fsdecode(b"topics/\xff.txt"), "topics/\x1b]0;x\x07\n::error::.txt")
    for name in names:
        (content / name).touch()
    told = [found.path for found in load_all(content).problems]
    assert sorted(told) == ["topics/?.txt", "topics/?]0;x??::error::.txt"]


@pytest.mark.parametrize(
    ("new", "code"), [("\u200b\u2066", "CONTROL"), ("\u200b", "EMPTY"), ("a\u202eb", "CONTROL")]
)
def test_words_that_nobody_sees_are_no_words(new: str, code: str, good: Path) -> None:
    content = good / "content"
    lines = (content / CAMERAS).read_text(encoding="utf-8").split("\n")
    text = "\n".join(f'button: "{new}"' if line.startswith("button:") else line for line in lines)
    read = load_all(content, instead={CAMERAS: text})
    assert (CAMERAS, code) in {(p.path, p.code) for p in read.problems}
