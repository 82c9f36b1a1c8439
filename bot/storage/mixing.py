"""Flush and rewrite are one act: what was sent is mixed so that no order tells who came when."""

import asyncio
import math
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import date
from random import SystemRandom
from typing import Final, TypeAlias

from sqlalchemy import Row, func, select

from bot.core.model import State
from bot.storage import tables, tombstones
from bot.storage.opened import ANSWERS, Kind, Opened, Pool, set_pool, set_survey
from bot.storage.work import Work, boxes, fresh_id
from bot.vault import marks, seal
from bot.vault.seal import Opens, Shelf

BATCH: Final = 20
"""The fewest waiting answers that are mixed at once."""
KEPT: Final = 10
"""How many of them, chosen by chance, wait for the next time."""
_SHARE: Final = 16
"""Large surveys wait for a sixteenth of themselves, so an answer costs the same at any size."""


STALE: Final = 7 * 24 * 3600.0
"""Seconds that one key seals what is mixed: as long as backups are kept."""
CHUNK: Final = 1000
"""Rows that are sealed or opened at once: more memory than that no survey takes for its boxes."""

_Mixed: TypeAlias = tuple[bytes | None, bytes]
"""A row as it leaves the mix: its withdraw_mark, which the close wipes, and what was said."""


def is_due(waiting: int, mixed: int, *, rewrite_due: bool, hour_passed: bool) -> bool:
    if waiting >= max(BATCH, math.ceil(mixed / _SHARE)):
        return True
    return hour_passed and (rewrite_due or waiting >= BATCH)


async def is_stale(work: Work, pool: Pool, now: float) -> bool:
    """Whether some of it has been under one key for a week."""
    waiting, mixed = await count(work, pool.survey, pool.kind)
    held = {pool.urn_key: waiting, pool.key: mixed}
    names = {name for name, rows in held.items() if rows} & work.keyring.names()
    return any(work.keyring.age(name, now) >= STALE for name in names)


async def count(work: Work, survey: str, kind: Kind = ANSWERS) -> tuple[int, int]:
    """How many wait in the urn, and how many are mixed."""
    counts = [
        await work.connection.scalar(
            select(func.count()).select_from(table).where(table.c.survey == survey)
        )
        for table in (kind.waiting, kind.mixed)
    ]
    return counts[0] or 0, counts[1] or 0


async def rewrite(work: Work, pool: Pool, *, closing: bool = False) -> None:
    """Everything under fresh ids and new keys; those of the old ones burn after the commit.

    With fewer than BATCH in the urn nothing is mixed, only sealed anew. Closing mixes all.
    """
    new = replace(
        pool,
        urn_generation=work.next_generation(pool.urn_key),
        generation=work.next_generation(pool.key),
        rewrite_due=False,
    )
    key = work.keyring.create(new.key)
    urn_key = None if closing else work.keyring.create(new.urn_key)
    work.failpoint("rewrite: keys made")
    kept, moved = _draw(await _waiting(work, pool), closing=closing)
    mixed = await _mixed(work, pool, moved, closing=closing)
    await _empty(work, pool)
    work.failpoint("rewrite: emptied")
    await _put_mixed(work, new, key, mixed)
    work.failpoint("rewrite: responses written")
    if urn_key:
        await _put_urn(work, new, urn_key, kept)
    await set_pool(work, new)
    work.failpoint("rewrite: written")


async def close(work: Work, survey: Opened, today: date) -> None:
    """Mix all, and forget who took part. The caller burns the keys after the commit."""
    for pool in survey.pools:
        await rewrite(work, pool, closing=True)
    await _forget_people(work, survey, today)


async def close_empty(work: Work, survey: Opened, today: date) -> None:
    """Too few came to hide among each other: nothing is kept."""
    for pool in survey.pools:
        await _empty(work, pool)
        await set_pool(work, replace(pool, rewrite_due=False))
    work.failpoint("close: emptied")
    await _forget_people(work, survey, today)


async def _forget_people(work: Work, survey: Opened, today: date) -> None:
    """An early close is the last day as well: from there on the time of the rows counts."""
    until = min(survey.until, today)
    tombstones.bury_survey(work, survey.id, today)
    await work.connection.execute(tables.mark.delete().where(tables.mark.c.survey == survey.id))
    await set_survey(work, survey.id, state=State.CLOSED, until=until)
    work.failpoint("close: written")


async def _waiting(work: Work, pool: Pool) -> list[bytes]:
    """The records of the urn. A restored one is empty, and has no key."""
    found = await boxes(work, pool.kind.waiting, pool.survey)
    if not found:
        return []
    opens = seal.opener(work.keyring.get(pool.urn_key), pool.urn_shelf)
    return await asyncio.to_thread(lambda: [*map(opens, found)])


