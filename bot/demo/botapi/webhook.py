"""Carries updates to the bot's webhook: in order per chat, again and again until it says 2xx."""

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from bot.demo.botapi.rules import refuse
from bot.demo.botapi.shapes import SetWebhook
from bot.demo.botapi.updates import Update, Updates

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header


@dataclass(slots=True)
class Hook:
    url: str
    secret: str = ""
    connections: int = 40
    error_at: int = 0
    """Unix seconds of the newest failure; 0: none."""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: how long a webhook may take, the pauses between attempts, the life of a query."""

    answer: float = 60.0
    first: float = 2.0
    most: float = 60.0
    query: float = 150.0


def hook_of(fields: SetWebhook) -> Hook:
    parts = urlsplit(fields["url"])
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not local and (parts.scheme != "https" or not parts.hostname):
        raise refuse("webhook-url")
    secret = fields.get("secret_token", "")
    if "secret_token" in fields and not SECRET.fullmatch(secret):
        raise refuse("webhook-secret")
    connections = fields.get("max_connections", 40)
    if not 1 <= connections <= 100:
        raise refuse("webhook-connections")
    return Hook(fields["url"], secret, connections)


Reply = Callable[[Mapping[str, object]], Awaitable[None]]
"""Runs the call that came as the answer of a webhook."""


@dataclass(slots=True)
class Carrier:
    """Delivers while a hook is set; one update of a chat at a time."""

    updates: Updates
    hook: Hook
    patience: Patience
    reply: Reply

    async def run(self) -> None:
        headers = {SECRET_HEADER: self.hook.secret} if self.hook.secret else {}
        limits = httpx.Limits(max_connections=self.hook.connections)
        async with httpx.AsyncClient(
            headers=headers, limits=limits, timeout=self.patience.answer, trust_env=False
        ) as client:
            await self._deliver(client)

    async def _deliver(self, client: httpx.AsyncClient) -> None:
        busy: dict[int, asyncio.Task[None]] = {}
        try:
            while True:
                for update in tuple(self.updates.pending):
                    if update.chat not in busy and len(busy) < self.hook.connections:
                        task = asyncio.create_task(self._carry(client, update))
                        busy[update.chat] = task
                        task.add_done_callback(lambda _: self.updates.wake())
                await self.updates.change(60.0)
                busy = {chat: task for chat, task in busy.items() if not task.done()}
        finally:
            for task in busy.values():
                task.cancel()
            await asyncio.gather(*busy.values(), return_exceptions=True)

    async def _carry(self, client: httpx.AsyncClient, update: Update) -> None:
        """One update, until it is taken."""
        pause = 0.0
        while not await self._post(client, update):
            await asyncio.sleep(pause)
            pause = min(max(pause * 2, self.patience.first), self.patience.most)
        self.updates.remove(update)

    async def _post(self, client: httpx.AsyncClient, update: Update) -> bool:
        try:
            answer = await client.post(self.hook.url, json=update.json())
        except httpx.HTTPError as broken:
            self._failed(f"{type(broken).__name__}: connection failed")
            return False
        if not answer.is_success:
            self._failed(f"Wrong response from the webhook: {answer.status_code}")
            return False
        await self._method_in(answer)
        return True

    def _failed(self, words: str) -> None:
        self.hook.error_at, self.hook.error = int(time.time()), words

    async def _method_in(self, answer: httpx.Response) -> None:
        """A bot may put one call into its answer; its result is not told."""
        try:
            call = json.loads(answer.content)
        except ValueError:
            return
        if isinstance(call, dict) and isinstance(call.get("method"), str):
            await self.reply(call)
