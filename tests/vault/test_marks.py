"""Codes that people can type, and marks that say nothing without their key."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.vault import marks

KEY, OTHER = bytes(range(32)), bytes(range(32, 64))
NONCE = b"0123456789"
PERSON = 7_000_000_001


@given(code=some.binary(min_size=10, max_size=10))
def test_a_code_is_four_groups_of_four_and_reads_back(code: bytes) -> None:
    text = marks.spell(code)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", text)
    assert marks.read(text) == code


@given(code=some.binary(min_size=10, max_size=10), data=some.data())
def test_a_code_is_read_however_it_is_typed(code: bytes, data: some.DataObject) -> None:
    typed = "".join(
        data.draw(some.sampled_from({"0": "0Oo", "1": "1IiLl"}.get(sign, sign + sign.lower())))
        + data.draw(some.sampled_from(["", "", " ", "-", "–", "\n"]))
        for sign in marks.spell(code).replace("-", "")
    )
    assert marks.read(typed) == code


@pytest.mark.parametrize("text", ["", "ABCD", "U" * 16, "A" * 15, "A" * 17, "é" * 16, "ABCD-" * 5])
def test_what_cannot_be_a_code_is_none(text: str) -> None:
    assert marks.read(text) is None


@given(text=some.text())
def test_reading_a_code_never_raises(text: str) -> None:
    code = marks.read(text)
    assert code is None or len(code) == 10


def test_a_nonce_finds_its_code_only_for_its_person() -> None:
    assert marks.code(KEY, NONCE, PERSON) == marks.code(KEY, NONCE, PERSON)
    assert marks.code(KEY, NONCE, PERSON) != marks.code(KEY, NONCE, PERSON + 1)
    assert marks.code(KEY, NONCE, PERSON) != marks.code(KEY, b"9" + NONCE[1:], PERSON)


def test_one_person_has_no_value_twice() -> None:
    code = marks.code(KEY, NONCE, PERSON)
    values = [
        value
        for key in (KEY, OTHER)
        for value in (
            marks.participation(key, PERSON),
            marks.code(key, NONCE, PERSON),
            marks.withdrawal(key, code),
            marks.resident(key, PERSON),
            *(marks.comment(key, question, PERSON) for question in ("wish", "why")),
            *(marks.comment_withdrawal(key, question, code) for question in ("wish", "why")),
        )
    ]
    parts = [value[at : at + 8] for value in values for at in range(len(value) - 7)]
    assert len(parts) == len(set(parts))


def test_what_one_key_makes_for_one_use_never_serves_another() -> None:
    text = b"%d" % PERSON
    assert marks.withdrawal(KEY, text) != marks.participation(KEY, PERSON)
    assert marks.withdrawal(KEY, text)[:10] != marks.code(KEY, b"", PERSON)
    assert marks.resident(KEY, PERSON) != marks.participation(KEY, PERSON)
    assert marks.comment(KEY, "wish", PERSON) != marks.participation(KEY, PERSON)
    assert marks.comment_withdrawal(KEY, "wish", text) != marks.withdrawal(KEY, text)
