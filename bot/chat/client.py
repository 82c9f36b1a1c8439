"""The way to Telegram: python-telegram-bot's Bot, and the first talk with it."""

import asyncio
import logging

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.chat.adapter import ALLOWED
from bot.chat.calls import quietly

__all__ = ["Bot", "TokenRefused", "client", "connect", "farewell"]

log = logging.getLogger(__name__)
CONNECTIONS = 256
AGAIN = 1.0


class TokenRefused(Exception):
    """It is no bot token, or Telegram does not know it."""


def client(token: str, api_url: str) -> Bot:
    """Speaks with the Bot API at this root; nothing is sent yet. TokenRefused if malformed."""
    try:
        return Bot(
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
    while True:
        try:
            await bot.initialize()
            await _register(bot, webhook_url, webhook_secret)
            return bot.username
        except InvalidToken:
            raise TokenRefused from None
        except TelegramError as error:
            log.warning("Telegram does not answer (%s); trying again", type(error).__name__)
            await asyncio.sleep(AGAIN)


async def _register(bot: Bot, url: str, secret: str) -> None:
    """Only where it differs: several workers start without taking each other's place."""
    if url and (await bot.get_webhook_info()).url != url:
        await bot.set_webhook(
            url, secret_token=secret, allowed_updates=list(ALLOWED), drop_pending_updates=False
        )


async def farewell(bot: Bot) -> None:
    """Closes the connections."""
    await quietly(bot.shutdown, "closing connections")
