"""The way to Telegram: python-telegram-bot's Bot, and the first talk with it."""

import asyncio
import logging
from typing import Any, TypeAlias

from telegram import Bot
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.chat.adapter import ALLOWED
from bot.chat.calls import quietly
from bot.metrics import Counted, Counts

__all__ = ["Bot", "Client", "TokenRefused", "client", "connect", "farewell"]

JSONDict: TypeAlias = dict[str, Any]
"""An update as Telegram sent it."""
log = logging.getLogger(__name__)
CONNECTIONS = 256
AGAIN, LONGEST = 1.0, 30.0
"""Seconds between two tries, doubled each time."""


class TokenRefused(Exception):
    """It is no bot token, or Telegram does not know it."""


class Client(Bot):
    """The library's bot, and updates as they came: one that it cannot read must not hide the
    others of its batch.
    """

    _counts: Counts | None = None

    def count_in(self, counts: Counts) -> None:
        """How often it is asked for patience, from now on."""
        self._counts = counts

    async def _do_post(self, *args: Any, **more: Any) -> Any:  # noqa: ANN401 - the library's own
        try:
            return await super()._do_post(*args, **more)
        except RetryAfter:
            if self._counts is not None:
                self._counts.add(Counted.WAIT)
            raise

    async def raw_updates(self, *, offset: int, limit: int, patient: int) -> list[JSONDict]:
        data = {
            "offset": offset,
            "limit": limit,
            "timeout": patient,
            "allowed_updates": list(ALLOWED),
        }
        found: list[JSONDict] = await self._post("getUpdates", data, read_timeout=patient + 5)
        return found


def client(token: str, api_url: str) -> Client:
    """Speaks with the Bot API at this root; nothing is sent yet. TokenRefused if malformed."""
    try:
        return Client(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=HTTPXRequest(connection_pool_size=CONNECTIONS, pool_timeout=10),
            get_updates_request=HTTPXRequest(connection_pool_size=2),
        )
    except InvalidToken:
        raise TokenRefused from None


async def connect(bot: Bot, webhook_url: str, webhook_secret: str) -> str:
    """Waits for Telegram, however long that takes; the bot's username. TokenRefused on 401."""
    pause = AGAIN
    while True:
        try:
            await bot.initialize()
            await _register(bot, webhook_url, webhook_secret)
            return bot.username
        except InvalidToken:
            raise TokenRefused from None
        except TelegramError as error:
            kind = type(error)
            log.warning("the Bot API does not answer (%s); again in %.0f s", kind, pause)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST)


async def _register(bot: Bot, url: str, secret: str) -> None:
    """At every start: Telegram does not say which secret it has, and asking again is harmless."""
    if url:
        await bot.set_webhook(
            url, secret_token=secret, allowed_updates=list(ALLOWED), drop_pending_updates=False
        )


async def farewell(bot: Bot) -> None:
    """Closes the connections."""
    await quietly(bot.shutdown, "closing connections")
