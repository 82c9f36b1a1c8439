"""python-telegram-bot, as it is, speaks with the server: by polling, with every method we use."""

from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MenuButtonCommands,
    Message,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken
from telegram.request import HTTPXRequest

from bot.demo.botapi import BotApi, Chat

KEYBOARD = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("1 Yes", callback_data="y"),
            InlineKeyboardButton("No", callback_data="n"),
        ],
        [InlineKeyboardButton("Site", url="https://example.eu/a")],
    ]
)


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    async with Bot(api.token, base_url=f"{api.root}/bot") as bot:
        yield bot


async def test_a_conversation_looks_as_it_does_at_telegram(
    api: BotApi, chat: Chat, bot: Bot
) -> None:
    (update,) = await bot.get_updates(timeout=1)
    assert update.message is not None
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "fr"
    assert update.message.parse_entities() == {update.message.entities[0]: "/start"}
    sent = await bot.send_message(
        chat.id,
        "Bonjour 🙂 ici",
        entities=[MessageEntity(MessageEntity.BOLD, 0, 7)],
        reply_markup=KEYBOARD,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_parameters=ReplyParameters(chat.messages[0].id),
    )
    assert chat.last.labels == ["1 Yes", "No", "Site"]
    await chat.press("Yes")
    (press,) = await bot.get_updates(offset=update.update_id + 1)
    query = press.callback_query
    assert query is not None
    assert isinstance(query.message, Message)
    assert (query.data, query.message.text) == ("y", "Bonjour 🙂 ici")
    assert query.message.reply_markup == KEYBOARD
    await bot.answer_callback_query(query.id, "Merci", show_alert=True)
    edited = await bot.edit_message_text("Merci", chat.id, sent.message_id)
    assert isinstance(edited, Message)
    assert edited.edit_date
    assert (chat.last.text, chat.last.labels, chat.last.edited) == ("Merci", [], True)
    assert (chat.alerts, api.refusals, api.unanswered()) == (["Merci"], [], [])


async def test_a_reply_brings_back_the_link_of_the_message_it_answers(chat: Chat, bot: Bot) -> None:
    link = f"https://t.me/{bot.username}?start=0abc"
    await bot.send_message(
        chat.id,
        "Your age? answer",
        entities=[MessageEntity(MessageEntity.TEXT_LINK, 10, 6, url=link)],
        reply_markup=ForceReply(input_field_placeholder="16-99"),
    )
    asked = chat.last
    assert (asked.forced, asked.placeholder, asked.links) == (True, "16-99", [link])
    await chat.reply(asked, "34")
    await chat.follow(link)
    _, replied, started = await bot.get_updates()
    assert replied.message is not None
    answered = replied.message.reply_to_message
    assert answered is not None
    assert answered.from_user == await bot.get_me()
    assert answered.entities[0].url == link
    assert started.message is not None
    assert started.message.text == "/start 0abc"


async def test_the_errors_have_the_classes_that_telegrams_have(
    api: BotApi, chat: Chat, bot: Bot
) -> None:
    sent = await bot.send_message(chat.id, "Same")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("Same", chat.id, sent.message_id)
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(1, "Hello")
    chat.block()
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(chat.id, "Hello")
    await bot.set_webhook("https://example.eu/telegram")
    with pytest.raises(Conflict):
        await bot.get_updates()
    async with HTTPXRequest() as request:
        wrong = Bot("1:wrong", base_url=f"{api.root}/bot", request=request)
        with pytest.raises(InvalidToken):
            await wrong.get_me()


async def test_what_the_bot_is_called_is_kept_per_language(
    api: BotApi, chat: Chat, bot: Bot
) -> None:
    help_here = (BotCommand("help", "Help"),)
    aide = (BotCommand("help", "Aide"),)
    everywhere = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(help_here, scope=everywhere)
    await bot.set_my_commands(aide, scope=everywhere, language_code="fr")
    assert await bot.get_my_commands(scope=everywhere, language_code="fr") == aide
    shown = api.cloud.profile.commands_for(chat.id, "fr")
    assert [one["description"] for one in shown] == ["Aide"]
    await bot.delete_my_commands(scope=everywhere, language_code="fr")
    assert [one["description"] for one in api.cloud.profile.commands_for(chat.id, "fr")] == ["Help"]
    await bot.set_my_name("Droits", language_code="fr")
    await bot.set_my_description("Long")
    await bot.set_my_short_description("Short")
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await bot.get_my_name("fr")).name == "Droits"
    assert (await bot.get_my_name("nl")).name == "Digital rights"
    assert (await bot.get_my_description("nl")).description == "Long"
    assert (await bot.get_my_short_description()).short_description == "Short"
    assert isinstance(await bot.get_chat_menu_button(), MenuButtonCommands)
    assert api.refusals == []


async def test_files_are_taken_and_not_kept(chat: Chat, bot: Bot) -> None:
    sent = await bot.send_document(chat.id, b"PDF", filename="letter.pdf", caption="Your letter")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size) == ("letter.pdf", 3)
    await bot.send_photo(chat.id, b"PNG")
    assert [bubble.file for bubble in chat.messages] == ["", "letter.pdf", "photo"]


async def test_messages_go_when_they_are_deleted(chat: Chat, bot: Bot) -> None:
    numbers = [(await bot.send_message(chat.id, word)).message_id for word in ("a", "b", "c")]
    await bot.delete_message(chat.id, numbers[0])
    await bot.delete_messages(chat.id, numbers[1:])
    await bot.send_chat_action(chat.id, "typing")
    assert [bubble.text for bubble in chat.messages] == ["/start"]


async def test_only_the_kinds_of_update_that_were_asked_for_come(chat: Chat, bot: Bot) -> None:
    await bot.get_updates(allowed_updates=["my_chat_member"], offset=-1)
    await chat.send("unwanted")
    chat.block()
    updates = await bot.get_updates(offset=700_000_002)
    assert [update.message for update in updates] == [None]
    assert updates[0].my_chat_member is not None


async def test_a_negative_offset_keeps_only_the_newest(chat: Chat, bot: Bot) -> None:
    await chat.send("two")
    await chat.send("three")
    updates = await bot.get_updates(offset=-2)
    assert [update.message.text for update in updates if update.message] == ["two", "three"]


async def test_what_is_no_text_and_what_is_edited_arrives_too(chat: Chat, bot: Bot) -> None:
    for kind in ("photo", "voice", "sticker", "location", "contact", "document"):
        await chat.send_other(kind)
    await chat.edit(chat.messages[0], "/start again")
    _, *others, edited = await bot.get_updates()
    assert all(update.message and update.message.effective_attachment for update in others)
    assert edited.edited_message is not None
    assert edited.edited_message.text == "/start again"


async def test_a_message_that_grew_too_old_comes_as_inaccessible(chat: Chat, bot: Bot) -> None:
    await bot.send_message(chat.id, "Old", reply_markup=KEYBOARD)
    chat.lose(chat.last)
    await chat.press("No")
    press = (await bot.get_updates())[-1].callback_query
    assert press is not None
    assert press.message is not None
    assert not press.message.is_accessible
    with pytest.raises(BadRequest, match="can't be edited"):
        await bot.edit_message_text("New", chat.id, chat.last.id)
