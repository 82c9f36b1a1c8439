"""The acts that are cut short: how each is prepared, done, and judged afterwards."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.core.effect import Ended, Gone, Kept, Sent, Stored, Withdrawn
from bot.core.model import State
from bot.core.sheet import Answers, Place
from bot.storage import burning
from bot.storage import restore as bringing
from bot.storage.backup import back_up
from bot.storage.store import Store, open_store
from bot.vault import archive
from bot.vault.keyring import Keyring
from tests.storage.house import TODAY, UNTIL, answers, nonce, person, receipt, responses, survey

SENT = range(24)
NEW = 24
AFTER = UNTIL + timedelta(days=1)
HERE = Place("sq", "tirana")
OTHER: Answers = {"way": "another"}


Arm = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Site:
    """One installation; each point of an act has a survey of its own in it."""

    root: Path
    address: str
    point: int

    @property
    def database(self) -> Path:
        return self.root / "data" / "rightsbot.db"

    @property
    def place(self) -> Path | str:
        return self.address or self.database

    @property
    def keyring(self) -> Keyring:
        return Keyring(self.root / "keys", b"k" * 32)

    @property
    def pair(self) -> tuple[Path, Path]:
        return self.root / "copies" / "db", self.root / "copied-keys" / "keys"

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Store]:
        store = await open_store(self.place, self.keyring)
        try:
            yield store
        finally:
            await store.dispose()


@dataclass(frozen=True, slots=True)
class Act:
    name: str
    do: Callable[[Site, Arm], Awaitable[None]]
    """Prepares, says from when on each write counts, and acts."""
    look: Callable[..., Awaitable[None]]
    """After a restart; `done`: it was not cut short. Does it again where it was."""


def named(kind: str, site: Site) -> str:
    return f"{kind}-{site.point}"


async def voices(store: Store, which: str) -> dict[int, Answers]:
    found = {}
    for number in (*SENT, NEW):
        shown = await store.show(which, person(number), receipt(number))
        if isinstance(shown, Stored):
            found[number] = shown.answers
    return found


async def whole(store: Store, site: Site) -> None:
    """Every key has its row and every row its key; what deletes leaves nothing half done."""
    assert await store.lost_keys() == frozenset()
    async with store.work() as work:
        needed = await burning.needed(work)
    names = {name for name in site.keyring.names() if not name.startswith("resident")}
    assert names == {name for name in needed if not name.startswith("resident")}
    assert not list(site.keyring.directory.glob("*.new"))


BEFORE = {number: answers(number) for number in SENT}


async def furnish(store: Store, which: str, *, mixed: bool = True) -> None:
    await store.publish(survey(which))
    for number in SENT:
        await store.submit(which, person(number), answers(number), nonce(number), TODAY)
    if mixed:
        await store.flush(which)


async def send_new(store: Store, which: str) -> None:
    sent = await store.submit(which, person(NEW), answers(NEW), nonce(NEW), TODAY)
    assert sent == Sent(which, receipt(NEW))


async def change(store: Store, which: str) -> None:
    await store.replace(which, person(3), OTHER, receipt(3))


async def take_back(store: Store, which: str) -> None:
    became = await store.withdraw(which, person(3), receipt(3), TODAY)
    assert became in (Withdrawn(which), Gone(which))


async def flush(store: Store, which: str) -> None:
    await store.flush(which)


def on_voices(
    name: str, doing: Callable[[Store, str], Awaitable[None]], after: dict[int, Answers]
) -> Act:
    """All or nothing, told by whose answers their receipts find."""

    async def do(site: Site, arm: Arm) -> None:
        async with site.open() as store:
            await furnish(store, named(name, site))
            arm()
            await doing(store, named(name, site))

    async def look(site: Site, *, done: bool) -> None:
        which = named(name, site)
        async with site.open() as store:
            await whole(store, site)
            assert await voices(store, which) in ([after] if done else [BEFORE, after])
            await doing(store, which)
            assert await voices(store, which) == after
            assert await total(store, which) == len(after)

    return Act(name, do, look)


async def total(store: Store, which: str) -> int:
    from bot.storage import mixing

    async with store.look() as work:
        return sum(await mixing.count(work, which))


async def state(store: Store, which: str) -> State:
    return next(row.state for row in await store.surveys() if row.id == which)


async def end(site: Site, arm: Arm) -> None:
    async with site.open() as store:
        await furnish(store, named("end", site), mixed=False)
        arm()
        await store.end(named("end", site))


async def ended(site: Site, *, done: bool) -> None:
    which = named("end", site)
    async with site.open() as store:
        assert await state(store, which) in ([State.ENDED] if done else [State.OPEN, State.ENDED])
        await store.end(which)
        assert await voices(store, which) == BEFORE


async def close(site: Site, arm: Arm) -> None:
    which = named("close", site)
    async with site.open() as store:
        await furnish(store, which)
        await store.withdraw(which, person(5), receipt(5), TODAY)
        await store.end(which)
        arm()
        assert await store.close(which, AFTER)


async def closed(site: Site, *, done: bool) -> None:
    which = named("close", site)
    async with site.open() as store:
        await whole(store, site)
        if await state(store, which) is not State.CLOSED:
            assert not done
            assert len(await voices(store, which)) == len(BEFORE) - 1
        assert await store.close(which, AFTER)
        assert len(await responses(store, which)) == len(BEFORE) - 1
        kinds = {name.split(".")[0] for name in site.keyring.names() if f".{which}" in name}
        assert kinds == {"data"}
        assert f"withdraw-{which}" not in site.keyring.tombstones.kinds()
        late = await store.submit(which, person(NEW), answers(NEW), nonce(NEW), TODAY)
        assert late == Ended(which)


async def publish(site: Site, arm: Arm) -> None:
    async with site.open() as store:
        arm()
        await store.publish(survey(named("publish", site)))


async def published(site: Site, *, done: bool) -> None:
    which = named("publish", site)
    async with site.open() as store:
        assert not (await store.publish(survey(which)) and done)
        await send_new(store, which)
        await whole(store, site)


def someone(site: Site) -> int:
    return person(1000 + site.point)


async def forget(site: Site, arm: Arm) -> None:
    async with site.open() as store:
        for who in (someone(site), person(999)):
            await store.remember(who, HERE, 24_323)
        arm()
        await store.forget(someone(site), TODAY)
        await store.reseal_residents()


async def forgotten(site: Site, *, done: bool) -> None:
    async with site.open() as store:
        assert await store.kept(someone(site)) in (
            [Kept(None)] if done else [Kept(None), Kept(HERE)]
        )
        await store.forget(someone(site), TODAY)
        await store.reseal_residents()
        assert await store.kept(someone(site)) == Kept(None)
        assert await store.kept(person(999)) == Kept(HERE)
        boxes = [name for name in site.keyring.names() if name.startswith("residents.")]
        assert len(boxes) == 1


async def copy(site: Site, arm: Arm) -> None:
    """One survey is to be mixed before, at the first point."""
    async with site.open() as store:
        if not site.point:
            await furnish(store, "backup", mixed=False)
        arm()
        await back_up(store, *site.pair, TODAY)


async def copied(site: Site, *, done: bool) -> None:
    """Whole or not there; and what was kept is as it was."""
    database, keys = site.pair
    async with site.open() as store:
        assert await voices(store, "backup") == BEFORE
    if keys.exists():
        assert "mark.backup" in archive.read(keys, site.keyring.kek).keys
    assert done <= (database.exists() and keys.exists())


async def bring(site: Site) -> bringing.Restored:
    place = bringing.Place(site.place, site.keyring, site.database.parent, lambda _: None)
    return await bringing.restore(place, *site.pair, TODAY, replace=True)


async def restore(site: Site, arm: Arm) -> None:
    arm()
    await bring(site)


async def restored(site: Site, *, done: bool) -> None:
    """Cut short it is done again. What waited is there while its key still is."""
    if not done:
        await bring(site)
    async with site.open() as store:
        await whole(store, site)
        found = await voices(store, "backup")
        assert len(found) in (len(BEFORE), len(BEFORE) - 10)
        assert found.items() <= BEFORE.items()
        await store.flush("backup")
        assert await voices(store, "backup") == found


ACTS = (
    # First, while there is one survey alone.
    Act("backup", copy, copied),
    Act("restore", restore, restored),
    on_voices("submit", send_new, BEFORE | {NEW: answers(NEW)}),
    on_voices("change", change, BEFORE | {3: OTHER}),
    on_voices("take-back", take_back, {n: BEFORE[n] for n in BEFORE if n != 3}),
    on_voices("flush", flush, BEFORE),
    Act("end", end, ended),
    Act("close", close, closed),
    Act("publish", publish, published),
    Act("forget", forget, forgotten),
)
