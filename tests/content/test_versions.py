"""A sudden end while a text is published leaves the old one or the new one, and both in reach."""

import os
import sys
from itertools import count
from pathlib import Path

import pytest

from bot.content.texts import Texts
from bot.proof.attacks.p14 import DATA
from tests.content.test_texts import BY, CAMERAS, changed, opened, publish, title

WRITES = {"open", "os.rename", "os.mkdir", "os.remove", "os.chmod"}
KILLED = 9


@pytest.mark.parametrize("named", [True, False])
def test_killed_at_any_point_a_publication_is_done_or_undone(good: Path, *, named: bool) -> None:
    content = good / "content"
    old = title(opened(content))
    for step in count(1):
        new = f"Des caméras, {step}"
        killed = publish_until(opened(content, named=named), new, step)
        texts = opened(content, named=named)
        assert title(texts) in {old, new}
        assert [found.number for found in texts.history(CAMERAS)] == numbers(texts)
        if title(texts) == new:
            assert texts.history(CAMERAS)[0].text == texts.read(CAMERAS)
        if not killed:
            break
        publish(texts, CAMERAS, changed(texts, CAMERAS, title(texts), "Encore"))
        old = title(texts)
        assert old == "Encore"
    assert (title(texts), step > KILLED) == (new, True)


def numbers(texts: Texts) -> list[int]:
    """Every version that was begun can be read."""
    place = texts.shelf.folders.versions.folder / CAMERAS
    return sorted((int(file.stem) for file in place.glob("*.json")), reverse=True)


def publish_until(texts: Texts, new: str, step: int) -> bool:
    """In a process that ends before its `step`th write; whether it did."""
    text = changed(texts, CAMERAS, title(texts), new)
    child = os.fork()
    if child == 0:
        left = count(1)

        def end(event: str, args: tuple[object, ...]) -> None:
            reads = event == "open" and not is_write(args)
            if event in WRITES and not reads and next(left) == step:
                os._exit(KILLED)

        sys.addaudithook(end)
        texts.publish(CAMERAS, text, by=BY, base=texts.digest(CAMERAS))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED


def is_write(args: tuple[object, ...]) -> bool:
    return isinstance(args[2], int) and bool(args[2] & (os.O_WRONLY | os.O_RDWR))


def test_a_version_that_cannot_be_read_hides_no_other(good: Path) -> None:
    texts = opened(good / "content")
    for words in ("Des caméras", "Trois caméras"):
        publish(texts, CAMERAS, changed(texts, CAMERAS, title(texts), words))
    place = texts.shelf.folders.versions.folder / CAMERAS
    (place / "0002.json").write_text("{", encoding="utf-8")
    (place / "0001.json.new").write_text("{", encoding="utf-8")

    assert [found.number for found in texts.history(CAMERAS)] == [3, 1]
    publish(texts, CAMERAS, changed(texts, CAMERAS, title(texts), "Quatre caméras"))
    assert texts.history(CAMERAS)[0].number == 4


def test_what_is_kept_is_its_owners_alone(good: Path) -> None:
    texts = opened(good / "content")
    publish(texts, CAMERAS, changed(texts, CAMERAS, title(texts), "Des caméras"))

    paths = [path.relative_to(good / "data").as_posix() for path in (good / "data").rglob("*")]
    assert all(map(DATA.fullmatch, paths))
    assert not any(map(DATA.fullmatch, ["versions/x.md", "content/topics/x/notes.txt"]))
    made = [path for name in ("versions", "content") for path in (good / "data" / name).rglob("*")]
    assert {path.stat().st_mode & 0o777 for path in made if path.is_file()} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in made if path.is_dir()} == {0o700}
