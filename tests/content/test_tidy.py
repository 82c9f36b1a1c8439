"""What `check --fix` does to a file changes nothing that anybody reads."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import markup
from bot.content.locate import locate
from bot.content.source import judged
from bot.content.tidy import tidied

CONTENT = locate("content")
SHIPPED = sorted(path.relative_to(CONTENT).as_posix() for path in CONTENT.rglob("*.??*"))
MESSY = st.text(alphabet=' \t\r\n\ufeffae\u0301«»"“:?!;-*[](){}#.1\u00a0', max_size=60)
PATHS = st.sampled_from(["topics/x/fr.md", "topics/x/bg.md", "surveys/x/fr.yaml"])


def shipped(path: str) -> str:
    return (CONTENT / path).read_text(encoding="utf-8")


def as_by_windows(text: str) -> bytes:
    """As Notepad and a Mac would leave it."""
    lines = unicodedata.normalize("NFD", text).split("\n")
    ends = (line + " " if i % 3 == 0 and line.strip() else line for i, line in enumerate(lines))
    return ("\ufeff" + "\r\n".join(ends) + "\r\n\r\n").encode()


@pytest.mark.parametrize("path", SHIPPED)
def test_a_shipped_text_is_tidy_and_is_found_again_after_windows_had_it(path: str) -> None:
    text = shipped(path)

    assert tidied(path, text.encode()) == (text.encode(), ())
    assert tidied(path, as_by_windows(text))[0].decode() == text


@given(PATHS, MESSY, st.booleans())
def test_once_is_enough(path: str, text: str, front: bool) -> None:  # noqa: FBT001 - drawn
    typed = f"---\r\nof: 1 \n---\n{text}" if front else text
    once, _ = tidied(path, typed.encode())

    assert tidied(path, once) == (once, ())


@given(MESSY)
def test_a_paragraph_says_the_same_as_before(text: str) -> None:
    """In a language whose spaces and quotation marks are those that are typed."""
    source = judged("x", text.replace("\t", " ").replace('"', "").encode(), [])
    if source is None:
        return
    after, _ = tidied("topics/x/nl.md", source.encode())

    before, now = (
        unicodedata.normalize("NFC", markup.styled(said).text) for said in (source, after.decode())
    )
    assert now.split() == before.split()


@pytest.mark.parametrize(
    ("path", "typed", "tidy"),
    [
        (
            "topics/x/fr.md",
            "Qui filme ? La ville : oui !\n",
            "Qui filme\xa0? La ville\xa0: oui\xa0!\n",
        ),
        ("topics/x/fr.md", 'Le mot "caméra" ici.\n', "Le mot «\xa0caméra\xa0» ici.\n"),
        ("topics/x/bg.md", 'Думата "камера" тук.\n', "Думата „камера“ тук.\n"),
        ("topics/x/en.md", 'A "yes" or a "no"?\n', 'A "yes" or a "no"?\n'),
        ("topics/x/en.md", 'A 5" screen, a 7" one\n', 'A 5" screen, a 7" one\n'),
        ("topics/x/en.md", '[a](https://x.org "b") `"c"`\n', '[a](https://x.org "b") `"c"`\n'),
        ("topics/x/fr.md", "https://x.org/?a=b :c\n", "https://x.org/?a=b :c\n"),
        ("topics/x/en.md", "-\tone\n\n\ttwo\tthree\n", "-   one\n\n    two three\n"),
        ("topics/x/en.md", "one   \ntwo  \n\nthree \n", "one  \ntwo\n\nthree\n"),
        ("topics/x/en.md", "## In short {#short}  \ntext\n", "## In short {#short}\ntext\n"),
        ("surveys/x/fr.yaml", 'title: "Qui ? Vous" \n', 'title: "Qui\xa0? Vous"\n'),
        ("surveys/x/fr.yaml", 'title : "Qui ? Vous"\n', 'title : "Qui ? Vous"\n'),
        ("surveys/x/en.yaml", 'title: "a\\ \n  b"\n', 'title: "a\\ \n  b"\n'),
        ("surveys/x/en.yaml", 'title: a "yes" b\n', 'title: a "yes" b\n'),
    ],
)
def test_what_could_mean_something_else_stays(path: str, typed: str, tidy: str) -> None:
    assert tidied(path, typed.encode())[0].decode() == tidy


def test_the_day_of_a_check_is_nobody_elses_to_write(good: Path) -> None:
    file = good / "content/topics/cameras/en.md"
    text = file.read_text(encoding="utf-8").replace("checked: ", "checked:   ")

    assert tidied("topics/cameras/en.md", text.encode())[0].decode() == text


def test_a_file_in_another_encoding_is_left_alone() -> None:
    data = "caf\xe9 \r\n".encode("latin-1")
    assert tidied("topics/x/fr.md", data) == (data, ())
