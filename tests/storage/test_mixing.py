"""After a flush nothing in the files tells who came when."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.storage.mixing import is_due
from bot.storage.store import Store
from tests.storage.house import (
    SURVEY,
    TODAY,
    House,
    answers,
    nonce,
    person,
    responses,
    send,
    survey,
    total,
    voices,
)

COUNTS = some.integers(0, 20_000)


@given(waiting=COUNTS, mixed=COUNTS, due=some.booleans(), hour=some.booleans())
def test_a_flush_is_due_by_number_or_by_the_hour(
    waiting: int, mixed: int, *, due: bool, hour: bool
) -> None:
    wanted = waiting >= max(20, mixed / 16) or (waiting >= 20 and hour) or (due and hour)
    assert is_due(waiting, mixed, rewrite_due=due, hour_passed=hour) == wanted


async def test_nineteen_are_never_mixed(house: House, store: Store) -> None:
    await send(store, range(19))
    assert not await store.flush_due(SURVEY, hour_passed=True)
    await store.flush(SURVEY)
    assert await store.mixed(SURVEY) == 0
    assert len(house.boxes("urn")) == 19


async def test_ten_always_wait_behind(house: House, store: Store) -> None:
    await send(store, range(20))
    assert await store.flush_due(SURVEY, hour_passed=False)
    await store.flush(SURVEY)
    assert await store.mixed(SURVEY) == 10
    assert len(house.boxes("urn")) == 10


async def test_a_flush_changes_nobodys_answers(store: Store) -> None:
    everyone = range(22)
    await send(store, everyone)
    before = await voices(store, everyone)
    for _ in range(3):
        await store.flush(SURVEY)
    assert await voices(store, everyone) == before == {n: answers(n) for n in everyone}


async def test_responses_are_the_mixed_answers_alone(house: House, store: Store) -> None:
    await send(store, range(25))
    assert await responses(store, SURVEY) == ()
    await store.flush(SURVEY)
    mixed = await responses(store, SURVEY)
    assert len(mixed) == 15 == await store.mixed(SURVEY)
    assert all(record in [answers(number) for number in range(25)] for record in mixed)
    assert await total(house) == 25


async def test_a_flush_that_failed_is_made_again(house: House) -> None:
    failing = ["rewrite: written"]

    def fail(point: str) -> None:
        if point in failing:
            raise OSError(point)

    store = await house.open(fail)
    await store.publish(survey())
    await send(store, range(20))
    with pytest.raises(OSError, match="rewrite: written"):
        await store.flush(SURVEY)
    assert await voices(store, range(20)) == {n: answers(n) for n in range(20)}
    failing.clear()
    await store.flush(SURVEY)
    sent = await store.submit(SURVEY, person(50), answers(50), nonce(50), TODAY)
    await store.dispose()
    assert sent.survey == SURVEY
    assert await total(house) == 21
