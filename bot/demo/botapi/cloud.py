"""What Telegram's servers know: bot, chats, queries, queue; and a record of the calls."""

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field

from bot.demo.botapi.faults import Fault
from bot.demo.botapi.profile import Profile
from bot.demo.botapi.rules import refuse
from bot.demo.botapi.shapes import ForceReply, Message, PrivateChat, User
from bot.demo.botapi.updates import Updates
from bot.demo.botapi.webhook import Hook


@dataclass(frozen=True, slots=True)
class Alert:
    """What answered a press; a toast unless it is modal. The text may be empty."""

    text: str
    modal: bool


@dataclass(slots=True)
class Query:
    id: str
    chat: int
    message: int
    at: float
    """Monotonic seconds."""
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    chat: int | None
    at: float
    """Monotonic seconds."""
    ok: bool


@dataclass(frozen=True, slots=True)
class Refusal:
    method: str
    rule: str
    description: str


@dataclass(frozen=True, slots=True)
class Change:
    """Something a phone would show at once."""

    chat: int
    kind: str
    message: int = 0
    alert: Alert | None = None


@dataclass(slots=True)
class Room:
    """One private chat as the servers hold it."""

    user: User
    next_message: int
    messages: dict[int, Message] = field(default_factory=dict)
    forced: dict[int, ForceReply] = field(default_factory=dict)
    lost: set[int] = field(default_factory=set)
    """Messages too old for the bot to see or edit."""
    alerts: list[Alert] = field(default_factory=list)
    started: bool = False
    blocked: bool = False
    touched: float = 0.0
    """When the bot last did something here: monotonic seconds."""
    acted: float = 0.0
    """When the person last did."""

    def chat(self) -> PrivateChat:
        return PrivateChat(id=self.user["id"], type="private", first_name=self.user["first_name"])

    def new_message(self, sender: User) -> Message:
        """An empty message with the next number; not yet in the chat."""
        number = self.next_message
        self.next_message += 1
        return {
            "message_id": number,
            "from": sender,
            "chat": self.chat(),
            "date": int(time.time()),
        }


@dataclass(slots=True)
class Cloud:
    token: str
    me: User
    query_seconds: float = 150.0
    """How long a callback query can be answered."""
    rooms: dict[int, Room] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    updates: Updates = field(default_factory=Updates)
    profile: Profile = field(default_factory=Profile)
    hook: Hook | None = None
    faults: list[Fault] = field(default_factory=list)
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=100_000))
    refusals: list[Refusal] = field(default_factory=list)
    watchers: set[asyncio.Queue[Change]] = field(default_factory=set)

    @property
    def username(self) -> str:
        return self.me.get("username", "")

    def room(self, chat: int) -> Room:
        """The room the bot may write to now."""
        room = self.rooms.get(chat)
        if room is None:
            raise refuse("chat-not-found")
        if not room.started:
            raise refuse("not-started")
        if room.blocked:
            raise refuse("blocked")
        return room

    def tell(self, change: Change) -> None:
        for watcher in self.watchers:
            watcher.put_nowait(change)

    def public_me(self) -> User:
        """The bot as it stands in messages."""
        me = self.me
        return {
            "id": me["id"],
            "is_bot": True,
            "first_name": me["first_name"],
            "username": self.username,
        }
