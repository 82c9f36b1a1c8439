"""Boxes look alike and open only where they belong."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.vault.errors import BoxUnreadable, TooLong
from bot.vault.seal import Shelf, seal, unseal

KEY = bytes(range(32))
SHELF = Shelf("urn", 64, "streets", 3)


@given(record=some.binary(max_size=62))
def test_a_box_gives_back_what_was_sealed(record: bytes) -> None:
    assert unseal(KEY, seal(KEY, record, SHELF), SHELF) == record


@given(records=some.lists(some.binary(max_size=62), min_size=2, max_size=5))
def test_all_boxes_of_a_table_have_one_length(records: list[bytes]) -> None:
    assert {len(seal(KEY, record, SHELF)) for record in records} == {SHELF.box_bytes}


def test_the_same_record_never_looks_the_same() -> None:
    assert seal(KEY, b"yes", SHELF) != seal(KEY, b"yes", SHELF)


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(SHELF, table="response"),
        replace(SHELF, survey="parks"),
        replace(SHELF, generation=4),
    ],
)
def test_a_box_opens_nowhere_else(elsewhere: Shelf) -> None:
    with pytest.raises(BoxUnreadable, match=r"^a box of \w+ does not open with its key$"):
        unseal(KEY, seal(KEY, b"yes", SHELF), elsewhere)


@pytest.mark.parametrize("box", [b"", b"short", bytes(92), bytes(500)])
def test_what_is_no_box_does_not_open(box: bytes) -> None:
    with pytest.raises(BoxUnreadable):
        unseal(KEY, box, SHELF)


def test_what_does_not_fit_is_refused_and_not_repeated() -> None:
    with pytest.raises(TooLong) as refused:
        seal(KEY, b"a" * 63, SHELF)
    assert "aaa" not in str(refused.value)
