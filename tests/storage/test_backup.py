"""A backup brings back everything but what was forgotten, taken back or closed since."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.effect import Ended, Kept
from bot.core.model import State
from bot.core.sheet import Place
from bot.storage import restore as bringing
from bot.storage.backup import back_up, newest, roll
from bot.storage.errors import RestoreRefused
from bot.storage.postgres import scratch
from bot.storage.restore import restore
from bot.storage.returning import Restored
from bot.storage.store import Store
from bot.vault import archive
from bot.vault.errors import ArchiveUnreadable
from bot.vault.keyring import Keyring
from tests.postgres import Server
from tests.storage.house import (
    SURVEY,
    TODAY,
    House,
    answers,
    nonce,
    person,
    receipt,
    responses,
    send,
    survey,
    voices,
)

HERE = Place("sq", "tirana")
DAY = timedelta(days=1)
Pair = tuple[Path, Path]


@pytest.fixture
async def elsewhere(server: Server | None, tmp_path: Path) -> AsyncIterator[House]:
    """Where nothing is yet."""
    async with AsyncExitStack() as stack:
        address = ""
        if server is not None:
            address = await stack.enter_async_context(scratch(server.address))
        yield House(tmp_path / "elsewhere", address)


@pytest.fixture
async def pair(store: Store, tmp_path: Path) -> Pair:
    """Made after 45 Sends and with two people remembered: 35 are mixed, 10 wait."""
    await send(store, range(45))
    for number in (1, 2):
        await store.remember(person(number), HERE, 24_323)
    found = tmp_path / "copy" / "db", tmp_path / "keys-apart" / "keys"
    await back_up(store, *found, TODAY)
    return found


async def bring(house: House, pair: Pair, *, replace: bool = False) -> Restored:
    house.database.parent.mkdir(parents=True, exist_ok=True)
    place = bringing.Place(house.address, house.keyring, house.database.parent, lambda _: None)
    return await restore(place, *pair, TODAY, replace=replace)


async def test_a_backup_brings_back_what_was_mixed_on_an_empty_machine(
    pair: Pair, elsewhere: House
) -> None:
    assert await bring(elsewhere, pair) == Restored(1, 35, 0, 10, 0, 0, ())
    store = await elsewhere.open()
    found = await voices(store, range(45))
    assert len(found) == 35
    assert all(found[number] == answers(number) for number in found)
    assert await store.kept(person(1)) == Kept(HERE)
    again = await store.submit(SURVEY, person(50), answers(50), nonce(50), TODAY)
    assert not isinstance(again, Ended)
    await store.flush(SURVEY)
    await store.dispose()


async def test_what_was_taken_back_or_forgotten_since_does_not_return(
    house: House, store: Store, pair: Pair
) -> None:
    mixed = await someone_mixed(store)
    await store.withdraw(SURVEY, person(mixed), receipt(mixed), TODAY)
    await store.forget(person(1), TODAY)
    await store.dispose()
    back = await bring(house, pair, replace=True)
    assert (back.responses, back.buried) == (34, 2)
    restored = await house.open()
    assert mixed not in await voices(restored, range(45))
    assert await restored.kept(person(1)) == Kept(None)
    assert await restored.kept(person(2)) == Kept(HERE)
    await restored.dispose()


async def someone_mixed(store: Store) -> int:
    return int(str((await responses(store, SURVEY))[0]["age"]))


async def test_who_asked_to_be_remembered_again_stays_so(store: Store, house: House) -> None:
    await store.remember(person(1), HERE, 24_323)
    await store.forget(person(1), TODAY)
    await store.remember(person(1), HERE, 24_323)
    await store.dispose()
    again = await house.open()
    assert await again.kept(person(1)) == Kept(HERE)
    await again.dispose()


async def test_a_survey_closed_since_is_closed_again_without_marks_and_codes(
    house: House, store: Store, pair: Pair
) -> None:
    await store.end(SURVEY)
    await store.close(SURVEY, TODAY)
    await store.dispose()
    back = await bring(house, pair, replace=True)
    assert back.closed == (SURVEY,)
    names = {name.split(".")[0] for name in house.keyring.names()}
    assert not names & {"mark", "withdraw"}
    assert house.rows("SELECT mark FROM mark") == []
    assert house.rows("SELECT DISTINCT withdraw_mark FROM response") == [(None,)]
    restored = await house.open()
    (row,) = await restored.surveys()
    assert row.state is State.CLOSED
    assert await restored.show(SURVEY, person(1), receipt(1)) == Ended(SURVEY)
    await restored.dispose()


async def test_a_backup_holds_no_key_of_an_urn_and_opens_only_with_the_kek(
    house: House, store: Store, pair: Pair, tmp_path: Path
) -> None:
    assert not [n for n in archive.read(pair[1], house.keyring.kek).keys if n.startswith("urn")]
    stranger = Keyring(tmp_path / "stranger", b"s" * 32)
    place = bringing.Place(tmp_path / "x.db", stranger, tmp_path, lambda _: None)
    with pytest.raises(ArchiveUnreadable):
        await restore(place, *pair, TODAY)
    assert stranger.names() == frozenset()


async def test_a_database_that_is_there_is_not_replaced_by_accident(
    house: House, store: Store, pair: Pair
) -> None:
    with pytest.raises(RestoreRefused):
        await bring(house, pair)
    assert len(await voices(store, range(45))) == 45


async def test_a_damaged_copy_is_refused_and_nothing_is_touched(
    house: House, store: Store, pair: Pair, tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged"
    damaged.write_bytes(pair[0].read_bytes()[:40_000])
    before = house.keyring.fingerprint()
    with pytest.raises(RestoreRefused):
        await bring(house, (damaged, pair[1]), replace=True)
    assert house.keyring.fingerprint() == before
    assert len(await voices(store, range(45))) == 45


async def test_one_pair_a_day_is_kept_for_a_week(store: Store, tmp_path: Path) -> None:
    folder, keys = tmp_path / "backups", store.keyring.backups
    assert await roll(store, folder, TODAY)
    for days in range(1, 10):
        for path in (folder / f"{TODAY - days * DAY}.db", keys / f"{TODAY - days * DAY}.keys"):
            path.touch(mode=0o600)
    (folder / f"{TODAY}.db.new").touch(mode=0o600)
    assert not await roll(store, folder, TODAY)
    week = sorted(f"{TODAY - days * DAY}" for days in range(8))
    assert sorted(path.stem for path in folder.iterdir()) == week
    assert sorted(path.stem for path in keys.iterdir()) == week
    assert newest(folder, keys) == (folder / f"{TODAY}.db", keys / f"{TODAY}.keys")
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())


async def test_after_a_week_without_answers_everything_is_sealed_anew(
    house: House, store: Store
) -> None:
    await store.publish(survey("parks"))
    await send(store, range(40))
    await store.flush(SURVEY)
    now = 1_800_000_000.0
    before = house.keyring.names()
    made = now - house.keyring.age(f"data.{SURVEY}.2", now)
    week = 7 * 24 * 3600
    assert not await store.reseal(SURVEY, made + week - 1)
    assert not await store.reseal("parks", made + 2 * week)
    assert await store.reseal(SURVEY, made + week + 1)
    assert f"data.{SURVEY}.2" in before - house.keyring.names()
    assert len(await voices(store, range(40))) == 40
