"""The acts that are cut short: how each is prepared, done, and judged afterwards."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.core.effect import CommentDeleted, Ended, Gone, Kept, Sent, Withdrawn
from bot.core.model import State
from bot.storage import restore as bringing
from bot.storage.backup import back_up
from bot.storage.opened import COMMENTS
from bot.storage.returning import Restored
from bot.storage.store import Store
from bot.vault import archive
from tests.storage.house import (
    TODAY,
    answers,
    comment,
    nonce,
    person,
    receipt,
    responses,
    survey,
    wish,
)
from tests.storage.site import (
    AFTER,
    ANSWERED,
    BEFORE,
    FEW,
    HERE,
    NEW,
    OTHER,
    SENT,
    WRITER,
    Act,
    Arm,
    Said,
    Site,
    commented,
    furnish,
    named,
    state,
    total,
    voices,
    whole,
)


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


async def add_comment(store: Store, which: str) -> None:
    await comment(store, [WRITER], which)


async def change_comment(store: Store, which: str) -> None:
    await store.save_comment(which, person(3), receipt(3), "other words", "bg")


async def delete_comment(store: Store, which: str) -> None:
    became = await store.delete_comment(which, person(3), receipt(3), TODAY)
    assert became == CommentDeleted(which, receipt(3))


def on_voices(
    name: str,
    doing: Callable[[Store, str], Awaitable[None]],
    after: Said,
) -> Act:
    """All or nothing, told by whose answers and comments their receipts find."""

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
            assert await total(store, which) == len(after.answers)
            assert await total(store, which, COMMENTS) == len(after.comments)

    return Act(name, do, look)


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
        await store.withdraw(which, person(3), receipt(3), TODAY)
        await store.end(which)
        arm()
        assert await store.close(which, AFTER)


async def closed(site: Site, *, done: bool) -> None:
    which = named("close", site)
    async with site.open() as store:
        await whole(store, site)
        if await state(store, which) is not State.CLOSED:
            assert not done
            assert len((await voices(store, which)).answers) == len(SENT) - 1
        assert await store.close(which, AFTER)
        assert len(await responses(store, which)) == len(SENT) - 1
        told = {row.text for row in await store.comments(which)}
        assert told == {wish(number) for number in FEW if number != 3}
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


async def bring(site: Site) -> Restored:
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
        assert len(found.answers) in (len(SENT), len(SENT) - 10)
        assert found.answers.items() <= ANSWERED.items()
        assert found.comments.items() <= BEFORE.comments.items()
        await store.flush("backup")
        assert await voices(store, "backup") == found


ACTS = (
    # First, while there is one survey alone.
    Act("backup", copy, copied),
    Act("restore", restore, restored),
    on_voices("submit", send_new, replace(BEFORE, answers=ANSWERED | {NEW: answers(NEW)})),
    on_voices("change", change, replace(BEFORE, answers=ANSWERED | {3: OTHER})),
    on_voices("take-back", take_back, BEFORE.without(3)),
    on_voices("flush", flush, BEFORE),
    on_voices("comment", add_comment, commented({WRITER: wish(WRITER)})),
    on_voices("change-comment", change_comment, commented({3: "other words"})),
    on_voices("delete-comment", delete_comment, replace(BEFORE.without(3), answers=ANSWERED)),
    Act("end", end, ended),
    Act("close", close, closed),
    Act("publish", publish, published),
    Act("forget", forget, forgotten),
)
