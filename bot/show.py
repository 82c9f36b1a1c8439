"""The demo: the real bot on an embedded Bot API, with a phone, a console and sample data."""

import asyncio
import shutil
import socket
import webbrowser
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot import public
from bot.app import Running, bot_of, serve
from bot.chat.menu import apply, differences
from bot.console.routes import routes
from bot.console.session import give, session_for
from bot.console.visit import ROOT
from bot.content.locate import locate
from bot.demo.botapi import BotApi
from bot.demo.doors import three_doors
from bot.demo.sample import furnish
from bot.demo.serve import serve as serve_phone
from bot.house import House, Refusal, scratch

CITY = "brussels"
ENTER, SECOND = "/demo/staff", "/demo/second"
STEWARDS = {ENTER: "Demo", SECOND: "Colleague"}
"""Address -> who comes in there; what the one asks for, the other approves."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo; `page` is its address."""

    page: str
    second: str
    """The console as a second steward; the first one's door stands on the page."""
    texts: Path
    house: House
    api: BotApi


async def show(port: int, *, browser: bool, tell: Callable[[str], None] = print) -> None:
    """Until interrupted. Nothing stays: it lives in memory and in a temporary directory."""
    async with demonstration(port) as demo:
        tell(f"The demo is ready: {demo.page}")
        tell(f"A second steward, who approves what the first one asks for: {demo.second}")
        tell(f"Its texts, to be changed as a moderator would: {demo.texts}")
        tell("Stop it with Ctrl+C.")
        if browser:
            await asyncio.to_thread(webbrowser.open, demo.page)
        await asyncio.Event().wait()


@asynccontextmanager
async def demonstration(port: int = 0) -> AsyncIterator[Demo]:
    """The whole bot on loopback. Refusal if the port is taken."""
    console = f"127.0.0.1:{_free_port()}"
    with TemporaryDirectory(prefix="rightsbot-demo-") as folder:
        texts = Path(shutil.copytree(locate("content"), Path(folder) / "content"))
        async with (
            _phone(port, f"http://{console}{ENTER}", texts) as api,
            scratch(_settings(api, console, texts)) as house,
            _working(house),
        ):
            yield Demo(api.root, f"http://{console}{SECOND}", texts, house, api)


@asynccontextmanager
async def _phone(port: int, staff: str, texts: Path) -> AsyncIterator[BotApi]:
    try:
        api = await serve_phone(port, three_doors(staff=staff, folder=str(texts)))
    except OSError:
        raise Refusal(f"port {port} is taken: choose another with --port") from None
    try:
        yield api
    finally:
        await api.stop()


def _settings(api: BotApi, console: str, texts: Path) -> Mapping[str, str]:
    return {
        "RIGHTSBOT_TOKEN": api.token,
        "RIGHTSBOT_API_URL": api.root,
        "RIGHTSBOT_LISTEN": console,
        "RIGHTSBOT_CONTENT_DIR": str(texts),
    }


@asynccontextmanager
async def _working(house: House) -> AsyncIterator[None]:
    """Bot, console and sample data; a moderator's change is soon on the phone."""
    running = Running(house, bot_of(house.settings))
    doors = [Route(path, partial(_enter, house, name)) for path, name in STEWARDS.items()]
    more = [*doors, *routes(house, lambda: running.username), *public.routes(house)]
    await running.tick.once()
    await furnish(house)
    await running.tick.once()
    jobs = [
        asyncio.create_task(serve(running, more)),
        asyncio.create_task(_profile(running)),
    ]
    try:
        yield
    finally:
        running.stop()
        await asyncio.wait(jobs[:1])
        for job in jobs[1:]:
            job.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)


async def _enter(house: House, name: str, _: Request) -> Response:
    """Signed in without a password, for it is only a demo."""
    members = {row.name: row for row in await house.store.staff.members() if row.active}
    member = members.get(name) or await house.store.staff.add(name, role="steward", city=CITY)
    response = RedirectResponse(ROOT, status_code=303)
    give(response, house.settings, await session_for(house, member.id))
    return response


async def _profile(running: Running) -> None:
    """The menu of commands, as `rightsbot setup` makes it."""
    await running.connected.wait()
    for change in await differences(running.bot, running.house.dictionary):
        await apply(running.bot, change)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port
