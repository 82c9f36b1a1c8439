"""An installation that an act is tried in, and what its residents have said."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bot.core.effect import CommentFound, Purpose, Stored, Submit
from bot.core.model import State
from bot.core.sheet import Answers, Place
from bot.storage import answers as sheets
from bot.storage import burning, comments, mixing
from bot.storage.opened import ANSWERS, Kind
from bot.storage.store import Store, open_store
from bot.vault.keyring import Keyring
from tests.storage.house import (
    TODAY,
    UNTIL,
    answers,
    comment,
    nonce,
    person,
    receipt,
    survey,
    wish,
)

SENT = range(24)
NEW = 24
AFTER = UNTIL + timedelta(days=1)
HERE = Place("sq", "tirana")
OTHER: Answers = {"way": "another"}


Arm = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Site:
    """One installation; each point of an act has a survey of its own in it."""

    root: Path
    address: str
    point: int

    @property
    def database(self) -> Path:
        return self.root / "data" / "rightsbot.db"

    @property
    def place(self) -> Path | str:
        return self.address or self.database

    @property
    def keyring(self) -> Keyring:
        return Keyring(self.root / "keys", b"k" * 32)

    @property
    def pair(self) -> tuple[Path, Path]:
        return self.root / "copies" / "db", self.root / "copied-keys" / "keys"

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Store]:
        store = await open_store(self.place, self.keyring)
        try:
            yield store
        finally:
            await store.dispose()


@dataclass(frozen=True, slots=True)
class Act:
    name: str
    do: Callable[[Site, Arm], Awaitable[None]]
    """Prepares, says from when on each write counts, and acts."""
    look: Callable[..., Awaitable[None]]
    """After a restart; `done`: it was not cut short. Does it again where it was."""


def named(kind: str, site: Site) -> str:
    return f"{kind}-{site.point}"


@dataclass(frozen=True, slots=True)
class Said:
    """Whose answers and comments their receipts find."""

    answers: Mapping[int, Answers]
    comments: Mapping[int, str]

    def without(self, number: int) -> "Said":
        return Said(
            {n: one for n, one in self.answers.items() if n != number},
            {n: one for n, one in self.comments.items() if n != number},
        )


async def voices(store: Store, which: str) -> Said:
    """In one transaction, which is many times quicker."""
    said, added = dict[int, Answers](), dict[int, str]()
    async with store.work() as work:
        for number in (*SENT, NEW):
            who = which, person(number), receipt(number)
            shown = await sheets.show(work, *who, Purpose.SEE)
            if isinstance(shown, Stored):
                said[number] = shown.answers
            found = await comments.show(work, *who)
            if isinstance(found, CommentFound) and found.text:
                added[number] = found.text
    return Said(said, added)


async def whole(store: Store, site: Site) -> None:
    """Every key has its row and every row its key; what deletes leaves nothing half done."""
    assert await store.lost_keys() == frozenset()
    async with store.work() as work:
        needed = await burning.needed(work)
    names = {name for name in site.keyring.names() if not name.startswith("resident")}
    assert names == {name for name in needed if not name.startswith("resident")}
    assert not list(site.keyring.directory.glob("*.new"))


FEW = range(2, 5)
WRITER = 7
"""Who adds a comment before the act, and who may add one in it."""
ANSWERED = {number: answers(number) for number in SENT}
BEFORE = Said(ANSWERED, {number: wish(number) for number in FEW})


def commented(more: Mapping[int, str]) -> Said:
    return replace(BEFORE, comments={**BEFORE.comments, **more})


async def furnish(store: Store, which: str, *, mixed: bool = True) -> None:
    await store.publish(survey(which))
    async with store.work() as work:
        for number in SENT:
            send = Submit(which, answers(number), nonce(number))
            await sheets.submit(work, send, person(number), TODAY)
    await comment(store, FEW, which)
    if mixed:
        await store.flush(which)


async def total(store: Store, which: str, kind: Kind = ANSWERS) -> int:
    async with store.look() as work:
        return sum(await mixing.count(work, which, kind))


async def state(store: Store, which: str) -> State:
    return next(row.state for row in await store.surveys() if row.id == which)
