"""Sending, changing, seeing and taking back answers, each in one transaction."""

import hmac
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Table, select

from bot.core.effect import (
    AlreadyAnswered,
    Ended,
    Gone,
    Purpose,
    Sent,
    Stored,
    Submit,
    Withdrawn,
)
from bot.core.model import State
from bot.core.sheet import (
    Answers,
    Receipt,
)
from bot.storage import tables, tombstones
from bot.storage.conflict import insert
from bot.storage.work import (
    Lock,
    Opened,
    Work,
    decode,
    find_survey,
    put_in_urn,
    set_survey,
    unclosed,
)
from bot.vault import marks, seal


@dataclass(frozen=True, slots=True)
class Row:
    """The one row that a code finds, in urn or response."""

    survey: Opened
    code: bytes
    table: Table
    id: bytes
    answers: bytes


async def submit(
    work: Work, send: Submit, person: int, today: date
) -> Sent | AlreadyAnswered | Ended:
    """A code is only ever stored with its person's mark, so a new mark proves a new Send.

    Any other Send is first looked for by its code: found, it was redelivered.
    """
    row = await find_survey(work, send.survey, Lock.SHARED)
    if row is None or row.state is State.CLOSED:
        return Ended(send.survey)
    sent = Sent(send.survey, Receipt(send.nonce))
    code = _code(work, row, person, sent.receipt)
    takes = row.takes(today)
    if takes and await _add_mark(work, row, person):
        work.failpoint("submit: marked")
        await put_in_urn(work, row, code, send.answers)
        work.failpoint("submit: in the urn")
        return sent
    if await _find(work, row, code):
        return sent
    return AlreadyAnswered(send.survey) if takes else Ended(send.survey)


async def replace(
    work: Work, survey: str, person: int, answers: Answers, receipt: Receipt
) -> Sent | Gone | Ended:
    row = await _locate(work, survey, person, receipt)
    if not isinstance(row, Row):
        return row
    await _take_out(work, row)
    work.failpoint("replace: taken out")
    await put_in_urn(work, row.survey, row.code, answers)
    tombstones.lift_code(work, row.survey, row.code)
    work.failpoint("replace: in the urn")
    return Sent(row.survey.id, receipt)


async def withdraw(
    work: Work, survey: str, person: int, receipt: Receipt, today: date
) -> Withdrawn | Gone | Ended:
    row = await _locate(work, survey, person, receipt)
    if not isinstance(row, Row):
        return row
    tombstones.bury_answers(work, row.survey, row.code, today)
    work.failpoint("withdraw: buried")
    await _take_out(work, row)
    work.failpoint("withdraw: taken out")
    return Withdrawn(row.survey.id)


async def show(
    work: Work, survey: str, person: int, receipt: Receipt, purpose: Purpose
) -> Stored | Gone | Ended:
    row = await _locate(work, survey, person, receipt)
    if not isinstance(row, Row):
        return row
    code = marks.spell(row.code)
    return Stored(row.survey.id, receipt, decode(row.answers), code, purpose)


async def _locate(work: Work, survey: str, person: int, receipt: Receipt) -> Row | Gone | Ended:
    """With `survey` "" every survey that is not closed is searched."""
    rows = await unclosed(work, survey)
    if survey and not rows:
        return Ended(survey)
    for row in rows:
        if found := await _find(work, row, _code(work, row, person, receipt)):
            return found
    return Gone(survey)


async def _find(work: Work, survey: Opened, code: bytes) -> Row | None:
    return await _find_mixed(work, survey, code) or await _find_waiting(work, survey, code)


async def _find_mixed(work: Work, survey: Opened, code: bytes) -> Row | None:
    withdrawal = marks.withdrawal(work.keyring.get(survey.withdraw_key), code)
    table = tables.response
    found = await work.connection.execute(
        select(table.c.id, table.c.box)
        .where(table.c.survey == survey.id)
        .where(table.c.withdraw_mark == withdrawal)
    )
    if (hit := found.first()) is None:
        return None
    record = seal.unseal(work.keyring.get(survey.data_key), hit.box, survey.data_shelf)
    return Row(survey, code, table, hit.id, record)


async def _find_waiting(work: Work, survey: Opened, code: bytes) -> Row | None:
    """The urn shows no code outside its boxes, and is small: open them."""
    table, key = tables.urn, work.keyring.get(survey.urn_key)
    found = await work.connection.execute(
        select(table.c.id, table.c.box).where(table.c.survey == survey.id)
    )
    for hit in found:
        record = seal.unseal(key, hit.box, survey.urn_shelf)
        if hmac.compare_digest(record[: marks.CODE_BYTES], code):
            return Row(survey, code, table, hit.id, record[marks.CODE_BYTES :])
    return None


async def _take_out(work: Work, row: Row) -> None:
    table = row.table
    await work.connection.execute(
        table.delete().where(table.c.survey == row.survey.id, table.c.id == row.id)
    )
    await set_survey(work, row.survey.id, rewrite_due=True)


async def _add_mark(work: Work, survey: Opened, person: int) -> bool:
    mark = marks.participation(work.keyring.get(survey.mark_key), person)
    put = insert(work.connection, tables.mark).values(survey=survey.id, mark=mark)
    done = await work.connection.execute(put.on_conflict_do_nothing())
    return done.rowcount == 1


def _code(work: Work, survey: Opened, person: int, receipt: Receipt) -> bytes:
    if receipt.is_code:
        return receipt.secret
    return marks.code(work.keyring.get(survey.withdraw_key), receipt.secret, person)
