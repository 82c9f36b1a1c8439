"""Residents answer surveys, over real HTTP."""

import asyncio
import re
from random import Random

import pytest

from bot.storage import mixing
from tests.chat.conftest import World, counter_answered, open_survey, press

pytestmark = pytest.mark.asyncio(loop_scope="module")
LINK = "https://t.me/city_rights_bot?start=cbrussels_sbrussels-counter"
CODE = re.compile(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}")


async def test_a_whole_survey_is_stored_once_and_thanked_for(world: World) -> None:
    chat = await counter_answered(world)
    assert "Thank you" in chat.last.text
    assert [b.mine for b in chat.messages] == [True, False]


async def test_the_review_shows_exactly_what_is_stored(world: World) -> None:
    chat = await open_survey(world, "all-types")
    await press(chat, "Start", "3 Web", "1 Pen", "3 Mail", "Done", "2 No")
    review = chat.last.text
    assert [line for line in ("Web", "Pen, Mail", "No") if line not in review] == []
    await press(chat, "Send", "More")
    assert "Pen, Mail" in chat.last.text


async def test_answers_are_changed_under_the_same_code(world: World) -> None:
    chat = await counter_answered(world)
    await press(chat, "More")
    code = CODE.search(chat.last.text)
    await press(chat, "Change my answers", "Change an answer", "1 ", "2 ", "Send", "More")
    assert code is not None
    assert code[0] in chat.last.text


async def test_answers_are_taken_back_by_two_presses_and_not_given_again(world: World) -> None:
    chat = await counter_answered(world)
    await press(chat, "Take my answers back", "Yes, take them back")
    assert "deleted" in chat.last.text
    await chat.follow(LINK)
    await chat.settled()
    await press(chat, "Start", *["1 "] * 9, "Send")
    assert "already answered" in chat.last.text


async def test_the_code_alone_shows_and_deletes_the_answers(polling: World) -> None:
    chat = await counter_answered(polling)
    await press(chat, "More")
    code = CODE.search(chat.last.text)
    assert code is not None
    await chat.send(f"/mydata {code[0].lower()}")
    await chat.settled()
    assert code[0] in chat.last.text
    await chat.send(f"/withdraw {code[0]}")
    await chat.settled()
    assert "change them instead" in chat.last.text
    await press(chat, "Yes, take them back")
    assert "are deleted" in chat.last.text
    await chat.send(f"/mydata {code[0]}")
    await chat.settled()
    assert "no answers with this code" in chat.last.text


async def test_a_number_is_typed_as_a_reply(world: World) -> None:
    chat = await open_survey(world, "all-types")
    await press(chat, "Start", "1 Desk", "4 Prefer", "1 Yes")
    await chat.reply(chat.last, "15")
    await chat.settled()
    assert "from 16 to 99" in chat.last.text
    await chat.reply(chat.last, "34")
    await chat.settled()
    assert "34" in chat.last.text
    assert chat.last.button("Send") is not None


async def test_quick_digits_are_all_kept(world: World) -> None:
    chat = await open_survey(world, "all-types")
    await press(chat, "Start", "1 Desk", "4 Prefer", "1 Yes")
    before = chat.last
    for digit in "44":
        await chat.press(digit, on=before)
    await chat.settled()
    assert "Your number so far: 44" in chat.last.text
    await press(chat, "Done")
    assert chat.last.button("Send") is not None


async def test_the_reply_finds_its_question_also_after_a_restart(polling: World) -> None:
    chat = await open_survey(polling, "all-types")
    await press(chat, "Start", "1 Desk", "4 Prefer", "1 Yes")
    polling.running.conversation.memory.chats.clear()
    await chat.reply(chat.last, "51")
    await chat.settled()
    assert "51" in chat.last.text


async def test_an_option_is_typed_by_number_or_word(polling: World) -> None:
    chat = await open_survey(polling, "all-types")
    await press(chat, "Start")
    await chat.send("2")
    await chat.settled()
    assert "Which tools?" in chat.last.text
    await chat.send("1, 3")
    await chat.settled()
    assert "Chosen so far: Pen, Mail" in chat.last.text


async def test_the_old_keyboard_goes_when_something_is_typed(polling: World) -> None:
    chat = await open_survey(polling, "all-types")
    await press(chat, "Start")
    await chat.send("2")
    await chat.settled()
    assert [bool(b.rows) for b in chat.messages if not b.mine] == [False, True]


async def test_two_quick_taps_tick_both(world: World) -> None:
    chat = await open_survey(world, "all-types")
    await press(chat, "Start", "1 Desk")
    before = chat.last
    await chat.press("1 Pen", on=before)
    await chat.press("3 Mail", on=before)
    await chat.settled()
    assert "Chosen so far: Pen, Mail" in chat.last.text


