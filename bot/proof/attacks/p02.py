"""Property 2: no digest of anybody occurs, whatever value of the database is its salt or key."""

import asyncio
from collections.abc import Iterable, Iterator
from typing import Final

from bot.proof.asked import WISH
from bot.proof.finding import Finding, How, Line, judged
from bot.proof.outsider import Loot
from bot.proof.traces import Prints, digests
from bot.proof.trial import Trial

NUMBER: Final = 2
PEOPLE: Final = range(20)
SHORT: Final = 64
"""Of longer values the first bytes are tried as well: some algorithms take no longer keys."""


async def attack(trial: Trial) -> Finding:
    await trial.send(PEOPLE)
    await trial.comment(PEOPLE)
    await trial.flush()
    await trial.remember(PEOPLE)
    ids = [trial.person(number).id for number in PEOPLE]
    salts = await _salts(trial.loot())
    prints = await asyncio.to_thread(_prints, ids, salts)
    faults = [
        Line("proof.2.broken", {"people": len(ids)})
        async for _, content in trial.loot().everything()
        if await asyncio.to_thread(prints.within, content)
    ]
    values = {"people": len(ids), "salts": len(salts), "digests": len(prints.raw) // 2}
    return judged(NUMBER, How.TRIAL, faults, Line("proof.2.kept", values))


async def _salts(loot: Loot) -> set[bytes]:
    """Every value of every table, and none."""
    salts = {b""}
    for table in await loot.tables():
        for row in await loot.table(table):
            salts |= {form for value in row.values() for form in _forms(value)}
    return salts


def _forms(value: object) -> Iterator[bytes]:
    match value:
        case None | bool():
            return
        case bytes():
            whole = value
            yield value.hex().encode()[:SHORT]
        case _:
            whole = str(value).encode()
    yield whole
    yield whole[:SHORT]


def _prints(ids: Iterable[int], salts: Iterable[bytes]) -> Prints:
    texts = [form for id_ in ids for form in _spelled(id_)]
    return Prints(digest(text) for salt in salts for digest in digests(salt) for text in texts)


def _spelled(id_: int) -> Iterator[bytes]:
    """As a program would hash it, also together with the question of a comment."""
    yield from (str(id_).encode(), id_.to_bytes(8), id_.to_bytes(8, "little"))
    yield f"{WISH}{id_}".encode()
    yield f"comment\0{WISH}\0{id_}".encode()
