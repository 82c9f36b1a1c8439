"""The bot as a program: it says when it is ready, and it ends in time whatever is stuck."""

import asyncio
import json
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path
from time import monotonic

from starlette.requests import Request

from bot.app import Running, bot_of
from bot.demo.botapi import BotApi
from bot.house import House, scratch
from bot.storage.rows import SurveyRow
from bot.storage.store import Store
from tests.chat.conftest import CONTENT, QUICK, press, settings_for

KEK = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
TOKEN = "4242424242:AAdemo-token-that-opens-nothing-at-all"
SURVEY = "brussels-counter"
CONTRACT = 10.0
"""Seconds that a clean end may take."""


class Stuck(Store):
    """A database that never answers."""

    async def surveys(self) -> tuple[SurveyRow, ...]:
        await asyncio.Event().wait()
        raise AssertionError

    async def lost_keys(self) -> frozenset[str]:
        await asyncio.Event().wait()
        raise AssertionError


async def ready(house: House) -> dict[str, bool]:
    response = await Running(house, bot_of(house.settings)).health.ready(Request({"type": "http"}))
    parts: dict[str, bool] = json.loads(bytes(response.body))
    return parts


async def test_ready_does_not_wait_for_who_writes() -> None:
    async with scratch({"RIGHTSBOT_TOKEN": TOKEN}) as house, house.store.database.write():
        parts = await asyncio.wait_for(ready(house), 0.9)
    assert (parts["keys"], parts["database"], parts["content"]) == (True, True, True)


async def test_a_look_that_takes_too_long_is_not_ready() -> None:
    async with scratch({"RIGHTSBOT_TOKEN": TOKEN}) as house:
        store = Stuck(house.store.database, house.store.keyring, house.store.failpoint)
        parts = await asyncio.wait_for(ready(replace(house, store=store)), 2)
    assert (parts["keys"], parts["database"]) == (False, False)


async def test_a_locked_database_never_delays_the_end(tmp_path: Path) -> None:
    async with await BotApi.start(patience=QUICK) as api, bot_process(api, tmp_path) as process:
        chat = api.open_chat(language_code="en")
        await chat.follow(f"https://t.me/{api.username}?start=cbrussels_s{SURVEY}")
        await chat.settled()
        await press(chat, "Start", *["1 "] * 9)
        with closing(
            sqlite3.connect(tmp_path / "data/rightsbot.db", isolation_level=None)
        ) as other:
            other.execute("BEGIN IMMEDIATE")
            await chat.press("Send")
            await asyncio.sleep(0.3)
            begun = monotonic()
            process.send_signal(signal.SIGTERM)
            _, told = await process.communicate()
    assert process.returncode == 0, told.decode()
    assert not any(secret in told.decode() for secret in (api.token, str(chat.id), "Traceback"))
    assert monotonic() - begun < CONTRACT - 0.5


@asynccontextmanager
async def bot_process(api: BotApi, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    environ = {
        **settings_for(api, "polling", CONTENT),
        "RIGHTSBOT_DATA_DIR": str(folder / "data"),
        "RIGHTSBOT_KEYRING_DIR": str(folder / "keys"),
        "RIGHTSBOT_KEK": KEK,
        "PATH": os.environ["PATH"],
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=environ, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
