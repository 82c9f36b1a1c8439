"""A survey moves forward, and closes for good, whatever else happens."""

from datetime import date, timedelta

import pytest

from bot.core.effect import (
    Ended,
    Sent,
)
from bot.core.model import State
from bot.core.survey import LONGEST
from bot.storage.store import Store
from tests.storage.house import (
    SURVEY,
    TODAY,
    UNTIL,
    House,
    answers,
    end_and_close,
    nonce,
    person,
    receipt,
    responses,
    send,
    survey,
)

DAY = timedelta(days=1)


def survey_keys(house: House) -> set[str]:
    return {name for name in house.keyring.names() if not name.startswith("resident")}


async def state(store: Store) -> State:
    (row,) = await store.surveys()
    return row.state


async def test_a_survey_is_published_once(store: Store) -> None:
    assert not await store.publish(survey(until=UNTIL + DAY))
    assert await store.surveys() == (survey(),)
    await store.publish(survey("parks"))
    assert [row.id for row in await store.surveys()] == ["parks", SURVEY]


async def test_what_is_open_is_not_closed(store: Store) -> None:
    await send(store, range(25))
    assert not await end_and_close(store, UNTIL)
    assert await state(store) is State.OPEN


async def test_only_what_has_ended_is_closed(store: Store) -> None:
    await send(store, range(25))
    assert not await store.close(SURVEY, UNTIL + 60 * DAY)
    assert await state(store) is State.OPEN


async def test_an_extension_wins_over_an_end_that_was_due(store: Store) -> None:
    await send(store, range(12))
    assert not await store.end(SURVEY, passed=UNTIL)
    assert await store.extend(SURVEY, UNTIL + 7 * DAY, TODAY)
    assert not await store.end(SURVEY, passed=UNTIL + DAY)
    assert await state(store) is State.OPEN
    assert await store.end(SURVEY, passed=UNTIL + 8 * DAY)


async def test_a_survey_that_is_extended_after_its_end_is_not_closed(store: Store) -> None:
    await send(store, range(12))
    assert await store.end(SURVEY, passed=UNTIL + DAY)
    assert await store.extend(SURVEY, UNTIL + 7 * DAY, TODAY)
    assert not await store.close(SURVEY, UNTIL + DAY)
    assert await state(store) is State.OPEN


async def test_ten_answers_are_enough_to_close_at_once(house: House, store: Store) -> None:
    await send(store, range(10))
    assert await end_and_close(store, UNTIL + DAY)
    assert await state(store) is State.CLOSED
    assert sorted(await responses(store, SURVEY), key=str) == sorted(
        map(answers, range(10)), key=str
    )
    assert house.boxes("urn") == {}
    assert survey_keys(house) == {f"data.{SURVEY}.2"}
    assert await end_and_close(store, UNTIL + DAY)


async def test_an_early_end_closes_at_once_if_enough_came(store: Store) -> None:
    await send(store, range(10))
    assert await store.end(SURVEY)
    assert not await store.end(SURVEY)
    assert await store.close(SURVEY, TODAY)
    assert await state(store) is State.CLOSED


async def test_nine_answers_wait_two_weeks_and_are_then_deleted(house: House, store: Store) -> None:
    await send(store, range(9))
    for days in (1, 14):
        assert not await end_and_close(store, UNTIL + days * DAY)
        assert await state(store) is State.ENDED
    assert await end_and_close(store, UNTIL + 15 * DAY)
    assert await state(store) is State.CLOSED
    assert await responses(store, SURVEY) == ()
    assert house.rows("SELECT id FROM urn UNION SELECT mark FROM mark") == []
    assert survey_keys(house) == set()


async def test_taken_back_answers_do_not_count_for_the_close(store: Store) -> None:
    await send(store, range(10))
    await store.withdraw(SURVEY, person(1), receipt(1), TODAY)
    assert not await end_and_close(store, UNTIL + DAY)


