"""The composition root of `run`: one bot, its HTTP side, its tick, and a clean end."""

import asyncio
import logging
import os
import signal
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from threading import Timer
from time import monotonic
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route

from bot.chat.calls import call
from bot.chat.client import Client, TokenRefused, client, connect, farewell
from bot.chat.conversation import Conversation
from bot.chat.deliver import NO_PREVIEW, Deliveries, show
from bot.chat.hook import Hook
from bot.chat.intake import AnotherInstance, Polling
from bot.chat.memory import Memory
from bot.content.render import Rendered, render
from bot.core import wire
from bot.core.event import Pressed
from bot.core.sheet import Place
from bot.health import Health, within
from bot.house import BACKUPS, House, Refusal
from bot.metrics import Counts, tallied
from bot.settings import Settings
from bot.tick import Tick
from bot.tidings import Tidings
from bot.turn import Turned

log = logging.getLogger(__name__)
ENDING, DRAINING, TICKING, COUNTING, CLOSING, LEAVING = 4.0, 1.0, 0.5, 1.0, 0.5, 0.5
"""Seconds that the parts of a clean end may take; the contract gives ten for all."""


def bot_of(settings: Settings) -> Client:
    if not settings.token:
        raise Refusal("RIGHTSBOT_TOKEN is missing: BotFather gives it")
    try:
        return client(settings.token, settings.api_url)
    except TokenRefused:
        raise Refusal("RIGHTSBOT_TOKEN is not a bot token") from None


@dataclass(slots=True)
class Running:
    """One bot at work. `stop` ends it; `failed` says why it ended by itself."""

    house: House
    bot: Client
    username: str = "bot"
    polling: Polling | None = None
    hook: Hook | None = None
    connected: asyncio.Event = field(default_factory=asyncio.Event)
    stopped: asyncio.Event = field(default_factory=asyncio.Event)
    counts: Counts = field(default_factory=Counts)
    conversation: Conversation = field(init=False)
    tick: Tick = field(init=False)
    health: Health = field(init=False)

    def __post_init__(self) -> None:
        memory = Memory(monotonic)
        house = self.house
        self.conversation = Conversation(
            self.bot,
            me=int(house.settings.token.partition(":")[0]),
            turns=house.turns,
            dictionary=house.dictionary,
            memory=memory,
            deliveries=Deliveries(self.bot, memory, self.counts),
            render=self.render,
            counts=self.counts,
        )
        backups = house.settings.data_dir / BACKUPS
        tidings = Tidings(house.shelf, house.alerts)
        self.tick = Tick(house.turns, house.life, house.shelf, backups=backups, tell=tidings.tell)
        talk = (self.conversation.acknowledge, self.conversation.pass_over)
        if house.settings.webhook_url:
            self.hook = Hook(self.bot, house.settings.webhook_secret, *talk)
        else:
            self.polling = Polling(self.bot, *talk)
        self.bot.count_in(self.counts)
        self.health = Health(house, self.counts, self._hears, self._polled)
        house.alerts.send = self._tell
        house.alerts.show = partial(show, self.bot)

    def render(self, turned: Turned) -> Rendered:
        def pack(event: Pressed, place: Place) -> str:
            return wire.pack(turned.catalogue, event, place)

        return render(turned.screen, self.house.dictionary, pack, self._link)

    def _link(self, data: str) -> str:
        return f"https://t.me/{self.username}?start={data}"

    def routes(self) -> list[BaseRoute]:
        found = self.health.routes()
        if self.hook is not None:
            path = urlsplit(self.house.settings.webhook_url).path or "/"
            found.append(Route(path, self.hook.__call__, methods=["POST"]))
        return found

    async def _tell(self, chat: int, words: str) -> None:
        """A message to a member of staff, outside any conversation."""
        await call(
            lambda: self.bot.send_message(chat, words, link_preview_options=NO_PREVIEW), once=True
        )

    def _polled(self) -> float | None:
        return self.polling.polled if self.polling else None

    def _hears(self) -> bool:
        return self.polling.is_fresh() if self.polling else self.connected.is_set()

    async def work(self) -> None:
        """Until stopped."""
        settings = self.house.settings
        self.username = await connect(self.bot, settings.webhook_url, settings.webhook_secret)
        self.connected.set()
        log.info("the bot is there")
        if self.polling is not None:
            await self.polling.run()
        else:
            await self.stopped.wait()

    def stop(self) -> None:
        self.stopped.set()
        if self.polling is not None:
            self.polling.stop()


