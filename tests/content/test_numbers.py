"""Options that are numbers follow one another: none fits two answers, none fits no answer."""

import pytest

from bot.content.prose.asking import numbers


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["18-25", "25-35", "36+"], [(1, "OVERLAP")]),
        (["Under 18", "18 to 25", "27 to 35", "36 or over"], [(2, "GAP")]),
        (["16 à 29 ans", "30 à 49 ans", "60 ans ou plus"], [(2, "GAP")]),
        (["0–500 €", "500–1 000 €", "more than 1 000 €"], [(1, "OVERLAP")]),
        (["От 16 до 29 години", "От 29 до 49 години", "50 или повече години"], [(1, "OVERLAP")]),
        (["minder dan 5 keer", "5 tot 9 keer", "9 tot 12 keer"], [(2, "OVERLAP")]),
    ],
)
def test_numbers_that_overlap_or_leave_a_gap_are_found(
    labels: list[str], expected: list[tuple[int, str]]
) -> None:
    assert [(i, found.code) for i, found in numbers(labels)] == expected


@pytest.mark.parametrize(
    "labels",
    [
        ["16 to 29", "30 to 49", "50 to 64", "65 or over", "I don’t know"],
        ["16 deri 29 vjeç", "30 deri 49 vjeç", "50 deri 64 vjeç", "65 vjeç e lart"],
        ["16 tot 29 jaar", "30 tot 49 jaar", "50 tot 64 jaar", "65 jaar of ouder"],
        ["Never", "1 time", "2-3 times", "4-6 times", "more than 6 times"],
        ["9-12 h", "12-17 h"],
        ["1,5-2 km", "2-3,5 km"],
        ["Bus 3-4", "Tram 3-4"],
        ["Line 1", "Line 5"],
        ["Yes", "No"],
    ],
)
def test_numbers_in_order_and_numbers_that_count_nothing_stay_without_advice(
    labels: list[str],
) -> None:
    assert list(numbers(labels)) == []
