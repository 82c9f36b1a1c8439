"""One voice a person, and the same thanks however often a Send arrives."""

import asyncio
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as some

from bot.core.effect import (
    AlreadyAnswered,
    Ended,
    Purpose,
    Sent,
    Stored,
)
from bot.core.model import PREFER_NOT
from bot.core.sheet import (
    Answers,
    Receipt,
)
from bot.storage.store import Store
from bot.storage.work import decode, encode
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
)

SENT = Sent(SURVEY, receipt(1))


@given(
    some.dictionaries(
        some.text(max_size=20),
        some.integers() | some.just(PREFER_NOT) | some.lists(some.text()).map(tuple),
    )
)
def test_answers_come_back_as_they_were(given_answers: Answers) -> None:
    assert decode(encode(given_answers)) == given_answers


async def test_what_was_sent_can_be_seen_with_its_receipt(store: Store) -> None:
    assert await store.submit(SURVEY, person(1), answers(1), nonce(1), TODAY) == SENT
    shown = await store.show(SURVEY, person(1), receipt(1), Purpose.EDIT)
    assert isinstance(shown, Stored)
    assert (shown.answers, shown.receipt, shown.purpose) == (answers(1), receipt(1), Purpose.EDIT)


async def test_a_redelivered_send_shows_the_same_thanks(house: House, store: Store) -> None:
    await send(store, range(30))
    for _ in range(2):
        assert await store.submit(SURVEY, person(1), answers(1), nonce(1), TODAY) == SENT
        await store.flush(SURVEY)
    assert await total(house) == 30


async def test_a_redelivered_send_shows_the_same_thanks_after_the_end(store: Store) -> None:
    await send(store, range(30))
    late = UNTIL + timedelta(days=1)
    assert await store.submit(SURVEY, person(1), answers(1), nonce(1), late) == SENT
    assert await store.submit(SURVEY, person(1), answers(1), nonce(99), late) == Ended(SURVEY)
    await store.end(SURVEY)
    assert await store.submit(SURVEY, person(1), answers(1), nonce(1), TODAY) == SENT


async def test_a_second_send_is_refused_also_after_forget_and_restart(house: House) -> None:
    store = await house.open()
    await store.publish(survey())
    await send(store, range(25))
    await store.forget(person(1), TODAY)
    await store.dispose()
    store = await house.open()
    again = await store.submit(SURVEY, person(1), answers(2), nonce(99), TODAY)
    await store.flush(SURVEY)
    later = await store.submit(SURVEY, person(1), answers(2), nonce(98), TODAY)
    await store.dispose()
    assert again == later == AlreadyAnswered(SURVEY)
    assert await total(house) == 25


async def test_twenty_attempts_at_once_on_two_workers_make_one_row(
    house: House, store: Store
) -> None:
    other = await house.open()
    became = await asyncio.gather(
        *(
            worker.submit(SURVEY, person(1), answers(1), nonce(number), TODAY)
            for number, worker in enumerate([store, other] * 10)
        )
    )
    await other.dispose()
    assert sum(isinstance(what, Sent) for what in became) == 1
    assert became.count(AlreadyAnswered(SURVEY)) == 19
    assert await total(house) == 1
    assert len(house.rows("SELECT mark FROM mark")) == 1


async def test_sends_during_a_flush_of_another_worker_are_neither_lost_nor_doubled(
    house: House, store: Store
) -> None:
    await send(store, range(20))
    other = await house.open()
    await asyncio.gather(
        other.flush(SURVEY), send(store, range(20, 40)), other.flush(SURVEY), other.flush(SURVEY)
    )
    await store.flush(SURVEY)
    await other.dispose()
    assert await total(house) == 40


async def test_the_last_day_counts_and_the_next_does_not(store: Store) -> None:
    sent = await store.submit(SURVEY, person(1), answers(1), nonce(1), UNTIL)
    late = UNTIL + timedelta(days=1)
    assert sent == SENT
    assert await store.submit(SURVEY, person(2), answers(2), nonce(2), late) == Ended(SURVEY)
    assert await store.submit("parks", person(2), answers(2), nonce(2), TODAY) == Ended("parks")


async def test_a_late_send_leaves_no_mark(house: House, store: Store) -> None:
    await store.end(SURVEY)
    assert await store.submit(SURVEY, person(1), answers(1), nonce(1), TODAY) == Ended(SURVEY)
    assert house.rows("SELECT mark FROM mark") == []


async def test_a_nonce_of_somebody_else_finds_nothing(store: Store) -> None:
    await send(store, range(3))
    shown = await store.show(SURVEY, person(2), Receipt(nonce(1)))
    assert not isinstance(shown, Stored)
