"""The comment after Send: added once, changed, seen and taken out; and read when all is closed."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from sqlalchemy import func, select

from bot.core.effect import (
    CommentDeleted,
    Commented,
    CommentFound,
    CommentRefused,
    Ended,
    Gone,
    SaveComment,
)
from bot.core.model import Lang, State
from bot.core.sheet import Receipt
from bot.storage import tombstones
from bot.storage.answers import add_mark, has_mark, lift
from bot.storage.finding import Voice, find_comment, locate, take_out
from bot.storage.opened import Pool, find_survey, put_in_urn
from bot.storage.work import Lock, Work
from bot.vault import marks, seal

_BREAK: Final = "\n"


class Decision(StrEnum):
    """What a steward said of a comment."""

    NONE = ""
    ACCEPTED = "accepted"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment of a closed survey."""

    id: bytes
    """Until everything is sealed anew, once a week."""
    text: str
    lang: Lang
    decision: Decision


async def save(
    work: Work, saved: SaveComment, person: int
) -> Commented | CommentRefused | Gone | Ended:
    """Only beside answers, which the receipt finds; in the place of the comment before.

    Nothing is written to where the answers lie: no transaction joins the two.
    """
    voice = await locate(work, saved.survey, person, saved.receipt)
    if not isinstance(voice, Voice):
        return voice
    pool = voice.survey.comments
    if pool is None:
        return Gone(saved.survey)
    before = await find_comment(work, voice)
    if before is not None:
        await take_out(work, before)
        work.failpoint("comment: taken out")
    elif not await add_mark(work, saved.survey, _mark(work, voice, pool, person)):
        return CommentRefused(saved.survey)
    await put_in_urn(work, pool, voice.code, encode(saved.text, saved.lang))
    await lift(work, voice)
    work.failpoint("comment: in the urn")
    return Commented(saved.survey, saved.receipt, saved.text)


def _mark(work: Work, voice: Voice, pool: Pool, person: int) -> bytes:
    """That the account has had its comment."""
    return marks.comment(work.keyring.get(voice.survey.mark_key), pool.question, person)


async def show(
    work: Work, survey: str, person: int, receipt: Receipt
) -> CommentFound | CommentRefused | Gone | Ended:
    """Refused where nothing is to be seen any more, and nothing can be added either."""
    voice = await locate(work, survey, person, receipt)
    if not isinstance(voice, Voice):
        return voice
    if found := await find_comment(work, voice):
        return CommentFound(survey, receipt, decode(found.record)[0])
    pool = voice.survey.comments
    if pool is not None and await has_mark(work, survey, _mark(work, voice, pool, person)):
        return CommentRefused(survey)
    return CommentFound(survey, receipt, "")


async def delete(
    work: Work, survey: str, person: int, receipt: Receipt, today: date
) -> CommentDeleted | Gone | Ended:
    voice = await locate(work, survey, person, receipt)
    if not isinstance(voice, Voice):
        return voice
    if found := await find_comment(work, voice):
        tombstones.bury(work, [found.pool], voice.code, today)
        work.failpoint("comment: buried")
        await take_out(work, found)
        work.failpoint("comment: deleted")
    return CommentDeleted(survey, receipt)


async def stamps(work: Work, survey: str) -> dict[bytes, bytes]:
    """Of each comment by its id what changes whenever it is sealed anew; nothing is opened."""
    pool = await _closed(work, survey)
    if pool is None:
        return {}
    table = pool.kind.mixed
    stamp = func.substr(table.c.box, 1, seal.NONCE_BYTES)
    question = select(table.c.id, stamp).where(table.c.survey == survey)
    return {id_: bytes(stamp) for id_, stamp in await work.connection.execute(question)}


async def closed(
    work: Work, survey: str, ids: Sequence[bytes] | None = None
) -> tuple[CommentRow, ...]:
    """All or these, in no order; none while the survey is not closed."""
    pool = await _closed(work, survey, Lock.SHARED)
    if pool is None:
        return ()
    table = pool.kind.mixed
    question = select(table.c.id, table.c.box).where(table.c.survey == survey)
    if ids is not None:
        question = question.where(table.c.id.in_(ids))
    found = (await work.connection.execute(question)).all()
    key = work.keyring.get(pool.key) if found else b""

    def opened() -> tuple[CommentRow, ...]:
        return tuple(_row(row.id, seal.unseal(key, row.box, pool.shelf)) for row in found)

    return await asyncio.to_thread(opened)


def _row(id_: bytes, record: bytes) -> CommentRow:
    return CommentRow(id_, *decode(record))


async def decide(work: Work, survey: str, id_: bytes, decision: Decision, text: str | None) -> bool:
    """`text`: in the place of the words; None: as they are. False: there is no such comment."""
    pool = await _closed(work, survey, Lock.ALONE)
    if pool is None:
        return False
    table = pool.kind.mixed
    this = (table.c.survey == survey) & (table.c.id == id_)
    box = await work.connection.scalar(select(table.c.box).where(this))
    if box is None:
        return False
    key = work.keyring.get(pool.key)
    row = _row(id_, seal.unseal(key, box, pool.shelf))
    record = encode(row.text if text is None else text, row.lang, decision)
    sealed = seal.seal(key, record, pool.shelf)
    await work.connection.execute(table.update().where(this).values(box=sealed))
    return True


async def _closed(work: Work, survey: str, lock: Lock | None = None) -> Pool | None:
    row = await find_survey(work, survey, lock)
    return row.comments if row is not None and row.state is State.CLOSED else None


def encode(text: str, lang: Lang, decision: Decision = Decision.NONE) -> bytes:
    """As it lies in its box."""
    return _BREAK.join((decision, lang, text)).encode()


def decode(record: bytes) -> tuple[str, Lang, Decision]:
    decision, lang, text = record.decode().split(_BREAK, 2)
    return text, lang, Decision(decision)
