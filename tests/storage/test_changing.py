"""Seeing, changing and taking back: one row, its own, and never one more."""

import secrets
from datetime import timedelta

from bot.core.effect import (
    AlreadyAnswered,
    Ended,
    Gone,
    Sent,
    Stored,
    Withdrawn,
)
from bot.core.sheet import (
    Receipt,
)
from bot.storage.store import Store
from bot.vault import marks
from tests.storage.house import (
    SURVEY,
    TODAY,
    UNTIL,
    House,
    answers,
    nonce,
    person,
    receipt,
    send,
    survey,
    total,
    voices,
)

EVERYONE = range(25)
NEW = {"way": "another"}


async def both_sides(store: Store) -> None:
    """15 answers mixed, 10 in the urn."""
    await send(store, EVERYONE)
    await store.flush(SURVEY)


async def test_a_change_keeps_the_number_of_rows_and_alters_nobody_else(
    house: House, store: Store
) -> None:
    await both_sides(store)
    for number in range(6):
        before = await voices(store, EVERYONE)
        for _ in range(2):
            became = await store.replace(SURVEY, person(number), NEW, receipt(number))
            assert became == Sent(SURVEY, receipt(number))
        assert await total(house) == 25
        assert await voices(store, EVERYONE) == before | {number: NEW}


async def test_a_changed_answer_keeps_its_code_through_every_flush(store: Store) -> None:
    await both_sides(store)
    first = await store.show(SURVEY, person(3), receipt(3))
    await store.replace(SURVEY, person(3), NEW, receipt(3))
    await store.flush(SURVEY)
    second = await store.show(SURVEY, person(3), receipt(3))
    assert isinstance(first, Stored)
    assert isinstance(second, Stored)
    assert (second.code, second.answers) == (first.code, NEW)


async def test_taking_back_removes_exactly_one_row(house: House, store: Store) -> None:
    await both_sides(store)
    for number in range(6):
        became = await store.withdraw(SURVEY, person(number), receipt(number), TODAY)
        assert became == Withdrawn(SURVEY)
        assert await total(house) == 24 - number
        assert set(await voices(store, EVERYONE)) == set(EVERYONE[number + 1 :])


async def test_what_was_taken_back_neither_returns_nor_is_sent_twice(
    house: House, store: Store
) -> None:
    await send(store, EVERYONE)
    await store.withdraw(SURVEY, person(3), receipt(3), TODAY)
    assert await store.withdraw(SURVEY, person(3), receipt(3), TODAY) == Gone(SURVEY)
    assert await store.replace(SURVEY, person(3), NEW, receipt(3)) == Gone(SURVEY)
    again = await store.submit(SURVEY, person(3), answers(3), nonce(3), TODAY)
    assert again == AlreadyAnswered(SURVEY)
    assert await total(house) == 24


async def test_the_code_works_in_any_chat_and_without_naming_the_survey(store: Store) -> None:
    await store.publish(survey("parks"))
    await both_sides(store)
    for number in EVERYONE:
        shown = await store.show(SURVEY, person(number), receipt(number))
        assert isinstance(shown, Stored)
        code = Receipt(marks.read(shown.code) or b"", is_code=True)
        found = await store.show("", person(99), code)
        assert isinstance(found, Stored)
        assert (found.survey, found.answers) == (SURVEY, answers(number))
        assert await store.withdraw("", person(99), code, TODAY) == Withdrawn(SURVEY)


async def test_wrong_codes_change_nothing(house: House, store: Store) -> None:
    await send(store, range(21))
    await store.flush(SURVEY)
    before = house.rows("SELECT * FROM urn UNION ALL SELECT survey, id, box FROM response")
    for _ in range(100):
        wrong = Receipt(secrets.token_bytes(10), is_code=True)
        assert await store.withdraw("", person(1), wrong, TODAY) == Gone("")
        assert await store.replace(SURVEY, person(1), NEW, wrong) == Gone(SURVEY)
    after = house.rows("SELECT * FROM urn UNION ALL SELECT survey, id, box FROM response")
    assert after == before


async def test_the_way_back_is_open_until_the_close_and_then_shut(store: Store) -> None:
    await send(store, EVERYONE)
    await store.end(SURVEY)
    assert await store.replace(SURVEY, person(1), NEW, receipt(1)) == Sent(SURVEY, receipt(1))
    assert await store.withdraw(SURVEY, person(2), receipt(2), TODAY) == Withdrawn(SURVEY)
    await store.close(SURVEY, UNTIL + timedelta(days=1))
    assert await store.replace(SURVEY, person(1), NEW, receipt(1)) == Ended(SURVEY)
    assert await store.withdraw(SURVEY, person(1), receipt(1), TODAY) == Ended(SURVEY)
    assert await store.show(SURVEY, person(1), receipt(1)) == Ended(SURVEY)


async def test_a_change_or_withdrawal_makes_a_rewrite_due_within_the_hour(store: Store) -> None:
    await send(store, range(3))
    assert not await store.flush_due(SURVEY, hour_passed=True)
    await store.withdraw(SURVEY, person(0), receipt(0), TODAY)
    assert await store.flush_due(SURVEY, hour_passed=True)
    assert not await store.flush_due(SURVEY, hour_passed=False)
    await store.flush(SURVEY)
    assert not await store.flush_due(SURVEY, hour_passed=True)
    assert await store.mixed(SURVEY) == 0
    await store.replace(SURVEY, person(1), NEW, receipt(1))
    assert await store.flush_due(SURVEY, hour_passed=True)
