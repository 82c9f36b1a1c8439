"""Each code has a folder whose files, laid over the good ones, trigger it and no other."""

import os
import re
from pathlib import Path

import pytest

from bot.content.codes import CODES
from bot.content.problem import SUFFIX, phrase, problem, told
from bot.content.severity import Severity
from bot.content.words import PLACEHOLDER, Dictionary
from bot.core.disclosure import Code as Finding
from bot.core.model import Catalogue
from tests.content.mistakes import BAD, HERE, Found, page, read, spoiled

PAGE = Path("docs/checks.md")


@pytest.fixture(scope="module")
def mistakes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Found]:
    folder = tmp_path_factory.mktemp("bad")
    return {code: spoiled(folder / code, code) for code in BAD}


def test_the_good_folder_has_no_problem(good: Path) -> None:
    assert read(good).lines == []


@pytest.mark.parametrize("code", BAD)
def test_the_bad_folder_has_exactly_its_problem_and_holds_back_one_text_at_most(
    code: str, mistakes: dict[str, Found], dictionary: Dictionary
) -> None:
    found = mistakes[code]

    expected = (HERE / "bad" / code / "expected.txt").read_text(encoding="utf-8")
    assert found.lines == expected.splitlines()
    assert {p.code for p in found.problems} == {code}
    assert all(named(code, dictionary) <= {"column", *p.values} for p in found.problems)
    assert units(found.catalogue) >= (5 if CODES[code] is Severity.ADVICE else 4)


def test_the_page_of_the_checks_is_what_they_print(
    mistakes: dict[str, Found], dictionary: Dictionary
) -> None:
    expected = page(mistakes, dictionary)
    written = HERE.parents[1] / PAGE
    if "UPDATE_CHECKS" in os.environ:
        written.write_text(expected, encoding="utf-8")
    assert written.read_text(encoding="utf-8") == expected


def named(code: str, dictionary: Dictionary) -> set[str]:
    """The placeholders of all that is said of it."""
    said = (dictionary.template("en", f"check.{code}{end}") for end in SUFFIX.values())
    return set(PLACEHOLDER.findall(" ".join(said)))


def units(found: Catalogue) -> int:
    """How much of the good folder's five texts is not held back."""
    return sum(map(len, (found.cities, found.topics, found.surveys, found.pages)))


def test_every_code_has_a_bad_folder() -> None:
    assert set(BAD) == set(CODES)


def test_every_code_has_a_sentence_and_a_hint_and_no_other_code_has(dictionary: Dictionary) -> None:
    spoken = {key.split(".")[1] for key in dictionary.keys["en"] if re.match(r"check\.[A-Z]", key)}
    needed = {f"check.{code}{end}" for code in CODES for end in ("", ".hint")}

    assert spoken == set(CODES)
    assert needed <= dictionary.keys["en"]


def test_every_finding_of_the_publish_linter_has_words() -> None:
    assert {f"PUBLISH-{code.upper()}" for code in Finding} <= set(CODES)


def test_a_problem_is_told_in_the_words_of_its_code(dictionary: Dictionary) -> None:
    found = problem("a/b.md", (3, 7), "KEY", key="pages", known="page", meant="page")

    assert told(found, dictionary, "en") == (
        "a/b.md:3:7 KEY “pages” is not known here. Did you mean page? Known here: page."
    )


