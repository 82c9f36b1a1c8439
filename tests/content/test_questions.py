"""The notations of survey.yaml for each kind of question, and what they become."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.content.load import load
from bot.core.disclosure import published
from bot.core.frozen import from_json, to_json
from bot.core.model import Audience, Question, State, Survey, Type
from bot.core.month import month_of

FOLDER = "surveys/services"
QUESTIONS = """
  - id: first
    type: ranking
    options: [parks, lights, trees, other]
    fixed: [other]
    shuffle: true
    at_most: 2
  - id: rate
    type: 0-10
  - id: moved
    type: month
    low: 2024-01
    high: 2026-12
    bands: [[2024-01, 2024-12], [2025-01, 2026-12]]
  - id: place
    type: matrix
    rows: [park, bus-stop]
    options: [good, poor]
    shuffle: true
    ask_if: {online: ["yes"]}
  - id: again
    type: yes-no
    ask_if: {place-park: [poor], rate: ["0"]}
"""
WORDS = """
  first:
    text: "What first?"
    options: {parks: Parks, lights: Lights, trees: Trees, other: Something else}
  rate: {text: "How easy?", lowest: hard, highest: easy}
  moved: {text: "When did you move?"}
  place:
    text: "How are these places?"
    rows: {park: The park, bus-stop: The bus stop near your home}
    options: {good: Good, poor: Poor}
  again: {text: "Again?"}
comment: {text: "What else?", purpose: "The city will read it."}
"""
SETTINGS = """
comment: {id: more, about: first}
results_on: [2026-12-01, 2026-12-15]
rows:
  audience: public
  hierarchies:
    channel: [[[counter, phone], [none]], [[counter, phone, none], [prefer-not]]]
