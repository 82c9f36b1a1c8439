"""A comment belongs to answers that were sent, and lies apart from them."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.effect import (
    CommentDeleted,
    Commented,
    CommentFound,
    CommentRefused,
    Ended,
    Gone,
    Withdrawn,
)
from bot.core.sheet import Receipt
from bot.storage import mixing
from bot.storage.comments import Decision
from bot.storage.opened import COMMENTS
from bot.storage.store import Store
from bot.vault import marks
from tests.storage.house import (
    QUESTION,
    SURVEY,
    TODAY,
    UNTIL,
    House,
    answers,
    comment,
    end_and_close,
    nonce,
    person,
    receipt,
    send,
    survey,
    voices,
    wish,
    wishes,
)

DAY = timedelta(days=1)
WEEK = 7 * 24 * 3600.0
ALL = range(25)
WISHES = {number: wish(number) for number in ALL}
LONGEST = "\U0001f333" * 500
"""Each of its characters takes four bytes."""


async def said(store: Store, numbers: range) -> None:
    await send(store, numbers)
    await comment(store, numbers)


async def save(store: Store, number: int, text: str, with_: Receipt | None = None) -> object:
    return await store.save_comment(SURVEY, person(number), with_ or receipt(number), text, "en")


async def test_a_comment_is_found_by_its_own_receipt_however_often_all_is_mixed(
    store: Store,
) -> None:
    await said(store, ALL)
    for _ in range(3):
        assert await wishes(store, ALL) == WISHES
        await store.flush(SURVEY)
    assert await wishes(store, ALL) == WISHES


async def test_the_longest_comment_fits_its_box(store: Store) -> None:
    await send(store, range(1))
    assert await save(store, 0, LONGEST) == Commented(SURVEY, receipt(0), LONGEST)
    assert await wishes(store, range(1)) == {0: LONGEST}


async def test_a_comment_needs_answers_of_ones_own(house: House, store: Store) -> None:
    await send(store, range(3))
    assert await save(store, 9, "words") == Gone(SURVEY)
    assert await save(store, 2, "words", receipt(1)) == Gone(SURVEY)
    assert await store.show_comment(SURVEY, person(2), receipt(1)) == Gone(SURVEY)
    assert await store.delete_comment(SURVEY, person(9), receipt(9), TODAY) == Gone(SURVEY)
    assert house.boxes("comment_urn") == {}
    assert len(house.rows("SELECT mark FROM mark")) == 3


async def test_a_survey_that_asks_for_none_takes_none(house: House, store: Store) -> None:
    await store.publish(replace(survey("plain"), structure="{}"))
    await send(store, range(1), "plain")
    became = await store.save_comment("plain", person(0), receipt(0), "words", "en")
    assert became == Gone("plain")
    assert not [name for name in house.keyring.names() if ".plain.c." in name]


async def test_a_new_comment_takes_the_place_of_the_one_before(house: House, store: Store) -> None:
    await said(store, ALL)
    await store.flush(SURVEY)
    for number in ALL:
        assert await save(store, number, "other") == Commented(SURVEY, receipt(number), "other")
        assert await save(store, number, "again") == Commented(SURVEY, receipt(number), "again")
    assert set((await wishes(store, ALL)).values()) == {"again"}
    assert len(house.boxes("comment_urn") | house.boxes("comment")) == len(ALL)
    assert await store.flush_due(SURVEY, hour_passed=True, kind=COMMENTS)


async def test_an_account_has_one_comment_also_after_it_was_deleted(
    house: House, store: Store
) -> None:
    await said(store, range(3))
    deleted = CommentDeleted(SURVEY, receipt(1))
    for _ in range(2):
        assert await store.delete_comment(SURVEY, person(1), receipt(1), TODAY) == deleted
    assert await store.show_comment(SURVEY, person(1), receipt(1)) == CommentRefused(SURVEY)
    assert await save(store, 1, "once more") == CommentRefused(SURVEY)
    assert await wishes(store, range(3)) == {0: wish(0), 2: wish(2)}
    key = house.keyring.get(f"mark.{SURVEY}")
    known = {row[0] for row in house.rows("SELECT mark FROM mark")}
    assert marks.comment(key, QUESTION, person(1)) in known
    assert len(known) == 6


async def test_twenty_attempts_at_once_on_two_workers_make_one_comment(
    house: House, store: Store
) -> None:
    await send(store, range(1))
    other = await house.open()
    await asyncio.gather(
        *(save(worker, 0, f"words {n}") for n, worker in enumerate([store, other] * 10))
    )
    await other.dispose()
    assert len(house.boxes("comment_urn")) == 1


async def test_a_comment_changes_nothing_where_the_answers_lie(house: House, store: Store) -> None:
    await send(store, ALL)
    await store.flush(SURVEY)
    before = house.boxes("urn"), house.boxes("response")
    await comment(store, ALL)
    await store.flush(SURVEY, [COMMENTS])
    await save(store, 3, "other")
    await store.delete_comment(SURVEY, person(4), receipt(4), TODAY)
    assert (house.boxes("urn"), house.boxes("response")) == before
    assert not await store.flush_due(SURVEY, hour_passed=True)


async def test_comments_wait_for_each_other_not_for_answers(house: House, store: Store) -> None:
    await send(store, ALL)
    await comment(store, ALL[:19])
    assert not await store.flush_due(SURVEY, hour_passed=True, kind=COMMENTS)
    await store.flush(SURVEY)
    assert len(house.boxes("comment_urn")) == 19
    await comment(store, ALL[19:20])
    assert await store.flush_due(SURVEY, hour_passed=False, kind=COMMENTS)
    await store.flush(SURVEY)
    assert (len(house.boxes("comment_urn")), len(house.boxes("comment"))) == (10, 10)


@pytest.mark.parametrize("mixed", [False, True])
async def test_answers_that_are_taken_back_take_their_comment_along(
    house: House, store: Store, *, mixed: bool
) -> None:
    await said(store, ALL)
    if mixed:
        await store.flush(SURVEY)
    assert await store.withdraw(SURVEY, person(3), receipt(3), TODAY) == Withdrawn(SURVEY)
    kept = {number: text for number, text in WISHES.items() if number != 3}
    assert await wishes(store, ALL) == kept
    assert len(house.boxes("comment_urn") | house.boxes("comment")) == len(kept)
    assert await save(store, 3, "words") == Gone(SURVEY)


async def test_a_take_back_that_failed_does_not_lose_the_comment_later(house: House) -> None:
    failing = ["withdraw: taken out"]

    def fail(point: str) -> None:
        if point in failing:
            raise OSError(point)

    store = await house.open(fail)
    await store.publish(survey())
    await said(store, range(3))
    with pytest.raises(OSError, match="taken out"):
        await store.withdraw(SURVEY, person(1), receipt(1), TODAY)
    await store.replace(SURVEY, person(1), {"way": "another"}, receipt(1))
    await store.dispose()
    again = await house.open()
    assert await wishes(again, range(3)) == {n: wish(n) for n in range(3)}
    await again.dispose()


async def test_changing_answers_does_not_bring_a_deleted_comment_back(
    house: House, store: Store
) -> None:
    await said(store, range(3))
    await store.delete_comment(SURVEY, person(1), receipt(1), TODAY)
    buried = house.keyring.tombstones.entries(f"withdraw-{SURVEY}")
    await store.replace(SURVEY, person(1), answers(9), receipt(1))
    assert house.keyring.tombstones.entries(f"withdraw-{SURVEY}") == buried != frozenset()


async def test_the_close_mixes_all_and_lets_nobody_find_a_comment(
    house: House, store: Store
) -> None:
    await said(store, ALL)
    assert await store.comments(SURVEY) == ()
    await end_and_close(store, UNTIL + DAY)
    assert {row.text for row in await store.comments(SURVEY)} == set(WISHES.values())
    assert house.boxes("comment_urn") == {}
    assert house.rows("SELECT 1 FROM comment WHERE withdraw_mark IS NOT NULL") == []
    assert await store.show_comment(SURVEY, person(1), receipt(1)) == Ended(SURVEY)
    assert await save(store, 1, "late") == Ended(SURVEY)
    names = {name for name in house.keyring.names() if f".{SURVEY}" in name}
    assert names == {f"data.{SURVEY}.2", f"data.{SURVEY}.c.2"}


async def test_comments_of_few_people_go_with_their_answers(house: House, store: Store) -> None:
    await said(store, range(9))
    assert await end_and_close(store, UNTIL + 15 * DAY)
    assert await store.comments(SURVEY) == ()
    assert house.boxes("comment_urn") | house.boxes("comment") == {}
    assert not [name for name in house.keyring.names() if f".{SURVEY}" in name]


@pytest.mark.parametrize(("days", "left"), [(90, 12), (91, 0)])
async def test_comments_and_their_key_go_after_ninety_days(
    house: House, store: Store, days: int, left: int
) -> None:
    await said(store, range(12))
    await end_and_close(store, UNTIL + DAY)
    await store.purge(UNTIL + days * DAY, month=24_324)
    assert len(await store.comments(SURVEY)) == left
    assert (f"data.{SURVEY}.c.2" in house.keyring.names()) == bool(left)


async def test_nothing_is_decided_before_the_close(house: House, store: Store) -> None:
    await said(store, ALL)
    await store.flush(SURVEY)
    for id_ in house.boxes("comment"):
        assert not await store.decide_comment(SURVEY, id_, Decision.DROPPED, None)
    assert await wishes(store, ALL) == WISHES


async def test_comments_alone_are_sealed_anew_after_a_week(house: House, store: Store) -> None:
    await said(store, range(15))
    await store.flush(SURVEY)
    made = 1_800_000_000 - house.keyring.age(f"urn.{SURVEY}.c.2", 1_800_000_000)
    old = house.boxes("comment_urn").values()
    assert not await store.reseal(SURVEY, made)
    assert await store.reseal(SURVEY, made + WEEK + 1)
    assert not [box for box in old if house.try_all("comment_urn", box)]
    assert await wishes(store, range(15)) == {n: wish(n) for n in range(15)}
    assert await voices(store, range(15)) == {n: answers(n) for n in range(15)}


async def test_a_code_finds_the_comment_from_any_chat(store: Store) -> None:
    await said(store, range(3))
    shown = await store.show(SURVEY, person(1), receipt(1))
    code = marks.read(getattr(shown, "code", "")) or b""
    by_code = Receipt(code, is_code=True)
    found = await store.show_comment(SURVEY, person(99), by_code)
    assert found == CommentFound(SURVEY, by_code, wish(1))
    assert await save(store, 99, "mine", by_code) == Commented(SURVEY, by_code, "mine")
    assert await wishes(store, range(3)) == {0: wish(0), 1: "mine", 2: wish(2)}


async def test_a_late_comment_is_taken_until_the_close(store: Store) -> None:
    await send(store, range(3))
    await store.submit(SURVEY, person(9), answers(9), nonce(9), TODAY)
    assert await store.end(SURVEY)
    assert await save(store, 9, "late words") == Commented(SURVEY, receipt(9), "late words")
    async with store.look() as work:
        assert await mixing.count(work, SURVEY, COMMENTS) == (1, 0)
