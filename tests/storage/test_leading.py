"""Of several workers one does the minute's work, and another takes over when it is gone."""

from bot.storage.store import Store
from tests.storage.house import House

DATABASES = ("postgres",)
ENDED = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"


async def test_one_leads_until_it_ends(house: House, store: Store) -> None:
    other = await house.open()
    assert await store.database.lead()
    assert await store.database.lead()
    assert not await other.database.lead()
    await store.database.dispose()
    assert await other.database.lead()
    await other.dispose()


async def test_a_leader_whose_connection_broke_leads_again(house: House, store: Store) -> None:
    assert await store.database.lead()
    assert house.rows(ENDED) == [(True,)]
    assert [await store.database.lead() for _ in range(2)][-1]
