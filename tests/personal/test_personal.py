"""Personal data in a comment is found and taken out, and ordinary words are left alone."""

import re
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.locate import locate
from bot.personal import KINDS, MASK, find, mask
from bot.personal.spelled import mails
from bot.personal.text import folded
from tests.personal.planted import HARMLESS, MORE, PLANTED
from tests.personal.spelled import PROSE, SPELLED

ALL = [
    pytest.param(around, secret, id=f"{lang}-{what}")
    for lang, planted in {**PLANTED, "more": MORE}.items()
    for what, around, secret in planted
]
CONTENT = locate("content")
PIECES = st.sampled_from(
    [part for planted in PLANTED.values() for _, _, secret in planted for part in secret.split()]
    + ["at", "dot", "(at)", "arobase", "point be", "gmail"]
    + ["rue", "straat", "ul.", "rr.", "12", "nr", "@", ".", ",", "\n", "+", "°", "[•••]", "🙏"]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map(" ".join))
QUICK = 0.5
"""Seconds of the processor, whatever else the machine does; about 3 ms is usual."""
REPEATED = (
    "1", "1 ", "1. ", "1/", "+", "0049 ", "0032 2 ", "12 a ", "(1", "1a", "a.b", "a@", "@a", "a-",
    "rue ", "rue a ", "rue 'a' ", "12a, rue ", "straat ", "ul. ", "ж. к. ", "bl 1 ap 1 ",
    "51.1234, ", "1.2.1980", "1°1'", "BE12", "BE68 5390 ", "12 park hill ", "www.", "x.be/", "'",
    "rr a ", "кв. а ", "may ", "1 may ", "a at ", "a-dot-", "a dot ", "a(at)", "a.a-",
    "a at a dot ",
    "a_at_", "0 ", "0_", "0, ", "0470 ... ", "0*4", "a arobase ", "маймунско а ", "a @ a dot ",
)  # fmt: skip


def words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w{2,}", text)}


def test_there_are_fifteen_kinds_in_each_language() -> None:
    kinds = {lang: {what for what, _, _ in planted} for lang, planted in PLANTED.items()}
    assert len(kinds) == 5
    assert all(found == kinds["en"] and len(found) == 15 for found in kinds.values())


@pytest.mark.parametrize(("around", "secret"), ALL)
def test_nothing_of_planted_personal_data_is_left(around: str, secret: str) -> None:
    masked = mask(around.format(secret))
    assert MASK in masked
    assert not words(masked) & (words(secret) - words(around)), masked
    assert len(words(masked)) * 2 >= len(words(around)), masked


@pytest.mark.parametrize(
    ("kind", "around", "secret"), [each for planted in SPELLED.values() for each in planted]
)
def test_what_is_spelled_so_that_machines_pass_over_it_is_taken_out_whole(
    kind: str, around: str, secret: str
) -> None:
    text = around.format(secret)
    assert kind in {found.kind for found in find(text)}
    assert mask(text) == around.format(MASK)


def test_words_of_which_addresses_are_spelled_hide_nothing_in_plain_prose() -> None:
    texts = [text for prose in PROSE.values() for text in prose]
    assert [text for text in texts if find(text)] == []
    shipped = (path.read_text("utf-8") for path in CONTENT.glob("topics/*/*.md"))
    lines = [folded(line) for text in shipped for line in text.splitlines() if line]
    assert len(lines) > 1000
    assert [line for line in lines if "@" not in line and list(mails(line))] == []


def test_ordinary_comments_are_left_alone() -> None:
    assert [len(sentences) for sentences in HARMLESS.values()] == [12] * 5
    hit = [text for sentences in HARMLESS.values() for text in sentences if find(text)]
    assert len(hit) <= 3, hit


@settings(max_examples=120, deadline=None)
@given(TEXTS)
def test_after_masking_nothing_is_found_and_what_is_found_never_overlaps(text: str) -> None:
    found = find(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(one.kind in KINDS and one.start < one.end <= len(text) for one in found)
    masked = mask(text)
    assert find(masked) == ()
    assert mask(masked) == masked
    assert found or masked == text


def test_no_comment_takes_long() -> None:
    find("warm up")
    for piece in REPEATED:
        for text in ((piece * 500)[:500], (piece * 500)[:499] + "!"):
            began = process_time()
            masked = mask(text)
            assert process_time() - began < QUICK, piece
            assert find(masked) == ()
