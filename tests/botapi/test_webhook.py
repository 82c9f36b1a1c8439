"""Updates come to a webhook in order per chat, with the secret, until they are taken."""

import asyncio
import contextlib
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest

from bot.demo.botapi import BotApi, Chat
from tests.botapi.conftest import Calling

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
BUSY = b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"


@dataclass
class Receiver:
    """A web server of a few lines: what it is told to answer it answers, and it remembers."""

    port: int = 0
    heads: list[str] = field(default_factory=list)
    bodies: list[dict[str, dict[str, str]]] = field(default_factory=list)
    answer: Callable[[int], bytes] = lambda _: OK
    """Number of the request, from 1 -> the answer; empty: none at all."""
    delay: float = 0.0
    running: int = 0
    most: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/telegram"

    @property
    def texts(self) -> list[str]:
        return [body["message"]["text"] for body in self.bodies]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                await self._one(reader, writer)
        writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        size = int(head.partition("content-length: ")[2].partition("\r\n")[0])
        self.heads.append(head)
        self.bodies.append(json.loads(await reader.readexactly(size)))
        number = len(self.bodies)
        self.running += 1
        self.most = max(self.most, self.running)
        await asyncio.sleep(self.delay)
        self.running -= 1
        writer.write(self.answer(number))
        await writer.drain()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    yield receiver
    server.close()


async def drained(api: BotApi) -> None:
    async with asyncio.timeout(5):
        while api.cloud.updates.pending:
            await api.cloud.updates.change(5)


async def test_each_update_comes_once_with_the_secret(
    api: BotApi, chat: Chat, call: Calling, receiver: Receiver
) -> None:
    await call("setWebhook", url=receiver.url, secret_token="s-1")
    await chat.send("two")
    await drained(api)
    assert receiver.texts == ["/start", "two"]
    assert all("x-telegram-bot-api-secret-token: s-1" in head for head in receiver.heads)


async def test_what_is_not_taken_comes_again_and_the_chat_waits_for_it(
    api: BotApi, chat: Chat, call: Calling, receiver: Receiver
) -> None:
    receiver.answer = lambda number: BUSY if number < 4 else OK
    await chat.send("two")
    await call("setWebhook", url=receiver.url)
    await drained(api)
    assert receiver.texts == ["/start"] * 4 + ["two"]
    assert len({body["update_id"] for body in receiver.bodies}) == 2
    info = (await call("getWebhookInfo"))["result"]
    assert isinstance(info, dict)
    assert info["last_error_message"] == "Wrong response from the webhook: 503"
    assert info["pending_update_count"] == 0


async def test_a_webhook_that_never_answers_is_asked_again(
    api: BotApi, chat: Chat, call: Calling, receiver: Receiver
) -> None:
    receiver.answer = lambda number: b"" if number == 1 else OK
    await call("setWebhook", url=receiver.url)
    await drained(api)
    assert receiver.texts == ["/start", "/start"]


async def test_chats_run_side_by_side_but_each_in_order(
    api: BotApi, call: Calling, receiver: Receiver
) -> None:
    receiver.delay = 0.02
    chats = [api.open_chat() for _ in range(6)]
    for word in ("a", "b", "c"):
        for chat in chats:
            await chat.send(word)
    await call("setWebhook", url=receiver.url, max_connections=3)
    await drained(api)
    order = defaultdict(list)
    for body in receiver.bodies:
        order[str(body["message"]["chat"])].append(body["message"]["text"])
    assert list(order.values()) == [["a", "b", "c"]] * 6
    assert receiver.most == 3


async def test_a_call_may_ride_in_the_answer(
    api: BotApi, chat: Chat, call: Calling, receiver: Receiver
) -> None:
    body = json.dumps({"method": "sendMessage", "chat_id": chat.id, "text": "Hello"}).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    receiver.answer = lambda number: head + body if number == 1 else OK
    await call("setWebhook", url=receiver.url)
    await chat.settled()
    assert (chat.last.text, api.refusals) == ("Hello", [])


async def test_a_refused_call_in_an_answer_is_recorded(
    api: BotApi, chat: Chat, call: Calling, receiver: Receiver
) -> None:
    body = b'{"method": "sendDice"}'
    receiver.answer = lambda _: b"HTTP/1.1 200 OK\r\nContent-Length: 22\r\n\r\n" + body
    await call("setWebhook", url=receiver.url)
    await drained(api)
    assert [refusal.rule for refusal in api.refusals] == ["method"]
    assert [bubble.text for bubble in chat.messages] == ["/start"]
