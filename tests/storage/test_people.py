"""What is remembered of a chat, and what /forget takes away."""

from datetime import timedelta

from bot.core.effect import (
    Forgotten,
    Kept,
)
from bot.core.sheet import (
    Place,
)
from bot.storage.store import Store
from tests.storage.house import TODAY, UNTIL, House, end_and_close, person, send, survey

TIRANA = Place("sq", "tirana")


async def test_nothing_is_kept_of_who_did_not_ask(store: Store) -> None:
    await send(store, range(3))
    assert await store.kept(person(1)) == Kept(None)


async def test_the_newest_place_is_kept_and_only_ones_own(house: House, store: Store) -> None:
    await store.remember(person(1), Place("en"), 24_323)
    await store.remember(person(1), TIRANA, 24_324)
    await store.remember(person(2), Place("bg", "sofia"), 24_324)
    assert await store.kept(person(1)) == Kept(TIRANA)
    assert house.rows("SELECT active_month FROM resident") == [(24_324,), (24_324,)]


async def test_forgetting_takes_the_place_and_names_the_days_of_the_marks(
    house: House, store: Store
) -> None:
    await store.publish(survey("parks", UNTIL + timedelta(days=7)))
    await store.publish(survey("trams"))
    await send(store, range(12))
    await send(store, range(3), to="parks")
    await store.remember(person(1), TIRANA, 24_323)
    days = (UNTIL, UNTIL + timedelta(days=7))
    assert await store.forget(person(1), TODAY) == Forgotten(days)
    assert await store.kept(person(1)) == Kept(None)
    assert await store.forget(person(7), TODAY) == Forgotten((UNTIL,), remembered=False)
    assert await store.forget(person(99), TODAY) == Forgotten(remembered=False)
    assert house.rows("SELECT key FROM resident") == []


async def test_a_closed_survey_has_no_mark_to_name(store: Store) -> None:
    await send(store, range(12))
    await end_and_close(store, UNTIL + timedelta(days=1))
    assert await store.forget(person(1), TODAY) == Forgotten(remembered=False)


async def test_twelve_idle_months_are_the_end(store: Store) -> None:
    await store.remember(person(1), TIRANA, 24_000)
    await store.purge(TODAY, month=24_011)
    assert await store.kept(person(1)) == Kept(TIRANA)
    await store.purge(TODAY, month=24_012)
    assert await store.kept(person(1)) == Kept(None)


async def test_a_place_does_not_wait_for_a_flush(store: Store) -> None:
    await store.remember(person(1), TIRANA, 24_323)
    async with store.database.write():
        assert await store.kept(person(1)) == Kept(TIRANA)
