"""What strangers and broken senders can do to the webhook."""

import json

import httpx
import pytest

from tests.chat.conftest import World, open_survey, press

pytestmark = pytest.mark.asyncio(loop_scope="module")
RIGHT = {"X-Telegram-Bot-Api-Secret-Token": "a-secret_1"}


async def post(world: World, body: bytes, headers: dict[str, str], path: str = "/telegram") -> int:
    settings = world.house.settings
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{settings.port}") as client:
        return (await client.post(path, content=body, headers=headers)).status_code


@pytest.mark.parametrize(
    "headers",
    [{}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}, {"X-Telegram-Bot-Api-Secret-Token": ""}],
)
async def test_without_the_secret_nothing_is_read(webhook: World, headers: dict[str, str]) -> None:
    chat = await open_survey(webhook, "all-types")
    before = chat.messages
    update = {"update_id": 1, "message": {"text": "/start"}}
    assert await post(webhook, json.dumps(update).encode(), headers) == 403
    assert chat.messages == before


async def test_only_its_own_path_and_method_exist(webhook: World) -> None:
    assert await post(webhook, b"{}", RIGHT, "/other") == 404
    settings = webhook.house.settings
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{settings.port}") as client:
        assert (await client.get("/telegram", headers=RIGHT)).status_code == 405


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"update_id": "x"}',
        b'{"update_id": 5, "message": 7}',
        b'{"update_id": 6, "message": {"date": "never"}}',
        b'{"update_id": 7, "callback_query": {"id": "1"}}',
        b'{"update_id": 8, "message": {"message_id": 1, "date": 0, "chat": {"id": 1}}}',
        b"[" * 100_000,
    ],
)
async def test_what_is_no_update_is_taken_once_and_never_sent_again(
    webhook: World, body: bytes
) -> None:
    assert await post(webhook, body, RIGHT) == 200


async def test_a_huge_body_is_refused_unread(webhook: World) -> None:
    assert await post(webhook, b"x" * 2_000_000, RIGHT) == 413


async def test_the_bot_still_works_after_all_that(webhook: World) -> None:
    chat = await open_survey(webhook, "all-types")
    await press(chat, "Start", "1 Desk")
    assert "Which tools?" in chat.last.text
