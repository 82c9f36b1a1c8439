"""What a city writes for itself needs its own languages; what is shipped needs all five."""

import re
from pathlib import Path

import pytest

from bot.content.load import load
from bot.content.problem import Problem
from bot.content.search import Index
from bot.core.model import LANGUAGES, Catalogue, Part

ROOT = Path(__file__).parents[2]
OF = {"fr": "version: 1\ncities: [brussels]\nhelp: [data]\norder: 2", "nl": "of: 1"}
BLOCK = re.compile(r":::.*\n?")


@pytest.fixture
def market(good: Path) -> Path:
    """A topic of Brussels alone, in its two languages, without any city block."""
    folder = good / "content/topics/market"
    folder.mkdir()
    for lang, head in OF.items():
        text = (good / f"content/topics/cameras/{lang}.md").read_text(encoding="utf-8")
        whole = BLOCK.sub("", text.replace("of: 1", head, 1).replace("caméra", "marché"))
        (folder / f"{lang}.md").write_text(whole, encoding="utf-8")
    return folder


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def read(market: Path) -> tuple[Catalogue, list[str]]:
    catalogue, problems = load(market.parents[1])
    return catalogue, [_told(found) for found in problems]


def _told(found: Problem) -> str:
    return f"{found.path} {found.code}"


def test_a_citys_own_topic_needs_its_languages_alone(market: Path) -> None:
    catalogue, problems = read(market)
    topic = catalogue.topics["market"]

    assert problems == []
    assert topic.own_of == ("brussels",)
    assert topic.cities == {"brussels"}
    assert list(topic.text) == ["fr", "nl"]
    assert "vaut à Brussels" in topic.text["fr"].parts[Part.LAW]["brussels"]


def test_without_one_of_them_it_is_held_back(market: Path) -> None:
    (market / "nl.md").unlink()

    catalogue, problems = read(market)

    assert "market" not in catalogue.topics
    assert problems == ["topics/market/nl.md LANGUAGE"]


def test_any_other_language_may_be_added(market: Path) -> None:
    albanian = (market / "nl.md").read_text(encoding="utf-8")
    (market / "sq.md").write_text(albanian, encoding="utf-8")

    catalogue, problems = read(market)

    assert problems == []
    assert set(catalogue.topics["market"].text) == {"fr", "nl", "sq"}


def test_the_first_language_of_the_city_is_what_the_others_translate(market: Path) -> None:
    rewrite(market / "fr.md", "version: 1", "version: 2")
    assert read(market)[1] == ["topics/market/nl.md STALE"]

    rewrite(market / "nl.md", "of: 1", "version: 2")
    assert set(read(market)[1]) >= {"topics/market/nl.md KEY", "topics/market/nl.md KEY-MISSING"}


def test_a_city_that_is_not_there_is_named(market: Path) -> None:
    rewrite(market / "fr.md", "[brussels]", "[brusels]")

    catalogue, problems = read(market)

    assert "market" not in catalogue.topics
    assert "topics/market/fr.md CITY" in problems
    assert not any("LANGUAGE" in told for told in problems)


@pytest.mark.parametrize(
    ("cities", "expected"),
    [
        ("[brussels]", set()),
        ("[brussels, tirana]", {"EU-LAW", "LANGUAGE", "OWN-LAW"}),
    ],
)
def test_union_law_is_refused_where_a_city_outside_the_union_reads_it_and_two_cities_need_blocks(
    market: Path, cities: str, expected: set[str]
) -> None:
    rewrite(market / "fr.md", "[brussels]", cities)

    assert {told.split()[1] for told in read(market)[1]} == expected


def test_search_finds_it_in_its_languages_but_only_where_it_is_offered(market: Path) -> None:
    index = Index(read(market)[0])

    assert index.find("marché", "en", {"market", "cameras"})[:1] == ("market",)
    assert "market" not in index.find("marché", "en", {"cameras"})


def test_a_city_file_needs_the_languages_of_the_city_and_is_whole_in_each_it_has(
    good: Path,
) -> None:
    city = good / "content/cities/tirana.yaml"
    text = city.read_text(encoding="utf-8")
    city.write_text(re.sub(r"\{.*?(sq: (?:\"[^\"]*\"|[^}]*))\}", r"{\1}", text), encoding="utf-8")
    catalogue, problems = load(good / "content")
    assert problems == ()
    assert dict(catalogue.cities["tirana"].name) == {"sq": "Tiranë"}

    rewrite(city, "emergency: {", "emergency: {en: Call 112., ")
    assert {problem.code for problem in load(good / "content")[1]} == {"LANGUAGE"}


def test_what_is_shipped_is_complete_in_five_languages() -> None:
    catalogue, _ = load(ROOT / "content")
    words = [text for city in catalogue.cities.values() for text in (city.name, city.body)]
    notes = [h.note for city in catalogue.cities.values() for h in city.helpers if h.note]
    texts = [topic.text for topic in catalogue.topics.values() if not topic.own_of]
    pages = [page.text for page in catalogue.pages.values()]

    assert texts
    assert all(set(found) == set(LANGUAGES) for found in (*words, *notes, *texts, *pages))
