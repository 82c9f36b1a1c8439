"""Keys and rows of different installations, or of different times, are never taken for a pair."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.effect import Sent
from bot.core.sheet import Place
from bot.storage import restore as bringing
from bot.storage.backup import back_up
from bot.storage.errors import KeysForeign, RestoreRefused
from bot.storage.restore import restore
from bot.storage.returning import Restored
from bot.storage.rows import ReleaseRow
from bot.storage.store import Store
from tests.storage.house import (
    SURVEY,
    TODAY,
    UNTIL,
    House,
    person,
    receipt,
    send,
    survey,
    voices,
)

DATABASES = ("sqlite",)
WEEK = 7 * 24 * 3600.0
DAY = timedelta(days=1)


@pytest.fixture
async def other(tmp_path: Path) -> House:
    """The same KEK and the same survey, elsewhere."""
    built = House(tmp_path / "other")
    await built.build()
    opened = await built.open()
    await opened.publish(survey())
    await send(opened, range(25))
    await opened.flush(SURVEY)
    await opened.dispose()
    return built


def pair(root: Path) -> tuple[Path, Path]:
    return root / "copy" / "db", root / "copied-keys" / "keys"


async def bring(house: House, file: Path, keys: Path, later: int = 0) -> Restored:
    place = bringing.Place(house.address, house.keyring, house.database.parent, lambda _: None)
    return await restore(place, file, keys, TODAY + later * DAY, replace=True)


async def test_a_keyring_of_another_house_is_not_opened(
    house: House, store: Store, other: House
) -> None:
    await send(store, range(25))
    await store.flush(SURVEY)
    await store.dispose()
    house.database.write_bytes(other.database.read_bytes())
    with pytest.raises(KeysForeign):
        await house.open()


async def test_two_files_that_do_not_belong_together_change_nothing(
    house: House, store: Store, other: House, tmp_path: Path
) -> None:
    await send(store, range(25))
    await back_up(store, *pair(tmp_path / "ours"), TODAY)
    theirs = await other.open()
    await back_up(theirs, *pair(tmp_path / "theirs"), TODAY)
    await theirs.dispose()
    before = house.keyring.fingerprint()
    with pytest.raises(RestoreRefused):
        await bring(house, pair(tmp_path / "ours")[0], pair(tmp_path / "theirs")[1])
    assert house.keyring.fingerprint() == before
    assert len(await voices(store, range(25))) == 25
    assert not (house.database.parent / bringing.PREPARED).exists()


async def test_a_pair_older_than_any_tombstone_is_refused(
    house: House, store: Store, tmp_path: Path
) -> None:
    await back_up(store, *pair(tmp_path), TODAY)
    await bring(house, *pair(tmp_path), later=35)
    with pytest.raises(RestoreRefused):
        await bring(house, *pair(tmp_path), later=36)


async def test_keys_of_a_survey_that_the_backup_does_not_know_burn(
    house: House, store: Store, tmp_path: Path
) -> None:
    await back_up(store, *pair(tmp_path), TODAY)
    await store.publish(survey("later"))
    await store.dispose()
    await bring(house, *pair(tmp_path))
    assert not [name for name in house.keyring.names() if "later" in name]


async def test_results_made_since_stay_as_they_were(
    house: House, store: Store, tmp_path: Path
) -> None:
    await send(store, range(25))
    await back_up(store, *pair(tmp_path), TODAY)
    made = ReleaseRow(SURVEY, 1, "all", "{}", "{}", "{}", "tick", "", TODAY)
    await store.save_release(made)
    kept = await store.keep_file(made, "tables.en.csv", b"a,b")
    await store.dispose()
    await bring(house, *pair(tmp_path))
    restored = await house.open()
    assert await restored.releases(SURVEY) == (made,)
    assert await restored.file(kept.sha256) == b"a,b"
    await restored.dispose()


async def test_a_survey_closed_again_counts_its_ninety_days_from_the_first_close(
    house: House, store: Store, tmp_path: Path
) -> None:
    await send(store, range(25))
    await back_up(store, *pair(tmp_path), TODAY)
    await store.end(SURVEY)
    await store.close(SURVEY, TODAY)
    await store.dispose()
    await bring(house, *pair(tmp_path), later=20)
    restored = await house.open()
    (row,) = await restored.surveys()
    assert row.until == TODAY
    await restored.dispose()


async def test_answers_that_only_wait_are_sealed_anew_after_a_week(
    house: House, store: Store
) -> None:
    await send(store, range(15))
    old = house.boxes("urn").values()
    made = 1_800_000_000 - house.keyring.age(f"urn.{SURVEY}.1", 1_800_000_000)
    assert not await store.reseal(SURVEY, made + WEEK - 1)
    assert await store.reseal(SURVEY, made + WEEK + 1)
    assert not [box for box in old if house.try_all("urn", box)]
    assert len(await voices(store, range(15))) == 15


async def test_a_take_back_that_failed_does_not_undo_a_later_change(house: House) -> None:
    failing = ["withdraw: taken out"]

    def fail(point: str) -> None:
        if point in failing:
            raise OSError(point)

    store = await house.open(fail)
    await store.publish(survey())
    await send(store, range(25))
    await store.flush(SURVEY)
    with pytest.raises(OSError, match="taken out"):
        await store.withdraw(SURVEY, person(3), receipt(3), TODAY)
    changed = await store.replace(SURVEY, person(3), {"way": "another"}, receipt(3))
    assert changed == Sent(SURVEY, receipt(3))
    await store.dispose()
    again = await house.open()
    assert (await voices(again, range(25)))[3] == {"way": "another"}
    await again.dispose()


async def test_keys_that_a_dead_worker_left_at_the_close_burn_with_the_next_look(
    house: House, store: Store
) -> None:
    await send(store, range(25))
    await store.end(SURVEY)
    await store.close(SURVEY, UNTIL)
    house.keyring.create(f"mark.{SURVEY}")
    assert await store.close(SURVEY, UNTIL)
    assert f"mark.{SURVEY}" not in house.keyring.names()


async def test_somebody_forgotten_is_still_due_after_a_restart(house: House, store: Store) -> None:
    for number in (1, 2):
        await store.remember(person(number), Place("bg", "sofia"), 24_323)
    assert not store.residents_are_due()
    await store.forget(person(1), TODAY)
    await store.remember(person(1), Place("bg", "sofia"), 24_323)
    await store.forget(person(1), TODAY)
    await store.dispose()
    again = await house.open()
    assert again.residents_are_due()
    await again.reseal_residents()
    assert not again.residents_are_due()
    assert {name for name in house.keyring.names() if name.startswith("residents")} == {
        "residents.2"
    }
    assert (await again.kept(person(2))).place == Place("bg", "sofia")
    await again.dispose()
