"""What a thief of the files finds without the keys, and what nobody finds with them."""

import sqlite3
from contextlib import closing

import pytest

from bot.core.sheet import (
    Place,
)
from bot.storage.store import Store
from tests.storage.house import (
    TODAY,
    House,
    person,
    survey,
)

DATABASES = ("sqlite",)


async def test_forgetting_leaves_no_byte(house: House, store: Store) -> None:
    """Neither of all, nor of some among others whose pages were split since."""
    for number in range(120):
        await store.remember(person(number), Place("bg", "sofia"), 24_323)
    rows = dict(house.rows("SELECT key, box FROM resident"))
    for part in (range(0, 120, 2), range(1, 120, 2)):
        for number in part:
            await store.forget(person(number), TODAY)
        left = dict(house.rows("SELECT key, box FROM resident"))
        content = house.at_rest()
        gone = [form for key in rows.keys() - left.keys() for form in (key, rows[key])]
        assert not [form for form in gone if form[:16] in content or form[-16:] in content]
    assert len(gone) == 240


async def test_an_error_of_the_database_names_no_value(store: Store) -> None:
    secret = "7310554129-secret"
    with pytest.raises(Exception, match="survey") as refused:
        async with store.database.write() as connection:
            await connection.exec_driver_sql(
                "INSERT INTO survey (id, state) VALUES (?, ?)", (secret, secret)
            )
    assert secret not in str(refused.value)


async def test_the_last_day_goes_back_only_with_the_close(house: House, store: Store) -> None:
    assert await store.surveys() == (survey(),)
    back = "UPDATE survey SET until = '2026-12-{}', state = '{}'"
    with closing(sqlite3.connect(house.database)) as raw:
        for state in ("open", "ended"):
            with pytest.raises(sqlite3.IntegrityError):
                raw.execute(back.format(20, state))
        raw.execute(back.format(20, "closed"))
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(back.format(19, "closed"))


FREEZE = [
    "UPDATE survey SET structure = '{}'",
    "UPDATE survey SET notice = '{}'",
    "UPDATE survey SET id = 'other'",
    "UPDATE survey SET until = '2026-12-23'",
    "UPDATE survey SET urn_generation = 0",
    "UPDATE survey SET data_generation = 0",
    "UPDATE survey SET comment = 'other'",
    "UPDATE survey SET comment_urn_generation = 0",
    "UPDATE survey SET comment_generation = 0",
    "UPDATE survey SET state = 'draft'",
    "DELETE FROM survey",
    "INSERT OR REPLACE INTO survey SELECT * FROM survey",
    "UPDATE OR REPLACE survey SET structure = '{}'",
]


@pytest.mark.parametrize("attempt", FREEZE)
async def test_what_was_published_is_frozen_by_the_database(
    house: House, store: Store, attempt: str
) -> None:
    assert not await store.publish(survey())
    with closing(sqlite3.connect(house.database)) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute(attempt)


@pytest.mark.parametrize("attempt", ["open", "ended"])
async def test_a_closed_survey_never_opens_again(house: House, store: Store, attempt: str) -> None:
    assert await store.surveys() == (survey(),)
    with closing(sqlite3.connect(house.database)) as raw:
        raw.execute("UPDATE survey SET state = 'closed'")
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute("UPDATE survey SET state = ?, until = '2030-01-01'", (attempt,))
