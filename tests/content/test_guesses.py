"""Where the checker can guess what was meant, it asks; where it cannot, it keeps silent."""

import pytest

from bot.content.check_contact import meant_address, meant_mail, meant_phone
from bot.content.cursor import meant
from bot.content.misplaced import misplaced
from bot.content.places import is_place
from bot.content.problem import Problem
from bot.content.tree import parse


@pytest.mark.parametrize(
    ("path", "code", "expected"),
    [
        ("topics/cameras/fr.md.txt", "ENDING", "topics/cameras/fr.md"),
        ("surveys/x/fr.yaml.md", "ENDING", "surveys/x/fr.yaml"),
        ("pages/help/en.md.md", "ENDING", "pages/help/en.md"),
        ("topics/cameras/fr.MD.TXT", "ENDING", "topics/cameras/fr.md"),
        ("topic/cameras/en.md", "FILE", "topics/cameras/en.md"),
        ("topics/cameras/EN.md", "FILE", "topics/cameras/en.md"),
        ("topics/my camera/en.md", "FILE", "topics/my-camera/en.md"),
        ("cities/brussels.yml", "FILE", "cities/brussels.yaml"),
        ("surveys/x/survy.yaml", "FILE", "surveys/x/survey.yaml"),
        ("topics/cameras/notes.docx", "FILE", ""),
    ],
)
def test_a_file_in_the_wrong_place_is_told_its_name(path: str, code: str, expected: str) -> None:
    found = misplaced(path, is_place)
    assert (found.code, found.values["meant"]) == (code, expected)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("www.example.org", "https://www.example.org"),
        ("htps://example.org/a", "https://example.org/a"),
        ("http:/example.org", "https://example.org"),
        ("https//example.org", "https://example.org"),
        ("see below", ""),
        ("javascript:alert(1)", ""),
        ("https://a:b@example.org", ""),
    ],
)
def test_an_address_is_completed_only_to_a_real_one(typed: str, expected: str) -> None:
    assert meant_address(typed) == expected


def test_a_mail_address_and_a_number_are_freed_of_what_is_too_much() -> None:
    assert meant_mail("mailto:a@example,org") == "a@example.org"
    assert meant_mail("a (at) example.org") == "a@example.org"
    assert meant_mail("call us") == ""
    assert meant_phone("Tel. +32 2 123") == "+32 2 123"
    assert meant_phone("call the desk") == ""


def test_a_word_is_guessed_whatever_its_case_and_only_if_it_is_near() -> None:
    assert meant("Brussel", ["brussels", "tirana"]) == "brussels"
    assert meant("TIRANA", ["brussels", "tirana"]) == "tirana"
    assert meant("x", ["brussels", "tirana"]) == ""


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: b\ntitle: Cameras: who films\n", 2, "colon"),
        ('a: b\nt: "never closed\nc: d\ne: f\n', 2, "quote"),
        ("a: b\nt: 'It's here'\n", 2, "quote"),
        ('a: b\nt: "one" two\n', 2, "quote"),
        ("a:\n  b: c\n d: e\n", 3, "indent"),
        ("a: b\n  c: d\n", 2, "indent"),
        ("a: b\n- c\n", 2, "indent"),
        ("a: b\nt: [c, d\ne: f\ng: h\n", 2, "bracket"),
        ("a: b\nt: {c: d, e: f\ng: h\n", 2, "bracket"),
        ("a: b\nt: [c d]]\n", 2, "bracket"),
        ("a: b\nt: @c\n", 2, "sign"),
        ("a: b\nt: **bold**\n", 2, "sign"),
        ("a: b\njust words\nc: d\n", 2, "name"),
        ("a: b\nt: - c\n", 2, "list"),
        ('a: b\nt: "C:\\desk"\n', 2, "escape"),
        ("a: b\n---\nc: d\n", 2, "two"),
    ],
)
def test_yaml_that_cannot_be_read_is_told_where_it_went_wrong_and_why(
    text: str, line: int, reason: str
) -> None:
    problems: list[Problem] = []
    parse("x.yaml", text, problems)

    assert [(p.code, p.line, p.values["reason"]) for p in problems] == [("YAML", line, reason)]
