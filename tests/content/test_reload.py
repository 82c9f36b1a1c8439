"""Whatever an editor, a disk or a stranger does to the folder, residents read sound texts."""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import pytest

from bot.content.load import load_all
from bot.content.texts import Texts
from bot.content.versions import How
from tests.content.test_texts import CAMERAS, changed, opened, publish, title

BOMB = "a: &a [x]\n" + "".join(
    f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}]\n" for a, b in zip("abcdefghij", "bcdefghijk", strict=True)
)
ATTACKS = {
    "fifty megabytes": b"x" * 50_000_000,
    "an alias bomb": f"---\n{BOMB}---\n".encode(),
    "deep nesting": b"---\nx: " + b"[" * 50_000 + b"\n---\n",
    "no text": os.urandom(4096),
    "half of it": b"---\nof: 1\ntitle: Une c",
    "nothing": b"",
}


@pytest.fixture
def content(good: Path) -> Path:
    return good / "content"


@pytest.fixture
def texts(content: Path) -> Texts:
    return opened(content, named=True)


def write(content: Path, title: str) -> None:
    file = content / CAMERAS
    lines = file.read_text(encoding="utf-8").split("\n")
    lines[2] = f"title: {title}"
    file.write_text("\n".join(lines), encoding="utf-8")


def test_what_editors_leave_for_a_moment_is_not_even_looked_at(content: Path, texts: Texts) -> None:
    topic = (content / CAMERAS).parent
    for name in (".fr.md.swp", "fr.md~", "#fr.md#", ".#fr.md", "4913", "fr.md.tmp", "README.md~"):
        (topic / name).write_bytes(b"\xff")
    (content / ".git/objects").mkdir(parents=True)
    (content / ".git/objects/x.md").write_text("x")

    assert texts.shelf.news() is None
    assert load_all(content).problems == ()


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_file_that_nobody_can_read_is_told_at_once_and_the_one_before_it_stays(
    attack: str, content: Path, texts: Texts
) -> None:
    before = title(texts)
    (content / CAMERAS).write_bytes(ATTACKS[attack])
    texts.shelf.refresh()

    assert title(texts) == before
    assert {p.path for p in texts.shelf.problems if p.is_error} == {CAMERAS}


def test_the_last_good_text_is_served_after_a_restart_too(content: Path, texts: Texts) -> None:
    write(content, "Des caméras")
    texts.shelf.refresh()
    (content / CAMERAS).write_text("half", encoding="utf-8")
    texts.shelf.refresh()
    assert title(texts) == "Des caméras"

    again = opened(content, named=True)
    assert title(again) == "Des caméras"
    assert {p.path for p in again.shelf.problems if p.is_error} == {CAMERAS}
    assert [found.how for found in again.history(CAMERAS)] == [How.FOUND, How.FOUND]


def test_what_a_broken_file_said_before_the_first_change_is_not_lost(
    content: Path, texts: Texts
) -> None:
    before = title(texts)
    (content / CAMERAS).write_text("half", encoding="utf-8")
    texts.shelf.refresh()
    assert title(opened(content, named=True)) == before


def test_a_change_by_hand_is_in_the_history_once_however_many_workers_see_it(
    content: Path,
) -> None:
    workers = [opened(content, named=True) for _ in range(3)]
    write(content, "Des caméras")
    for worker in (*workers, *workers):
        worker.shelf.refresh()
    publish(workers[0], CAMERAS, changed(workers[0], CAMERAS, "Des caméras", "Trois"))
    for worker in workers:
        worker.shelf.refresh()

    hows = [found.how for found in workers[2].history(CAMERAS)]
    assert hows == [How.PUBLISHED, How.FOUND, How.FOUND]
    assert {title(worker) for worker in workers} == {"Trois"}


def test_what_was_overtaken_by_a_publication_is_not_found_in_the_folder(texts: Texts) -> None:
    first = texts.read(CAMERAS)
    assert first
    publish(texts, CAMERAS, changed(texts, CAMERAS, title(texts), "Des caméras"))
    slow = {CAMERAS: first.replace("Une caméra", "Deux caméras")}
    texts.shelf.folders.keep({CAMERAS: first}, slow)

    assert [found.how for found in texts.history(CAMERAS)] == [How.PUBLISHED, How.FOUND]


class Burning(dict[str, str]):
    """Asked for a file, it deletes it first."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file

    def __contains__(self, path: object) -> bool:
        if str(path) == CAMERAS:
            self.file.unlink(missing_ok=True)
        return False


def test_a_file_that_goes_between_list_and_reading_is_one_that_is_missing(content: Path) -> None:
    problems = load_all(content, instead=Burning(content / CAMERAS)).problems
    assert {(p.path, p.code) for p in problems if p.is_error} == {(CAMERAS, "LANGUAGE")}


def test_files_that_come_and_go_while_they_are_read_break_nothing(
    content: Path, texts: Texts
) -> None:
    stop = Event()

    def stir() -> None:
        while not stop.is_set():
            for path in (content / "topics/cameras", content / "pages/help/en.md"):
                with suppress(OSError):
                    path.rename(content / ".aside")
                    (content / ".aside").rename(path)

    stirring = Thread(target=stir)
    stirring.start()
    try:
        for _ in range(30):
            texts.shelf.refresh()
    finally:
        stop.set()
        stirring.join()
    texts.shelf.refresh()
    assert set(texts.shelf.catalogue.topics) == {"cameras"}
    assert texts.shelf.complete


@pytest.mark.parametrize("empty", [True, False])
def test_a_folder_that_is_gone_for_a_moment_takes_no_text_away(
    content: Path, texts: Texts, *, empty: bool
) -> None:
    before = texts.shelf.catalogue
    content.rename(content.with_name("away"))
    if empty:
        content.mkdir()
    for _ in range(2):
        assert not texts.shelf.refresh()
        assert (texts.shelf.catalogue, texts.shelf.complete) == (before, False)

    shutil.rmtree(content, ignore_errors=True)
    content.with_name("away").rename(content)
    write(content, "Des caméras")
    assert texts.shelf.refresh()
    assert (title(texts), texts.shelf.complete) == ("Des caméras", True)


def test_a_deleted_topic_is_gone_and_can_be_read_in_its_history(
    content: Path, texts: Texts
) -> None:
    text = texts.read(CAMERAS)
    shutil.rmtree(content / "topics/cameras")
    texts.shelf.refresh()

    assert texts.shelf.catalogue.topics == {}
    assert [found.text for found in texts.history(CAMERAS)] == [text]


def test_links_are_neither_entered_nor_waited_for(content: Path, texts: Texts) -> None:
    outside = content.parent / "outside"
    outside.mkdir()
    (content / "topics/link").symlink_to(outside)
    os.mkfifo(content / "topics/cameras/fifo.md")
    (content / "pages/help/fr.md").unlink()
    os.mkfifo(content / "pages/help/fr.md")
    (content / "pages/help/nl.md").unlink()
    (content / "pages/help/nl.md").symlink_to("nl.md")
    texts.shelf.refresh()

    told = {(p.path, p.code) for p in texts.shelf.problems if p.is_error}
    assert told == {
        ("topics/link", "FILE"),
        ("topics/cameras/fifo.md", "FILE"),
        ("pages/help/fr.md", "UNREADABLE"),
        ("pages/help/nl.md", "OUTSIDE"),
    }
    assert set(texts.shelf.catalogue.pages) == {"help"}