async def _mixed(work: Work, pool: Pool, moved: list[bytes], *, closing: bool) -> list[_Mixed]:
    """All that was mixed and what left the urn, in no order."""
    withdraw_key = None if closing else work.keyring.get(f"withdraw.{pool.survey}")
    mixed = [(None if closing else mark, record) async for mark, record in opened(work, pool)]
    mixed += [_moved(pool, withdraw_key, record) for record in moved]
    SystemRandom().shuffle(mixed)
    return mixed


async def opened(work: Work, pool: Pool) -> AsyncIterator[_Mixed]:
    """What is mixed, opened by the chunk and off the event loop: presses never wait."""
    table = pool.kind.mixed
    question = select(table.c.withdraw_mark, table.c.box).where(table.c.survey == pool.survey)
    found = await work.connection.stream(question)
    async for chunk in found.partitions(CHUNK):
        key = work.keyring.get(pool.key)
        for row in await asyncio.to_thread(_unsealed, key, chunk, pool.shelf):
            yield row


async def each(work: Work, pool: Pool, take: Callable[[list[bytes]], None]) -> None:
    """Hand over the mixed records by the chunk, in a thread: presses never wait.

    Where the database shows them as they were at the start, their key may burn meanwhile.
    """
    table, opens = pool.kind.mixed, None
    question = select(table.c.box).where(table.c.survey == pool.survey)
    found = await work.connection.stream_scalars(question)
    async for chunk in found.partitions(CHUNK):
        opens = opens or seal.opener(work.keyring.get(pool.key), pool.shelf)
        await asyncio.to_thread(_taken, opens, chunk, take)


def _taken(opens: Opens, chunk: Sequence[bytes], take: Callable[[list[bytes]], None]) -> None:
    take([*map(opens, chunk)])


def _unsealed(key: bytes, rows: Sequence[Row[bytes | None, bytes]], shelf: Shelf) -> list[_Mixed]:
    opens = seal.opener(key, shelf)
    return [(row.withdraw_mark, opens(row.box)) for row in rows]


def _draw(records: list[bytes], *, closing: bool) -> tuple[list[bytes], list[bytes]]:
    """Those that stay in the urn, uniformly chosen and in no order, and those that leave it."""
    SystemRandom().shuffle(records)
    stay = 0 if closing else KEPT if len(records) >= BATCH else len(records)
    return records[:stay], records[stay:]


def _moved(pool: Pool, withdraw_key: bytes | None, record: bytes) -> _Mixed:
    code, said = record[: marks.CODE_BYTES], record[marks.CODE_BYTES :]
    return (None if withdraw_key is None else pool.found_by(withdraw_key, code)), said


async def _empty(work: Work, pool: Pool) -> None:
    for table in (pool.kind.waiting, pool.kind.mixed):
        await work.connection.execute(table.delete().where(table.c.survey == pool.survey))


async def _put_mixed(work: Work, pool: Pool, key: bytes, mixed: Sequence[_Mixed]) -> None:
    ids = _ids(len(mixed))

    def sealed(start: int) -> list[dict[str, object]]:
        chunk = zip(ids[start : start + CHUNK], mixed[start : start + CHUNK], strict=True)
        return [
            {
                **pool.columns,
                "id": id_,
                "withdraw_mark": mark,
                "box": seal.seal(key, record, pool.shelf),
            }
            for id_, (mark, record) in chunk
        ]

    for start in range(0, len(mixed), CHUNK):
        rows = await asyncio.to_thread(sealed, start)
        await work.connection.execute(pool.kind.mixed.insert(), rows)


async def rewrite_marks(work: Work, survey: str) -> None:
    """In their own order: a server keeps them in that of their arrival.

    Never in the transaction of the responses: a server knows which rows were written together.
    """
    table = tables.mark
    found = await work.connection.scalars(
        select(table.c.mark).where(table.c.survey == survey).order_by(table.c.mark)
    )
    rows = [{"survey": survey, "mark": mark} for mark in found]
    await work.connection.execute(table.delete().where(table.c.survey == survey))
    if rows:
        await work.connection.execute(table.insert(), rows)


async def _put_urn(work: Work, pool: Pool, key: bytes, records: Sequence[bytes]) -> None:
    rows = [
        {**pool.columns, "id": id_, "box": seal.seal(key, record, pool.urn_shelf)}
        for id_, record in zip(_ids(len(records)), records, strict=True)
    ]
    if rows:
        await work.connection.execute(pool.kind.waiting.insert(), rows)


def _ids(number: int) -> list[bytes]:
    """In ascending order, so that the place in the file says no more than the id does."""
    return sorted(fresh_id() for _ in range(number))
