"""Property 11: what was forgotten, taken back, changed, mixed or closed leaves nothing to read."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, TypeAlias

from bot.proof.attacks.p09 import GENERATIONS
from bot.proof.finding import Finding, How, Line, first, judged
from bot.proof.outsider import BOXES, Loot, Snapshot, unboxed
from bot.proof.overdue import overdue
from bot.proof.traces import PIECE, pieces, remaining, spellings
from bot.proof.trial import Trial

NUMBER: Final = 11
PEOPLE: Final = range(30)
LATER: Final = range(30, 45)
"""They wait in the urn when the others are mixed."""
DAYS: Final = (1, 9, 30, 60, 310, 400)
"""How many pass, one after the other, until everything has had its time."""

Act: TypeAlias = Callable[[Trial], Awaitable[object]]


async def forget(trial: Trial) -> None:
    """On PostgreSQL the rows stay in the server's files, and their key goes within the hour."""
    await trial.forget(range(10))
    if trial.loot().database is None:
        await trial.hour()


async def withdraw(trial: Trial) -> None:
    await trial.take_back((1, 2, 31))
    await trial.hour()


async def change(trial: Trial) -> None:
    await trial.change((3, 4, 32))
    await trial.hour()


async def rewrite(trial: Trial) -> None:
    """Other words in the place of a comment, mixed or waiting."""
    await trial.rewrite((5, 6, 33))
    await trial.hour()


async def drop(trial: Trial) -> None:
    await trial.drop_comment((7, 8, 34))
    await trial.hour()


async def flush(trial: Trial) -> None:
    await trial.send(range(50, 65))
    await trial.comment(range(50, 65))
    await trial.flush()


async def close(trial: Trial) -> None:
    await trial.close()


ACTS: Final[Mapping[str, Act]] = {
    "forget": forget, "withdraw": withdraw, "change": change, "rewrite a comment": rewrite,
    "delete a comment": drop, "flush": flush, "close": close,
}  # fmt: skip


async def attack(trial: Trial) -> Finding:
    for people in (PEOPLE, LATER):
        await trial.send(people)
        await trial.comment(people)
        if people == PEOPLE:
            await trial.flush()
    await trial.remember(range(40))
    faults = await first(_broken(trial))
    return judged(NUMBER, How.TRIAL, faults, Line("proof.11.kept", {"acts": len(ACTS)}))


async def _broken(trial: Trial) -> AsyncIterator[Line]:
    said: set[bytes] = set()
    for name, act in ACTS.items():
        said |= set(_said(trial))
        before = await trial.loot().snapshot()
        await act(trial)
        gone = _gone(before, await trial.loot().snapshot())
        if not gone:
            yield Line("proof.blunt")
        if await _is_left(trial.loot(), before, gone, said):
            yield Line("proof.11.broken", {"act": name})
    if await trial.loot().holding(said):
        yield Line("proof.11.said")
    async for line in _aged(trial):
        yield line


async def _aged(trial: Trial) -> AsyncIterator[Line]:
    for days in DAYS:
        await trial.days(days)
        async for line in overdue(trial.loot(), trial.clock.now.date()):
            yield line


def _said(trial: Trial) -> Iterator[bytes]:
    """What nobody may read, as it is spelled; answers that are changed later included."""
    for person in trial.people.values():
        number = person.answers["number"]
        yield from spellings(person.id)
        yield from spellings(number) if isinstance(number, int) else ()
        yield person.wish.encode()


def _gone(before: Snapshot, after: Snapshot) -> set[bytes]:
    """Every keyed code, id and box that no row has any more."""
    return _values(before) - _values(after)


def _values(snapshot: Snapshot) -> set[bytes]:
    return {
        value
        for rows in snapshot.tables.values()
        for row in rows
        for value in row.values()
        if isinstance(value, bytes)
    }


async def _is_left(loot: Loot, before: Snapshot, gone: set[bytes], said: set[bytes]) -> bool:
    """On SQLite any sixteen bytes of it; on PostgreSQL anything that a key of today opens."""
    if loot.database is None:
        return bool(_opened(before, gone, loot.keys()))
    parts = pieces(gone, step=PIECE)
    for content in _files_of(loot.database):
        if any(one in content for one in said):
            return True
        if await asyncio.to_thread(remaining, content, parts):
            return True
    return False


def _files_of(database: Path) -> Iterator[bytes]:
    """With -wal, -journal and whatever else SQLite puts beside it."""
    for path in sorted(database.parent.glob(f"{database.name}*")):
        yield path.read_bytes()


def _opened(before: Snapshot, gone: set[bytes], keys: Mapping[str, bytes]) -> int:
    """How many of the boxes that are gone still open."""
    return sum(
        unboxed(row["box"], table, row.get("survey", ""), keys.values(), GENERATIONS) is not None
        for table in BOXES
        for row in before.tables[table]
        if row["box"] in gone
    )
