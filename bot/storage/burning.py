"""Which keys rows still refer to; the others are burnt, after each act and at each start."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from sqlalchemy import exists, select

from bot.core.model import State
from bot.storage import tables
from bot.storage.errors import KeysLost
from bot.storage.work import RESIDENT_KEY, Opened, Work, all_surveys


async def needed(work: Work) -> frozenset[str]:
    """The names of the keys without which some row could not be read."""
    names: set[str] = set()
    for survey in await all_surveys(work):
        names |= await _needed_by(work, survey)
    if await work.connection.scalar(select(exists(select(tables.resident.c.key)))):
        names.add(RESIDENT_KEY)
    return frozenset(names)


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

    Raises KeysLost for keys that are not there, KeyUnreadable for those of another KEK.
    """
    if names := await lost(work):
        raise KeysLost(names)
    for name in await needed(work):
        work.keyring.get(name)


async def burn(work: Work) -> bool:
    """Destroy what no row refers to; whether there was anything. The survey rows are locked.

    Keys of a survey without a row are left alone: they are rather a sign of the wrong database.
    """
    keep = await needed(work)
    published = {survey.id for survey in await all_surveys(work)}
    stale = [
        name
        for name in work.keyring.names() - keep - {RESIDENT_KEY}
        if name.split(".")[1] in published
    ]
    for name in stale:
        work.keyring.destroy(name)
        work.failpoint("burn: one key")
    return bool(stale)


async def _needed_by(work: Work, survey: Opened) -> frozenset[str]:
    if survey.state is not State.CLOSED:
        return frozenset({survey.mark_key, survey.withdraw_key, survey.urn_key, survey.data_key})
    held = exists(select(tables.response.c.id).where(tables.response.c.survey == survey.id))
    return frozenset({survey.data_key} if await work.connection.scalar(select(held)) else ())
