"""The methods by name, each with the type of its fields; those about the bot itself are here."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from bot.demo.botapi import methods, profile
from bot.demo.botapi.cloud import Cloud
from bot.demo.botapi.fields import Fields
from bot.demo.botapi.rules import refuse
from bot.demo.botapi.shapes import (
    AnswerCallback,
    Command,
    DeleteMessage,
    DeleteMessages,
    DeleteWebhook,
    EditMarkup,
    EditText,
    GetMenuButton,
    GetUpdates,
    InLanguage,
    MenuButton,
    Nothing,
    OneCommands,
    SendAction,
    SendFile,
    SendMessage,
    SetCommands,
    SetDescription,
    SetMenuButton,
    SetName,
    SetShortDescription,
    SetWebhook,
    User,
)
from bot.demo.botapi.webhook import hook_of

Shape = TypeVar("Shape")


@dataclass(frozen=True, slots=True)
class Method:
    name: str
    shape: object
    """The TypedDict of its fields."""
    run: Callable[[Cloud, Fields], Awaitable[object]]


def method(
    name: str, shape: type[Shape], run: Callable[[Cloud, Shape], Awaitable[object]]
) -> Method:
    """The fields are checked against the shape before they come here."""
    return Method(name, shape, lambda cloud, fields: run(cloud, cast("Shape", fields)))


async def get_me(cloud: Cloud, _: Nothing) -> User:
    return cloud.me


async def get_updates(cloud: Cloud, call: GetUpdates) -> list[dict[str, object]]:
    if cloud.hook is not None:
        raise refuse("poll-webhook")
    limit, timeout = call.get("limit", 100), call.get("timeout", 0)
    if not 1 <= limit <= 100 or timeout < 0:
        raise refuse("poll-range")
    if "allowed_updates" in call:
        cloud.updates.allow(call["allowed_updates"])
    if "offset" in call:
        cloud.updates.confirm(call["offset"])
    return await cloud.updates.poll(limit, timeout)


async def set_webhook(cloud: Cloud, call: SetWebhook) -> bool:
    hook = hook_of(call) if call["url"] else None
    if "allowed_updates" in call:
        cloud.updates.allow(call["allowed_updates"])
    if call.get("drop_pending_updates", False):
        cloud.updates.pending.clear()
    cloud.hook = hook
    cloud.updates.wake()
    return True


async def delete_webhook(cloud: Cloud, call: DeleteWebhook) -> bool:
    if call.get("drop_pending_updates", False):
        cloud.updates.pending.clear()
    cloud.hook = None
    cloud.updates.wake()
    return True


async def get_webhook_info(cloud: Cloud, _: Nothing) -> dict[str, object]:
    hook = cloud.hook
    info: dict[str, object] = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(cloud.updates.pending),
        "allowed_updates": sorted(cloud.updates.allowed),
    }
    if hook:
        info |= {"max_connections": hook.connections, "ip_address": "127.0.0.1"}
    if hook and hook.error_at:
        info |= {"last_error_date": hook.error_at, "last_error_message": hook.error}
    return info


async def set_commands(cloud: Cloud, call: SetCommands) -> bool:
    profile.check_commands(call["commands"])
    key = profile.scope_key(call.get("scope")), profile.language(call.get("language_code", ""))
    cloud.profile.commands[key] = call["commands"]
    return True


async def get_commands(cloud: Cloud, call: OneCommands) -> list[Command]:
    key = profile.scope_key(call.get("scope")), profile.language(call.get("language_code", ""))
    return cloud.profile.commands.get(key, [])


async def delete_commands(cloud: Cloud, call: OneCommands) -> bool:
    key = profile.scope_key(call.get("scope")), profile.language(call.get("language_code", ""))
    cloud.profile.commands.pop(key, None)
    return True


async def set_name(cloud: Cloud, call: SetName) -> bool:
    lang, name = profile.language(call.get("language_code", "")), call.get("name", "")
    cloud.profile.names[lang] = profile.short_name(name)
    return True


async def get_name(cloud: Cloud, call: InLanguage) -> dict[str, str]:
    names, lang = cloud.profile.names, profile.language(call.get("language_code", ""))
    return {"name": names.get(lang) or names.get("") or cloud.me["first_name"]}


async def set_description(cloud: Cloud, call: SetDescription) -> bool:
    lang, text = profile.language(call.get("language_code", "")), call.get("description", "")
    cloud.profile.descriptions[lang] = profile.short_enough(text)
    return True


async def get_description(cloud: Cloud, call: InLanguage) -> dict[str, str]:
    texts, lang = cloud.profile.descriptions, profile.language(call.get("language_code", ""))
    return {"description": texts.get(lang) or texts.get("", "")}


async def set_short(cloud: Cloud, call: SetShortDescription) -> bool:
    lang, text = profile.language(call.get("language_code", "")), call.get("short_description", "")
    cloud.profile.short_descriptions[lang] = profile.very_short(text)
    return True


async def get_short(cloud: Cloud, call: InLanguage) -> dict[str, str]:
    texts, lang = cloud.profile.short_descriptions, profile.language(call.get("language_code", ""))
    return {"short_description": texts.get(lang) or texts.get("", "")}


async def set_menu(cloud: Cloud, call: SetMenuButton) -> bool:
    usual: MenuButton = {"type": "default"}
    cloud.profile.menus[call.get("chat_id", 0)] = call.get("menu_button", usual)
    return True


async def get_menu(cloud: Cloud, call: GetMenuButton) -> MenuButton:
    menus = cloud.profile.menus
    return menus.get(call.get("chat_id", 0), menus.get(0, {"type": "default"}))


METHODS: Mapping[str, Method] = {
    one.name.lower(): one
    for one in (
        method("getMe", Nothing, get_me),
        method("getUpdates", GetUpdates, get_updates),
        method("setWebhook", SetWebhook, set_webhook),
        method("deleteWebhook", DeleteWebhook, delete_webhook),
        method("getWebhookInfo", Nothing, get_webhook_info),
        method("sendMessage", SendMessage, methods.send_message),
        method("sendPhoto", SendFile, methods.send_photo),
        method("sendDocument", SendFile, methods.send_document),
        method("editMessageText", EditText, methods.edit_text),
        method("editMessageReplyMarkup", EditMarkup, methods.edit_markup),
        method("deleteMessage", DeleteMessage, methods.delete_message),
        method("deleteMessages", DeleteMessages, methods.delete_messages),
        method("answerCallbackQuery", AnswerCallback, methods.answer_callback),
        method("sendChatAction", SendAction, methods.send_action),
        method("setMyCommands", SetCommands, set_commands),
        method("getMyCommands", OneCommands, get_commands),
        method("deleteMyCommands", OneCommands, delete_commands),
        method("setMyName", SetName, set_name),
        method("getMyName", InLanguage, get_name),
        method("setMyDescription", SetDescription, set_description),
        method("getMyDescription", InLanguage, get_description),
        method("setMyShortDescription", SetShortDescription, set_short),
        method("getMyShortDescription", InLanguage, get_short),
        method("setChatMenuButton", SetMenuButton, set_menu),
        method("getChatMenuButton", GetMenuButton, get_menu),
    )
}  # fmt: skip
