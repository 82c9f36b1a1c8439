"""How often a name may be tried before it has to wait: guessing must not pay."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from bot.storage.member import plain

QUARTER: Final = 15 * 60
MINUTE: Final = 60
"""Seconds."""
A_NAME: Final = 5
"""Wrong tries of one name in a quarter of an hour."""
ALL: Final = 60
"""Wrong tries of all names together in a minute."""
ANYBODYS: Final = "name"
"""The kind of try that takes nothing but a name, which can be invented. Of every other kind a
visitor first shows something: a browser that is known, a link, a session. Those are counted by
the name alone, so that no stranger's tries stop them.
"""


@dataclass(slots=True)
class Patience:
    """In memory: a restart begins anew, and each worker counts for itself."""

    clock: Callable[[], float]
    """Seconds."""
    tries: dict[bytes, deque[float]] = field(default_factory=dict)
    every: deque[float] = field(default_factory=deque)
    """Of the kind that is ANYBODYS."""

    def may(self, kind: str, name: str) -> bool:
        """Counts as a try until it is `forgiven`; whether the name exists makes no difference."""
        now, key = self.clock(), _key(kind, name)
        self._forget(now)
        mine = self.tries.setdefault(key, deque())
        if len(mine) >= A_NAME or (kind == ANYBODYS and len(self.every) >= ALL):
            return False
        mine.append(now)
        if kind == ANYBODYS:
            self.every.append(now)
        return True

    def is_out(self, kind: str, name: str) -> bool:
        """Whether that was the last try for now."""
        return len(self.tries.get(_key(kind, name), ())) >= A_NAME

    def forgive(self, kind: str, name: str) -> None:
        """It was the right person: the tries before were slips."""
        for _ in self.tries.pop(_key(kind, name), ()):
            if kind == ANYBODYS and self.every:
                self.every.pop()

    def _forget(self, now: float) -> None:
        _drop(self.every, now, MINUTE)
        for key, mine in tuple(self.tries.items()):
            _drop(mine, now, QUARTER)
            if not mine:
                del self.tries[key]


def _drop(times: deque[float], now: float, span: float) -> None:
    """What is longer ago, or would lie ahead because the clock was put back."""
    while times and not now - span < times[0] <= now:
        times.popleft()


def _key(kind: str, name: str) -> bytes:
    """Names are not kept as they were typed: somebody may type a password there."""
    return sha256(f"{kind}\0{plain(name)}".encode()).digest()
