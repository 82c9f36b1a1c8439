"""A reader keeps earlier pages alive: nobody waits for it, and its traces go when it does."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic

import pytest

from bot.core.sheet import Place
from bot.storage.errors import DatabaseBusy
from bot.storage.store import Store
from tests.storage.house import SURVEY, TODAY, House, person, send, survey

DATABASES = ("sqlite",)

PERSON = person(1)
Act = Callable[[Store], Awaitable[object]]


@pytest.fixture
async def lived_in(house: House, store: Store) -> House:
    await send(store, range(25))
    await store.remember(PERSON, Place("bg", "sofia"), 24_323)
    await store.end(SURVEY)
    return house


@contextmanager
def reader(house: House) -> Iterator[sqlite3.Connection]:
    """Somebody, perhaps a backup, who has begun to read and is not done."""
    with closing(sqlite3.connect(house.database, isolation_level=None)) as raw:
        raw.execute("BEGIN")
        raw.execute("SELECT count(*) FROM urn").fetchall()
        yield raw
        raw.execute("COMMIT")


def flush(store: Store) -> Awaitable[object]:
    return store.flush(SURVEY)


def close(store: Store) -> Awaitable[object]:
    return store.close(SURVEY, TODAY)


def forget(store: Store) -> Awaitable[object]:
    return store.forget(PERSON, TODAY)


def log(house: House) -> Path:
    return house.database.with_name("rightsbot.db-wal")


def secrets_of(house: House, act: Act) -> list[bytes]:
    """The first bytes of each box that the act replaces or deletes."""
    table = "resident" if act is forget else "urn"
    return [box[:16] for (box,) in house.rows(f"SELECT box FROM {table}")]


@pytest.mark.parametrize("act", [flush, close, forget])
async def test_nobody_waits_for_a_reader_and_the_remnants_go_with_it(
    lived_in: House, store: Store, act: Act
) -> None:
    gone = secrets_of(lived_in, act)
    with reader(lived_in):
        started = monotonic()
        await act(store)
        assert not await store.tidy()
        assert monotonic() - started < 4
        assert log(lived_in).stat().st_size > 0
    assert await store.tidy()
    content = lived_in.at_rest()
    assert gone
    assert not [part for part in gone if part in content]
    assert log(lived_in).stat().st_size == 0


async def test_writes_do_not_wait_for_the_reader_either(lived_in: House, store: Store) -> None:
    waits = []
    with reader(lived_in):
        flushing = asyncio.create_task(store.flush(SURVEY))
        while not flushing.done():
            started = monotonic()
            await store.remember(person(2), Place("bg", "sofia"), 24_323)
            waits.append(monotonic() - started)
        await flushing
    assert max(waits) < 0.8


async def test_keys_that_another_process_kept_from_burning_burn_later(
    lived_in: House, store: Store
) -> None:
    lived_in.keyring.create(f"urn.{SURVEY}.7")
    async with store.database.read() as connection:
        await connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    with reader(lived_in) as raw:
        raw.execute("COMMIT")
        raw.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusy):
            await store.settle()
        assert f"urn.{SURVEY}.7" in lived_in.keyring.names()
    assert await store.tidy()
    assert f"urn.{SURVEY}.7" not in lived_in.keyring.names()
    assert not store.database.vacuum_due


async def test_what_is_closed_is_not_settled_again_and_again(house: House) -> None:
    points: list[str] = []
    store = await house.open(points.append)
    await store.publish(survey())
    await send(store, range(12))
    await store.end(SURVEY)
    for _ in range(3):
        assert await store.close(SURVEY, TODAY)
        assert await store.tidy()
    await store.dispose()
    assert points.count("settled") == 1


async def test_after_a_busy_log_writes_are_as_patient_as_before(
    lived_in: House, store: Store
) -> None:
    with reader(lived_in):
        await store.forget(PERSON, TODAY)
    async with store.database.read() as connection:
        found = await connection.exec_driver_sql("PRAGMA busy_timeout")
        assert found.scalar() == 10_000
