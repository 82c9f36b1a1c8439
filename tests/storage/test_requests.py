"""What one steward asks for is made once, and only if another approves it."""

import asyncio
from datetime import timedelta

from bot.core.model import Audience
from bot.storage.requests import RequestRow, RequestState
from bot.storage.rows import ReleaseRow
from bot.storage.store import Store
from tests.storage.house import SURVEY, TODAY

ROWS = Audience.ROWS_STAFF
FILES = {"rows.csv": b"way\ndesk\n"}


async def ask(store: Store, staff: str = "ada", audience: str = ROWS) -> bool:
    return await store.requests.ask(SURVEY, audience, "{}", staff, TODAY)


async def only(store: Store) -> RequestRow:
    (row,) = await store.requests.of(SURVEY)
    return row


def release(sequence: int = 1) -> ReleaseRow:
    return ReleaseRow(SURVEY, sequence, ROWS, "{}", "{}", "{}", "ada", "bob", TODAY)


async def decide(store: Store, staff: str, *, approve: bool = True, alone: bool = False) -> bool:
    found = (await store.requests.of(SURVEY))[0].id
    return await store.requests.decide(found, staff, TODAY, approve=approve, alone=alone)


async def test_only_another_steward_approves_and_only_once(store: Store) -> None:
    assert await ask(store)
    assert not await decide(store, "ada")
    assert await decide(store, "bob")
    assert not await decide(store, "eve", approve=False)
    row = await only(store)
    assert (row.state, row.asked_by, row.decided_by) == (RequestState.APPROVED, "ada", "bob")
    assert await store.requests.approved(SURVEY) == (row,)


async def test_one_is_enough_where_the_city_says_so(store: Store) -> None:
    await ask(store)
    assert await decide(store, "ada", alone=True)


async def test_one_request_of_a_kind_is_alive_and_one_that_is_over_makes_room(store: Store) -> None:
    asked = await asyncio.gather(*(ask(store, name) for name in ("ada", "bob", "eve")))
    assert sorted(asked) == [False, False, True]
    assert await ask(store, "eve", Audience.COMMENTS)
    (rows,) = (row for row in await store.requests.of(SURVEY) if row.audience == ROWS)
    assert await store.requests.decide(rows.id, rows.asked_by, TODAY, approve=False)
    assert await ask(store)


async def test_what_is_approved_is_made_once_with_its_files(store: Store) -> None:
    await ask(store)
    request = (await only(store)).id
    assert not await store.requests.make(request, release(), FILES)
    await decide(store, "bob")
    made = await asyncio.gather(*(store.requests.make(request, release(), FILES) for _ in range(3)))
    assert sorted(made) == [False, False, True]
    assert (await only(store)).state is RequestState.MADE
    (row,) = await store.releases(SURVEY)
    (file,) = await store.files(row)
    assert (file.name, await store.file(file.sha256)) == ("rows.csv", FILES["rows.csv"])
    await store.requests.lapse(request)
    assert (await only(store)).state is RequestState.MADE
    assert not await ask(store)


async def test_a_release_that_outlived_its_request_stands(store: Store) -> None:
    """A backup was brought back that is older than the release, which was carried over."""
    await ask(store)
    await decide(store, "bob")
    await store.save_release(release())
    assert not await store.requests.make((await only(store)).id, release(), FILES)
    assert (await only(store)).state is RequestState.MADE
    assert await store.releases(SURVEY) == (release(),)


async def test_requests_are_kept_for_two_years(store: Store) -> None:
    await ask(store)
    for days, kept in ((700, 1), (740, 0)):
        later = TODAY + timedelta(days=days)
        await store.purge(later, later.year * 12 + later.month - 1)
        assert len(await store.requests.of(SURVEY)) == kept
