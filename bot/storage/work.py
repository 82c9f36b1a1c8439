"""The unit of work: one transaction, and the keys it may use."""

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, cast

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.sheet import (
    Answers,
    Value,
)
from bot.vault.keyring import Keyring

RESIDENT_KEY: Final = "resident"
RECORD_BYTES: Final = 2048
"""Answers or a comment, and in the urn their code too, are padded to this."""

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

    def next_generation(self, key: str) -> int:
        """After that of this key, and after whatever a failed attempt or another life left in the
        keyring.
        """
        head, _, now = key.rpartition(".")
        head = f"{head}."
        known = [name.removeprefix(head) for name in self.keyring.names() if name.startswith(head)]
        return max(int(now), *(int(number) for number in known if number.isdecimal()), 0) + 1

    def new_key(self, name: str) -> bytes:
        """For a survey that is now to be published; what a failed attempt left there is burnt."""
        self.keyring.destroy(name)
        return self.keyring.create(name)


async def boxes(work: Work, table: Table, survey: str) -> list[bytes]:
    found = await work.connection.execute(select(table.c.box).where(table.c.survey == survey))
    return [row.box for row in found]


def fresh_id() -> bytes:
    return secrets.token_bytes(16)


def encode(answers: Answers) -> bytes:
    text = json.dumps(answers, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode()


def decode(record: bytes) -> Answers:
    (answers,) = decode_all([record])
    return answers


def decode_all(records: Sequence[bytes]) -> Sequence[Answers]:
    """Read as one text, and changed where they stand: half the time of each by itself."""
    read: list[dict[str, Value | list[str]]] = json.loads(b"[%b]" % b",".join(records))
    for answers in read:
        for question, value in answers.items():
            if isinstance(value, list):
                answers[question] = tuple(value)
    return cast("list[Answers]", read)
