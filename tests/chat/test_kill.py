"""Killed with -9 under load, by polling and by webhook: nothing is lost, nothing counted twice."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from random import Random

import pytest

from bot.demo.botapi import BotApi, Chat
from bot.house import house
from bot.settings import read
from tests.chat.conftest import QUICK, settings_for
from tests.storage.house import responses

RESIDENTS = 12
KILLS = 3
KEK = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
SURVEY = "brussels-counter"


@asynccontextmanager
async def bot_process(environ: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run",
        env={"PATH": os.environ["PATH"], **environ},
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.communicate()


async def answer_all(api: BotApi, chat: Chat, confirmed: set[int]) -> None:
    """A whole survey by somebody whose bot keeps dying: acts by what is shown, presses again."""
    await chat.follow(f"https://t.me/{api.username}?start=cbrussels_s{SURVEY}")
    while not chat.messages[-1].rows:
        await asyncio.sleep(0.02)
    while not any(word in chat.last.text for word in ("Thank you", "already answered")):
        shown = chat.last
        label = next(name for name in ("Send", "1 ", "Start") if shown.button(name))
        await chat.press(label, on=shown)
        with suppress(TimeoutError):
            async with asyncio.timeout(1.5):
                while chat.last == shown:
                    await asyncio.sleep(0.02)
    confirmed.add(chat.id)


async def kill_again_and_again(api: BotApi, environ: dict[str, str], done: asyncio.Event) -> None:
    """Each time in the middle of its work: after so many calls, however slow the machine is."""
    chance = Random(5)
    for _ in range(KILLS):
        target = len(api.calls) + chance.randint(20, 80)
        async with bot_process(environ):
            while len(api.calls) < target and not done.is_set():
                await asyncio.sleep(0.01)
    async with bot_process(environ):
        await done.wait()


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_kill_minus_nine_loses_nothing_and_counts_nothing_twice(
    mode: str, content: Path, tmp_path: Path
) -> None:
    async with await BotApi.start(patience=QUICK) as api:
        environ = settings_for(api, mode, content) | {
            "RIGHTSBOT_DATA_DIR": str(tmp_path / "data"),
            "RIGHTSBOT_KEYRING_DIR": str(tmp_path / "keys"),
            "RIGHTSBOT_KEK": KEK,
        }
        confirmed: set[int] = set()
        done = asyncio.Event()
        killing = asyncio.create_task(kill_again_and_again(api, environ, done))
        chats = [api.open_chat(language_code="en") for _ in range(RESIDENTS)]
        async with asyncio.timeout(120):
            await asyncio.gather(*(answer_all(api, chat, confirmed) for chat in chats))
        done.set()
        await killing
    assert len(confirmed) == RESIDENTS
    async with house(read(environ)) as opened:
        await opened.store.end(SURVEY)
        await opened.store.close(SURVEY, opened.turns.survey_day(SURVEY))
        assert len(await responses(opened.store, SURVEY)) == RESIDENTS
