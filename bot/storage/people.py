"""What is remembered of a chat, only if it asks; and what remains when it asks to be forgotten."""

import json
from contextlib import suppress
from datetime import date
from typing import Final

from sqlalchemy import exists, select

from bot.core.effect import (
    Forgotten,
    Kept,
)
from bot.core.sheet import (
    Place,
)
from bot.storage import tables, tombstones
from bot.storage.conflict import insert, own, share
from bot.storage.errors import KeysForeign
from bot.storage.opened import unclosed
from bot.storage.work import RESIDENT_KEY, Work
from bot.vault import marks, seal
from bot.vault.errors import BoxUnreadable, KeyExists
from bot.vault.keyring import Keyring
from bot.vault.seal import Shelf

BYTES: Final = 256
KIND: Final = "residents"
"""Their boxes have keys of their own, new ones soon after somebody was forgotten; what finds the
rows has another, which stays."""


async def remember(work: Work, person: int, place: Place, month: int) -> None:
    await share(work.connection, tables.resident)
    generation = newest(work.keyring)
    box = _sealed(work.keyring, generation, json.dumps([place.lang, place.city]).encode())
    put = insert(work.connection, tables.resident).values(
        key=marks.resident(work.keyring.get(RESIDENT_KEY), person),
        generation=generation,
        box=box,
        active_month=month,
    )
    new = {"generation": generation, "box": box, "active_month": month}
    again = put.on_conflict_do_update(index_elements=["key"], set_=new)
    await work.connection.execute(again)
    tombstones.lift(work.keyring, person)


async def forget(work: Work, person: int, today: date) -> Forgotten:
    """The marks stay until their survey closes: else one person could answer twice."""
    key = marks.resident(work.keyring.get(RESIDENT_KEY), person)
    await share(work.connection, tables.resident)
    done = await work.connection.execute(
        tables.resident.delete().where(tables.resident.c.key == key)
    )
    if done.rowcount:
        tombstones.bury_resident(work, key, today)
        _renew(work.keyring)
        work.failpoint("forget: buried")
    return Forgotten(await _marks_until(work, person), remembered=bool(done.rowcount))


async def kept(work: Work, person: int) -> Kept:
    key = work.keyring.get(RESIDENT_KEY)
    table = tables.resident
    found = await work.connection.execute(
        select(table.c.generation, table.c.box).where(table.c.key == marks.resident(key, person))
    )
    if (row := found.first()) is None:
        return Kept(None)
    lang, city = json.loads(_opened(work.keyring, row.generation, row.box))
    return Kept(Place(lang, city))


async def reseal(work: Work) -> None:
    """All boxes under a new key: what was deleted, wherever a trace of it lies, opens no more."""
    table = tables.resident
    await own(work.connection, table)
    found = (await work.connection.execute(select(table).order_by(table.c.key))).all()
    if not is_due(work.keyring):
        _renew(work.keyring)
    generation = newest(work.keyring)
    work.failpoint("residents: key made")
    rows = [
        {
            "key": row.key,
            "generation": generation,
            "box": _sealed(
                work.keyring, generation, _opened(work.keyring, row.generation, row.box)
            ),
            "active_month": row.active_month,
        }
        for row in found
    ]
    await work.connection.execute(table.delete())
    if rows:
        await work.connection.execute(table.insert(), rows)
    work.failpoint("residents: sealed anew")


async def needed(work: Work) -> frozenset[str]:
    """The keys of the boxes that there are."""
    found = await work.connection.scalars(select(tables.resident.c.generation).distinct())
    return frozenset(_name(generation) for generation in found)


async def prove(work: Work) -> None:
    """KeysForeign where a key has the right name but opens no box."""
    table = tables.resident
    for name in await needed(work):
        generation = int(name.removeprefix(f"{KIND}."))
        one = select(table.c.box).where(table.c.generation == generation).limit(1)
        try:
            _opened(work.keyring, generation, await work.connection.scalar(one) or b"")
        except BoxUnreadable:
            raise KeysForeign from None


async def burn(work: Work) -> bool:
    """Destroy what no box refers to, but the newest; whether there was any."""
    await own(work.connection, tables.resident)
    keep = await needed(work) | {_name(newest(work.keyring))}
    stale = {name for name in work.keyring.names() if name.startswith(f"{KIND}.")} - keep
    for name in sorted(stale):
        work.keyring.destroy(name)
        work.failpoint("burn: one key")
    return bool(stale)


def prepare(keyring: Keyring) -> None:
    """The first keys of an installation, made while nobody else is there."""
    if RESIDENT_KEY not in keyring.names():
        keyring.create(RESIDENT_KEY)
    if not newest(keyring):
        keyring.create(_name(1))
    keyring.get(RESIDENT_KEY)


def _renew(keyring: Keyring) -> None:
    """The next key is there: what is sealed under earlier ones is due to be sealed anew."""
    if not is_due(keyring):
        with suppress(KeyExists):  # another worker had the same thought
            keyring.create(_name(newest(keyring) + 1))


def is_due(keyring: Keyring) -> bool:
    """Whether somebody was forgotten since the boxes were sealed: also after a restart."""
    return len(_generations(keyring)) > 1


def names(keyring: Keyring) -> frozenset[str]:
    return frozenset(_name(generation) for generation in _generations(keyring))


def drop_earlier(keyring: Keyring) -> None:
    """All but the newest: nothing is sealed under the others."""
    for name in names(keyring) - {_name(newest(keyring))}:
        keyring.destroy(name)


def is_stale(keyring: Keyring, now: float, week: float) -> bool:
    return keyring.age(_name(newest(keyring)), now) >= week


def newest(keyring: Keyring) -> int:
    """The generation that new boxes are sealed under; 0 if there is none."""
    return max(_generations(keyring), default=0)


def _generations(keyring: Keyring) -> list[int]:
    numbers = [name.removeprefix(f"{KIND}.") for name in keyring.names()]
    return [int(number) for number in numbers if number.isdecimal()]


def _name(generation: int) -> str:
    return f"{KIND}.{generation}"


def _shelf(generation: int) -> Shelf:
    return Shelf("resident", BYTES, generation=generation)


def _sealed(keyring: Keyring, generation: int, record: bytes) -> bytes:
    return seal.seal(keyring.get(_name(generation)), record, _shelf(generation))


def _opened(keyring: Keyring, generation: int, box: bytes) -> bytes:
    return seal.unseal(keyring.get(_name(generation)), box, _shelf(generation))


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