async def test_the_same_tap_twice_ticks_once(world: World) -> None:
    chat = await open_survey(world, "all-types")
    await press(chat, "Start", "1 Desk")
    before = chat.last
    await chat.press("1 Pen", on=before)
    await chat.press("1 Pen", on=before)
    await chat.settled()
    assert "Chosen so far: Pen" in chat.last.text


async def test_a_tap_and_done_at_once_keep_the_tap(world: World) -> None:
    chat = await open_survey(world, "all-types")
    await press(chat, "Start", "1 Desk", "1 Pen")
    before = chat.last
    await chat.press("2 App", on=before)
    await chat.press("Done", on=before)
    await chat.settled()
    await press(chat, "2 No")
    assert "Pen, App" in chat.last.text


async def test_a_tap_that_arrives_twice_loses_no_other(world: World) -> None:
    chat = await open_survey(world, "all-types")
    await press(chat, "Start", "1 Desk")
    before = chat.last
    for label in ("1 Pen", "1 Pen", "2 App"):
        await chat.press(label, on=before)
    await chat.settled()
    assert "Chosen so far: Pen, App" in chat.last.text


async def test_a_reply_to_a_choice_of_city_moves_nobody(polling: World) -> None:
    chat = polling.api.open_chat(language_code="en")
    await chat.send("/start")
    await chat.settled()
    await chat.reply(chat.last, "hello")
    await chat.settled()
    await chat.send("/helpers")
    await chat.settled()
    assert "Choose your city" in chat.last.text


async def test_only_a_source_that_was_given_out_is_counted(polling: World) -> None:
    turns = polling.house.turns
    turns.sources = frozenset({"library-2"})
    turns.chance = Random(1)
    chat = polling.api.open_chat(language_code="en")
    for _ in range(60):
        await chat.send("/start xmy-name-is-jan")
        await chat.send("/start xlibrary-2")
    await chat.settled(timeout=30)
    facets = {facet for _, facet, _ in turns.reach}
    assert "source:library-2" in facets
    assert not any("jan" in facet for facet in facets)


async def test_send_pressed_twice_counts_once_and_thanks_twice(world: World) -> None:
    before = await waiting(world)
    chat = await open_survey(world, "brussels-counter")
    await press(chat, "Start", *["1 "] * 9)
    review = chat.last
    await chat.press("Send", on=review)
    await chat.press("Send", on=review)
    await chat.settled()
    assert "Thank you" in chat.last.text
    assert await waiting(world) == before + 1


async def waiting(world: World) -> int:
    async with world.house.store.look() as work:
        return sum(await mixing.count(work, "brussels-counter"))


async def test_a_duplicate_update_counts_once(world: World) -> None:
    chat = await open_survey(world, "brussels-counter")
    await press(chat, "Start", *["1 "] * 9)
    before = await waiting(world)
    world.api.duplicate_updates()
    await press(chat, "Send")
    assert "Thank you" in chat.last.text
    assert await waiting(world) == before + 1


async def test_old_buttons_still_work_after_a_restart(polling: World) -> None:
    chat = await open_survey(polling, "all-types")
    await press(chat, "Start")
    old = chat.last
    polling.running.conversation.memory.chats.clear()
    await press(chat, "1 Desk")
    await chat.press("3 Web", on=old)
    await chat.settled()
    assert "Which tools?" in chat.last.text


@pytest.mark.parametrize("data", ["0", "0AAAA", "x" * 64, "0" + "_" * 63, "привет", "0B"])
async def test_forged_data_changes_nothing_and_is_answered(polling: World, data: str) -> None:
    chat = await open_survey(polling, "all-types")
    await chat.press_data(chat.last, data)
    await chat.settled()
    assert chat.last.rows


async def test_a_message_that_cannot_be_edited_is_sent_anew(polling: World) -> None:
    chat = await open_survey(polling, "all-types")
    old = chat.last
    chat.lose(old)
    await chat.press("Start", on=old)
    await chat.settled()
    assert chat.last.id != old.id
    assert "Which way?" in chat.last.text


async def test_nothing_is_downloaded_and_the_person_is_told(polling: World) -> None:
    chat = await open_survey(polling, "all-types")
    for kind in ("photo", "voice", "location", "contact", "sticker", "document"):
        await chat.send_other(kind)
        await chat.settled()
        assert "only reads text" in chat.last.text


async def test_many_residents_at_once_are_all_answered(world: World) -> None:
    chats = await asyncio.gather(*(counter_answered(world) for _ in range(12)))
    assert all("Thank you" in chat.last.text for chat in chats)
