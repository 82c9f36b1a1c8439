"""Released comments: masked whatever was accepted, alphabetical, enough of them, no formula."""

import csv
import json
from io import StringIO
from random import Random

import pytest

from bot.core.model import Lang
from bot.release.comments import LEAST, in_order, may_release, piles, seen, write
from bot.storage.comments import CommentRow, Decision
from tests.release.conftest import HOSTILE

ACCEPTED = Decision.ACCEPTED


def rows(*texts: str, lang: Lang = "en", decision: Decision = ACCEPTED) -> list[CommentRow]:
    chance = Random(len(texts))
    return [CommentRow(chance.randbytes(16), text, lang, decision) for text in texts]


def some(number: int, lang: Lang = "en", decision: Decision = ACCEPTED) -> list[CommentRow]:
    return rows(*(f"{chr(ord('a') + n)} wish" for n in range(number)), lang=lang, decision=decision)


def cells(body: bytes) -> list[str]:
    return [cell for (cell,) in csv.reader(StringIO(body.decode("utf-8-sig"), newline=""))]


def test_only_accepted_texts_of_languages_with_enough_are_released() -> None:
    found = [*some(LEAST), *some(LEAST - 1, "nl"), *some(3, "nl", Decision.DROPPED)]
    meta, files = write("wishes", found)
    assert files.keys() == {"wishes.en.csv"}
    assert json.loads(meta) == {"question": "wishes", "texts": {"en": 10}, "absent": ["nl"]}
    assert cells(files["wishes.en.csv"]) == ["wishes", *(row.text for row in some(LEAST))]


def test_another_order_of_arrival_gives_the_same_bytes() -> None:
    found = [*rows("Ä b", "ä a", "a\nb", "Zz", "zz", "zz", "Я", "я", "+1", "call 0470 12 34 56")]
    first = write("wishes", found)
    for seed in range(20):
        Random(seed).shuffle(found)
        assert write("wishes", found) == first
    body = cells(first[1]["wishes.en.csv"])[1:]
    assert body == sorted(body, key=lambda text: (text.casefold(), text))


def test_what_was_accepted_is_masked_again() -> None:
    _, files = write("wishes", [*some(9), *rows("write to me@example.org")])
    assert cells(files["wishes.en.csv"])[-1] == "write to [•••]"


def test_no_text_is_a_formula() -> None:
    _, files = write("wishes", rows(*HOSTILE))
    for cell in cells(files["wishes.en.csv"]):
        assert not cell.lstrip(" \"'").startswith(("=", "+", "-", "@", "＝")) or cell[0] == "'"


def test_nothing_can_be_released_while_one_text_is_to_be_read() -> None:
    assert may_release(piles(some(LEAST)))
    assert not may_release(piles([*some(LEAST), *some(1, "nl", Decision.NONE)]))
    assert not may_release(piles([*some(9), *some(9, "nl")]))
    assert not may_release(piles([]))


@pytest.mark.parametrize("seed", range(3))
def test_the_reader_sees_an_order_that_tells_nothing_of_arrival(seed: int) -> None:
    found = [*some(12), *rows("B wish", "Ж", "ж")]
    Random(seed).shuffle(found)
    texts = [row.text for row in in_order(found)]
    assert texts == ["a wish", "B wish", *(row.text for row in some(12)[1:]), "Ж", "ж"]


def test_the_reader_sees_what_would_be_released() -> None:
    (row,) = rows("call 0470 12 34 56 or me@example.org or 0470 12 34 57")
    shown = seen(row)
    assert shown.text == "call [•••] or [•••] or [•••]"
    assert shown.taken_out == ("phone", "email")
