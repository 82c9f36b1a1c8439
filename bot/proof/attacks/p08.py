"""Property 8: from snapshot to snapshot, answers appear by tens, and what waits is not followed."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from bot.proof.finding import Finding, How, Line, first, judged
from bot.proof.opened import COMMENTS, KINDS, marker_of
from bot.proof.outsider import Loot
from bot.proof.trial import SURVEY, Trial
from bot.storage import opened

NUMBER: Final = 8
SENDS: Final = 60
BATCH: Final = 10
"""The fewest that may appear at once, and that wait behind."""

BOTH: Final = ((opened.ANSWERS, tuple(KINDS)), (opened.COMMENTS, tuple(COMMENTS)))
"""What is mixed among its like, and the tables in which it waits and is mixed."""

Seen: TypeAlias = Mapping[object, tuple[bytes, bytes]]
"""The marker of each person's answers or comment -> id and box of their row."""


async def attack(trial: Trial) -> Finding:
    spies = Spy(), Spy()
    faults = [Line("proof.8.broken", {"how": how}) for how in await first(_followed(trial, spies))]
    mixed = sum(len(spy.mixed) for spy in spies)
    values = {"sends": SENDS, "mixed": mixed, "batch": min(spy.smallest for spy in spies)}
    return judged(NUMBER, How.TRIAL, faults, Line("proof.8.kept", values))


async def _followed(trial: Trial, spies: tuple["Spy", "Spy"]) -> AsyncIterator[str]:
    """Each person sends answers and adds a comment; one spy follows either."""
    store, loot = trial.house.store, trial.loot()
    for number in range(SENDS):
        await trial.send([number])
        await trial.comment([number])
        for spy, (kind, (urn, table)) in zip(spies, BOTH, strict=True):
            if await store.flush_due(SURVEY, hour_passed=False, kind=kind):
                await store.flush(SURVEY, [kind])
            for how in spy.sees(await _seen(loot, urn), await _seen(loot, table)):
                yield how
    for spy in spies:
        if len(spy.mixed) + len(spy.waiting) != SENDS or not spy.mixed:
            yield "answers that were lost"


async def _seen(loot: Loot, table: str) -> Seen:
    """With all live keys: whose row is which."""
    rows, keys = await loot.table(table), loot.keys()
    known = {marker_of(table, SURVEY, row["box"], keys): row for row in rows}
    return {who: (row["id"], row["box"]) for who, row in known.items() if who is not None}


@dataclass(slots=True)
class Spy:
    """Who compares each snapshot with the one before it, and remembers all that ever waited."""

    waiting: Seen = field(default_factory=dict)
    mixed: Seen = field(default_factory=dict)
    waited: set[bytes] = field(default_factory=set)
    """Every id and box that was ever seen in the urn."""
    smallest: int = SENDS
    """The fewest answers that appeared at once."""

    def sees(self, waiting: Seen, mixed: Seen) -> list[str]:
        """How the two snapshots tell more than they may."""
        told = []
        new = len(mixed.keys() - self.mixed.keys())
        if new:
            self.smallest = min(self.smallest, new)
            told += self._sees_flush(waiting, mixed)
        if 0 < new < BATCH:
            told.append("few at once")
        if self.mixed.keys() - mixed.keys():
            told.append("answers that were lost")
        self.waited |= {part for row in waiting.values() for part in row}
        if self.waited & {part for row in mixed.values() for part in row}:
            told.append("a row of the urn among the responses")
        self.waiting, self.mixed = waiting, mixed
        return told

    def _sees_flush(self, waiting: Seen, mixed: Seen) -> list[str]:
        told = []
        kept = waiting.keys() & self.waiting.keys()
        if len(waiting) < BATCH:
            told.append("nobody waits behind")
        if any(set(waiting[one]) & set(self.waiting[one]) for one in kept):
            told.append("a row that stayed as it was")
        older = mixed.keys() & self.mixed.keys()
        if any(set(mixed[one]) & set(self.mixed[one]) for one in older):
            told.append("a row that stayed as it was")
        return told