class _Server(uvicorn.Server):
    """Signals belong to the whole program, not to its HTTP side."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


def server_of(running: Running, more: list[BaseRoute]) -> uvicorn.Server:
    settings = running.house.settings
    config = uvicorn.Config(
        Starlette(routes=[*running.routes(), *more]),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=3,
    )
    return _Server(config)


async def run(house: House) -> None:
    """The whole bot until SIGTERM or SIGINT. Refusal when it cannot go on."""
    from bot import public
    from bot.console.routes import routes

    running = Running(house, bot_of(house.settings))
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, running.stop)
    pages = (*routes(house, lambda: running.username), *public.routes(house))
    await serve(running, list(pages))
    _leave_soon()


def _leave_soon() -> None:
    """The loop would wait for every statement that waits for a lock, and those cannot be stopped.

    They have not begun, and what has begun is safe from any end; so the process ends over them.
    """
    last = Timer(LEAVING, os._exit, [0])
    last.daemon = True
    last.start()


async def serve(running: Running, more: list[BaseRoute]) -> None:
    """Works until the bot is stopped, or its talk with Telegram or its HTTP side ends."""
    with tallied(running.counts):
        await _serve(running, more)


async def _serve(running: Running, more: list[BaseRoute]) -> None:
    stopped = asyncio.create_task(running.stopped.wait())
    first = asyncio.create_task(running.tick.once())
    await asyncio.wait([first, stopped], return_when=asyncio.FIRST_COMPLETED)
    server = server_of(running, more)
    ticking = asyncio.create_task(running.tick.run())
    watching = asyncio.create_task(running.tick.watch())
    serving = asyncio.create_task(_serving(server))
    work = asyncio.create_task(_work(running, server))
    try:
        await asyncio.wait([work, serving, stopped], return_when=asyncio.FIRST_COMPLETED)
    finally:
        running.stop()
        server.should_exit = True
        await asyncio.wait([work, serving], timeout=ENDING)
        with suppress(TimeoutError):
            await within(DRAINING, running.conversation.drain())
        for job in (first, ticking, watching, stopped, work, serving):
            job.cancel()
        await asyncio.wait([first, ticking, watching, stopped], timeout=TICKING)
        await _farewell(running)
    _refuse_by(work, serving)


async def _work(running: Running, server: uvicorn.Server) -> None:
    """Telegram hears of the bot only when its address is really there."""
    while not server.started:  # noqa: ASYNC110 - uvicorn tells it by this flag only
        await asyncio.sleep(0.01)
    await running.work()


async def _serving(server: uvicorn.Server) -> None:
    try:
        await server.serve()
    except SystemExit:
        raise Refusal("RIGHTSBOT_LISTEN: this address is taken") from None


async def _farewell(running: Running) -> None:
    """What the tick would have counted, and the connections to Telegram."""
    try:
        await within(COUNTING, running.tick.count())
    except Exception:
        log.exception("the last counts were not stored")
    with suppress(TimeoutError):
        await within(CLOSING, farewell(running.bot))


def _refuse_by(*jobs: asyncio.Task[None]) -> None:
    """The end that a job came to by itself, as the operator is to read it."""
    for job in jobs:
        if not job.done() or job.cancelled():
            continue
        match job.exception():
            case None:
                continue
            case AnotherInstance():
                raise Refusal("another instance runs with this token: two cannot poll") from None
            case TokenRefused():
                raise Refusal("RIGHTSBOT_TOKEN is refused by Telegram") from None
            case error:
                raise error
