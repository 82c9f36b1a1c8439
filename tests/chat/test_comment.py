"""Residents add a comment after Send; until they say so nothing of it is kept."""

import pytest

from bot.core import event as ev
from bot.core.sheet import Place, Receipt
from bot.demo.botapi import Chat
from bot.storage import mixing
from bot.storage.opened import COMMENTS
from tests.chat.conftest import World, press, types_answered

pytestmark = pytest.mark.asyncio(loop_scope="module")
SURVEY = "all-types"
WISH = "More trees 🌳🌳, and light\nnear the ‘canal’ & <park>"
PRIVATE = "🌳🌳 Call me: +32 470 12 34 56,\nor write to ada@city.example!"


async def asked(world: World) -> Chat:
    """In front of the comment question."""
    chat = await types_answered(world)
    await press(chat, "Add a comment")
    return chat


async def write(chat: Chat, text: str) -> None:
    await chat.reply(chat.last, text)
    await chat.settled()


async def stored(world: World) -> int:
    async with world.house.store.look() as work:
        return sum(await mixing.count(work, SURVEY, COMMENTS))


async def test_the_question_says_what_it_is_for_and_who_reads_it(polling: World) -> None:
    chat = await asked(polling)
    question, prompt = chat.messages[-2:]
    assert "What should change?" in question.text
    assert "To learn what was not asked." in question.text
    assert "do not name yourself" in question.text
    assert "after the survey has closed" in question.text
    assert "apart from your answers" in question.text
    assert prompt.forced
    assert "500 characters" in prompt.text


async def test_a_comment_is_stored_as_it_is_shown_and_shown_again_later(world: World) -> None:
    chat, before = await asked(world), await stored(world)
    await write(chat, f"  {WISH} ")
    assert "stored, exactly like this" in chat.last.text
    assert WISH in chat.last.text
    assert await stored(world) == before + 1
    await press(chat, "Back", "Add a comment")
    assert "exactly as it is stored" in chat.last.text
    assert WISH in chat.last.text


async def test_the_reply_finds_its_question_on_any_worker(polling: World) -> None:
    chat, before = await asked(polling), await stored(polling)
    polling.running.conversation.memory.chats.clear()
    await write(chat, WISH)
    assert WISH in chat.last.text
    assert await stored(polling) == before + 1


async def test_it_may_be_typed_without_a_reply(polling: World) -> None:
    chat = await asked(polling)
    await chat.send(WISH)
    await chat.settled()
    assert "stored, exactly like this" in chat.last.text
    await chat.send("cameras")
    await chat.settled()
    assert "exactly" not in chat.last.text


async def test_what_looks_personal_is_quoted_and_kept_nowhere_before_a_decision(
    polling: World,
) -> None:
    chat, before = await asked(polling), await stored(polling)
    await write(chat, PRIVATE)
    assert "not stored yet" in chat.last.text
    assert PRIVATE in chat.last.text
    assert "phone number" in chat.last.text
    assert "e-mail address" in chat.last.text
    assert [e["type"] for e in chat.last.entities if e["type"] == "blockquote"] == ["blockquote"]
    assert await stored(polling) == before


async def test_a_warning_is_no_proof_that_anything_can_be_written(polling: World) -> None:
    chat = await asked(polling)
    about = ev.WriteComment(SURVEY, Receipt(bytes(10)))
    turned = await polling.house.turns.run(
        chat.id, Place("en", "brussels"), ev.Typed(PRIVATE, about)
    )
    assert not turned.wrote


@pytest.mark.parametrize("label", ["Remove and store", "It is not personal"])
async def test_the_words_come_back_with_the_press_to_any_worker(world: World, label: str) -> None:
    chat, before = await asked(world), await stored(world)
    await write(chat, PRIVATE)
    world.running.conversation.memory.chats.clear()
    await press(chat, label)
    assert "stored, exactly like this" in chat.last.text
    assert (PRIVATE in chat.last.text) == (label == "It is not personal")
    assert ("ada@" in chat.last.text) == (label == "It is not personal")
    assert "🌳🌳 Call me: " in chat.last.text
    assert await stored(world) == before + 1


async def test_a_decision_pressed_twice_counts_once(polling: World) -> None:
    chat, before = await asked(polling), await stored(polling)
    await write(chat, PRIVATE)
    warned = chat.last
    await chat.press("Remove and store", on=warned)
    await chat.press("Remove and store", on=warned)
    await chat.settled()
    assert await stored(polling) == before + 1


async def test_who_was_warned_may_simply_write_again(polling: World) -> None:
    chat, before = await asked(polling), await stored(polling)
    await write(chat, PRIVATE)
    await write(chat, WISH)
    assert "stored, exactly like this" in chat.last.text
    assert await stored(polling) == before + 1


async def test_a_comment_is_changed_and_deleted_by_its_buttons(world: World) -> None:
    chat, before = await asked(world), await stored(world)
    await write(chat, WISH)
    await press(chat, "Change it")
    await write(chat, "Fewer cars")
    assert "Fewer cars" in chat.last.text
    assert await stored(world) == before + 1
    await press(chat, "Delete it")
    assert "comment is deleted" in chat.last.text
    assert await stored(world) == before
    await press(chat, "Back", "Add a comment")
    assert "already added a comment" in chat.last.text


async def test_too_much_or_nothing_is_refused_and_asked_again(polling: World) -> None:
    chat, before = await asked(polling), await stored(polling)
    await write(chat, "🌳" * 501)
    assert "501 characters" in chat.messages[-2].text
    await chat.send_other("photo")
    await chat.settled()
    assert "Only words" in chat.messages[-2].text
    await write(chat, "🌳" * 500)
    assert "stored, exactly like this" in chat.last.text
    assert await stored(polling) == before + 1


async def test_taking_back_the_answers_takes_the_comment(polling: World) -> None:
    chat, before = await asked(polling), await stored(polling)
    await write(chat, WISH)
    await press(chat, "Back", "Take my answers back")
    assert "comment" in chat.last.text
    await press(chat, "Yes, take them back")
    assert await stored(polling) == before


async def test_a_message_without_its_quote_asks_for_the_words_again(polling: World) -> None:
    chat, before = await asked(polling), await stored(polling)
    await write(chat, PRIVATE)
    data = next(b.data for row in chat.last.rows for b in row if b.label == "Remove and store")
    assert data
    await press(chat, "Write it again")
    await chat.press_data(chat.messages[-2], data)
    await chat.settled()
    assert "What should change?" in chat.messages[-2].text
    assert await stored(polling) == before


async def test_somebody_elses_button_adds_nothing(polling: World) -> None:
    chat, before = await asked(polling), await stored(polling)
    await write(chat, PRIVATE)
    data = next(b.data for row in chat.last.rows for b in row if b.label == "It is not personal")
    other = await asked(polling)
    await write(other, PRIVATE)
    assert data
    await other.press_data(other.last, data)
    await other.settled()
    assert await stored(polling) == before
    receipt = Receipt(bytes(10))
    nothing = await polling.house.store.show_comment(SURVEY, other.id, receipt)
    assert type(nothing).__name__ == "Gone"
