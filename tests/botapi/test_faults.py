"""Ordered faults strike the calls they name, and nothing else."""

import asyncio
import time

import httpx
import pytest

from bot.demo.botapi import BotApi, Broken, Chat, Dropped, Flood, Hung
from tests.botapi.conftest import Calling


async def test_a_flood_wait_strikes_one_chat_and_applies_nothing(
    api: BotApi, chat: Chat, call: Calling
) -> None:
    other = api.open_chat()
    await other.send("/start")
    api.fail(Flood(7), method="sendMessage", chat=chat)
    said = await call("sendMessage", chat_id=chat.id, text="Hello")
    assert said == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }
    for one in (other, chat):
        assert (await call("sendMessage", chat_id=one.id, text="Hello"))["ok"]
    assert [bubble.text for bubble in chat.messages] == ["/start", "Hello"]
    sends = [made.ok for made in api.calls if made.method == "sendMessage"]
    assert (sends, api.refusals) == ([False, True, True], [])


async def test_a_broken_server_answers_with_what_proxies_say(api: BotApi) -> None:
    api.fail(Broken(502, "<html>Bad Gateway</html>"), times=2)
    async with httpx.AsyncClient() as client:
        codes = [
            (await client.get(f"{api.root}/bot{api.token}/getMe")).status_code for _ in range(3)
        ]
    assert codes == [502, 502, 200]


async def test_a_dropped_answer_leaves_its_call_applied(
    api: BotApi, chat: Chat, call: Calling
) -> None:
    api.fail(Dropped(), method="sendMessage")
    with pytest.raises(httpx.RemoteProtocolError):
        await call("sendMessage", chat_id=chat.id, text="Once")
    assert chat.last.text == "Once"


async def test_a_hung_call_goes_on_later(api: BotApi, chat: Chat, call: Calling) -> None:
    api.fail(Hung(0.2), method="getUpdates")
    begun = time.monotonic()
    assert (await call("getUpdates"))["ok"]
    assert time.monotonic() - begun >= 0.2


async def test_a_duplicate_has_the_same_id_and_goes_with_it(api: BotApi, call: Calling) -> None:
    chat = api.open_chat()
    api.duplicate_updates()
    await chat.send("twice")
    await chat.send("once")
    updates = (await call("getUpdates"))["result"]
    assert isinstance(updates, list)
    first = updates[0]["update_id"]
    assert [one["update_id"] - first for one in updates] == [0, 0, 1]
    assert len((await call("getUpdates", offset=first + 1))["result"]) == 1  # type: ignore[arg-type] # a list


async def test_reordered_updates_come_with_growing_ids(api: BotApi, call: Calling) -> None:
    chat = api.open_chat()
    api.reorder_updates(2)
    await chat.send("first")
    assert (await call("getUpdates"))["result"] == []
    await chat.send("second")
    updates = (await call("getUpdates"))["result"]
    assert isinstance(updates, list)
    assert [one["message"]["text"] for one in updates] == ["second", "first"]
    assert updates[0]["update_id"] < updates[1]["update_id"]


async def test_settled_says_what_the_bot_left_open(api: BotApi, chat: Chat, call: Calling) -> None:
    with pytest.raises(TimeoutError, match="left 1 updates and 0 presses"):
        await chat.settled(timeout=0.1)
    await call("getUpdates", offset=800_000_000)
    await chat.settled(timeout=1)
    markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    await call("sendMessage", chat_id=chat.id, text="Sure?", reply_markup=markup)
    await chat.press_data(chat.last, "forged")
    await call("getUpdates", offset=800_000_000)
    with pytest.raises(TimeoutError, match="0 updates and 1 presses"):
        await chat.settled(timeout=0.1)
    with pytest.raises(LookupError, match=r"no button 'Maybe' among \['Yes'\]"):
        await chat.press("Maybe")


async def test_an_older_view_of_a_message_is_pressed_as_it_was(
    api: BotApi, chat: Chat, call: Calling
) -> None:
    def markup(data: str) -> object:
        return {"inline_keyboard": [[{"text": "☐ 2. Bus", "callback_data": data}]]}

    await call("sendMessage", chat_id=chat.id, text="Which?", reply_markup=markup("old"))
    before = chat.last
    await call(
        "editMessageReplyMarkup", chat_id=chat.id, message_id=before.id, reply_markup=markup("new")
    )
    await asyncio.gather(chat.press("Bus", on=before), chat.press("Bus"))
    pressed = [update.payload["data"] for update in api.cloud.updates.pending[1:]]
    assert pressed == ["old", "new"]
