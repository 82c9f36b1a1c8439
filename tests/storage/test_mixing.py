"""After a flush nothing in the files tells who came when."""

import math
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.storage.mixing import is_due
from bot.storage.store import Store
from bot.storage.work import decode
from bot.vault.marks import CODE_BYTES
from tests.storage.house import (
    SURVEY,
    TODAY,
    House,
    answers,
    nonce,
    person,
    receipt,
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
    assert await store.responses(SURVEY) == ()
    await store.flush(SURVEY)
    mixed = await store.responses(SURVEY)
    assert len(mixed) == 15 == await store.mixed(SURVEY)
    assert all(record in [answers(number) for number in range(25)] for record in mixed)
    assert await total(house) == 25


def arrival(record: bytes) -> int:
    answered = decode(record)["age"]
    assert isinstance(answered, int)
    return answered


def tau(order: list[int]) -> float:
    pairs = [1 if early < late else -1 for early, late in combinations(order, 2)]
    return sum(pairs) / len(pairs)


def by_offset(house: House, boxes: dict[bytes, bytes]) -> list[bytes]:
    content = house.database.read_bytes()
    assert all(content.count(box) == 1 for box in boxes.values())
    return sorted(boxes.values(), key=content.index)


async def test_no_order_tells_who_came_when(tmp_path: Path) -> None:
    """Select order, place in the file, and who stays in the urn, over 8 runs of 40 Sends."""
    runs, sends = 8, 40
    by_select, in_file, stayed = [], [], []
    for run in range(runs):
        house = House(tmp_path / str(run))
        await house.build()
        store = await house.open()
        await store.publish(survey())
        for part in (range(20), range(20, sends)):
            await send(store, part)
            await store.flush(SURVEY)
        await store.dispose()
        boxes = house.boxes("response")
        records = {box: house.try_all("response", box) or b"" for box in boxes.values()}
        by_select.append(tau([arrival(records[box]) for box in boxes.values()]))
        in_file.append(tau([arrival(records[box]) for box in by_offset(house, boxes)]))
        stayed += [arrival(record[CODE_BYTES:]) for record in house.opened("urn")]
    number = sends - 10
    sigma = math.sqrt(2 * (2 * number + 5) / (9 * number * (number - 1)) / runs)
    assert abs(sum(by_select) / runs) < 4 * sigma
    assert abs(sum(in_file) / runs) < 4 * sigma
    assert len(stayed) == 10 * runs
    assert 0 < sum(number < 20 for number in stayed) < len(stayed) * 0.6


async def test_snapshots_differ_by_no_response_or_by_ten_and_more(
    house: House, store: Store
) -> None:
    """With all live keys: a withdraw_mark stays the same, so new ones can be counted."""
    seen: set[tuple[bytes, ...]] = set()
    urn: dict[bytes, bytes] = {}
    for number in range(60):
        await send(store, range(number, number + 1))
        if await store.flush_due(SURVEY, hour_passed=False):
            await store.flush(SURVEY)
            assert not urn.keys() & house.boxes("urn").keys()
            assert not set(urn.values()) & set(house.boxes("urn").values())
        now = set(house.rows("SELECT withdraw_mark FROM response"))
        assert seen <= now
        assert len(now - seen) == 0 or len(now - seen) >= 10
        assert not house.boxes("urn").keys() & house.boxes("response").keys()
        seen, urn = now, house.boxes("urn")
    assert len(seen) >= 40


async def test_an_old_copy_opens_nothing_after_a_flush(
    house: House, store: Store, tmp_path: Path
) -> None:
    await send(store, range(40))
    await store.flush(SURVEY)
    old = house.copy(tmp_path / "old")
    assert len(old.opened("response")) == 30
    assert len(old.opened("urn")) == 10
    await store.flush(SURVEY)
    for path in (old.root / "keys").iterdir():
        path.unlink()
    for path in (house.root / "keys").iterdir():
        (old.root / "keys" / path.name).write_bytes(path.read_bytes())
    assert len(old.boxes("response")) == 30
    assert old.opened("response") == old.opened("urn") == []


async def test_taking_back_and_flushing_leaves_no_byte(house: House, store: Store) -> None:
    """Neither the box that was there nor any other earlier one, in database and log."""
    await send(store, range(30))
    await store.flush(SURVEY)
    earlier = [*house.boxes("response").values(), *house.boxes("urn").values()]
    for number in range(5):
        await store.withdraw(SURVEY, person(number), receipt(number))
        await store.replace(SURVEY, person(10 + number), {"way": "other"}, receipt(10 + number))
    earlier += house.boxes("urn").values()
    await store.flush(SURVEY)
    left = house.at_rest()
    assert not [box for box in earlier if box[:16] in left or box[-64:] in left]


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