"""


@pytest.fixture
def wide(good: Path) -> Path:
    """The good folder, whose survey has every kind of question."""
    file = good / "content" / FOLDER / "survey.yaml"
    settings, questions = file.read_text(encoding="utf-8").split("\nquestions:")
    whole = f"{settings}{SETTINGS}questions:{questions}{QUESTIONS.lstrip(chr(10))}"
    file.write_text(whole.replace("expected: 150", "expected: 400"), encoding="utf-8")
    for words in (good / "content" / FOLDER).glob("??.yaml"):
        words.write_text(words.read_text(encoding="utf-8") + WORDS.lstrip("\n"), encoding="utf-8")
    return good


def read(folder: Path) -> tuple[Survey, list[str]]:
    catalogue, problems = load(folder / "content")
    return catalogue.surveys["services"], [p.code for p in problems if p.is_error]


def asked(survey: Survey, name: str) -> Question:
    return next(question for question in survey.questions if question.id == name)


def test_every_notation_is_read(wide: Path) -> None:
    survey, problems = read(wide)

    assert problems == []
    assert asked(survey, "first").type is Type.RANKING
    assert asked(survey, "first").at_most == 2
    assert asked(survey, "rate").lowest["en"] == "hard"
    moved = asked(survey, "moved")
    assert (moved.low, moved.high) == (month_of("2024-01"), month_of("2026-12"))
    assert published(moved)[:2] == ("2024-01-2024-12", "2025-01-2026-12")
    assert survey.comment is not None
    assert (survey.comment.id, survey.comment.about) == ("more", "first")
    assert survey.results_on == (date(2026, 12, 1), date(2026, 12, 15))


def test_each_row_of_a_matrix_is_a_question(wide: Path) -> None:
    survey, _ = read(wide)
    park, stop = (asked(survey, f"place-{row}") for row in ("park", "bus-stop"))

    assert (park.type, park.matrix, park.shuffle) == (Type.SINGLE, "place", True)
    assert park.options == stop.options
    assert park.ask_if == stop.ask_if == {"online": {"yes"}}
    assert stop.text["en"] == "How are these places? – The bus stop near your home"
    assert (stop.stem["en"], stop.row["en"]) == (
        "How are these places?",
        "The bus stop near your home",
    )


def test_who_preferred_not_to_say_stands_apart_in_a_hierarchy(wide: Path) -> None:
    survey, _ = read(wide)

    assert survey.rows is not None
    assert survey.rows.audience is Audience.ROWS_PUBLIC
    assert survey.rows.hierarchies["channel"] == (
        (("counter", "phone"), ("none",), ("prefer-not",)),
        (("counter", "phone", "none"), ("prefer-not",)),
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("type: 0-10", "type: 0-10\n    options: [a, b]", ["OPTIONS"]),
        ("at_most: 2\n  - id: rate", "at_most: 5\n  - id: rate", ["OPTIONS"]),
        ("    fixed: [other]\n", "", ["OTHER"]),
        ("trees, other]", "other, trees]", ["OTHER"]),
        ("    high: 2026-12\n", "", ["KEY-MISSING"]),
        ("[2025-01, 2026-12]", "[2025-02, 2026-12]", ["BANDS"]),
        ("rows: [park, bus-stop]", "rows: []", ["EMPTY"]),
        ("rows: [park, bus-stop]", "rows: [park, bus stop]", ["ID", "ID"]),
        ("    rows: [park, bus-stop]\n", "", ["KEY-MISSING"]),
        ("{place-park: [poor]", "{place: [poor]", ["ASK-IF"]),
        ("id: rate", "id: place-park", ["ID-TWICE"]),
        ("{id: more, about: first}", "{id: more, about: channel}", ["COMMENT"]),
        ("{id: more, about: first}", "{id: rate, about: first}", ["ID-TWICE"]),
        ("{id: more, about: first}", "{about: first}", ["KEY-MISSING"]),
        ("2026-12-15]", "2026-12-15, 2027-01-01, 2027-01-02, 2027-01-03]", ["RESULTS-ON"]),
        ("days: 60", "until: 2026-12-14", ["RESULTS-ON"]),
        ("audience: public", "audience: everybody", ["CHOICE"]),
        ("[[counter, phone], [none]]", "[[counter, phone]]", ["HIERARCHY"]),
        ("[[counter, phone], [none]]", "[[counter], [phone], [none]]", ["HIERARCHY"]),
        (
            "[[counter, phone, none], [prefer-not]]",
            "[[counter], [phone, none, prefer-not]]",
            ["HIERARCHY"],
        ),
        ("    channel: [[[", "    online: [[[", ["HIERARCHY"]),
        ("breakdowns: [channel]", "breakdowns: [channel, language]", []),
        ("breakdowns: [channel]", "breakdowns: [channel, tongue]", ["BREAKDOWN"]),
    ],
)
def test_a_mistake_in_a_notation_is_named(
    wide: Path, old: str, new: str, expected: list[str]
) -> None:
    file = wide / "content" / FOLDER / "survey.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")

    found = load(wide / "content")[1]

    assert [p.code for p in found if p.path.endswith("survey.yaml")] == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (", highest: easy", ""),
        ("rows: {park: The park, ", "rows: {"),
        (', purpose: "The city will read it."', ""),
        ("comment:", "coment:"),
    ],
)
def test_words_that_a_language_lacks_are_named(wide: Path, old: str, new: str) -> None:
    file = wide / "content" / FOLDER / "nl.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    found = load(wide / "content")[1]

    assert "KEY-MISSING" in {p.code for p in found if p.path.endswith("nl.yaml")}


def test_the_tag_of_a_survey_that_uses_nothing_new_stays_what_it_was(good: Path) -> None:
    survey, _ = read(good)

    # As the version before these notations made it: buttons of open surveys live on.
    assert survey.tag == 6693590


def test_what_is_frozen_comes_back_as_it_was(wide: Path) -> None:
    survey, _ = read(wide)
    opened = replace(survey, state=State.OPEN, until=date(2026, 12, 31))

    assert from_json(to_json(opened), State.OPEN, date(2026, 12, 31)) == opened


def test_a_survey_frozen_by_the_version_before_is_read(good: Path) -> None:
    old = (Path(__file__).parent / "frozen.json").read_text(encoding="utf-8")
    until = date(2027, 1, 22)

    assert from_json(old, State.OPEN, until) == replace(
        read(good)[0], state=State.OPEN, until=until
    )
