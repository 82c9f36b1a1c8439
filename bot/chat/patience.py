"""How often an update may fail before it is passed over, and how long it rests in between."""

from collections import OrderedDict
from dataclasses import dataclass, field

TRIES = 3
MOST = 1000
LONGEST_REST = 30.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Failure:
    count: int
    others: int
    """Turns that had worked when it failed first."""
    writes: int
    """Of them, those that had written something."""


@dataclass(slots=True)
class Patience:
    """A poison update fails three times while others succeed.

    A failure of the world (database, keys, disk) is told apart: there only others' writes prove
    that the world is sound, for a press needs no database. While nothing is written, nothing
    that had to be written is passed over.
    """

    others: int = 0
    writes: int = 0
    failed: OrderedDict[int, Failure] = field(default_factory=OrderedDict)

    def worked(self, update: int, *, wrote: bool) -> None:
        self.others += 1
        self.writes += wrote
        self.failed.pop(update, None)

    def ran_out(self, update: int, *, world: bool) -> bool:
        """Counts a failure. True: pass it over."""
        before = self.failed.get(update, Failure(0, self.others, self.writes))
        now = Failure(before.count + 1, before.others, before.writes)
        self.failed[update] = now
        while len(self.failed) > MOST:
            self.failed.popitem(last=False)
        sound = self.writes > now.writes if world else self.others > now.others
        if now.count < TRIES or not sound:
            return False
        del self.failed[update]
        return True

    def rest(self, update: int) -> float:
        """Seconds until it is tried again: 1, 2, 4, up to 30."""
        known = self.failed.get(update)
        return min(2.0 ** (known.count - 1), LONGEST_REST) if known else 0.0
