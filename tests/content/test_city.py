from pathlib import Path

import pytest

from bot.content.load import load

CITY = "content/cities/tirana.yaml"


def with_stewards(good: Path, number: str) -> None:
    file = good / CITY
    file.write_text(file.read_text(encoding="utf-8") + f"stewards: {number}\n", encoding="utf-8")


def test_two_stewards_release_records_unless_the_city_says_that_one_is_enough(good: Path) -> None:
    assert load(good / "content")[0].cities["tirana"].stewards == 2
    with_stewards(good, "1")
    assert load(good / "content")[0].cities["tirana"].stewards == 1


@pytest.mark.parametrize("number", ["0", "3", "many"])
def test_a_city_has_no_other_number_of_stewards(good: Path, number: str) -> None:
    with_stewards(good, number)
    _, problems = load(good / "content")
    assert ("cities/tirana.yaml", "NUMBER") in [(p.path, p.code) for p in problems]
