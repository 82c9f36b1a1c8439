"""A real Chromium, the demo's server, and a small bot that shows all that a bot can show."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import TypeAlias

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright
from telegram import (
    BotCommand,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MessageEntity,
    Update,
)
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
)

from bot.demo.botapi import BotApi, Identity
from bot.demo.doors import three_doors
from bot.demo.serve import serve

CHROMIUM = shutil.which("chromium") or ""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Opening: TypeAlias = Callable[..., Awaitable[Page]]
"""(**options of the browser's context) -> the page, its scripts run."""
Context: TypeAlias = ContextTypes.DEFAULT_TYPE

TEXT = "Your rights 🙂\nRead the law, copy K7QX-2M4P, or go on.\nhttps://example.eu/rights /help"
ENTITIES = [
    ("bold", "Your rights 🙂", None),
    ("italic", "rights", None),
    ("text_link", "law", "https://example.eu/law"),
    ("code", "K7QX-2M4P", None),
    ("text_link", "go on", "https://t.me/city_rights_bot?start=t1"),
]
KEYS = [["Edit", "Toast", "Alert"], ["Ask", "Slow"], ["Delete"]]


def entities() -> Sequence[MessageEntity]:
    in_characters = [
        MessageEntity(kind, TEXT.index(words), len(words), url=url) for kind, words, url in ENTITIES
    ]
    return MessageEntity.adjust_message_entities_to_utf_16(TEXT, in_characters)


def keyboard() -> InlineKeyboardMarkup:
    rows = [[InlineKeyboardButton(label, callback_data=label) for label in row] for row in KEYS]
    rows.append([InlineKeyboardButton("Site", url="https://example.eu/")])
    rows.append([InlineKeyboardButton("From here", url="https://t.me/city_rights_bot?start=here")])
    return InlineKeyboardMarkup(rows)


async def started(update: Update, context: Context) -> None:
    assert update.message is not None
    words = f"{TEXT}\n{' '.join(context.args)}" if context.args else TEXT
    await update.message.reply_text(words, entities=entities(), reply_markup=keyboard())


async def pressed(update: Update, _: Context) -> None:
    query = update.callback_query
    assert query is not None
    chat = update.effective_chat
    assert chat is not None
    match query.data:
        case "Edit":
            again = [InlineKeyboardButton("Edit again", callback_data="Toast")]
            await query.edit_message_text(
                "It has changed.", reply_markup=InlineKeyboardMarkup([again])
            )
            await query.answer()
        case "Alert":
            await query.answer("Read this first.", show_alert=True)
        case "Ask":
            await query.answer()
            hint = ForceReply(input_field_placeholder="A number from 16 to 99")
            await chat.send_message("How old are you?", reply_markup=hint)
        case "Slow":
            await chat.send_action("typing")
            await query.answer()
        case "Delete":
            await query.delete_message()
            await query.answer()
        case _:
            await query.answer("Noted.")


async def written(update: Update, _: Context) -> None:
    message = update.message
    assert message is not None
    about = message.reply_to_message
    told = f"{message.text!r}" + (f" about {about.text!r}" if about else "")
    await message.reply_text(told)


@pytest_asyncio.fixture(loop_scope="session")
async def demo() -> AsyncIterator[BotApi]:
    doors = three_doors(staff="http://127.0.0.1:9/staff", folder="texts")
    api = await serve(0, doors, bot=Identity())
    builder = ApplicationBuilder().token(api.token).base_url(f"{api.root}/bot")
    app = builder.concurrent_updates(True).build()
    app.add_handler(CommandHandler("start", started))
    app.add_handler(CallbackQueryHandler(pressed))
    app.add_handler(MessageHandler(None, written))
    async with app:
        assert app.updater is not None
        await app.bot.set_my_commands([BotCommand("start", "Begin"), BotCommand("help", "Help")])
        await app.bot.set_my_commands([BotCommand("help", "Aide")], language_code="fr")
        await app.bot.set_my_description("Know your digital rights.")
        await app.start()
        await app.updater.start_polling(timeout=5)
        yield api
        await app.updater.stop()
        await app.stop()
    await api.stop()


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser() -> AsyncIterator[Browser]:
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("no chromium is installed, and in CI the page must be tested")
        pytest.skip("no chromium is installed")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def opened(demo: BotApi, browser: Browser) -> AsyncIterator[Opening]:
    """Fails at the end if the page had an error or asked another machine for anything."""
    wrong: list[str] = []
    contexts = []

    async def opened(path: str = "/", **options: object) -> Page:
        usual = {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB"}
        context = await browser.new_context(**(usual | options))  # type: ignore[arg-type] # options of playwright
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(5000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
        page.on("request", lambda asked: wrong.append(asked.url) if foreign(asked.url) else None)
        await page.goto(demo.root + path)
        await page.locator("#lobby:visible, #desk:visible").wait_for()
        return page

    def foreign(url: str) -> bool:
        return not url.startswith(demo.root)

    yield opened
    for context in contexts:
        await context.close()
    assert wrong == []
