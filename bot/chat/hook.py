"""Updates by webhook: answered with 200 only when their turn is committed."""

import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from hmac import compare_digest

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from telegram import Bot, Update

from bot.chat.patience import Patience

log = logging.getLogger(__name__)
HEADER = "x-telegram-bot-api-secret-token"
LARGEST = 256 * 1024
"""Bytes of a body. An update with a full message and keyboard takes about 30 KB."""
OK, FORBIDDEN, TOO_LARGE, AGAIN = 200, 403, 413, 503


@dataclass(slots=True)
class Hook:
    bot: Bot
    secret: str
    acknowledge: Callable[[Update], Awaitable[None]]
    pass_over: Callable[[Update], Awaitable[None]]
    patience: Patience = field(default_factory=Patience)

    async def __call__(self, request: Request) -> Response:
        given = request.headers.get(HEADER, "")
        if not compare_digest(given.encode(), self.secret.encode()):
            return Response(status_code=FORBIDDEN)
        body = await _body(request)
        if body is None:
            return Response(status_code=TOO_LARGE)
        update = self._read(body)
        if update is None:
            return Response(status_code=OK)
        return Response(status_code=OK if await self._handle(update) else AGAIN)

    def _read(self, body: bytes) -> Update | None:
        """None for what is no update: it was sent with the right secret, so sending it again
        would not mend it. Counted in the log, never shown.
        """
        try:
            data = json.loads(body)
            return Update.de_json(data, self.bot)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            log.warning("a webhook call was no update: %s", type(error).__name__)
            return None

    async def _handle(self, update: Update) -> bool:
        try:
            await self.acknowledge(update)
        except Exception:  # noqa: BLE001 - the boundary: logged where it happened
            if not self.patience.ran_out(update.update_id):
                return False
            log.error("an update failed again and again and was passed over")  # noqa: TRY400 - logged where it happened
            await self.pass_over(update)
        else:
            self.patience.worked(update.update_id)
        return True


async def _body(request: Request) -> bytes | None:
    """The whole body, or None as soon as it is too large."""
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > LARGEST:
        return None
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST:
                return None
    except ClientDisconnect:
        return None
    return bytes(body)
