"""The queue of updates that wait for the bot, and the one getUpdates that may wait for them."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.demo.botapi.rules import refuse

KNOWN = frozenset(
    {
        "message", "edited_message", "channel_post", "edited_channel_post", "inline_query",
        "callback_query", "poll", "poll_answer", "my_chat_member", "chat_member",
        "chat_join_request", "message_reaction",
    }
)  # fmt: skip
ON_REQUEST = frozenset({"chat_member", "message_reaction"})
"""Types that come only if allowed_updates names them."""


@dataclass(frozen=True, slots=True)
class Update:
    id: int
    chat: int
    kind: str
    payload: Mapping[str, object]

    def json(self) -> dict[str, object]:
        return {"update_id": self.id, self.kind: self.payload}


@dataclass(slots=True)
class Updates:
    pending: list[Update] = field(default_factory=list)
    next_id: int = 700_000_001
    allowed: frozenset[str] = KNOWN - ON_REQUEST
    duplicates: int = 0
    """How many of the next updates are delivered twice."""
    held: list[Update] = field(default_factory=list)
    holding: int = 0
    """How many more updates are held back, to be delivered in the opposite order."""
    closed: bool = False
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _polls: int = 0
    """Counts the polls: only the newest may go on."""

    def push(self, kind: str, chat: int, payload: Mapping[str, object]) -> int | None:
        """Queue an update; its id, or None if the bot does not want its kind."""
        if kind not in self.allowed:
            return None
        update = Update(self.next_id, chat, kind, payload)
        self.next_id += 1
        if self.holding:
            self.holding -= 1
            self.held.append(update)
            self._release()
        else:
            self._queue(update)
        return update.id

    def _queue(self, update: Update) -> None:
        copies = 2 if self.duplicates > 0 else 1
        self.duplicates -= copies - 1
        self.pending += [update] * copies
        self.wake()

    def _release(self) -> None:
        """The held updates in the opposite order, with ids that grow as Telegram's do."""
        if self.holding:
            return
        ids = [update.id for update in self.held]
        for new, update in zip(ids, reversed(self.held), strict=True):
            self._queue(Update(new, update.chat, update.kind, update.payload))
        self.held.clear()

    def waiting(self) -> Counter[int]:
        """Chat -> how many of its updates the bot has not confirmed."""
        return Counter(update.chat for update in [*self.pending, *self.held])

    def allow(self, kinds: Sequence[str]) -> None:
        if not KNOWN.issuperset(kinds):
            raise refuse("update-type")
        self.allowed = frozenset(kinds) or KNOWN - ON_REQUEST

    def confirm(self, offset: int) -> None:
        """Forget what lies before the offset; a negative one counts from the end."""
        if offset < 0:
            self.pending = self.pending[offset:]
        else:
            self.pending = [update for update in self.pending if update.id >= offset]
        self.wake()

    def remove(self, update: Update) -> None:
        self.pending.remove(update)
        self.wake()

    def wake(self) -> None:
        """Wake whoever waits for a change of the queue."""
        self._news.set()
        self._news = asyncio.Event()

    async def change(self, seconds: float) -> None:
        """Until the queue changes, or the time is over."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()

    async def poll(self, limit: int, seconds: float) -> list[dict[str, object]]:
        """The next updates, waited for at most `seconds`; ousts the poll before."""
        self._polls += 1
        mine = self._polls
        self.wake()
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not (self.pending or self.closed) and deadline > loop.time():
            await self.change(deadline - loop.time())
            if mine != self._polls:
                raise refuse("poll-conflict")
        return [update.json() for update in self.pending[:limit]]
