"""Digits pressed faster than their pad is redrawn: each goes behind the ones before it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from bot.core import event as ev
from bot.core.dialling import keyed

LAST = 8
"""Pads and presses remembered of one message."""
Key: TypeAlias = ev.Dial | ev.Enter


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key under a message. A press that comes twice has the same query both times."""

    message: int
    query: str
    key: Key


@dataclass(frozen=True, slots=True)
class Pad:
    """What stands under a message, what stood there before, and which presses are done."""

    message: int
    newest: ev.Dial
    earlier: tuple[int | None, ...] = ()
    queries: tuple[str, ...] = ()

    def caught_up(self, pressed: Pressed) -> Key:
        """The key as if it were pressed on what stands now; *Done* means all digits."""
        key, number = pressed.key, self.newest.number
        if (self.message, self.newest.sheet, self.newest.question) != _where(pressed):
            return key
        if pressed.query in self.queries:
            return self.newest
        if isinstance(key, ev.Enter):
            late = number is not None and key.number in self.earlier
            return ev.Enter(key.sheet, key.question, number) if late and number is not None else key
        return ev.Dial(key.sheet, key.question, keyed(number, self.earlier, key.number))


def _where(pressed: Pressed) -> tuple[int, object, object]:
    return pressed.message, pressed.key.sheet, pressed.key.question


def grown(before: Pad | None, pressed: Pressed, shown: Iterable[ev.Pressed]) -> Pad | None:
    """After the turn that this press led to; None where no pad stands any more."""
    newest = standing(shown)
    if newest is None:
        return None
    stood: tuple[int | None, ...] = (None,)
    queries: tuple[str, ...] = ()
    if before is not None and (before.newest.sheet, before.newest.question) == _where(pressed)[1:]:
        stood, queries = (*before.earlier, before.newest.number), before.queries
    return Pad(pressed.message, newest, stood[-LAST:], (*queries, pressed.query)[-LAST:])


def standing(shown: Iterable[ev.Pressed]) -> ev.Dial | None:
    """The number on the pad, as the button for another language keeps it."""
    for event in shown:
        match event:
            case ev.Languages(ev.Dial() as dialled):
                return dialled
            case ev.Languages(ev.Ask(sheet, question)):
                return ev.Dial(sheet, question)
            case _:
                continue
    return None
