"""A server, a phone, and a way to call methods as plain JSON."""

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import TypeAlias

import httpx
import pytest

from bot.demo.botapi import BotApi, Chat, Patience

Answer: TypeAlias = dict[str, object]
Calling: TypeAlias = Callable[..., Coroutine[None, None, Answer]]
"""(method, **fields) -> the whole answer."""


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with await BotApi.start(patience=Patience(answer=1.0, first=0.02, most=0.1)) as api:
        yield api


@pytest.fixture
async def chat(api: BotApi) -> Chat:
    """A person who has written once."""
    chat = api.open_chat(language_code="fr", first_name="Ana")
    await chat.send("/start")
    return chat


@pytest.fixture
async def call(api: BotApi) -> AsyncIterator[Calling]:
    async with httpx.AsyncClient(base_url=f"{api.root}/bot{api.token}", timeout=5) as client:

        async def call(method: str, **fields: object) -> Answer:
            answer: Answer = (await client.post(f"/{method}", json=fields)).json()
            return answer

        yield call
