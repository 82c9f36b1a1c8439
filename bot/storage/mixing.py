"""Flush and rewrite are one act: what was sent is mixed so that no order tells who came when."""

import asyncio
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import SystemRandom
from typing import Final

from sqlalchemy import func, select

from bot.core.model import State
from bot.storage import tables
from bot.storage.work import Opened, Work, boxes, fresh_id, set_survey
from bot.vault import marks, seal

BATCH: Final = 20
"""The fewest waiting answers that are mixed at once."""
KEPT: Final = 10
"""How many of them, chosen by chance, wait for the next time."""
_SHARE: Final = 16
"""Large surveys wait for a sixteenth of themselves, so an answer costs the same at any size."""


@dataclass(frozen=True, slots=True)
class _Mixed:
    """Records in their new order; a response goes with its withdraw_mark, which the close wipes."""

    kept: list[bytes]
    responses: list[tuple[bytes | None, bytes]]


def is_due(waiting: int, mixed: int, *, rewrite_due: bool, hour_passed: bool) -> bool:
    if waiting >= max(BATCH, math.ceil(mixed / _SHARE)):
        return True
    return hour_passed and (rewrite_due or waiting >= BATCH)


async def count(work: Work, survey: str) -> tuple[int, int]:
    """How many wait in the urn, and how many are mixed."""
    counts = [
        await work.connection.scalar(
            select(func.count()).select_from(table).where(table.c.survey == survey)
        )
        for table in (tables.urn, tables.response)
    ]
    return counts[0] or 0, counts[1] or 0


async def rewrite(work: Work, survey: Opened, *, closing: bool = False) -> None:
    """Everything under fresh ids and new keys; those of the old ones burn after the commit.

    With fewer than BATCH in the urn nothing is mixed, only sealed anew. Closing mixes all.
    """
    new = replace(
        survey,
        urn_generation=survey.urn_generation + 1,
        data_generation=survey.data_generation + 1,
    )
    data_key = work.new_key(new.data_key)
    urn_key = None if closing else work.new_key(new.urn_key)
    work.failpoint("rewrite: keys made")
    mixed = await _mixed(work, survey, closing=closing)
    await _empty(work, survey.id)
    work.failpoint("rewrite: emptied")
    await _put_responses(work, new, data_key, mixed.responses)
    work.failpoint("rewrite: responses written")
    if urn_key:
        await _put_urn(work, new, urn_key, mixed.kept)
    await set_survey(
        work,
        survey.id,
        urn_generation=new.urn_generation,
        data_generation=new.data_generation,
        rewrite_due=False,
    )
    work.failpoint("rewrite: written")


async def close(work: Work, survey: Opened, today: date) -> None:
    """Mix all, and forget who took part. The caller burns the keys after the commit."""
    await rewrite(work, survey, closing=True)
    await _forget_people(work, survey, today)


async def close_empty(work: Work, survey: Opened, today: date) -> None:
    """Too few came to hide among each other: nothing is kept."""
    await _empty(work, survey.id)
    work.failpoint("close: emptied")
    await _forget_people(work, survey, today)


async def _forget_people(work: Work, survey: Opened, today: date) -> None:
    """An early close is the last day as well: from there on the time of the rows counts."""
    until = min(survey.until, today)
    await work.connection.execute(tables.mark.delete().where(tables.mark.c.survey == survey.id))
    await set_survey(work, survey.id, state=State.CLOSED, until=until, rewrite_due=False)
    work.failpoint("close: written")


async def _mixed(work: Work, survey: Opened, *, closing: bool) -> _Mixed:
    """Off the event loop: a large survey takes a while, and presses never wait."""
    urn_key, data_key = (work.keyring.get(name) for name in (survey.urn_key, survey.data_key))
    withdraw_key = work.keyring.get(survey.withdraw_key)
    waiting = await boxes(work, tables.urn, survey.id)
    table = tables.response
    found = await work.connection.execute(
        select(table.c.withdraw_mark, table.c.box).where(table.c.survey == survey.id)
    )
    older = [(row.withdraw_mark, row.box) for row in found]

    def mix() -> _Mixed:
        records = [seal.unseal(urn_key, box, survey.urn_shelf) for box in waiting]
        kept, moved = _draw(records, closing=closing)
        newer = [_response(withdraw_key, record) for record in moved]
        old = [(mark, seal.unseal(data_key, box, survey.data_shelf)) for mark, box in older]
        responses = [(None if closing else mark, record) for mark, record in old + newer]
        SystemRandom().shuffle(responses)
        return _Mixed(kept, responses)

    return await asyncio.to_thread(mix)


def _draw(records: list[bytes], *, closing: bool) -> tuple[list[bytes], list[bytes]]:
    """Those that stay in the urn, uniformly chosen and in no order, and those that leave it."""
    SystemRandom().shuffle(records)
    stay = 0 if closing else KEPT if len(records) >= BATCH else len(records)
    return records[:stay], records[stay:]


def _response(withdraw_key: bytes, record: bytes) -> tuple[bytes | None, bytes]:
    code, answers = record[: marks.CODE_BYTES], record[marks.CODE_BYTES :]
    return marks.withdrawal(withdraw_key, code), answers


async def _empty(work: Work, survey: str) -> None:
    for table in (tables.urn, tables.response):
        await work.connection.execute(table.delete().where(table.c.survey == survey))


async def _put_responses(
    work: Work, survey: Opened, key: bytes, responses: Sequence[tuple[bytes | None, bytes]]
) -> None:
    shelf = survey.data_shelf

    def sealed() -> list[dict[str, object]]:
        return [
            {
                "survey": survey.id,
                "id": id_,
                "withdraw_mark": mark,
                "box": seal.seal(key, record, shelf),
            }
            for id_, (mark, record) in zip(_ids(len(responses)), responses, strict=True)
        ]

    if responses:
        await work.connection.execute(tables.response.insert(), await asyncio.to_thread(sealed))


async def _put_urn(work: Work, survey: Opened, key: bytes, records: Sequence[bytes]) -> None:
    rows = [
        {"survey": survey.id, "id": id_, "box": seal.seal(key, record, survey.urn_shelf)}
        for id_, record in zip(_ids(len(records)), records, strict=True)
    ]
    if rows:
        await work.connection.execute(tables.urn.insert(), rows)


def _ids(number: int) -> list[bytes]:
    """In ascending order, so that the place in the file says no more than the id does."""
    return sorted(fresh_id() for _ in range(number))
