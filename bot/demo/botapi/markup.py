"""The rules for keyboards and forced replies."""

from bot.demo.botapi.rules import refuse
from bot.demo.botapi.shapes import ForceReply, InlineButton, InlineKeyboard, Markup
from bot.demo.botapi.text import check_url

ACTIONS = frozenset({"url", "callback_data", "copy_text"})


def check_markup(markup: Markup, username: str) -> None:
    keyboard = keyboard_of(markup)
    if keyboard is not None:
        check_keyboard(keyboard, username)
    forced = forced_of(markup)
    if forced is not None and not 1 <= len(forced.get("input_field_placeholder", "-")) <= 64:
        raise refuse("placeholder")


def keyboard_of(markup: Markup | None) -> InlineKeyboard | None:
    return markup if markup is not None and "inline_keyboard" in markup else None


def forced_of(markup: Markup | None) -> ForceReply | None:
    return markup if markup is not None and "force_reply" in markup else None


def check_keyboard(keyboard: InlineKeyboard, username: str) -> None:
    rows = keyboard["inline_keyboard"]
    if sum(len(row) for row in rows) > 100:
        raise refuse("button-count")
    for row in rows:
        if not 1 <= len(row) <= 8:
            raise refuse("button-row")
        for button in row:
            check_button(button, username)


def check_button(button: InlineButton, username: str) -> None:
    if not button["text"].strip():
        raise refuse("button-text")
    if len(ACTIONS & button.keys()) != 1:
        raise refuse("button-action")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise refuse("button-data")
    if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= 256:
        raise refuse("button-copy")
    if "url" in button:
        check_url(button["url"], username, rule="button-url")
