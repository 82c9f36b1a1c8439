"""Updates by webhook: answered with 200 only when their turn is committed."""

import json
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from hmac import compare_digest

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from telegram import Bot, Update

from bot.chat.adapter import read
from bot.chat.conversation import TurnFailed
from bot.chat.patience import Patience
from bot.logs import Plain

log = logging.getLogger(__name__)
HEADER = "x-telegram-bot-api-secret-token"
LARGEST = 256 * 1024
"""Bytes of a body. An update with a full message and keyboard takes about 30 KB."""
OK, FORBIDDEN, TOO_LARGE, AGAIN = 200, 403, 413, 503
REMEMBERED = 1000
"""Acknowledged updates that are recognised when they are delivered twice."""


@dataclass(slots=True)
class Hook:
    bot: Bot
    secret: str
    acknowledge: Callable[[Update], Awaitable[bool]]
    pass_over: Callable[[Update, str], Awaitable[None]]
    patience: Patience = field(default_factory=Patience)
    done: OrderedDict[int, None] = field(default_factory=OrderedDict)
    strangers: int = 0

    async def __call__(self, request: Request) -> Response:
        given = request.headers.get(HEADER, "")
        if not compare_digest(given.encode(), self.secret.encode()):
            self._refuse()
            return Response(status_code=FORBIDDEN)
        body = await _body(request)
        if body is None:
            return Response(status_code=TOO_LARGE)
        update = self._read(body)
        if update is None or update.update_id in self.done:
            return Response(status_code=OK)
        return Response(status_code=OK if await self._handle(update) else AGAIN)

    def _refuse(self) -> None:
        """Strangers, or Telegram itself with another secret: the first and every 100th is told."""
        self.strangers += 1
        if self.strangers % 100 == 1:
            log.warning("a webhook call came without the secret (%d so far)", self.strangers)

    def _read(self, body: bytes) -> Update | None:
        """None for what is no update: sending it again would not mend it."""
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError) as error:
            log.warning("a webhook call was no JSON: %s", type(error))
            return None
        if not isinstance(raw, dict) or type(raw.get("update_id")) is not int:
            log.warning("a webhook call was no update")
            return None
        return read(raw, self.bot)

    async def _handle(self, update: Update) -> bool:
        number = update.update_id
        try:
            wrote = await self.acknowledge(update)
        except TurnFailed as failure:
            if not self.patience.ran_out(number, world=failure.world):
                return False
            log.error("an update was passed over, error %s", Plain(failure.error))  # noqa: TRY400 - its failures are logged
            await self.pass_over(update, failure.error)
        else:
            self.patience.worked(number, wrote=wrote)
        self._remember(number)
        return True

    def _remember(self, number: int) -> None:
        self.done[number] = None
        while len(self.done) > REMEMBERED:
            self.done.popitem(last=False)


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
