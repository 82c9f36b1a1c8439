"""A sudden end at any point, then a start: never half of an act, never a key too many."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.effect import (
    Ended,
    Gone,
    Sent,
    Withdrawn,
)
from bot.storage import burning
from bot.storage.store import Store
from tests.storage.house import (
    SURVEY,
    TODAY,
    UNTIL,
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

BEFORE = {number: answers(number) for number in range(25)}
EVERYONE = range(26)
NEW = {"way": "another"}
AFTER_THE_END = UNTIL + timedelta(days=1)

Act = Callable[[Store], Awaitable[object]]


def submit(store: Store) -> Awaitable[object]:
    return store.submit(SURVEY, person(25), answers(25), nonce(25), TODAY)


def replace(store: Store) -> Awaitable[object]:
    return store.replace(SURVEY, person(3), NEW, receipt(3))


def withdraw(store: Store) -> Awaitable[object]:
    return store.withdraw(SURVEY, person(3), receipt(3))


def flush(store: Store) -> Awaitable[object]:
    return store.flush(SURVEY)


def close(store: Store) -> Awaitable[object]:
    return store.close(SURVEY, AFTER_THE_END)


async def crashed(
    house: House, root: Path, act: Act, *, ended: bool = False
) -> list[tuple[str, House]]:
    """The house as it stood at each failpoint of an act, after 25 Sends and a flush."""
    copies: list[tuple[str, House]] = []
    acting: list[bool] = []

    def copy(point: str) -> None:
        if acting:
            copies.append((point, house.copy(root / f"{len(copies)}")))

    store = await house.open(copy)
    await store.publish(survey())
    await send(store, range(25))
    await store.flush(SURVEY)
    if ended:
        await store.end(SURVEY)
    acting.append(True)
    await act(store)
    await store.dispose()
    return copies


async def leftover(store: Store) -> frozenset[str]:
    async with store.work() as work:
        return store.keyring.names() - {"resident"} ^ await burning.needed(work) - {"resident"}


@pytest.mark.parametrize(
    ("act", "after", "became"),
    [
        (submit, BEFORE | {25: answers(25)}, {Sent(SURVEY, receipt(25))}),
        (replace, BEFORE | {3: NEW}, {Sent(SURVEY, receipt(3))}),
        (withdraw, {n: BEFORE[n] for n in BEFORE if n != 3}, {Withdrawn(SURVEY), Gone(SURVEY)}),
        (flush, BEFORE, {None}),
    ],
)
async def test_an_act_is_done_or_undone_and_can_be_repeated(
    house: House, tmp_path: Path, act: Act, after: dict[int, object], became: set[object]
) -> None:
    copies = await crashed(house, tmp_path / "at", act)
    committed = False
    for point, copied in copies:
        committed |= point == "committed"
        store = await copied.open()
        assert await leftover(store) == frozenset()
        assert await voices(store, EVERYONE) == (after if committed else BEFORE), point
        assert await act(store) in became
        assert await voices(store, EVERYONE) == after
        assert await total(copied) == len(after)
        await store.dispose()
    assert committed


async def test_a_close_is_done_or_undone_and_can_be_repeated(house: House, tmp_path: Path) -> None:
    copies = await crashed(house, tmp_path / "at", close, ended=True)
    committed = False
    assert len(copies) >= 10
    for point, copied in copies:
        committed |= point == "committed"
        store = await copied.open()
        assert await leftover(store) == frozenset()
        assert await voices(store, EVERYONE) == ({} if committed else BEFORE), point
        assert await store.close(SURVEY, AFTER_THE_END)
        assert len(await store.responses(SURVEY)) == 25
        assert copied.rows("SELECT mark FROM mark") == []
        assert {name.split(".")[0] for name in store.keyring.names()} == {"resident", "data"}
        assert await submit(store) == Ended(SURVEY)
        await store.dispose()
    assert committed


async def test_a_published_survey_is_whole_or_not_there(house: House, tmp_path: Path) -> None:
    copies: list[House] = []
    store = await house.open(lambda _: copies.append(house.copy(tmp_path / f"{len(copies)}")))
    await store.publish(survey())
    await store.dispose()
    assert len(copies) >= 6
    for copied in copies:
        store = await copied.open()
        await store.publish(survey())
        assert await submit(store) == Sent(SURVEY, receipt(25))
        assert await leftover(store) == frozenset()
        await store.dispose()


async def test_nothing_of_an_interrupted_flush_remains_after_the_next_start(
    house: House, tmp_path: Path
) -> None:
    store = await house.open()
    await store.publish(survey())
    await send(store, range(25))
    await store.flush(SURVEY)
    boxes = [*house.boxes("response").values(), *house.boxes("urn").values()]
    await store.dispose()
    copies: list[tuple[str, House]] = []
    store = await house.open(
        lambda point: copies.append((point, house.copy(tmp_path / f"{len(copies)}")))
    )
    await store.flush(SURVEY)
    await store.dispose()
    done = [copied for point, copied in copies if point in {"burn: one key", "settled"}]
    for copied in done:
        store = await copied.open()
        content = copied.at_rest()
        await store.dispose()
        assert not [box for box in boxes if box[:16] in content]
    assert len(done) >= 3
