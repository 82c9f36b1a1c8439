"""Property 21: released records hide each person among others, and are released once."""

import json
from collections.abc import Callable, Sequence
from itertools import product

import pytest

from bot.proof.attacks import p21
from bot.proof.finding import Verdict
from bot.proof.live import p21 as live
from bot.proof.records import faults
from tests.anonymity.conftest import Begin


async def test_released_records_hide_each_person_and_are_released_once(
    begin_on: Callable[[str], Begin],
) -> None:
    async with begin_on("sqlite")() as opened:
        assert (await live.look(opened.loot(), opened.settings)).verdict is Verdict.NOT_ASKED
        found = await p21.attack(opened)
        assert found.verdict is Verdict.KEPT, found.evidence
        stands = await live.look(opened.loot(), opened.settings)
        assert stands.verdict is Verdict.KEPT, stands.evidence


SURVEY = {
    "questions": [
        {"id": "zone", "ask_if": {}, "options": [{"id": "north"}, {"id": "south"}], "bands": []},
        {"id": "way", "ask_if": {}},
        {"id": "school", "ask_if": {"zone": ["north"]}},
    ],
    "breakdowns": ["zone"],
}
WAYS = [("desk", "yes"), ("web", "no")]
GOOD = sorted([*(("north", *way) for way in WAYS * 5), *(("south", w, "") for w, _ in WAYS * 5)])


def read(
    records: Sequence[Sequence[str]],
    names: Sequence[str] = ("zone", "way", "school"),
    people: int = 20,
) -> list[str]:
    columns = [
        {
            "id": name,
            "question": name.split(".")[0],
            "codes": ["north", "south", "desk", "web", "yes", "no", "other"],
        }
        for name in names
    ]
    body = "".join(",".join(record) + "\n" for record in [names, *records]).encode()
    told = json.dumps({"columns": columns})
    return list(faults(json.dumps(SURVEY), "rows-staff", told, body, people))


def test_sound_records_have_no_faults() -> None:
    assert read(GOOD) == []


def changed(before: Sequence[str], after: Sequence[str], times: int) -> Sequence[Sequence[str]]:
    found: list[tuple[str, ...]] = list(GOOD)
    for _ in range(times):
        found[found.index(tuple(before))] = tuple(after)
    return sorted(found)


NORTH, SOUTH = ("north", "desk", "yes"), ("south", "web", "")


@pytest.mark.parametrize(
    ("records", "rule"),
    [
        (GOOD[::-1], "sorted"),
        (GOOD[:18], "left out"),
        (changed(NORTH, ("north", "sea", "yes"), 1), "not told of"),
        (changed(NORTH, ("north", "other", "yes"), 4), "an answer of too few"),
        (changed(NORTH, ("east", "desk", "yes"), 4), "a group of too few"),
        (changed(SOUTH, ("south", "desk", ""), 5), "one answer"),
    ],
)
def test_the_reader_notices_each_rule_that_is_broken(
    records: Sequence[Sequence[str]], rule: str
) -> None:
    assert any(rule in fault for fault in read(records))


def test_the_reader_notices_who_was_asked_because_of_a_breakdown_that_is_not_told() -> None:
    told = [record[1:] for record in GOOD]
    assert read(sorted(told), ("way", "school")) == []
    few = [record[1:] for record in GOOD if record[0] == "south"] * 2 + told[:4]
    assert "a group of too few people" in read(sorted(few), ("way", "school"))


def test_the_reader_knows_no_language_and_no_question_that_was_not_asked() -> None:
    for name, code in product(("language", "name"), ("fr", "Ada")):
        names = ("zone", "way", "school", name)
        assert read([(*record, code) for record in GOOD], names) == [
            "a column that no question has"
        ]
