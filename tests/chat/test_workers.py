"""Two workers on one PostgreSQL database behind one address: one of them is killed with -9."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from itertools import count
from pathlib import Path

from bot.demo.botapi import BotApi
from bot.house import house
from bot.settings import read
from bot.storage.postgres import scratch
from bot.storage.schema import migrate
from bot.tick import Tick
from tests.chat.conftest import QUICK, free_port, settings_for
from tests.chat.test_kill import KEK, SURVEY, answer_all, bot_process
from tests.postgres import Server
from tests.storage.house import responses

RESIDENTS = 12


@asynccontextmanager
async def balancer(port: int, workers: list[int]) -> AsyncIterator[None]:
    """Each connection goes to the next worker, or to another one while that one is down."""
    turn = count()

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = next(turn)
        for offset in range(len(workers)):
            worker = workers[(first + offset) % len(workers)]
            with suppress(OSError):
                there = await asyncio.open_connection("127.0.0.1", worker)
                break
        else:
            writer.close()
            return
        with suppress(OSError):
            await asyncio.gather(_pipe(reader, there[1]), _pipe(there[0], writer))

    async with await asyncio.start_server(pass_on, "127.0.0.1", port):
        yield


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while part := await reader.read(65536):
            writer.write(part)
            await writer.drain()
    finally:
        writer.close()


async def kill_one(api: BotApi, environ: dict[str, str], done: asyncio.Event) -> None:
    """In the middle of its work, and then another takes its place."""
    async with bot_process(environ):
        while len(api.calls) < 60:
            await asyncio.sleep(0.01)
    async with bot_process(environ):
        await done.wait()


async def test_two_workers_lose_nothing_and_count_nothing_twice(
    postgres: Server, content: Path, tmp_path: Path
) -> None:
    async with (
        await BotApi.start(patience=QUICK) as api,
        scratch(postgres.address) as address,
        AsyncExitStack() as stack,
    ):
        await migrate(address)
        front = free_port()
        environ = settings_for(api, "webhook", content) | {
            "RIGHTSBOT_DATA_DIR": str(tmp_path / "data"),
            "RIGHTSBOT_KEYRING_DIR": str(tmp_path / "keys"),
            "RIGHTSBOT_KEK": KEK,
            "RIGHTSBOT_DATABASE_URL": address,
            "RIGHTSBOT_WEBHOOK_URL": f"http://127.0.0.1:{front}/telegram",
        }
        async with house(read(environ)) as opened:
            await Tick(opened.turns, opened.life, opened.shelf).once()
        ports = [free_port(), free_port()]
        first, second = ({**environ, "RIGHTSBOT_LISTEN": f"127.0.0.1:{p}"} for p in ports)
        await stack.enter_async_context(balancer(front, ports))
        done, confirmed = asyncio.Event(), set[int]()
        killing = asyncio.create_task(kill_one(api, first, done))
        await stack.enter_async_context(bot_process(second))
        chats = [api.open_chat(language_code="en") for _ in range(RESIDENTS)]
        await asyncio.gather(*(answer_all(api, chat, confirmed) for chat in chats))
        done.set()
        await killing
        async with house(read(environ)) as opened:
            marks = await opened.store.forget(chats[0].id, opened.turns.survey_day(SURVEY))
            await opened.store.end(SURVEY)
            assert await opened.store.close(SURVEY, opened.turns.survey_day(SURVEY))
            assert len(await responses(opened.store, SURVEY)) == len(confirmed) == RESIDENTS
            assert marks.marks_until
