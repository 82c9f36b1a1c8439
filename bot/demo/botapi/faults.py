"""Faults that a test orders: what networks and servers do, on demand."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Flood:
    """429 with this many seconds to wait; nothing is applied."""

    retry_after: int = 1


@dataclass(frozen=True, slots=True)
class Broken:
    """An error of the server (or of a proxy before it); nothing is applied."""

    status: int = 502
    body: str = "<html><body>Bad Gateway</body></html>"


@dataclass(frozen=True, slots=True)
class Dropped:
    """The call is applied, then the connection ends without an answer."""


@dataclass(frozen=True, slots=True)
class Hung:
    """The call is held for this many seconds, then goes on."""

    seconds: float = 60.0


Kind: TypeAlias = Flood | Broken | Dropped | Hung


@dataclass(slots=True)
class Fault:
    kind: Kind
    method: str | None = None
    """None: any method; else one, in Telegram's spelling."""
    chat: int | None = None
    times: int = 1

    def fits(self, method: str, chat: int | None) -> bool:
        named = self.method is None or self.method.lower() == method.lower()
        return named and self.times > 0 and self.chat in (None, chat)


def take(faults: list[Fault], method: str, chat: int | None) -> Kind | None:
    """The fault that strikes this call, used up by once."""
    for fault in faults:
        if fault.fits(method, chat):
            fault.times -= 1
            return fault.kind
    return None
