"""The real bot against the embedded Bot API, over real HTTP, by polling and by webhook."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import Running, bot_of, serve
from bot.core.model import LANGUAGES
from bot.demo.botapi import BotApi, Chat, Patience
from bot.house import House, scratch
from tests.storage.house import responses

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CONTENT = Path(__file__).parents[2] / "content"
QUICK = Patience(answer=5.0, first=0.05, most=0.3)

STRUCTURE = """\
cities: [brussels]
publish: auto
until: 2026-12-31
minutes: 1
age: 16
expected: 150
legal_basis: public-task
breakdowns: []
questions:
  - {id: way, type: single, options: [desk, phone, web]}
  - {id: tools, type: multiple, options: [pen, app, mail], at_most: 2}
  - {id: heard, type: yes-no}
  - id: age
    type: number
    low: 16
    high: 99
    bands: [[16, 39], [40, 99]]
    ask_if: {heard: ["yes"]}
comment: {id: wish}
"""
WORDS = """\
{head}: 1
title: All types
button: All types
purpose: We want to learn.
questions:
  way: {{text: Which way?, options: {{desk: Desk, phone: Phone, web: Web}}}}
  tools: {{text: Which tools?, options: {{pen: Pen, app: App, mail: Mail}}}}
  heard: {{text: Heard of it?}}
  age: {{text: How old are you?}}
comment: {{text: What should change?, purpose: To learn what was not asked.}}
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@dataclass(slots=True)
class World:
    """A city's bot at work, and the Telegram it speaks with."""

    api: BotApi
    house: House
    running: Running
    clock: list[datetime]

    async def stored(self, survey: str) -> int:
        """Responses mixed and waiting, as a true count."""
        await self.house.store.flush(survey)
        return len(await responses(self.house.store, survey))


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped content with one more survey, which has every type of question."""
    folder = tmp_path_factory.mktemp("world") / "content"
    shutil.copytree(CONTENT, folder)
    survey = folder / "surveys" / "all-types"
    survey.mkdir()
    (survey / "survey.yaml").write_text(STRUCTURE, encoding="utf-8")
    for lang in LANGUAGES:
        words = WORDS.format(head="version" if lang == "en" else "of")
        (survey / f"{lang}.yaml").write_text(words, encoding="utf-8")
    return folder


def settings_for(api: BotApi, mode: str, content: Path) -> dict[str, str]:
    port = free_port()
    found = {
        "RIGHTSBOT_TOKEN": api.token,
        "RIGHTSBOT_API_URL": api.root,
        "RIGHTSBOT_LISTEN": f"127.0.0.1:{port}",
        "RIGHTSBOT_CONTENT_DIR": str(content),
    }
    if mode == "webhook":
        found["RIGHTSBOT_WEBHOOK_URL"] = f"http://127.0.0.1:{port}/telegram"
        found["RIGHTSBOT_WEBHOOK_SECRET"] = "a-secret_1"
    return found


@asynccontextmanager
async def at_work(mode: str, content: Path) -> AsyncIterator[World]:
    clock = [NOW]
    async with (
        await BotApi.start(patience=QUICK) as api,
        scratch(settings_for(api, mode, content), clock=lambda: clock[0]) as house,
    ):
        running = Running(house, bot_of(house.settings))
        job = asyncio.create_task(serve(running, []))
        try:
            await _connected(running, job)
            yield World(api, house, running, clock)
        finally:
            running.stop()
            with suppress(asyncio.CancelledError):
                await job


async def _connected(running: Running, job: "asyncio.Task[None]") -> None:
    waiting = asyncio.create_task(running.connected.wait())
    await asyncio.wait([waiting, job], return_when=asyncio.FIRST_COMPLETED)
    if job.done():
        job.result()


def _clean(world: World) -> None:
    """Refused was only what changed nothing, came too late or twice; every press was answered."""
    expected = {"not-modified", "edit-foreign", "query", "blocked"}
    assert [r for r in world.api.refusals if r.rule not in expected] == []
    assert world.api.unanswered() == []


@pytest_asyncio.fixture(params=["polling", "webhook"], scope="module", loop_scope="module")
async def world(request: pytest.FixtureRequest, content: Path) -> AsyncIterator[World]:
    """One bot for all tests of a module; each test is another resident."""
    async with at_work(request.param, content) as found:
        yield found
        _clean(found)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def polling(content: Path) -> AsyncIterator[World]:
    async with at_work("polling", content) as found:
        yield found
        _clean(found)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def webhook(content: Path) -> AsyncIterator[World]:
    async with at_work("webhook", content) as found:
        yield found
        _clean(found)


@pytest_asyncio.fixture(loop_scope="module")
async def fresh(content: Path) -> AsyncIterator[World]:
    """A bot that a test may harm."""
    async with at_work("polling", content) as found:
        yield found


def _seen(chat: Chat) -> tuple[object, ...]:
    return tuple((b.id, b.text, b.labels) for b in chat.messages if not b.mine)


async def press(chat: Chat, *labels: str) -> None:
    """Presses one button after the other, each on the screen that the one before brought."""
    for label in labels:
        await tap(chat, label)
    await chat.settled()


async def tap(chat: Chat, label: str) -> None:
    """Presses one button and waits for what it brings, acknowledged or not."""
    before = _seen(chat)
    await chat.press(label)
    async with asyncio.timeout(10):
        while _seen(chat) == before:
            await asyncio.sleep(0.005)


async def open_survey(world: World, survey: str, lang: str = "en") -> Chat:
    chat = world.api.open_chat(language_code=lang)
    await chat.follow(f"https://t.me/{world.api.username}?start=cbrussels_s{survey}")
    await chat.settled()
    return chat


async def types_answered(world: World) -> Chat:
    """A resident who has sent the survey of all types, which takes a comment."""
    chat = await open_survey(world, "all-types")
    await press(chat, "Start", "1 Desk", "4 Prefer", "2 No", "Send")
    return chat


async def counter_answered(world: World) -> Chat:
    """A resident who has sent the Brussels survey."""
    chat = await open_survey(world, "brussels-counter")
    await press(chat, "Start", *["1 "] * 9, "Send")
    return chat