def test_a_language_and_a_reason_are_said_in_words(dictionary: Dictionary) -> None:
    missing = problem("surveys/x/fr.yaml", (1, 1), "LANGUAGE", lang="fr")
    unread = problem("cities/x.yaml", (1, 1), "YAML", reason="two")

    assert phrase(missing, dictionary, "en", "sentence") == "One language is missing: French."
    assert "label::Français (fr)" in phrase(missing, dictionary, "en", "sheet")
    assert "reason" not in phrase(unread, dictionary, "en", "sentence")
    assert phrase(unread, dictionary, "en", "sheet") == phrase(unread, dictionary, "en", "hint")


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        ("surveys/services/survey.yaml", "[brussels]", "[brussels, brusels]", ["CITY"]),
        ("surveys/services/survey.yaml", "[brussels]", "[tirana]", []),
        ("topics/cameras/sq.md", "Edhe atje ka", "Edhe GDPR ka", ["EU-LAW"]),
        ("topics/cameras/bg.md", "личен живот", "личен живот по ОРЗД", ["EU-LAW"]),
        ("topics/cameras/fr.md", "title: Une", "title: RGPD, une", ["EU-LAW"]),
        ("topics/cameras/sq.md", "Edhe atje ka", "Edhe të drejtën e BE-së ka", ["EU-LAW"]),
        (
            "topics/cameras/nl.md",
            "1. Vraag",
            "1. [Vraag](https://eur-lex.europa.eu/x) en",
            ["EU-LAW"],
        ),
        ("topics/cameras/nl.md", "title: Een", "title: AVG, een", ["EU-LAW"]),
        ("cities/tirana.yaml", "bg: Обадете", "bg: По право на ЕС обадете", ["EU-LAW"]),
        ("cities/brussels.yaml", "bg: Обадете", "bg: По право на ЕС обадете", []),
        ("cities/brussels.yaml", "https://www.example.org/bot", "https://[x", ["LINK"]),
        ("cities/brussels.yaml", "https://www.example.org/bot", "https://a:b@x.org", ["LINK"]),
        ("cities/brussels.yaml", "https://www.example.org/bot", "javascript:x", ["LINK"]),
        ("cities/brussels.yaml", "contact: data@example.org", "contact: example", ["LINK"]),
        ("cities/brussels.yaml", "contact: data@example.org", "contact: https://x.org", []),
        ("topics/cameras/en.md", "1. Ask", "1. [Ask](see below) and", ["LINK"]),
        ("topics/cameras/en.md", "1. Ask", "1. [Ask](x.org) and", ["LINK"]),
        ("topics/cameras/en.md", "1. Ask", "1. {page} Ask", ["PLACEHOLDER"]),
        ("pages/help/en.md", "{contact}", "{ contact }", ["PLACEHOLDER"]),
        ("pages/help/en.md", "{contact}.", "{contact.", ["PLACEHOLDER"]),
        ("surveys/services/en.yaml", "counter: Counter", "counter: 🏛️🏛️🏛️🏛️🏛️🏛️ Desk", ["BUTTON"]),
        ("topics/cameras/en.md", "1. Ask", "| a | b |\n|---|---|\n| c | d |\n\n1. Ask", ["MARKUP"]),
        ("topics/cameras/en.md", "1. Ask", "> 1. Ask", ["MARKUP"]),
        ("topics/cameras/en.md", "1. Ask", "![Ask](https://x.org/a.png) and", ["MARKUP"]),
        ("topics/cameras/en.md", "## In short", "Words before.\n\n## In short", ["SECTION"]),
        (
            "topics/cameras/en.md",
            "::: city tirana",
            "::: town tirana",
            ["BLOCK", "BLOCK"],
        ),
        ("topics/cameras/en.md", "---\n\n## In", "\n\n## In", ["FRONT"]),
        (
            "pages/help/en.md",
            "Press the buttons. Ask us: {contact}.\n\n[{body}]({page})",
            "",
            ["EMPTY"],
        ),
        ("surveys/services/survey.yaml", "[30, 64]", "[30]", ["LIST"]),
        ("surveys/services/survey.yaml", "[30, 64]", "[64, 30]", ["BANDS"]),
        ("surveys/services/survey.yaml", "high: 99", "high: 16", ["BANDS"]),
        ("surveys/services/survey.yaml", "    low: 16\n", "", ["KEY-MISSING"]),
        ("surveys/services/survey.yaml", "{online:", "{tools:", ["ASK-IF"]),
        ("surveys/services/survey.yaml", '["no"]', '["no", prefer-not]', []),
        ("surveys/services/survey.yaml", '["no"]', "[]", ["ASK-IF"]),
        ("surveys/services/survey.yaml", "type: yes-no", "type: number", ["KEY-MISSING"] * 2),
        ("surveys/services/survey.yaml", "    options: [maps, forms, nothing]\n", "", ["CHOICE"]),
        ("surveys/services/survey.yaml", "type: multiple", "type: scale", ["OPTIONS"]),
        ("surveys/services/survey.yaml", "questions:", "questions: []\nmore:", ["EMPTY", "KEY"]),
        ("surveys/services/survey.yaml", "publish: auto", "publish: now", ["CHOICE"]),
        ("surveys/services/survey.yaml", "id: age", "id: prefer-not", ["ID"]),
        ("surveys/services/survey.yaml", "days: 60\n", "", ["UNTIL"]),
        ("surveys/services/survey.yaml", "days: 60", "until: 2027-02-30", ["DATE"]),
        ("surveys/services/en.yaml", "      counter: Counter\n", "", ["KEY-MISSING"]),
        ("surveys/services/en.yaml", "counter: Counter", "counter: A counter or a desk", []),
        (
            "surveys/services/en.yaml",
            "counter: Counter",
            "counter: At a counter or a desk",
            ["BUTTON"],
        ),
        ("surveys/services/en.yaml", "How old are you?", "", ["EMPTY"]),
        ("surveys/services/fr.yaml", "of: 1", "version: 1", ["KEY", "KEY-MISSING"]),
    ],
)
def test_a_mistake_is_found_wherever_it_is_made(
    path: str, old: str, new: str, expected: list[str], good: Path
) -> None:
    file = good / "content" / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")

    assert [p.code for p in read(good).problems if p.path == path] == expected
