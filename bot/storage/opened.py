"""A published survey as one transaction sees it: its moving parts, and what is mixed together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Column, RowMapping, Table, select

from bot.core.model import State
from bot.storage import tables
from bot.storage.work import RECORD_BYTES, Lock, Work, fresh_id
from bot.vault import marks, seal
from bot.vault.seal import Shelf


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """What is mixed among its like: the answers of a survey, or its comments."""

    waiting: Table
    mixed: Table
    infix: str
    """In the names of its keys, after the survey."""
    urn_generation: Column[int]
    generation: Column[int]
    rewrite_due: Column[bool]


ANSWERS: Final = Kind(
    tables.urn,
    tables.response,
    "",
    tables.survey.c.urn_generation,
    tables.survey.c.data_generation,
    tables.survey.c.rewrite_due,
)
COMMENTS: Final = Kind(
    tables.comment_urn,
    tables.comment,
    ".c",
    tables.survey.c.comment_urn_generation,
    tables.survey.c.comment_generation,
    tables.survey.c.comment_rewrite_due,
)
KINDS: Final = (ANSWERS, COMMENTS)


@dataclass(frozen=True, slots=True)
class Pool:
    """One kind of one survey: what waits in an urn, and what is mixed."""

    kind: Kind
    survey: str
    question: str
    """Of comments; "" for answers."""
    urn_generation: int
    generation: int
    rewrite_due: bool

    @property
    def urn_key(self) -> str:
        return f"urn.{self.survey}{self.kind.infix}.{self.urn_generation}"

    @property
    def key(self) -> str:
        return f"data.{self.survey}{self.kind.infix}.{self.generation}"

    @property
    def urn_shelf(self) -> Shelf:
        return Shelf(self.kind.waiting.name, RECORD_BYTES, self.survey, self.urn_generation)

    @property
    def shelf(self) -> Shelf:
        return Shelf(self.kind.mixed.name, RECORD_BYTES, self.survey, self.generation)

    @property
    def columns(self) -> Mapping[str, object]:
        """What is the same in each of its rows."""
        return {"survey": self.survey} | ({"question": self.question} if self.question else {})

    def found_by(self, withdraw_key: bytes, code: bytes) -> bytes:
        """The mark by which a code finds its row once that is mixed."""
        if self.question:
            return marks.comment_withdrawal(withdraw_key, self.question, code)
        return marks.withdrawal(withdraw_key, code)


@dataclass(frozen=True, slots=True)
class Opened:
    """A published survey's moving parts, as one transaction sees them."""

    id: str
    state: State
    until: date
    answers: Pool
    comments: Pool | None
    """None: it has no question that is answered in own words."""

    @property
    def pools(self) -> tuple[Pool, ...]:
        return (self.answers,) if self.comments is None else (self.answers, self.comments)

    def pool(self, kind: Kind) -> Pool | None:
        return self.answers if kind is ANSWERS else self.comments

    @property
    def mark_key(self) -> str:
        return f"mark.{self.id}"

    @property
    def withdraw_key(self) -> str:
        return f"withdraw.{self.id}"

    def takes(self, today: date) -> bool:
        """A Send is judged by this row, not by whether the tick has come by."""
        return self.state is State.OPEN and today <= self.until


_MOVING: Final = (
    tables.survey.c.id,
    tables.survey.c.state,
    tables.survey.c.until,
    tables.survey.c.comment,
    *(
        column
        for kind in KINDS
        for column in (kind.urn_generation, kind.generation, kind.rewrite_due)
    ),
)


async def all_surveys(work: Work) -> tuple[Opened, ...]:
    found = await work.connection.execute(select(*_MOVING).order_by(tables.survey.c.id))
    return tuple(_opened(row) for row in found.mappings())


async def unclosed(work: Work, survey: str = "") -> tuple[Opened, ...]:
    """The surveys whose answers can still be found by a code, their rows locked, in one order.

    `survey` narrows it to one.
    """
    question = select(*_MOVING).where(tables.survey.c.state != State.CLOSED)
    if survey:
        question = question.where(tables.survey.c.id == survey)
    found = await work.connection.execute(question.order_by(tables.survey.c.id).with_for_update())
    return tuple(_opened(row) for row in found.mappings())


async def find_survey(work: Work, survey: str, lock: Lock | None = None) -> Opened | None:
    question = select(*_MOVING).where(tables.survey.c.id == survey)
    if lock is not None:
        question = question.with_for_update(read=lock is Lock.SHARED)
    found = await work.connection.execute(question)
    row = found.mappings().first()
    return None if row is None else _opened(row)


def _opened(row: RowMapping) -> Opened:
    comment: str = row[tables.survey.c.comment]
    return Opened(
        id=row[tables.survey.c.id],
        state=State(row[tables.survey.c.state]),
        until=row[tables.survey.c.until],
        answers=_pool(ANSWERS, row, ""),
        comments=_pool(COMMENTS, row, comment) if comment else None,
    )


def _pool(kind: Kind, row: RowMapping, question: str) -> Pool:
    return Pool(
        kind,
        row[tables.survey.c.id],
        question,
        urn_generation=row[kind.urn_generation],
        generation=row[kind.generation],
        rewrite_due=row[kind.rewrite_due],
    )


async def set_survey(work: Work, survey: str, **values: object) -> None:
    await work.connection.execute(
        tables.survey.update().where(tables.survey.c.id == survey).values(**values)
    )


async def set_pool(work: Work, pool: Pool) -> None:
    """Its generations and what is due as they are here."""
    kind = pool.kind
    values = {
        kind.urn_generation.name: pool.urn_generation,
        kind.generation.name: pool.generation,
        kind.rewrite_due.name: pool.rewrite_due,
    }
    await set_survey(work, pool.survey, **values)


async def put_in_urn(work: Work, pool: Pool, code: bytes, record: bytes) -> None:
    box = seal.seal(work.keyring.get(pool.urn_key), code + record, pool.urn_shelf)
    await work.connection.execute(
        pool.kind.waiting.insert().values(**pool.columns, id=fresh_id(), box=box)
    )
