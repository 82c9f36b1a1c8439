"""Calls to the Bot API that outlive a busy or shaky network, one chat at a time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from random import SystemRandom
from typing import TypeVar

from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.logs import Plain

log = logging.getLogger(__name__)
T = TypeVar("T")
TRIES = 4
LONGEST_WAIT = 120.0
"""Seconds. Whoever is told to wait longer presses again."""
NEVER_LEFT = ("ConnectError", "ConnectTimeout", "PoolTimeout")
"""Faults of the connection after which the call was certainly not made."""


class Refused(Exception):
    """Telegram will not do this: what it refuses now it refuses again."""

    def __init__(self, reason: str) -> None:
        super().__init__("refused by the Bot API")
        self.reason = reason
        """Telegram's words in small letters; may quote a text, so it is never logged."""


class Blocked(Refused):
    """The person has blocked the bot or deleted the chat."""


class Later(Refused):
    """Telegram asks for more patience than a person has; nothing else is to be sent there now."""


async def call(what: Callable[[], Awaitable[T]], *, once: bool = False) -> T:
    """The answer of one method. Waits where told to (429), tries again where the network failed.

    `once`: done twice it would be seen twice; what may have been done is tried again only once.
    Raises Refused, or the network error of the last try.
    """
    doubtful = 0
    for attempt in range(1, TRIES + 1):
        try:
            return await what()
        except RetryAfter as wait:
            if seconds(wait) > LONGEST_WAIT:
                raise Later("retry after") from None
            await asyncio.sleep(seconds(wait))
        except (Forbidden, BadRequest, InvalidToken, Conflict) as refusal:
            kind = Blocked if isinstance(refusal, Forbidden) else Refused
            raise kind(refusal.message.lower()) from None
        except NetworkError as error:
            doubtful += _may_be_done(error)
            if attempt == TRIES or (once and doubtful > 1):
                raise
            await asyncio.sleep(_pause(attempt))
    raise Later("retry after")


def _may_be_done(error: NetworkError) -> bool:
    if isinstance(error, TimedOut):
        return "pool" not in error.message.lower()
    return error.message.startswith("httpx.") and not any(k in error.message for k in NEVER_LEFT)


def seconds(wait: RetryAfter) -> float:
    after = wait.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def _pause(attempt: int) -> float:
    """Jitter keeps many chats from knocking at once."""
    return 0.2 * 2.0**attempt * (0.5 + SystemRandom().random())


async def quietly(what: Callable[[], Awaitable[object]], name: str) -> None:
    """A call whose failure costs nobody anything; only its kind is told, and only at DEBUG."""
    try:
        await call(what)
    except Refused:
        return
    except TelegramError as error:
        log.debug("%s failed: %s", Plain(name), type(error))