async def test_an_ended_survey_opens_again_when_extended(store: Store) -> None:
    await send(store, range(9))
    await end_and_close(store, UNTIL + DAY)
    assert await store.extend(SURVEY, UNTIL + 7 * DAY, TODAY)
    sent = await store.submit(SURVEY, person(9), answers(9), nonce(9), UNTIL + 7 * DAY)
    assert sent == Sent(SURVEY, receipt(9))
    assert await end_and_close(store, UNTIL + 8 * DAY)


async def test_an_extension_is_never_backwards_nor_far_nor_after_the_close(store: Store) -> None:
    assert not await store.extend(SURVEY, UNTIL, TODAY)
    assert not await store.extend(SURVEY, UNTIL - DAY, TODAY)
    assert not await store.extend("parks", UNTIL + DAY, TODAY)
    assert not await store.extend(SURVEY, TODAY + LONGEST + DAY, TODAY)
    await end_and_close(store, UNTIL + 15 * DAY)
    assert not await store.extend(SURVEY, UNTIL + 60 * DAY, TODAY)
    late = await store.submit(SURVEY, person(1), answers(1), nonce(1), UNTIL)
    assert late == Ended(SURVEY)


async def test_closed_or_unknown_there_is_nothing_to_flush_or_close(store: Store) -> None:
    await send(store, range(20))
    await end_and_close(store, UNTIL + DAY)
    for which in (SURVEY, "parks"):
        assert not await store.flush_due(which, hour_passed=True)
        await store.flush(which)
        assert not await store.end(which)
    assert not await end_and_close(store, UNTIL + DAY, "parks")
    assert await store.mixed(SURVEY) == 20


async def test_two_surveys_do_not_touch_each_other(house: House, store: Store) -> None:
    await store.publish(survey("parks"))
    await send(store, range(20))
    await send(store, range(12), to="parks")
    await store.flush(SURVEY)
    assert await end_and_close(store, UNTIL + DAY, "parks")
    assert await store.mixed(SURVEY) == 10
    assert len(house.boxes("urn")) == 10
    assert len(await responses(store, "parks")) == 12
    assert await store.submit(SURVEY, person(1), answers(1), nonce(1), TODAY) == Sent(
        SURVEY, receipt(1)
    )


@pytest.mark.parametrize(("days", "left"), [(90, 10), (91, 0)])
async def test_rows_and_their_key_go_after_ninety_days(
    house: House, store: Store, days: int, left: int
) -> None:
    await send(store, range(10))
    await end_and_close(store, UNTIL + DAY)
    await store.purge(UNTIL + days * DAY, month=24_324)
    assert len(await responses(store, SURVEY)) == left
    assert (f"data.{SURVEY}.2" in house.keyring.names()) == bool(left)


@pytest.mark.parametrize(("days", "left"), [(90, 10), (91, 0)])
async def test_an_early_close_is_the_day_from_which_ninety_count(
    house: House, store: Store, days: int, left: int
) -> None:
    await send(store, range(10))
    await store.extend(SURVEY, UNTIL + 365 * DAY, TODAY)
    await store.end(SURVEY)
    await store.close(SURVEY, TODAY)
    (row,) = await store.surveys()
    assert row.until == TODAY
    await store.purge(TODAY + days * DAY, month=24_324)
    assert len(await responses(store, SURVEY)) == left
    assert (f"data.{SURVEY}.2" in house.keyring.names()) == bool(left)


async def test_a_late_close_leaves_the_last_day_as_it_was(store: Store) -> None:
    await send(store, range(10))
    assert await end_and_close(store, UNTIL + 30 * DAY)
    (row,) = await store.surveys()
    assert row.until == UNTIL


async def test_a_survey_without_a_day_after_its_last_ends_and_waits_all_the_same(
    store: Store,
) -> None:
    await store.publish(survey("parks", until=date.max))
    assert await store.end("parks")
    assert not await store.close("parks", TODAY)
