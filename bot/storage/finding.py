"""The one row that a code finds, in urn or mixed, by which answers and comments are reached."""

import hmac
from dataclasses import dataclass, replace

from sqlalchemy import Table, select

from bot.core.effect import Ended, Gone
from bot.core.sheet import Receipt
from bot.storage.opened import Opened, Pool, set_pool, unclosed
from bot.storage.work import Work
from bot.vault import marks, seal


@dataclass(frozen=True, slots=True)
class Row:
    pool: Pool
    table: Table
    id: bytes
    record: bytes
    """Answers or a comment, without the code."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody's answers, found by a receipt."""

    survey: Opened
    code: bytes
    row: Row


async def locate(work: Work, survey: str, person: int, receipt: Receipt) -> Voice | Gone | Ended:
    """With `survey` "" every survey that is not closed is searched."""
    rows = await unclosed(work, survey)
    if survey and not rows:
        return Ended(survey)
    for row in rows:
        code = code_of(work, row, person, receipt)
        if found := await find(work, row.answers, code):
            return Voice(row, code, found)
    return Gone(survey)


def code_of(work: Work, survey: Opened, person: int, receipt: Receipt) -> bytes:
    if receipt.is_code:
        return receipt.secret
    return marks.code(work.keyring.get(survey.withdraw_key), receipt.secret, person)


async def find(work: Work, pool: Pool, code: bytes) -> Row | None:
    return await _find_mixed(work, pool, code) or await _find_waiting(work, pool, code)


async def find_comment(work: Work, voice: Voice) -> Row | None:
    """The comment that belongs to these answers."""
    pool = voice.survey.comments
    return None if pool is None else await find(work, pool, voice.code)


async def _find_mixed(work: Work, pool: Pool, code: bytes) -> Row | None:
    mark = pool.found_by(work.keyring.get(f"withdraw.{pool.survey}"), code)
    table = pool.kind.mixed
    found = await work.connection.execute(
        select(table.c.id, table.c.box)
        .where(table.c.survey == pool.survey)
        .where(table.c.withdraw_mark == mark)
    )
    if (hit := found.first()) is None:
        return None
    return Row(pool, table, hit.id, seal.unseal(work.keyring.get(pool.key), hit.box, pool.shelf))


async def _find_waiting(work: Work, pool: Pool, code: bytes) -> Row | None:
    """The urn shows no code outside its boxes, and is small: open them."""
    table, key = pool.kind.waiting, work.keyring.get(pool.urn_key)
    found = await work.connection.execute(
        select(table.c.id, table.c.box).where(table.c.survey == pool.survey)
    )
    for hit in found:
        record = seal.unseal(key, hit.box, pool.urn_shelf)
        if hmac.compare_digest(record[: marks.CODE_BYTES], code):
            return Row(pool, table, hit.id, record[marks.CODE_BYTES :])
    return None


async def take_out(work: Work, row: Row) -> None:
    """What stands of it elsewhere goes within the hour."""
    table = row.table
    await work.connection.execute(
        table.delete().where(table.c.survey == row.pool.survey, table.c.id == row.id)
    )
    await set_pool(work, replace(row.pool, rewrite_due=True))
