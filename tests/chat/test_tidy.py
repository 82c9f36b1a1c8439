"""Tidying a chat: what goes, what stays, and that the way back to answers is never lost by it."""

import pytest

from bot.demo.botapi import Chat
from tests.chat.conftest import World, counter_answered, open_survey, press, types_answered

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def say(chat: Chat, line: str) -> None:
    await chat.send(line)
    await chat.settled()


async def test_tidying_deletes_what_both_wrote_and_keeps_the_way_back(world: World) -> None:
    chat = await counter_answered(world)
    thanks = chat.last
    await say(chat, "hello")
    await chat.send_other("photo")
    await chat.settled()
    await say(chat, "/tidy")
    await press(chat, "Tidy, keep the way back")
    assert [bubble.id for bubble in chat.messages] == [thanks.id, chat.last.id]
    assert "Clear history" in chat.last.text
    await press(chat, "More")
    assert "key to your answers" in chat.messages[0].text


async def test_tidying_everything_leaves_the_closing_words_alone(world: World) -> None:
    chat = await counter_answered(world)
    await press(chat, "More", "Tidy this chat", "Tidy everything")
    (closing,) = chat.messages
    assert "Clear history" in closing.text
    await press(chat, "Menu")
    await say(chat, "/help")
    assert "What this bot can do" in chat.last.text


async def test_no_leaves_everything_where_it_was(polling: World) -> None:
    chat = await counter_answered(polling)
    await say(chat, "/tidy")
    before = [bubble.id for bubble in chat.messages]
    await press(chat, "No")
    assert [bubble.id for bubble in chat.messages] == before


async def test_a_waiting_question_goes_too_and_is_missed_by_nothing(polling: World) -> None:
    chat = await types_answered(polling)
    await press(chat, "Add a comment")
    assert chat.last.forced
    await say(chat, "/tidy")
    await press(chat, "Tidy everything")
    assert len(chat.messages) == 1
    await say(chat, "/start")
    assert chat.last.rows


@pytest.mark.parametrize("way", ["Menu", "hello"])
async def test_neither_the_menu_nor_a_word_costs_the_way_back(world: World, way: str) -> None:
    chat = await counter_answered(world)
    thanks = chat.last
    if way == "Menu":
        await press(chat, way)
    else:
        await say(chat, way)
    assert chat.last.id != thanks.id
    assert chat.find(thanks.id) == thanks
    await chat.press("Change my answers", on=thanks)
    await chat.settled()
    stored = chat.find(thanks.id)
    assert stored is not None
    assert stored.button("Send") is not None


async def test_after_a_restart_only_the_newer_ones_go(polling: World) -> None:
    chat = await open_survey(polling, "all-types")
    old = [bubble.id for bubble in chat.messages]
    polling.running.conversation.memory.chats.clear()
    await say(chat, "/tidy")
    await press(chat, "Tidy everything")
    assert [bubble.id for bubble in chat.messages] == [*old, chat.last.id]
    assert "only the newer ones" in chat.last.text


async def test_what_telegram_will_not_delete_costs_nobody_anything(fresh: World) -> None:
    chat = await open_survey(fresh, "all-types")
    chat.lose(chat.last)
    await say(chat, "/tidy")
    await press(chat, "Tidy everything")
    assert "Clear history" in chat.last.text
    assert [refusal.rule for refusal in fresh.api.refusals] == ["edit-foreign", "delete-old"]
