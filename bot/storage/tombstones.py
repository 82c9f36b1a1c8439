"""What was forgotten, taken back or closed is noted beside the keys, so no backup undoes it."""

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from typing import Final

from sqlalchemy import Column, select

from bot.storage import tables
from bot.storage.work import RESIDENT_KEY, Opened, Work, set_survey, unclosed
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


def bury_answers(work: Work, survey: Opened, code: bytes, today: date) -> None:
    mark = marks.withdrawal(work.keyring.get(survey.withdraw_key), code)
    work.keyring.tombstones.add(_answers(survey.id), mark, today)


def bury_survey(work: Work, survey: str, today: date) -> None:
    work.keyring.tombstones.add(_CLOSED, _entry(survey), today)


def lift(keyring: Keyring, person: int) -> None:
    """Who asks to be remembered again is no longer forgotten."""
    keyring.tombstones.remove(RESIDENT, marks.resident(keyring.get(RESIDENT_KEY), person))


def lift_code(work: Work, survey: Opened, code: bytes) -> None:
    """Who changes answers did not take them back after all: that attempt had failed."""
    mark = marks.withdrawal(work.keyring.get(survey.withdraw_key), code)
    work.keyring.tombstones.remove(_answers(survey.id), mark)


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
        found = await _delete(work, tables.response.c.withdraw_mark, taken)
        found += await _delete(work, tables.urn.c.id, await _waiting(work, survey, taken))
        if found:
            await set_survey(work, survey.id, rewrite_due=True)
        returned += found
    return returned


async def _waiting(work: Work, survey: Opened, taken: frozenset[bytes]) -> list[bytes]:
    """Ids in the urn, which shows no code outside its boxes: of a copy that is not an hour old."""
    if not taken or survey.urn_key not in work.keyring.names():
        return []
    urn, withdraw = work.keyring.get(survey.urn_key), work.keyring.get(survey.withdraw_key)
    table = tables.urn
    found = await work.connection.execute(
        select(table.c.id, table.c.box).where(table.c.survey == survey.id)
    )
    codes = [(row.id, unseal(urn, row.box, survey.urn_shelf)[: marks.CODE_BYTES]) for row in found]
    return [id_ for id_, code in codes if marks.withdrawal(withdraw, code) in taken]


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
