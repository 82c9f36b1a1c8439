"""The running server: Bot API and further pages on one loopback port, and what tests do with it."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.demo.botapi.answer import answer, answer_inline
from bot.demo.botapi.chat import Chat
from bot.demo.botapi.cloud import Call, Change, Cloud, Query, Refusal, Room
from bot.demo.botapi.faults import Fault, Kind
from bot.demo.botapi.fields import Fields
from bot.demo.botapi.shapes import User
from bot.demo.botapi.webhook import Carrier, Patience

USUAL = Patience()
FIRST_ID = 5_861_402_713
LOOPBACK = ["127.0.0.1", "localhost"]
"""Names by which a browser may ask: a foreign name that points here is refused."""

Pages = Callable[[Cloud], Sequence[BaseRoute]]


@dataclass(frozen=True, slots=True)
class Identity:
    """The one bot of a server; its number is the first part of its token."""

    token: str = "4242424242:AAdemo-token-that-opens-nothing-at-all"  # noqa: S105 - works only here
    username: str = "city_rights_bot"
    name: str = "Digital rights"

    def user(self) -> User:
        return {
            "id": int(self.token.partition(":")[0]),
            "is_bot": True,
            "first_name": self.name,
            "username": self.username,
            "can_join_groups": False,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }


DEMO = Identity()


class Quiet(uvicorn.Server):
    """Leaves the process's signals to whoever runs the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass(slots=True)
class BotApi:
    cloud: Cloud
    port: int
    _server: Quiet
    _tasks: tuple[asyncio.Task[None], ...]

    @classmethod
    async def start(
        cls,
        port: int = 0,
        *,
        bot: Identity = DEMO,
        pages: Pages = lambda _: (),
        patience: Patience = USUAL,
    ) -> Self:
        """Serve on loopback; port 0 is a free one. `pages` adds routes beside the Bot API."""
        cloud = Cloud(bot.token, bot.user(), patience.query)
        place = _listen(port)
        server = Quiet(_config(_site(cloud, pages)))
        tasks = (
            asyncio.create_task(server.serve([place])),
            asyncio.create_task(_supervise(cloud, patience)),
        )
        while not server.started:  # noqa: ASYNC110 - uvicorn tells it by this flag only
            await asyncio.sleep(0.002)
        return cls(cloud, place.getsockname()[1], server, tasks)

    async def stop(self) -> None:
        self.cloud.updates.closed = True
        self.cloud.updates.wake()
        self.cloud.tell(Change(0, "closed"))
        self._server.should_exit = True
        serving, carrying = self._tasks
        carrying.cancel()
        await asyncio.gather(serving, carrying, return_exceptions=True)
        # Connections that were closed just now go in the loop's next turns.
        await asyncio.sleep(0.01)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def root(self) -> str:
        """What RIGHTSBOT_API_URL holds: methods are at {root}/bot{token}/{method}."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def token(self) -> str:
        return self.cloud.token

    @property
    def username(self) -> str:
        return self.cloud.username

    def open_chat(
        self, *, language_code: str | None = "en", first_name: str = "Resident", user_id: int = 0
    ) -> Chat:
        """A new person with a phone; without `user_id` with an id of their own."""
        return open_chat(self.cloud, language_code, first_name, user_id)

    @property
    def chats(self) -> list[Chat]:
        return [Chat(self.cloud, room) for room in self.cloud.rooms.values()]

    @property
    def refusals(self) -> list[Refusal]:
        """Every refused call, oldest first; ordered faults are none."""
        return self.cloud.refusals

    @property
    def calls(self) -> list[Call]:
        """Every call that was understood, oldest first, those struck by a fault as not ok."""
        return list(self.cloud.calls)

    def unanswered(self) -> list[Query]:
        """Presses that the bot has not answered."""
        return [query for query in self.cloud.queries.values() if not query.answered]

    def fail(
        self, kind: Kind, *, method: str | None = None, chat: Chat | None = None, times: int = 1
    ) -> Fault:
        """Order a fault; set `times` of what is returned to 0 to end it."""
        fault = Fault(kind, method, chat.id if chat else None, times)
        self.cloud.faults.append(fault)
        return fault

    def duplicate_updates(self, times: int = 1) -> None:
        """Deliver the next updates twice, under the same update_id."""
        self.cloud.updates.duplicates += times

    def reorder_updates(self, count: int = 2) -> None:
        """Hold back the next updates and deliver them in the opposite order."""
        self.cloud.updates.holding = count

    def push(self, kind: str, payload: Mapping[str, object], *, chat: int = 0) -> int | None:
        """Queue any update: of a group, of a kind the phone does not know, a broken one."""
        return self.cloud.updates.push(kind, chat, payload)


def open_chat(cloud: Cloud, language_code: str | None, first_name: str, user_id: int = 0) -> Chat:
    number = user_id or FIRST_ID + 7919 * len(cloud.rooms)
    user: User = {"id": number, "is_bot": False, "first_name": first_name}
    if language_code:
        user["language_code"] = language_code
    room = Room(user, next_message=1 + len(cloud.rooms) * 1000)
    cloud.rooms[number] = room
    return Chat(cloud, room)


def _listen(port: int) -> socket.socket:
    """Says TCP explicitly: else asyncio leaves Nagle's algorithm on, and each call takes 40 ms."""
    place = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    place.bind(("127.0.0.1", port))
    return place


def _site(cloud: Cloud, pages: Pages) -> Starlette:
    async def call(request: Request) -> Response:
        return await answer(cloud, request)

    return Starlette(
        routes=[Route("/bot{token}/{method}", call, methods=["GET", "POST"]), *pages(cloud)],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=LOOPBACK)],
    )


def _config(site: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        site,
        log_config=None,
        log_level="critical",
        access_log=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=1,
    )


async def _supervise(cloud: Cloud, patience: Patience) -> None:
    """Run a carrier for as long as its hook is the one that is set."""

    async def reply(call: Fields) -> None:
        await answer_inline(cloud, call)

    while True:
        hook = cloud.hook
        if hook is None:
            await cloud.updates.change(60.0)
            continue
        carrier = asyncio.create_task(Carrier(cloud.updates, hook, patience, reply).run())
        try:
            while cloud.hook is hook:
                await cloud.updates.change(60.0)
        finally:
            carrier.cancel()
            await asyncio.gather(carrier, return_exceptions=True)
