"""Each code has a folder whose files, laid over the good ones, trigger it and no other."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.content.check_locales import check_locales
from bot.content.codes import CODES, Severity
from bot.content.load import load
from bot.content.problem import Problem, problem, told
from bot.content.source import MOST_BYTES
from bot.content.words import PLACEHOLDER, Dictionary
from bot.core.disclosure import Code as Finding
from bot.core.model import Catalogue

HERE = Path(__file__).parent
TODAY = date(2026, 11, 24)
BAD = sorted(folder.name for folder in (HERE / "bad").iterdir())


def read(folder: Path) -> tuple[Catalogue, list[Problem]]:
    catalogue, problems = load(folder / "content", TODAY)
    return catalogue, [*problems, *check_locales(folder / "locales")]


def lay_over(folder: Path, code: str) -> None:
    shutil.copytree(HERE / "bad" / code, folder, dirs_exist_ok=True)
    page = folder / "content/pages/help/en.md"
    # What editors and formatters would trip over is made here.
    if code == "SIZE":
        page.write_bytes(b" " * (MOST_BYTES + 1))
    if code == "ENCODING":
        page.write_bytes(page.read_bytes().replace(b"Press", b"Pr\xe9ss"))
    if code == "OUTSIDE":
        page.rename(folder / "elsewhere.md")
        page.symlink_to(folder / "elsewhere.md")


def test_the_good_folder_has_no_problem(good: Path) -> None:
    assert read(good)[1] == []


@pytest.mark.parametrize("code", BAD)
def test_the_bad_folder_has_exactly_its_problem_and_holds_back_one_text_at_most(
    code: str, good: Path
) -> None:
    lay_over(good, code)

    catalogue, told_of = read(good)
    found = [f"{p.path}:{p.line}:{p.column} {p.code}" for p in told_of]

    expected = (HERE / "bad" / code / "expected.txt").read_text(encoding="utf-8")
    assert found == expected.splitlines()
    assert {p.code for p in told_of} == {code}
    named = set(PLACEHOLDER.findall(CODES[code].sentence + CODES[code].hint))
    assert all(named <= set(p.values) for p in told_of)
    assert units(catalogue) >= (5 if CODES[code].severity is Severity.ADVICE else 4)


def units(found: Catalogue) -> int:
    """How much of the good folder's five texts is not held back."""
    return sum(map(len, (found.cities, found.topics, found.surveys, found.pages)))


def test_every_code_has_a_bad_folder() -> None:
    assert set(BAD) == set(CODES)


def test_every_finding_of_the_publish_linter_has_words() -> None:
    assert {f"PUBLISH-{code.upper()}" for code in Finding} <= set(CODES)


def test_a_problem_is_told_in_the_words_of_its_code(good: Path) -> None:
    dictionary = Dictionary.load(good / "locales")
    told_ = told(problem("a/b.md", (3, 7), "KEY", key="pages", known="page"), dictionary, "fr")

    assert told_ == "a/b.md:3:7 KEY pages is not known here. Known here: page."


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

    assert [p.code for p in read(good)[1] if p.path == path] == expected
