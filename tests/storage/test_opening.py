"""A store opens only with the keys that belong to its rows, and never burns those of another."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.storage import burning
from bot.storage.errors import KeysLost
from bot.storage.schema import copy
from bot.storage.store import Store, open_store
from bot.storage.work import Work
from bot.vault.errors import KeyUnreadable
from bot.vault.keyring import Keyring
from tests.storage.house import SURVEY, House, send, survey

DATABASES = ("sqlite",)


@pytest.fixture
async def left(house: House) -> House:
    """With a survey, and nobody at home."""
    store = await house.open()
    await store.publish(survey())
    await send(store, range(20))
    await store.flush(SURVEY)
    await store.dispose()
    return house


@pytest.mark.parametrize(
    "name",
    ["mark.streets", "withdraw.streets", "urn.streets.2", "urn.streets.c.2", "data.streets.c.2"],
)
async def test_rows_without_their_key_are_not_opened(left: House, name: str) -> None:
    left.keyring.destroy(name)
    with pytest.raises(KeysLost) as refused:
        await left.open()
    assert refused.value.names == {name}
    assert name in str(refused.value)


async def test_an_empty_keyring_is_named_before_anything_is_touched(left: House) -> None:
    empty = Keyring(left.root / "other", b"k" * 32)
    with pytest.raises(KeysLost):
        await open_store(left.database, empty)
    assert empty.names() == frozenset()


async def test_another_kek_opens_nothing_and_burns_nothing(left: House) -> None:
    before = left.keyring.names()
    with pytest.raises(KeyUnreadable):
        await open_store(left.database, Keyring(left.root / "keys", bytes(32)))
    assert left.keyring.names() == before


async def test_a_resident_key_is_part_of_the_proof(house: House) -> None:
    await (await house.open()).dispose()
    with pytest.raises(KeyUnreadable):
        await open_store(house.database, Keyring(house.root / "keys", bytes(32)))


async def test_the_wrong_database_burns_no_key(left: House) -> None:
    before = left.keyring.names()
    left.database.unlink()
    await left.build()
    await (await left.open()).dispose()
    assert left.keyring.names() == before


async def test_an_earlier_copy_of_the_database_burns_no_key(left: House) -> None:
    earlier = left.database.read_bytes()
    store = await left.open()
    await store.flush(SURVEY)
    await store.dispose()
    before = left.keyring.names()
    left.database.write_bytes(earlier)
    with pytest.raises(KeysLost):
        await left.open()
    assert left.keyring.names() == before


async def test_keys_that_no_row_refers_to_burn_at_the_start(left: House) -> None:
    for name in (f"urn.{SURVEY}.1", f"data.{SURVEY}.7", f"urn.{SURVEY}.c.1"):
        left.keyring.create(name)
    half = left.root / "keys" / "urn.streets.9.key.new"
    half.write_bytes(b"half a key")
    half.chmod(0o600)
    await (await left.open()).dispose()
    assert left.keyring.names() == {
        "resident", "residents.1",
        f"mark.{SURVEY}", f"withdraw.{SURVEY}", f"urn.{SURVEY}.2", f"data.{SURVEY}.2",
        f"urn.{SURVEY}.c.2", f"data.{SURVEY}.c.2",
    }  # fmt: skip
    assert not half.exists()


async def test_a_ready_store_has_lost_no_key(house: House, store: Store) -> None:
    assert await store.lost_keys() == frozenset()
    house.keyring.destroy(f"mark.{SURVEY}")
    assert await store.lost_keys() == {f"mark.{SURVEY}"}


async def test_a_look_for_lost_keys_waits_for_no_write(store: Store) -> None:
    async with asyncio.timeout(2), store.database.write():
        assert await store.lost_keys() == frozenset()


async def test_a_key_that_burns_during_the_look_is_not_lost(house: House, store: Store) -> None:
    """A flush goes on between the rows and the keyring: what the rows then need is there."""
    await send(store, range(20))
    looks: list[Work] = []

    @asynccontextmanager
    async def look() -> AsyncIterator[Work]:
        async with store.look() as work:
            assert await burning.lost(work) == frozenset()  # The rows are from here on as now.
            if not looks:
                await store.flush(SURVEY)
                assert await burning.lost(work) != frozenset()
            looks.append(work)
            yield work

    assert await burning.lost_for_good(look) == frozenset()
    assert len(looks) == 2


async def test_a_start_beside_a_running_flush_burns_none_of_its_keys(
    house: House, store: Store
) -> None:
    for part in range(4):
        await send(store, range(20 * part, 20 * part + 20))
        _, other = await asyncio.gather(store.flush(SURVEY), house.open())
        await other.flush(SURVEY)
        await other.dispose()
        assert await store.lost_keys() == frozenset()
    assert await store.mixed(SURVEY) == 70


async def test_a_copy_opens_like_the_file_it_was_made_of(left: House) -> None:
    saved = left.root / "saved.db"
    copy(left.database, saved)
    saved.replace(left.database)
    store = await left.open()
    assert await store.mixed(SURVEY) == 10
    await store.dispose()
