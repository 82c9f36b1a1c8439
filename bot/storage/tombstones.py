"""What was forgotten, taken back or closed is noted beside the keys, so no backup undoes it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Final

from sqlalchemy import Column, select

from bot.storage import tables
from bot.storage.opened import Pool, set_pool, unclosed
from bot.storage.work import RESIDENT_KEY, Work
from bot.vault import marks
from bot.vault.keyring import Keyring
from bot.vault.seal import unseal

RESIDENT: Final = "resident"
_CLOSED: Final = "closed"
_MOST: Final = 500
"""Values that one statement names; each database has its limit."""


def bury_resident(work: Work, key: bytes, today: date) -> None:
    """Before the commit: a crash between may bury what stands, and the next start deletes it."""
    work.keyring.tombstones.add(RESIDENT, key, today)


def bury(work: Work, pools: Sequence[Pool], code: bytes, today: date) -> None:
    """Answers and comment that are taken back, or one of them: together or not at all."""
    gone = [_mark(work, pool, code) for pool in pools]
    work.keyring.tombstones.add_all(_answers(pools[0].survey), gone, today)


def bury_survey(work: Work, survey: str, today: date) -> None:
    work.keyring.tombstones.add(_CLOSED, _entry(survey), today)


def lift(keyring: Keyring, person: int) -> None:
    """Who asks to be remembered again is no longer forgotten."""
    keyring.tombstones.remove(RESIDENT, marks.resident(keyring.get(RESIDENT_KEY), person))


def lift_code(work: Work, pool: Pool, code: bytes) -> None:
    work.keyring.tombstones.remove(_answers(pool.survey), _mark(work, pool, code))


def _mark(work: Work, pool: Pool, code: bytes) -> bytes:
    return pool.found_by(work.keyring.get(f"withdraw.{pool.survey}"), code)


def lift_answers(work: Work, survey: str) -> None:
    """With the close their key is gone, and nothing could be found by them."""
    work.keyring.tombstones.drop(_answers(survey))


def closed_on(keyring: Keyring, survey: str) -> date | None:
    """The day of its close, also where the database is an older one."""
    return keyring.tombstones.day_of(_CLOSED, _entry(survey))


async def apply(work: Work) -> int:
    """Delete again what an older database brought back; how many rows that was."""
    stones = work.keyring.tombstones
    returned = await _delete(work, tables.resident.c.key, stones.entries(RESIDENT))
    for survey in await unclosed(work):
        taken = stones.entries(_answers(survey.id))
        for pool in survey.pools:
            returned += await _take_again(work, pool, taken)
    return returned


async def _take_again(work: Work, pool: Pool, taken: frozenset[bytes]) -> int:
    kind = pool.kind
    found = await _delete(work, kind.mixed.c.withdraw_mark, taken)
    found += await _delete(work, kind.waiting.c.id, await _waiting(work, pool, taken))
    if found:
        await set_pool(work, replace(pool, rewrite_due=True))
    return found


async def _waiting(work: Work, pool: Pool, taken: frozenset[bytes]) -> list[bytes]:
    """Ids in the urn, which shows no code outside its boxes: of a copy that is not an hour old."""
    if not taken or pool.urn_key not in work.keyring.names():
        return []
    urn, table = work.keyring.get(pool.urn_key), pool.kind.waiting
    found = await work.connection.execute(
        select(table.c.id, table.c.box).where(table.c.survey == pool.survey)
    )
    codes = [(row.id, unseal(urn, row.box, pool.urn_shelf)[: marks.CODE_BYTES]) for row in found]
    return [id_ for id_, code in codes if _mark(work, pool, code) in taken]


async def _delete(work: Work, column: Column[bytes], entries: Iterable[bytes]) -> int:
    deleted = 0
    for some in _batches(sorted(entries)):
        done = await work.connection.execute(column.table.delete().where(column.in_(some)))
        deleted += done.rowcount
    return deleted


def _batches(entries: list[bytes]) -> Iterator[list[bytes]]:
    for start in range(0, len(entries), _MOST):
        yield entries[start : start + _MOST]


def _answers(survey: str) -> str:
    return f"withdraw-{survey}"


def _entry(survey: str) -> bytes:
    return sha256(b"closed\0" + survey.encode()).digest()
