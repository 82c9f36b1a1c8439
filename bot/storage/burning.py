"""Which keys rows still refer to; the others are burnt, after each act and at each start."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace

from sqlalchemy import Table, exists, select

from bot.core.model import State
from bot.storage import people, signing, tombstones
from bot.storage.errors import KeysForeign, KeysLost
from bot.storage.opened import Opened, Pool, all_surveys
from bot.storage.work import RESIDENT_KEY, Work
from bot.vault.errors import BoxUnreadable
from bot.vault.seal import Shelf, unseal


async def needed(work: Work) -> frozenset[str]:
    """The names of the keys without which some row could not be read."""
    names: set[str] = set()
    for survey in await all_surveys(work):
        names |= await needed_by(work, survey)
    boxes = await people.needed(work)
    names |= await signing.needed(work)
    return frozenset(names | boxes | ({RESIDENT_KEY} if boxes else set()))


async def lost(work: Work) -> frozenset[str]:
    return await needed(work) - work.keyring.names()


async def lost_for_good(look: Callable[[], AbstractAsyncContextManager[Work]]) -> frozenset[str]:
    """Waits for no flush: what one burns behind a first look, no row needs at the second."""
    async with look() as work:
        first = await lost(work)
    if not first:
        return first
    async with look() as work:
        return first & await lost(work)


async def prove(work: Work) -> None:
    """Refuse to go on with a keyring that does not belong to these rows.

    Raises KeysLost for keys that are not there, KeyUnreadable for those of another KEK,
    KeysForeign for those of another database.
    """
    if names := await lost(work):
        raise KeysLost(names)
    for name in await needed(work):
        work.keyring.get(name)
    for survey in await all_surveys(work):
        for pool in survey.pools:
            if not (await opens_waiting(work, pool) and await opens_mixed(work, pool)):
                raise KeysForeign
    await people.prove(work)


async def opens_waiting(work: Work, pool: Pool) -> bool:
    """Whether its key fits what waits in the urn; KeyMissing. Without rows any key fits."""
    return await _opens(work, pool.kind.waiting, pool.urn_key, pool.urn_shelf)


async def opens_mixed(work: Work, pool: Pool) -> bool:
    """The same of what is mixed."""
    return await _opens(work, pool.kind.mixed, pool.key, pool.shelf)


async def _opens(work: Work, table: Table, key: str, shelf: Shelf) -> bool:
    """One row tells: they were all written together."""
    box = await work.connection.scalar(
        select(table.c.box).where(table.c.survey == shelf.survey).limit(1)
    )
    if box is None:
        return True
    try:
        unseal(work.keyring.get(key), box, shelf)
    except BoxUnreadable:
        return False
    return True


async def burn(work: Work, survey: Opened) -> bool:
    """Destroy those of its keys that no row refers to; whether there was one. Its row is locked."""
    keep = await needed_by(work, survey)
    stale = {name for name in work.keyring.names() if _is_of(name, survey.id)} - keep
    if survey.state is State.CLOSED:
        tombstones.lift_answers(work, survey.id)
    for name in sorted(stale):
        work.keyring.destroy(name)
        work.failpoint("burn: one key")
    return bool(stale)


async def is_left(work: Work, survey: Opened) -> bool:
    """Whether there is a key of it that could burn: also one that another process left."""
    keep = await needed_by(work, replace(survey, state=State.CLOSED))
    return bool({name for name in work.keyring.names() if _is_of(name, survey.id)} - keep)


async def burn_all(work: Work) -> bool:
    """As burn, with every row locked.

    Keys of a survey without a row are left alone: they are rather a sign of the wrong database.
    """
    burnt = [await burn(work, survey) for survey in await all_surveys(work)]
    return any([await people.burn(work), *burnt])


def _is_of(name: str, survey: str) -> bool:
    kind, _, rest = name.partition(".")
    return kind != people.KIND and rest.partition(".")[0] == survey


async def needed_by(work: Work, survey: Opened) -> frozenset[str]:
    if survey.state is not State.CLOSED:
        pools = (key for pool in survey.pools for key in (pool.urn_key, pool.key))
        return frozenset({survey.mark_key, survey.withdraw_key, *pools})
    return frozenset([pool.key for pool in survey.pools if await _holds(work, pool)])


async def _holds(work: Work, pool: Pool) -> bool:
    """Whether anything of it is mixed."""
    table = pool.kind.mixed
    held = exists(select(table.c.id).where(table.c.survey == pool.survey))
    return bool(await work.connection.scalar(select(held)))
