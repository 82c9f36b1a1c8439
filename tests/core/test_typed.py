import pytest

from bot.content.locate import locate
from bot.content.words import Dictionary
from bot.core.model import LANGUAGES, PREFER_NOT, Catalogue, Question, Type, Words
from bot.core.month import NAMES
from bot.core.survey import codes, shown
from bot.core.typed import typed


def question(catalogue: Catalogue, name: str) -> Question:
    every = (q for survey in catalogue.surveys.values() for q in survey.questions)
    return next(q for q in every if q.id == name)


def test_a_typed_number_means_the_option_shown_with_it(catalogue: Catalogue) -> None:
    way = question(catalogue, "way")
    assert typed(way, 0, " 2. ", {}) == "phone"
    assert typed(way, 0, "4", {}) == PREFER_NOT
    assert typed(way, 0, "5", {}) is None
    assert typed(way, 0, "0", {}) is None


def test_a_typed_word_means_the_option_in_any_language(catalogue: Catalogue) -> None:
    heard = question(catalogue, "heard")
    assert typed(heard, 0, "OUI!", catalogue.built_in) == "yes"
    assert typed(question(catalogue, "way"), 0, "Phone (nl)", catalogue.built_in) == "phone"
    assert typed(heard, 0, "maybe", catalogue.built_in) is None


def test_several_may_be_typed_at_once(catalogue: Catalogue) -> None:
    tools = question(catalogue, "tools")
    order = shown(tools, 3)
    assert typed(tools, 3, "1, 2", {}) == tuple(c for c in codes(tools) if c in order[:2])
    assert typed(tools, 3, "1 2 3", {}) is None
    assert typed(tools, 3, "5", {}) == PREFER_NOT


def test_a_number_is_read_in_its_range(catalogue: Catalogue) -> None:
    age = question(catalogue, "age")
    assert typed(age, 0, "16", {}) == 16
    assert typed(age, 0, "15", {}) is None
    assert typed(age, 0, "²", {}) is None
    assert typed(age, 0, "9" * 5000, {}) is None


def test_a_ranking_is_typed_in_its_order(catalogue: Catalogue) -> None:
    order = question(catalogue, "order")
    seen = shown(order, 5)
    assert typed(order, 5, "3 1 2", {}) == (seen[2], seen[0], seen[1])
    assert typed(order, 5, "buses (en)", {}) == ("buses",)
    assert typed(order, 5, "1 1", {}) is None
    assert typed(order, 5, "1 2 3 4", {}) is None
    assert typed(order, 5, "5", {}) == PREFER_NOT


def test_a_point_is_typed_as_itself(catalogue: Catalogue) -> None:
    rate = question(catalogue, "rate")
    assert [typed(rate, 0, text, {}) for text in ("0", " 10. ", "07")] == ["0", "10", "7"]
    assert [typed(rate, 0, text, {}) for text in ("11", "-1", "x", "12")] == [None] * 4
    assert typed(rate, 0, "rather not (bg)", catalogue.built_in) == PREFER_NOT


def test_a_number_below_zero_is_typed_with_a_sign(catalogue: Catalogue) -> None:
    degrees = question(catalogue, "degrees")
    assert [typed(degrees, 0, text, {}) for text in ("-12", "−3", "-13")] == [-12, -3, None]


@pytest.mark.parametrize(
    "text",
    [
        "05/2024",
        "5.2024",
        "2024-05",
        "2024 5",
        "mai 2024",
        "MAY, 2024",
        "2024 ma\u0131".replace("\u0131", "i"),
    ],
)
def test_a_month_is_typed_as_people_write_it(catalogue: Catalogue, text: str) -> None:
    assert typed(question(catalogue, "moved"), 0, text, catalogue.built_in) == "2024-05"


def test_a_beginning_or_missing_accents_say_which_month_is_meant(catalogue: Catalogue) -> None:
    moved = question(catalogue, "moved")
    meant = {"sept 2024": "2024-09", "Fevrier 2024": "2024-02", "dec 2023": "2023-12"}
    assert {t: typed(moved, 0, t, catalogue.built_in) for t in meant} == meant


@pytest.mark.parametrize(
    "text", ["2024", "5", "mai", "13/2024", "0/2024", "ju 2024", "jui 2024", "03/2025", "5 6 2024"]
)
def test_what_may_be_two_months_or_is_not_asked_about_is_no_answer(
    catalogue: Catalogue, text: str
) -> None:
    assert typed(question(catalogue, "moved"), 0, text, catalogue.built_in) is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_month_and_year_alone_are_an_answer_in_each_language(lang: str) -> None:
    moved = Question("moved", Type.MONTH, {}, low=12 * 2019, high=12 * 2026 + 11)
    built_in = shipped_months()
    for number, code in enumerate(NAMES, start=1):
        name = built_in[code][lang]
        for text in (f"{name} 2020", f"{name.upper()} 2020.", f"2020, {name}", f"{number:02}/2020"):
            assert typed(moved, 0, text, built_in) == f"2020-{number:02}", text


def shipped_months() -> dict[str, Words]:
    dictionary = Dictionary.load(locate("locales"))
    return {
        code: {lang: dictionary.say(lang, f"option.{code}") for lang in LANGUAGES} for code in NAMES
    }


def test_where_one_year_is_asked_about_the_month_alone_is_enough(catalogue: Catalogue) -> None:
    spring = question(catalogue, "spring")
    assert typed(spring, 0, "avril", catalogue.built_in) == "2024-04"
    assert typed(spring, 0, "3", catalogue.built_in) == "2024-03"
