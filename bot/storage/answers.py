"""Sending, changing, seeing and taking back answers, each in one transaction."""

from datetime import date

from sqlalchemy import exists, select

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
from bot.storage.finding import Voice, code_of, find, find_comment, locate, take_out
from bot.storage.opened import find_survey, put_in_urn
from bot.storage.work import Lock, Work, decode, encode
from bot.vault import marks


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
    code = code_of(work, row, person, sent.receipt)
    takes = row.takes(today)
    mark = marks.participation(work.keyring.get(row.mark_key), person)
    if takes and await add_mark(work, row.id, mark):
        work.failpoint("submit: marked")
        await put_in_urn(work, row.answers, code, encode(send.answers))
        work.failpoint("submit: in the urn")
        return sent
    if await find(work, row.answers, code):
        return sent
    return AlreadyAnswered(send.survey) if takes else Ended(send.survey)


async def replace(
    work: Work, survey: str, person: int, answers: Answers, receipt: Receipt
) -> Sent | Gone | Ended:
    voice = await locate(work, survey, person, receipt)
    if not isinstance(voice, Voice):
        return voice
    await take_out(work, voice.row)
    work.failpoint("replace: taken out")
    await put_in_urn(work, voice.survey.answers, voice.code, encode(answers))
    await lift(work, voice)
    work.failpoint("replace: in the urn")
    return Sent(voice.survey.id, receipt)


async def lift(work: Work, voice: Voice) -> None:
    """Whose answers are there did not take them back after all: that attempt had failed."""
    tombstones.lift_code(work, voice.survey.answers, voice.code)
    if comment := await find_comment(work, voice):
        tombstones.lift_code(work, comment.pool, voice.code)


async def withdraw(
    work: Work, survey: str, person: int, receipt: Receipt, today: date
) -> Withdrawn | Gone | Ended:
    """The comment goes with the answers."""
    voice = await locate(work, survey, person, receipt)
    if not isinstance(voice, Voice):
        return voice
    tombstones.bury(work, voice.survey.pools, voice.code, today)
    work.failpoint("withdraw: buried")
    if comment := await find_comment(work, voice):
        await take_out(work, comment)
        work.failpoint("withdraw: comment taken out")
    await take_out(work, voice.row)
    work.failpoint("withdraw: taken out")
    return Withdrawn(voice.survey.id)


async def show(
    work: Work, survey: str, person: int, receipt: Receipt, purpose: Purpose
) -> Stored | Gone | Ended:
    voice = await locate(work, survey, person, receipt)
    if not isinstance(voice, Voice):
        return voice
    code = marks.spell(voice.code)
    return Stored(voice.survey.id, receipt, decode(voice.row.record), code, purpose)


async def add_mark(work: Work, survey: str, mark: bytes) -> bool:
    """Whether it is new."""
    put = insert(work.connection, tables.mark).values(survey=survey, mark=mark)
    done = await work.connection.execute(put.on_conflict_do_nothing())
    return done.rowcount == 1


async def has_mark(work: Work, survey: str, mark: bytes) -> bool:
    there = exists(
        select(tables.mark.c.mark).where(tables.mark.c.survey == survey, tables.mark.c.mark == mark)
    )
    return bool(await work.connection.scalar(select(there)))
