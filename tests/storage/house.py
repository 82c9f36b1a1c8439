"""A house for a test: real files, real keys, and the outsider who reads them raw."""

import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from bot.core.effect import Commented, CommentFound, Stored
from bot.core.model import State
from bot.core.sheet import (
    Answers,
    Receipt,
)
from bot.storage.rows import SurveyRow
from bot.storage.schema import migrate
from bot.storage.store import Store, open_store
from bot.storage.tables import metadata
from bot.storage.work import RECORD_BYTES
from bot.vault.errors import VaultError
from bot.vault.keyring import Keyring
from bot.vault.seal import Shelf, unseal
from tests.postgres import read_server

TODAY: Final = date(2026, 11, 24)
UNTIL: Final = date(2026, 12, 24)
SURVEY: Final = "streets"
QUESTION: Final = "wish"
"""The one that is answered in own words."""
FIRST_PERSON: Final = 7_310_554_129


@dataclass(frozen=True, slots=True)
class House:
    root: Path
    server: str = ""
    """The address of an empty schema of PostgreSQL; else it is an SQLite file."""

    @property
    def address(self) -> Path | str:
        return self.server or self.database

    @property
    def database(self) -> Path:
        return self.root / "data" / "rightsbot.db"

    @property
    def keyring(self) -> Keyring:
        return Keyring(self.root / "keys", b"k" * 32)

    async def build(self) -> None:
        await migrate(self.address)

    async def open(self, failpoint: Callable[[str], None] = lambda _: None) -> Store:
        return await open_store(self.address, self.keyring, failpoint=failpoint)

    def copy(self, root: Path) -> "House":
        """What a sudden end, or a thief, would find."""
        shutil.copytree(self.root, root)
        return House(root)

    def at_rest(self) -> bytes:
        """Every byte of the data directory: database, write-ahead log and what else there is."""
        if self.server:
            return repr([self.rows(f"SELECT * FROM {table}") for table in metadata.tables]).encode()
        return b"".join(path.read_bytes() for path in sorted(self.database.parent.iterdir()))

    def rows(self, question: str, *values: object) -> list[Any]:
        if self.server:
            return read_server(self.server, question)
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(question, values).fetchall()

    def boxes(self, table: str) -> dict[bytes, bytes]:
        """Id -> box, in the order in which SELECT gives them."""
        return dict(self.rows(f"SELECT id, box FROM {table}"))

    def opened(self, table: str) -> list[bytes]:
        """Whatever the keyring opens of a table, generations guessed."""
        return [
            record for box in self.boxes(table).values() if (record := self.try_all(table, box))
        ]

    def try_all(self, table: str, box: bytes) -> bytes | None:
        ring = self.keyring
        for name in ring.names():
            for generation in range(1, 9):
                try:
                    shelf = Shelf(table, RECORD_BYTES, SURVEY, generation)
                    return unseal(ring.get(name), box, shelf)
                except VaultError:
                    continue
        return None


def survey(id_: str = SURVEY, until: date = UNTIL) -> SurveyRow:
    structure = f'{{"comment": {{"id": "{QUESTION}"}}, "questions": []}}'
    return SurveyRow(id_, State.OPEN, until, structure, '{"en": "notice"}')


def nonce(number: int) -> bytes:
    return b"nonce" + number.to_bytes(5)


def receipt(number: int) -> Receipt:
    return Receipt(nonce(number))


def person(number: int) -> int:
    return FIRST_PERSON + 17 * number


def answers(number: int) -> Answers:
    return {"way": f"choice-{number:04}", "tools": ("phone", "paper"), "age": number}


async def send(store: Store, numbers: range, to: str = SURVEY) -> None:
    for number in numbers:
        await store.submit(to, person(number), answers(number), nonce(number), TODAY)


def wish(number: int) -> str:
    """What somebody writes; the words of nobody else."""
    return f'Wish {number:04}: more light, ❤️ and "trees"\nplease'


async def comment(store: Store, numbers: Iterable[int], to: str = SURVEY) -> None:
    for number in numbers:
        saved = await store.save_comment(to, person(number), receipt(number), wish(number), "en")
        assert saved == Commented(to, receipt(number), wish(number))


async def wishes(store: Store, numbers: Iterable[int], of: str = SURVEY) -> dict[int, str]:
    """Whose comments their receipts find, and what they say."""
    found = {}
    for number in numbers:
        shown = await store.show_comment(of, person(number), receipt(number))
        if isinstance(shown, CommentFound) and shown.text:
            found[number] = shown.text
    return found


async def end_and_close(store: Store, today: date, which: str = SURVEY) -> bool:
    """As the tick does; whether it is closed."""
    await store.end(which, passed=today)
    return await store.close(which, today)


async def voices(store: Store, numbers: range) -> dict[int, Answers]:
    """Whose answers their receipts find, and what they are."""
    found = {}
    for number in numbers:
        shown = await store.show(SURVEY, person(number), receipt(number))
        if isinstance(shown, Stored):
            found[number] = shown.answers
    return found


async def total(house: House) -> int:
    ((waiting, mixed),) = house.rows(
        "SELECT (SELECT count(*) FROM urn), (SELECT count(*) FROM response)"
    )
    return int(waiting) + int(mixed)


async def responses(store: Store, survey: str) -> tuple[Answers, ...]:
    """All mixed answers at once, as a test may have them."""
    found: list[Answers] = []
    await store.each_response(survey, found.extend)
    return tuple(found)
