"""The world breaks: Telegram, the network, the keys. Nothing is lost, nobody waits for others."""

import asyncio
import time
from dataclasses import dataclass

import pytest

from bot.app import Running, bot_of, serve
from bot.core.event import Happened
from bot.core.sheet import Place
from bot.demo.botapi import Broken, Dropped, Flood
from bot.house import Refusal
from bot.turn import Turned
from tests.chat.conftest import World, open_survey, press, tap

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_one_flooded_chat_waits_alone(polling: World) -> None:
    slow, quick = [await open_survey(polling, "all-types") for _ in range(2)]
    polling.api.fail(Flood(3), chat=slow, method="editMessageText")
    await slow.press("Start")
    began = time.monotonic()
    await press(quick, "Start", "1 Desk")
    assert time.monotonic() - began < 2.5
    assert "Which way?" not in slow.last.text
    await asyncio.sleep(3.2)
    await slow.settled()
    assert "Which way?" in slow.last.text


@pytest.mark.parametrize("kind", [Broken(), Dropped()])
async def test_a_shaky_network_is_tried_again(polling: World, kind: object) -> None:
    chat = await open_survey(polling, "all-types")
    polling.api.fail(kind, chat=chat, times=2)  # type: ignore[arg-type]  # one of the kinds
    await press(chat, "Start")
    assert "Which way?" in chat.last.text


async def test_who_blocks_the_bot_costs_one_call_and_can_come_back(polling: World) -> None:
    chat = await open_survey(polling, "all-types")
    chat.block()
    await chat.press_data(chat.last, chat.last.rows[0][0].data or "")
    await asyncio.sleep(0.5)
    assert [r.rule for r in polling.api.refusals].count("blocked") == 1
    await chat.send("/start")
    await chat.settled()
    assert chat.last.rows


async def test_groups_and_channels_get_no_answer(polling: World) -> None:
    before = len(polling.api.calls)
    group = {"id": -100123, "type": "group", "title": "Neighbours"}
    person = {"id": 77, "is_bot": False, "first_name": "A"}
    polling.api.push(
        "message",
        {"message_id": 1, "date": 1, "chat": group, "from": person, "text": "/start"},
    )
    polling.api.push("message", {"message_id": 2, "date": 1, "chat": group, "text": "hello"})
    await asyncio.sleep(0.5)
    methods = [call.method for call in polling.api.calls[before:]]
    assert set(methods) <= {"getUpdates"}


async def test_a_turn_that_fails_is_tried_again_and_nothing_is_lost(fresh: World) -> None:
    chat = await open_survey(fresh, "brussels-counter")
    await press(chat, "Start", *["1 "] * 9)
    keys = fresh.house.settings.keyring_dir
    hidden = {path: path.read_bytes() for path in keys.glob("*.key")}
    for path in hidden:
        path.unlink()
    review = chat.last.text
    await chat.press("Send")
    await asyncio.sleep(1.5)
    assert chat.last.text == review
    for path, key in hidden.items():
        path.write_bytes(key)
    async with asyncio.timeout(8):
        while "Thank you" not in chat.last.text:
            await asyncio.sleep(0.05)


async def test_a_poison_update_is_passed_over_and_its_sender_told(fresh: World) -> None:
    broken, well = [await open_survey(fresh, "all-types") for _ in range(2)]
    real = fresh.running.conversation.turns.run

    async def run(person: int, place: Place, event: Happened) -> Turned:
        if person == broken.id:
            raise RuntimeError("poison")
        return await real(person, place, event)

    poisoned = Poisoned(run, fresh.house.turns.shown)
    fresh.running.conversation.turns = poisoned  # type: ignore[assignment]  # all it needs
    await broken.press("Start")
    for label in ("Start", "1 Desk", "4 Prefer", "2 No"):
        await press(well, label)
        await asyncio.sleep(0.6)
    async with asyncio.timeout(12):
        while "try again" not in broken.last.text:
            await asyncio.sleep(0.05)
    assert fresh.api.unanswered() == []


@dataclass
class Poisoned:
    """Turns of which one person's always fail."""

    run: object
    shown: object


async def test_a_second_poller_ends_the_first_with_one_clear_line(fresh: World) -> None:
    second = Running(fresh.house, bot_of(fresh.house.settings))
    with pytest.raises(Refusal, match=r"another instance|taken"):
        await serve(second, [])


async def test_nothing_that_must_be_written_is_passed_over_while_nothing_can_be(
    fresh: World,
) -> None:
    """A press needs no database: others' presses do not prove that the world is sound."""
    chat, other = [await open_survey(fresh, "brussels-counter") for _ in range(2)]
    await press(chat, "Start", *["1 "] * 9)
    hidden = {p: p.read_bytes() for p in fresh.house.settings.keyring_dir.glob("*.key")}
    for path in hidden:
        path.unlink()
    await chat.press("Send")
    for label in ("Start", *["1 "] * 8):
        await tap(other, label)
    await asyncio.sleep(4)
    for path, key in hidden.items():
        path.write_bytes(key)
    async with asyncio.timeout(10):
        while "Thank you" not in chat.last.text:
            await asyncio.sleep(0.05)


@pytest.mark.parametrize(
    "message",
    [
        {"message_id": 1},
        {"message_id": 1, "date": 10**20, "chat": {"id": 5, "type": "private"}},
        {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "photo": 7},
    ],
)
async def test_an_update_that_cannot_be_read_ends_nothing(
    polling: World, message: dict[str, object]
) -> None:
    polling.api.push("message", message)
    chat = await open_survey(polling, "all-types")
    await press(chat, "Start")
    assert "Which way?" in chat.last.text


async def test_no_further_call_goes_to_a_chat_that_is_flooded_for_long(polling: World) -> None:
    chat = await open_survey(polling, "all-types")
    polling.api.fail(Flood(300), chat=chat, method="editMessageText")
    await chat.press("Start")
    await asyncio.sleep(0.6)
    sent = [call for call in polling.api.calls if call.chat == chat.id]
    assert [call.method for call in sent].count("sendMessage") == 1


async def test_a_lost_answer_of_a_message_doubles_it_at_most_once(polling: World) -> None:
    chat = await open_survey(polling, "all-types")
    polling.api.fail(Dropped(), chat=chat, method="sendMessage", times=5)
    before = len(chat.messages)
    await chat.send("/help")
    await asyncio.sleep(3)
    assert len(chat.messages) - before <= 1 + 2
