from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content.load import load
from bot.content.tags import structure
from bot.core.model import LANGUAGES, Catalogue, Part, State, Type
from tests.growth import grows_evenly


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(Path(__file__).parent / "good" / "content")[0]


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def codes(folder: Path) -> list[str]:
    return [problem.code for problem in load(folder / "content")[1]]


def test_a_city_reads_only_its_own_blocks(catalogue: Catalogue) -> None:
    topic = catalogue.topics["cameras"]
    law = topic.text["en"].parts[Part.LAW]

    assert set(law) == {"brussels", "tirana"}
    assert "GDPR" in law["brussels"]
    assert "GDPR" not in law["tirana"]
    assert topic.cities == {"brussels", "tirana"}


def test_a_city_without_a_helper_for_a_topic_does_not_show_it(good: Path) -> None:
    rewrite(good / "content/cities/tirana.yaml", "need: data", "need: police")

    assert load(good / "content")[0].topics["cameras"].cities == {"brussels"}


def test_a_city_whose_law_is_not_in_every_language_does_not_show_the_topic(good: Path) -> None:
    rewrite(good / "content/topics/cameras/bg.md", "::: city brussels", "::: city tirana")

    catalogue, problems = load(good / "content")

    assert [(p.path, p.code) for p in problems if p.code == "CITY-LAW"] == [
        ("topics/cameras/bg.md", "CITY-LAW")
    ]
    # The block names the law of the Union, which Tirana must not read.
    assert "cameras" not in catalogue.topics


def test_text_outside_blocks_is_read_everywhere(catalogue: Catalogue) -> None:
    short = catalogue.topics["cameras"].text["en"].parts[Part.SHORT]

    assert set(short) == {"", "brussels", "tirana"}
    assert len(set(short.values())) == 1
    assert short[""].startswith("## In short\n")
    assert "{#" not in short[""]


def test_a_survey_has_its_words_in_every_language(catalogue: Catalogue) -> None:
    survey = catalogue.surveys["services"]

    for question in survey.questions:
        assert set(question.text) == set(LANGUAGES)
        assert all(question.text.values())
    none = survey.questions[1].options[2]
    assert (none.fixed, none.label["en"], none.button["en"]) == (
        True,
        "Not at all, I never do",
        "Not at all",
    )
    assert survey.questions[1].ask_if == {"online": {"no"}}
    assert survey.questions[2].options[2].alone
    assert survey.questions[3].type is Type.NUMBER
    assert survey.state is State.DRAFT


def test_bands_are_open_at_both_ends(catalogue: Catalogue) -> None:
    bands = catalogue.surveys["services"].questions[3].bands

    assert [(b.id, b.low, b.high) for b in bands] == [
        ("16-29", None, 29),
        ("30-64", 30, 64),
        ("65-99", 65, None),
    ]


def test_words_and_dates_leave_the_tag_and_a_changed_option_moves_it(good: Path) -> None:
    survey = good / "content/surveys/services"
    before = load(good / "content")[0].surveys["services"]

    rewrite(survey / "en.yaml", "Counter or screen?", "Screen or counter?")
    rewrite(survey / "survey.yaml", "days: 60", "until: 2027-03-01")
    words = load(good / "content")[0].surveys["services"]
    rewrite(survey / "survey.yaml", "    fixed: [none]\n", "")
    changed = load(good / "content")[0].surveys["services"]

    assert words.tag == before.tag
    assert structure(words) == structure(before)
    assert changed.tag != before.tag
    assert all(0 <= survey.tag < 2**24 for survey in (before, changed))


def test_tags_fit_their_bits(catalogue: Catalogue) -> None:
    assert all(0 <= city.tag < 2**12 for city in catalogue.cities.values())
    assert all(0 <= topic.tag < 2**24 for topic in catalogue.topics.values())


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(good: Path) -> None:
    before = load(good / "content")
    for file in (good / "content").rglob("*.*"):
        text = file.read_text(encoding="utf-8").replace("\n", "\r\n")
        file.write_bytes(text.encode("utf-8-sig"))

    assert load(good / "content") == before


def test_the_words_no_and_yes_need_no_quotation_marks(good: Path) -> None:
    structure_file = good / "content/surveys/services/survey.yaml"
    before = load(good / "content")
    rewrite(structure_file, '["no"]', "[no]")

    assert load(good / "content") == before


