"""What this process remembers of a chat for an hour, in memory only: never written down."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bot.chat.pad import Pad, Pressed, grown
from bot.core import event as ev
from bot.core.commenting import typed_about
from bot.core.screen import Screen
from bot.core.sheet import (
    Place,
)

HOUR = 3600.0
MOST = 50_000
"""Chats remembered at once; the oldest go first. About 1 KB each."""
TRACES = 100
"""Messages remembered of one chat; Telegram deletes as many at once."""
PARENTS = 8
Tap: TypeAlias = ev.Toggle | ev.Done


@dataclass(frozen=True, slots=True)
class Ticks:
    """The newest state of a multiple choice under one message, and the states it grew from."""

    message: int
    newest: ev.Ask
    parents: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Chat:
    place: Place | None = None
    about: ev.Ask | ev.Dial | ev.WriteComment | None = None
    """The question that a typed answer would belong to."""
    keyboard: int | None = None
    """The newest message with buttons, unless it is a way back: those keep their buttons."""
    prompt: int | None = None
    """The message that asks for a typed reply."""
    ticks: Ticks | None = None
    pad: Pad | None = None
    traces: Mapping[int, float] = field(default_factory=dict)
    """When each message came or was sent: what could be deleted. Oldest first, at most TRACES."""
    ways: frozenset[int] = frozenset()
    """Messages whose buttons lead back to answers that were sent."""


@dataclass(slots=True)
class Memory:
    clock: Callable[[], float]
    """Monotonic seconds."""
    chats: OrderedDict[int, tuple[float, Chat]] = field(default_factory=OrderedDict)

    def of(self, chat: int) -> Chat:
        at, known = self.chats.get(chat, (0.0, Chat()))
        return known if self.clock() - at < HOUR else Chat()

    def _keep(self, chat: int, known: Chat) -> None:
        self.chats[chat] = (self.clock(), known)
        self.chats.move_to_end(chat)
        while len(self.chats) > MOST:
            self.chats.popitem(last=False)

    def answered(
        self,
        chat: int,
        screen: Screen,
        pressed: tuple[int, ev.Toggle] | None,
        key: Pressed | None = None,
    ) -> None:
        """A turn made this screen; it counts from now on, delivered or not.

        `pressed` is the message and the tap of a multiple choice, if that is what happened, and
        `key` that of a pad.
        """
        known = self.of(chat)
        about = typed_about(screen)
        ticks = known.ticks if known.ticks and known.ticks.newest == about else None
        if pressed and isinstance(about, ev.Ask):
            ticks = _grown(known.ticks, pressed, about)
        shown = (button.event for row in screen.rows for button in row)
        pad = grown(known.pad, key, shown) if key else None
        self._keep(chat, replace(known, place=screen.place, about=about, ticks=ticks, pad=pad))

    def noted(self, chat: int, message: int) -> None:
        """A message came or was sent."""
        known = self.of(chat)
        traces = self._young({message: self.clock(), **known.traces})
        self._keep(chat, replace(known, traces=traces, ways=known.ways & traces.keys()))

    def _young(self, traces: Mapping[int, float]) -> dict[int, float]:
        young = [message for message in sorted(traces) if self.clock() - traces[message] < HOUR]
        return {message: traces[message] for message in young[-TRACES:]}

    def stands(self, chat: int, keyboard: int, prompt: int | None) -> None:
        """A screen was delivered: its buttons and its prompt stand under these messages."""
        known = self.of(chat)
        ways = known.ways - {keyboard}
        self._keep(chat, replace(known, keyboard=keyboard, prompt=prompt, ways=ways))

    def leads_back(self, chat: int) -> None:
        """The screen that stands now is a way back: its buttons stay when others go."""
        known = self.of(chat)
        if known.keyboard is not None:
            ways = known.ways | {known.keyboard}
            self._keep(chat, replace(known, keyboard=None, ways=ways))

    def tidied(self, chat: int, *, everything: bool, but: int | None) -> tuple[int, ...]:
        """The messages that are to go now, oldest first; they are forgotten here."""
        known = self.of(chat)
        young = self._young(known.traces)
        kept = {but} if everything else {but, *known.ways}
        gone = tuple(message for message in young if message not in kept)
        stay = {message: at for message, at in young.items() if message in kept}
        keyboard, prompt = (m if m not in gone else None for m in (known.keyboard, known.prompt))
        self._keep(chat, replace(known, keyboard=keyboard, prompt=prompt, traces=stay))
        return gone

    def newest(self, chat: int, message: int, tap: Tap) -> Tap | ev.Ask:
        """Two quick taps come from the same keyboard: the second is applied to what the first
        made, a tap that arrives twice changes nothing more, and *Done* means all of them.
        """
        ticks = self.of(chat).ticks
        if ticks is None or ticks.message != message or not _same(ticks.newest, tap):
            return tap
        if tap.chosen not in ticks.parents:
            return tap
        chosen = ticks.newest.chosen
        if isinstance(tap, ev.Done):
            return replace(tap, chosen=chosen)
        if (tap.option in chosen) != (tap.option in tap.chosen):
            return ticks.newest
        return replace(tap, chosen=chosen)


def _same(asked: ev.Ask, tap: Tap) -> bool:
    return (asked.sheet, asked.question) == (tap.sheet, tap.question)


def _grown(before: Ticks | None, pressed: tuple[int, ev.Toggle], about: ev.Ask) -> Ticks:
    message, tap = pressed
    known = before is not None and before.message == message and _same(before.newest, tap)
    parents = before.parents if before is not None and known else ()
    return Ticks(message, about, (*parents, tap.chosen)[-PARENTS:])
