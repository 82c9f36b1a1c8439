"""A text is changed, published and brought back, and nobody's work is lost."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.content.folders import Folders
from bot.content.shelf import Shelf, held_back
from bot.content.texts import Conflict, Held, NoVersion, Texts, Unwritable
from bot.content.versions import How, Versions, digest
from bot.core.model import Catalogue

CAMERAS, HELP = "topics/cameras/fr.md", "pages/help/en.md"
BY = "Ana"


def as_it_is(content: Catalogue) -> Catalogue:
    return content


def now() -> datetime:
    return datetime(2026, 11, 24, 9, 41, 7, tzinfo=UTC)


def opened(content: Path, *, named: bool = False) -> Texts:
    """As after a start; what is written here lies beside the good folder."""
    data = content.parent / "data"
    data.mkdir(exist_ok=True)
    folders = Folders(content, data / "content", Versions(data / "versions", now))
    return Texts(Shelf.read(folders, as_it_is), named=named)


@pytest.fixture
def content(good: Path) -> Path:
    return good / "content"


@pytest.fixture
def texts(content: Path) -> Texts:
    return opened(content)


def changed(texts: Texts, path: str, old: str, new: str) -> str:
    text = texts.read(path)
    assert text
    assert old in text
    return text.replace(old, new)


def publish(texts: Texts, path: str, text: str) -> None:
    texts.publish(path, text, by=BY, base=texts.digest(path))
    texts.shelf.refresh()


def title(texts: Texts) -> str:
    return texts.shelf.catalogue.topics["cameras"].text["fr"].title


def test_a_published_text_is_read_in_place_of_the_librarys_which_stays(texts: Texts) -> None:
    before = title(texts)
    publish(texts, CAMERAS, changed(texts, CAMERAS, before, "Des caméras"))

    assert title(texts) == "Des caméras"
    assert before in (texts.shelf.folder / CAMERAS).read_text(encoding="utf-8")
    assert title(opened(texts.shelf.folder)) == "Des caméras"


def test_into_a_folder_that_the_operator_named_the_text_itself_is_written(content: Path) -> None:
    texts = opened(content, named=True)
    (content / CAMERAS).chmod(0o664)
    publish(texts, CAMERAS, changed(texts, CAMERAS, title(texts), "Des caméras"))

    assert "Des caméras" in (content / CAMERAS).read_text(encoding="utf-8")
    assert (content / CAMERAS).stat().st_mode & 0o777 == 0o664
    assert not texts.shelf.own.folder.exists()
    assert min(p.name for p in (content / CAMERAS).parent.iterdir()) == "bg.md"


def test_history_tells_who_changed_what_and_what_stood_before(texts: Texts) -> None:
    first = texts.read(CAMERAS)
    second = changed(texts, CAMERAS, title(texts), "Des caméras")
    publish(texts, CAMERAS, second.replace("\n", "\r\n").rstrip())

    newest, oldest = texts.history(CAMERAS)
    assert (newest.number, newest.by, newest.how, newest.text) == (2, BY, How.PUBLISHED, second)
    assert (oldest.number, oldest.by, oldest.how, oldest.text) == (1, "", How.FOUND, first)
    assert newest.at == datetime(2026, 11, 24, 9, 41, tzinfo=UTC)
    assert newest.replaced == digest(first)


def test_an_undone_text_can_be_done_again(texts: Texts) -> None:
    first = title(texts)
    publish(texts, CAMERAS, changed(texts, CAMERAS, first, "Des caméras"))
    for expected in (first, "Des caméras", first):
        earlier = texts.earlier(CAMERAS)
        assert earlier
        texts.undo(CAMERAS, earlier.number, by=BY)
        texts.shelf.refresh()
        assert title(texts) == expected

    assert [found.how for found in texts.history(CAMERAS)[:3]] == [How.UNDONE] * 3
    with pytest.raises(NoVersion):
        texts.undo(CAMERAS, 99, by=BY)


def test_whoever_comes_second_overwrites_nothing(texts: Texts) -> None:
    base = texts.digest(CAMERAS)
    publish(texts, CAMERAS, changed(texts, CAMERAS, title(texts), "Des caméras"))

    with pytest.raises(Conflict) as met:
        texts.publish(CAMERAS, "x", by="Ben", base=base)
    assert met.value.version
    assert met.value.version.by == BY
    assert met.value.text == texts.read(CAMERAS)
    assert title(texts) == "Des caméras"


def test_a_text_with_an_error_is_not_published_and_its_line_is_told(texts: Texts) -> None:
    wrong = changed(texts, HELP, "Ask us", "Ask {us}")
    with pytest.raises(Held) as met:
        texts.publish(HELP, wrong, by=BY, base=texts.digest(HELP))

    assert [(p.path, p.code) for p in met.value.problems] == [(HELP, "PLACEHOLDER")]
    assert met.value.problems == tuple(p for p in texts.judge(HELP, wrong) if p.is_error)
    assert texts.history(HELP) == ()


def test_a_text_that_would_break_another_one_is_not_published(texts: Texts) -> None:
    with pytest.raises(Held) as met:
        publish(texts, HELP, changed(texts, HELP, "Ask us", "Ask {authority}"))

    missing = {(p.path, p.code) for p in met.value.problems}
    others = ("bg", "fr", "nl", "sq")
    assert missing == {(f"pages/help/{lang}.md", "PLACEHOLDER-MISSING") for lang in others}


def test_a_broken_file_can_be_mended_while_another_one_is_broken_too(content: Path) -> None:
    for path in (CAMERAS, "topics/cameras/nl.md"):
        (content / path).write_text("no front matter", encoding="utf-8")
    texts = opened(content)
    publish(texts, CAMERAS, (Path(__file__).parent / "good/content" / CAMERAS).read_text("utf-8"))

    assert {p.path for p in texts.shelf.problems if p.is_error} == {"topics/cameras/nl.md"}


def test_a_new_topic_comes_into_being_file_by_file_and_is_never_shown_half(texts: Texts) -> None:
    for lang in ("en", "fr", "nl", "bg", "sq"):
        assert "tools" not in texts.shelf.catalogue.topics
        text = texts.read(f"topics/cameras/{lang}.md")
        assert text
        texts.publish(f"topics/tools/{lang}.md", text, by=BY, base="")
        texts.shelf.refresh()
    assert "tools" in texts.shelf.catalogue.topics
    assert not held_back(texts.shelf.problems)


def test_a_look_at_a_text_changes_nothing(texts: Texts) -> None:
    seen = texts.with_(CAMERAS, changed(texts, CAMERAS, title(texts), "Des caméras"))

    assert seen.topics["cameras"].text["fr"].title == "Des caméras"
    assert not (texts.shelf.folder.parent / "data/versions").exists()
    assert not texts.shelf.refresh()


def test_what_a_survey_of_the_library_asks_stays_but_its_words_may_change(texts: Texts) -> None:
    publish(
        texts,
        "surveys/services/en.yaml",
        changed(texts, "surveys/services/en.yaml", "How old are you?", "What is your age?"),
    )
    assert not held_back(texts.shelf.problems)
    asked = "surveys/services/survey.yaml"
    with pytest.raises(Unwritable):
        publish(texts, asked, changed(texts, asked, "minutes: ", "minutes: 1"))


def test_after_an_update_of_the_library_a_text_in_its_place_is_told_until_published_again(
    texts: Texts,
) -> None:
    mine = changed(texts, CAMERAS, title(texts), "Des caméras")
    publish(texts, CAMERAS, mine)
    library = texts.shelf.folder / CAMERAS
    library.write_text(library.read_text("utf-8").replace("caméra", "vidéo"), encoding="utf-8")

    texts.shelf.refresh()
    assert (CAMERAS, "LIBRARY-NEWER") in {(p.path, p.code) for p in texts.shelf.problems}
    assert title(texts) == "Des caméras"

    publish(texts, CAMERAS, mine)
    assert "LIBRARY-NEWER" not in {p.code for p in texts.shelf.problems}


@pytest.mark.parametrize(
    "path", ["../x", "topics/../cities/brussels.yaml", "topics/cameras/de.md", "/etc/passwd", ""]
)
def test_no_path_leads_out_of_the_content_folder(path: str, texts: Texts) -> None:
    for act in (texts.read, texts.history, texts.digest):
        with pytest.raises(ValueError, match="no place"):
            act(path)
    with pytest.raises(ValueError, match="no place"):
        texts.publish(path, "x", by=BY, base="")
    with pytest.raises(ValueError, match="no place"):
        texts.undo(path, 1, by=BY)


def test_a_folder_that_cannot_be_written_is_said_and_nothing_is_shown_as_done(
    content: Path, tmp_path: Path
) -> None:
    texts = opened(content)
    (content.parent / "data/content").write_text("in the way", encoding="utf-8")
    with pytest.raises(Unwritable):
        publish(texts, CAMERAS, changed(texts, CAMERAS, title(texts), "Des caméras"))


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    done = subprocess.run(
        ["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def test_in_a_git_checkout_a_publication_is_a_commit_of_this_file_alone(content: Path) -> None:
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "All")):
        git(content, *words)
    (content / ".git/hooks/pre-commit").write_text("#!/bin/sh\nexit 1\n")
    (content / ".git/hooks/pre-commit").chmod(0o755)
    (content / HELP).write_text("half a sentence", encoding="utf-8")
    texts = opened(content, named=True)

    new = changed(texts, CAMERAS, title(texts), "Des caméras")
    texts.publish(CAMERAS, new, by="Ana <x> B", base=texts.digest(CAMERAS), note="Shorter")
    texts.undo(CAMERAS, 1, by=BY)

    told = git(content, "log", "--format=%an %ae|%s", "--name-only").split("\n")
    assert told[:6] == [
        f"{BY} texts@rightsbot.invalid|Change {CAMERAS}", "", CAMERAS,
        "Ana x B texts@rightsbot.invalid|Shorter", "", CAMERAS,
    ]  # fmt: skip
    assert git(content, "status", "--porcelain") == f"M {HELP}"


@pytest.mark.parametrize("named", [True, False])
def test_what_is_taken_down_is_gone_and_can_be_brought_back(content: Path, *, named: bool) -> None:
    texts = opened(content, named=named)
    alert = "pages/alert/en.md"
    texts.publish(alert, "---\nversion: 1\n---\n\nCall us.\n", by=BY, base="")
    texts.take_down([alert, "pages/alert/fr.md"], by=BY)
    assert texts.read(alert) is None
    texts.undo(alert, texts.history(alert)[0].number, by=BY)
    assert "Call us." in (texts.read(alert) or "")


def test_nothing_of_the_library_is_taken_down(texts: Texts) -> None:
    with pytest.raises(Unwritable):
        texts.take_down([HELP], by=BY)
    assert texts.read(HELP)
