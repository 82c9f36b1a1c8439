"""The unit of work: one transaction, the keys it may use, and what its rows are sealed under."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from sqlalchemy import RowMapping, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.model import State
from bot.core.sheet import (
    Answers,
    Value,
)
from bot.storage import tables
from bot.vault import seal
from bot.vault.keyring import Keyring
from bot.vault.seal import Shelf

RESIDENT_KEY: Final = "resident"
RECORD_BYTES: Final = 2048
"""A response's answers, and in the urn their code too, are padded to this."""

Failpoint = Callable[[str], None]
"""Called by name between durable writes; tests look, or crash, there."""


class Lock(Enum):
    """On the survey's row, until the transaction ends; SQLite locks the whole file anyway."""

    SHARED = "Sends side by side, and no flush between"
    ALONE = "one at a time"


@dataclass(frozen=True, slots=True)
class Work:
    connection: AsyncConnection
    keyring: Keyring
    failpoint: Failpoint

    def next_generation(self, kind: str, survey: str, now: int) -> int:
        """After `now`, and after whatever a failed attempt or another life left in the keyring."""
        head = f"{kind}.{survey}."
        known = [name.removeprefix(head) for name in self.keyring.names() if name.startswith(head)]
        return max(now, *(int(number) for number in known if number.isdecimal()), 0) + 1

    def new_key(self, name: str) -> bytes:
        """For a survey that is now to be published; what a failed attempt left there is burnt."""
        self.keyring.destroy(name)
        return self.keyring.create(name)


@dataclass(frozen=True, slots=True)
class Opened:
    """A published survey's moving parts, as one transaction sees them."""

    id: str
    state: State
    until: date
    urn_generation: int
    data_generation: int
    rewrite_due: bool

    @property
    def mark_key(self) -> str:
        return f"mark.{self.id}"

    @property
    def withdraw_key(self) -> str:
        return f"withdraw.{self.id}"

    @property
    def urn_key(self) -> str:
        return f"urn.{self.id}.{self.urn_generation}"

    @property
    def data_key(self) -> str:
        return f"data.{self.id}.{self.data_generation}"

    @property
    def urn_shelf(self) -> Shelf:
        return Shelf("urn", RECORD_BYTES, self.id, self.urn_generation)

    @property
    def data_shelf(self) -> Shelf:
        return Shelf("response", RECORD_BYTES, self.id, self.data_generation)

    def takes(self, today: date) -> bool:
        """A Send is judged by this row, not by whether the tick has come by."""
        return self.state is State.OPEN and today <= self.until


_MOVING: Final = (
    tables.survey.c.id,
    tables.survey.c.state,
    tables.survey.c.until,
    tables.survey.c.urn_generation,
    tables.survey.c.data_generation,
    tables.survey.c.rewrite_due,
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


async def set_survey(work: Work, survey: str, **values: object) -> None:
    await work.connection.execute(
        tables.survey.update().where(tables.survey.c.id == survey).values(**values)
    )


async def boxes(work: Work, table: Table, survey: str) -> list[bytes]:
    found = await work.connection.execute(select(table.c.box).where(table.c.survey == survey))
    return [row.box for row in found]


async def put_in_urn(work: Work, survey: Opened, code: bytes, answers: Answers) -> None:
    key = work.keyring.get(survey.urn_key)
    box = seal.seal(key, code + encode(answers), survey.urn_shelf)
    await work.connection.execute(
        tables.urn.insert().values(survey=survey.id, id=fresh_id(), box=box)
    )


def fresh_id() -> bytes:
    return secrets.token_bytes(16)


def encode(answers: Answers) -> bytes:
    text = json.dumps(answers, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode()


def decode(record: bytes) -> Answers:
    read: dict[str, str | int | list[str]] = json.loads(record)
    return {question: _value(value) for question, value in read.items()}


def _value(value: str | int | list[str]) -> Value:
    return tuple(value) if isinstance(value, list) else value


def _opened(row: RowMapping) -> Opened:
    return Opened(**{**row, "state": State(row["state"])})
