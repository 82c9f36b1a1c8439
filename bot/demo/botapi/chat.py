"""A person's phone, for tests and the phone page: read, write, press, reply, follow links."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.demo.botapi.bubble import Bubble, Button, bubble_of
from bot.demo.botapi.cloud import Change, Cloud, Query, Room
from bot.demo.botapi.shapes import Message
from bot.demo.botapi.text import START, detected, start_parameter

__all__ = ["Bubble", "Button", "Chat"]

Other: TypeAlias = Literal["photo", "voice", "sticker", "location", "contact", "document"]

FILE = {"file_id": "AgAD-demo", "file_unique_id": "demo", "file_size": 1000}
OTHERS: Mapping[Other, object] = {
    "photo": [{**FILE, "width": 90, "height": 90}],
    "voice": {**FILE, "duration": 3},
    "sticker": {
        **FILE, "type": "regular", "width": 512, "height": 512,
        "is_animated": False, "is_video": False,
    },
    "location": {"latitude": 50.8466, "longitude": 4.3528},
    "contact": {"phone_number": "+3225550100", "first_name": "A"},
    "document": {**FILE, "file_name": "a.pdf"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chat:
    cloud: Cloud
    room: Room

    @property
    def id(self) -> int:
        return self.room.user["id"]

    @property
    def messages(self) -> list[Bubble]:
        """All that stand in the chat, oldest first, as they look now."""
        return [self._bubble(one) for one in self.room.messages.values()]

    @property
    def last(self) -> Bubble:
        """The bot's newest message."""
        return [bubble for bubble in self.messages if not bubble.mine][-1]

    @property
    def alerts(self) -> list[str]:
        """The notices that answered presses, oldest first, without the empty ones."""
        return [alert.text for alert in self.room.alerts if alert.text]

    def find(self, bubble_id: int) -> Bubble | None:
        message = self.room.messages.get(bubble_id)
        return None if message is None else self._bubble(message)

    def _bubble(self, message: Message) -> Bubble:
        forced = self.room.forced.get(message["message_id"])
        return bubble_of(message, self.cloud.me["id"], forced)

    async def send(self, text: str, *, to: Bubble | None = None) -> Bubble:
        """Write a message, as an answer to another one if `to` is given."""
        self._unblock()
        message = self.room.new_message(self.room.user)
        message["text"] = text
        found = [one for one in detected(text) if one["type"] == "bot_command"]
        if found:
            message["entities"] = found
        if to is not None and to.id in self.room.messages:
            message["reply_to_message"] = quoted(self.room.messages[to.id])
        await self._post(message)
        return self._bubble(message)

    async def reply(self, bubble: Bubble, text: str) -> Bubble:
        return await self.send(text, to=bubble)

    async def follow(self, link: str) -> Bubble:
        """Open a link to this bot and press Start."""
        payload = start_parameter(link, self.cloud.username)
        if payload is not None and not START.fullmatch(payload):
            raise ValueError("the start parameter of this link is not one that Telegram hands on")
        if payload is None and not self.is_bot(link):
            raise ValueError("this link does not lead to the bot")
        return await self.send(f"/start {payload}" if payload else "/start")

    def is_bot(self, link: str) -> bool:
        """Whether a link leads to this bot."""
        address = f"https://t.me/{self.cloud.username}"
        bare = link.partition("?")[0].rstrip("/").lower() == address.lower()
        return bare or start_parameter(link, self.cloud.username) is not None

    async def press(self, label: str, *, on: Bubble | None = None) -> str | None:
        """Press a button by its label or the beginning of it; the id of the callback query.

        Without `on` the newest message that has such a button. `on` may be an older view
        of a message: then the button is pressed as it was.
        """
        for bubble in [on] if on else reversed(self.messages):
            button = bubble.button(label)
            if button is not None:
                return await self._use(bubble, button)
        shown = [label for bubble in ([on] if on else self.messages) for label in bubble.labels]
        raise LookupError(f"no button {label!r} among {shown}")

    async def _use(self, bubble: Bubble, button: Button) -> str | None:
        if button.data is not None:
            return await self.press_data(bubble, button.data)
        if button.url is not None and self.is_bot(button.url):
            await self.follow(button.url)
        return None

    async def press_data(self, bubble: Bubble, data: str) -> str:
        """Press with any data, as a modified app can; the id of the callback query."""
        query = Query(str(4_318_000_000_000_001 + len(self.cloud.queries)), self.id, bubble.id, 0.0)
        self.room.acted = query.at = time.monotonic()
        self.cloud.queries[query.id] = query
        payload = {
            "id": query.id,
            "from": self.room.user,
            "message": self._seen_by_bot(bubble.id),
            "chat_instance": str(self.id * 31),
            "data": data,
        }
        if self.cloud.updates.push("callback_query", self.id, payload) is None:
            query.answered = True
        await asyncio.sleep(0)
        return query.id

    def _seen_by_bot(self, number: int) -> object:
        if number in self.room.lost or number not in self.room.messages:
            return {"chat": self.room.chat(), "message_id": number, "date": 0}
        return dict(self.room.messages[number])

    async def edit(self, bubble: Bubble, text: str) -> None:
        """Change a message that the person wrote."""
        message = self.room.messages[bubble.id]
        message["text"], message["edit_date"] = text, int(time.time())
        self.cloud.updates.push("edited_message", self.id, dict(message))
        self.cloud.tell(Change(self.id, "message", bubble.id))
        await asyncio.sleep(0)

    async def send_other(self, kind: Other) -> None:
        """Send something that is no text."""
        message = self.room.new_message(self.room.user)
        await self._post(message, **{kind: OTHERS[kind]})

    async def _post(self, message: Message, **more: object) -> None:
        self.room.started, self.room.acted = True, time.monotonic()
        self.room.messages[message["message_id"]] = message
        self.cloud.updates.push("message", self.id, {**message, **more})
        self.cloud.tell(Change(self.id, "message", message["message_id"]))
        await asyncio.sleep(0)

    def lose(self, bubble: Bubble) -> None:
        """Make a message so old that the bot can no longer see or edit it."""
        self.room.lost.add(bubble.id)

    def block(self) -> None:
        self.room.blocked = True
        self._membership("member", "kicked")

    def _unblock(self) -> None:
        if self.room.blocked:
            self.room.blocked = False
            self._membership("kicked", "member")

    def _membership(self, old: str, new: str) -> None:
        me = self.cloud.public_me()
        until = {"until_date": 0}
        payload = {
            "chat": self.room.chat(),
            "from": self.room.user,
            "date": int(time.time()),
            "old_chat_member": {"user": me, "status": old} | (until if old == "kicked" else {}),
            "new_chat_member": {"user": me, "status": new} | (until if new == "kicked" else {}),
        }
        self.cloud.updates.push("my_chat_member", self.id, payload)

    async def settled(self, *, quiet: float = 0.06, timeout: float = 8.0) -> None:
        """Until the bot has taken all updates of this chat, answered all presses, and is quiet.

        A bot that takes an update and does nothing is waited for 0.3 s.
        """
        deadline = time.monotonic() + timeout
        while not self._is_settled(quiet):
            if time.monotonic() > deadline:
                raise TimeoutError(self._what_is_open())
            await asyncio.sleep(0.01)

    def _is_settled(self, quiet: float) -> bool:
        if self.cloud.updates.waiting()[self.id] or self._unanswered():
            return False
        answered = self.room.touched > self.room.acted
        since = max(self.room.touched, self.room.acted)
        return time.monotonic() - since > (quiet if answered else 0.3)

    def _unanswered(self) -> int:
        mine = [one for one in self.cloud.queries.values() if one.chat == self.id]
        return sum(not one.answered for one in mine)

    def _what_is_open(self) -> str:
        waiting = self.cloud.updates.waiting()[self.id]
        return f"the bot left {waiting} updates and {self._unanswered()} presses unanswered"


def quoted(message: Message) -> Message:
    """A message as it stands inside a reply: without the one it answers itself."""
    copy = message.copy()
    copy.pop("reply_to_message", None)
    return copy
