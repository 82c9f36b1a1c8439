"""What is remembered of a chat, only if it asks; and what remains when it asks to be forgotten."""

import json
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.dialects.sqlite import insert

from bot.core.effect import (
    Forgotten,
    Kept,
)
from bot.core.sheet import (
    Place,
)
from bot.storage import tables
from bot.storage.work import RESIDENT_KEY, RESIDENT_SHELF, Work, unclosed
from bot.vault import marks, seal


async def remember(work: Work, person: int, place: Place, month: int) -> None:
    key = work.keyring.get(RESIDENT_KEY)
    record = json.dumps([place.lang, place.city]).encode()
    box = seal.seal(marks.resident_box_key(key), record, RESIDENT_SHELF)
    put = insert(tables.resident).values(
        key=marks.resident(key, person), box=box, active_month=month
    )
    await work.connection.execute(
        put.on_conflict_do_update(set_={"box": box, "active_month": month})
    )


async def forget(work: Work, person: int) -> Forgotten:
    """The marks stay until their survey closes: else one person could answer twice."""
    key = marks.resident(work.keyring.get(RESIDENT_KEY), person)
    await work.connection.execute(tables.resident.delete().where(tables.resident.c.key == key))
    return Forgotten(await _marks_until(work, person))


async def kept(work: Work, person: int) -> Kept:
    key = work.keyring.get(RESIDENT_KEY)
    box: bytes | None = await work.connection.scalar(
        select(tables.resident.c.box).where(tables.resident.c.key == marks.resident(key, person))
    )
    if box is None:
        return Kept(None)
    lang, city = json.loads(seal.unseal(marks.resident_box_key(key), box, RESIDENT_SHELF))
    return Kept(Place(lang, city))


async def _marks_until(work: Work, person: int) -> tuple[date, ...]:
    days = []
    for survey in await unclosed(work):
        mark = marks.participation(work.keyring.get(survey.mark_key), person)
        took_part = exists(
            select(tables.mark.c.mark).where(
                tables.mark.c.survey == survey.id, tables.mark.c.mark == mark
            )
        )
        if await work.connection.scalar(select(took_part)):
            days.append(survey.until)
    return tuple(sorted(days))