def test_every_problem_of_a_file_is_told_at_once(good: Path) -> None:
    city = good / "content/cities/brussels.yaml"
    rewrite(city, "languages: [fr, nl]", "languages: [fr, xx]")
    rewrite(city, "contact: data@example.org\n", "")
    rewrite(city, "https://data.example.org", "data.example.org")
    rewrite(city, "2026-11-24", "tomorrow")
    rewrite(good / "content/topics/cameras/nl.md", "https://www.example.org/gdpr", "https://x")
    rewrite(good / "content/surveys/services/fr.yaml", "  online:\n", "  onlin:\n")

    # The day of a check stands at both helpers.
    expected = ["KEY-MISSING", "CHOICE", "LINK", "DATE", "DATE", "KEY-MISSING", "KEY", "LINK"]
    assert codes(good) == expected


def test_a_broken_city_is_held_back_alone(good: Path) -> None:
    rewrite(good / "content/cities/brussels.yaml", "contact:", "contract:")

    catalogue = load(good / "content")[0]

    assert set(catalogue.cities) == {"tirana"}
    assert catalogue.topics["cameras"].cities == {"tirana"}
    assert set(catalogue.surveys) == {"services"}


def test_a_topic_without_one_language_is_held_back(good: Path) -> None:
    (good / "content/topics/cameras/sq.md").unlink()

    catalogue, problems = load(good / "content")

    assert catalogue.topics == {}
    assert [(p.path, p.code) for p in problems] == [("topics/cameras/sq.md", "LANGUAGE")]


def test_topics_stand_in_the_order_that_moderators_chose(good: Path) -> None:
    topics = good / "content/topics"
    for name, order in (("aaa", "5"), ("zzz", "0")):
        (topics / name).mkdir()
        for file in (topics / "cameras").iterdir():
            text = file.read_text().replace("order: 1", f"order: {order}")
            (topics / name / file.name).write_text(text)

    assert list(load(good / "content")[0].topics) == ["zzz", "cameras", "aaa"]


def test_a_folder_that_is_a_link_is_not_entered(good: Path, tmp_path: Path) -> None:
    (good / "content/topics/elsewhere").symlink_to(tmp_path)

    assert codes(good) == ["FILE"]


def test_hidden_files_and_a_readme_are_left_in_peace(good: Path) -> None:
    (good / "content/README.md").write_text("How to write here.")
    (good / "content/.git").mkdir()
    (good / "content/.git/config").write_text("x")
    (good / "content/topics/.DS_Store").write_text("x")

    assert codes(good) == []


@pytest.mark.parametrize(
    "yaml",
    [
        "",
        "a",
        "- a",
        "[" * 200_000 + "]" * 200_000,
        "- " * 200_000,
        "a: &x [*x]",
        "? [a]\n: b",
        "--- a\n--- b",
        "%x",
        "'",
    ],
)
def test_strange_yaml_is_told_and_never_raised(good: Path, yaml: str) -> None:
    (good / "content/cities/brussels.yaml").write_text(yaml)

    catalogue, problems = load(good / "content")

    assert {problem.path for problem in problems} == {"cities/brussels.yaml"}
    assert set(catalogue.cities) == {"tirana"}


FILES = [
    "cities/brussels.yaml",
    "topics/cameras/en.md",
    "surveys/services/survey.yaml",
    "surveys/services/en.yaml",
    "pages/help/en.md",
]


@given(
    name=st.sampled_from(FILES),
    at=st.floats(0, 1),
    length=st.integers(0, 60),
    put=st.sampled_from(
        ["", "x", "- ", ": ", "[", "{", "\n", '"', "]", ":::", "---", "0", "&a ", "*a"]
    ),
)
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_a_damaged_file_never_stops_the_loader(
    good: Path, name: str, at: float, length: int, put: str
) -> None:
    file = good / "content" / name
    whole = file.read_text()
    start = int(at * len(whole))
    file.write_text(whole[:start] + put + whole[start + length :])
    try:
        _, problems = load(good / "content")
    finally:
        file.write_text(whole)

    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)


def test_of_five_hundred_files_each_takes_no_longer_than_of_fifty(good: Path) -> None:
    topics = good / "content/topics"
    source = {file.name: file.read_text() for file in (topics / "cameras").iterdir()}

    def fill(number: int) -> None:
        for i in range(number):
            (topics / f"t{i}").mkdir(exist_ok=True)
            for name, text in source.items():
                (topics / f"t{i}" / name).write_text(f"{text}\nIt is number {i} of {number}.\n")
        catalogue, problems = load(good / "content")
        errors = [problem for problem in problems if problem.is_error]
        assert (len(catalogue.topics), errors) == (number + 1, [])

    assert grows_evenly(fill, 100)
