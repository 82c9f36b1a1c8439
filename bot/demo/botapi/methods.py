"""The methods that reach a chat: send, edit, delete, answer a press, show that the bot types."""

import time
from collections.abc import Sequence

from bot.demo.botapi.chat import quoted
from bot.demo.botapi.cloud import Alert, Change, Cloud, Room
from bot.demo.botapi.markup import check_keyboard, check_markup, forced_of, keyboard_of
from bot.demo.botapi.rules import refuse
from bot.demo.botapi.shapes import (
    AnswerCallback,
    DeleteMessage,
    DeleteMessages,
    EditMarkup,
    EditText,
    Entity,
    InlineKeyboard,
    Markup,
    Message,
    ReplyTo,
    SendAction,
    SendFile,
    SendMessage,
    Upload,
)
from bot.demo.botapi.text import check_entities, check_text, detected, units

ACTIONS = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
        "upload_document", "choose_sticker", "find_location", "record_video_note",
        "upload_video_note",
    }
)  # fmt: skip


async def send_message(cloud: Cloud, call: SendMessage) -> Message:
    entities = call.get("entities", [])
    check_text(call["text"], entities, cloud.username)
    room = cloud.room(call["chat_id"])
    message = _prepared(cloud, room, call.get("reply_parameters"))
    _set_text(message, call["text"], entities)
    return _post(cloud, room, message, call.get("reply_markup"))


async def send_photo(cloud: Cloud, call: SendFile) -> Message:
    message, size = _with_caption(cloud, call, call.get("photo"), "photo")
    file: dict[str, object] = {"file_id": "AgAD-demo", "file_unique_id": "demo", "file_size": size}
    message["photo"] = [{**file, "width": 90, "height": 90}]
    return _post(cloud, cloud.room(call["chat_id"]), message, call.get("reply_markup"))


async def send_document(cloud: Cloud, call: SendFile) -> Message:
    given = call.get("document")
    message, size = _with_caption(cloud, call, given, "document")
    name = "document" if given is None or isinstance(given, str) else given["file_name"]
    file: dict[str, object] = {"file_id": "BQAD-demo", "file_unique_id": "demo", "file_size": size}
    message["document"] = {**file, "file_name": name}
    return _post(cloud, cloud.room(call["chat_id"]), message, call.get("reply_markup"))


def _with_caption(
    cloud: Cloud, call: SendFile, file: str | Upload | None, field: str
) -> tuple[Message, int]:
    """A message with the caption and the size of the file, which itself is not kept."""
    if file is None:
        raise refuse("missing-field", field=field)
    if not file or (not isinstance(file, str) and not file["size"]):
        raise refuse("file-empty")
    room = cloud.room(call["chat_id"])
    message = _prepared(cloud, room, call.get("reply_parameters"))
    caption, entities = call.get("caption", ""), call.get("caption_entities", [])
    if units(caption) > 1024:
        raise refuse("caption-long")
    check_entities(caption, entities, cloud.username)
    if caption:
        message["caption"], message["caption_entities"] = caption, detected(caption, entities)
    return message, 1000 if isinstance(file, str) else file["size"]


def _prepared(cloud: Cloud, room: Room, reply: ReplyTo | None) -> Message:
    found = room.messages.get(reply["message_id"]) if reply else None
    if reply and not found and not reply.get("allow_sending_without_reply", False):
        raise refuse("reply-missing")
    message = room.new_message(cloud.public_me())
    if found:
        message["reply_to_message"] = quoted(found)
    return message


def _set_text(message: Message, text: str, entities: Sequence[Entity]) -> None:
    message["text"] = text
    message.pop("entities", None)
    if shown := detected(text, entities):
        message["entities"] = shown


def _set_keyboard(message: Message, keyboard: InlineKeyboard | None) -> None:
    message.pop("reply_markup", None)
    if keyboard and keyboard["inline_keyboard"]:
        message["reply_markup"] = keyboard


def _post(cloud: Cloud, room: Room, message: Message, markup: Markup | None) -> Message:
    if markup is not None:
        check_markup(markup, cloud.username)
    _set_keyboard(message, keyboard_of(markup))
    number = message["message_id"]
    forced = forced_of(markup)
    if forced is not None:
        room.forced[number] = forced
    room.messages[number] = message
    _touch(cloud, room, "message", number)
    return message


def _touch(cloud: Cloud, room: Room, kind: str, number: int = 0) -> None:
    room.touched = time.monotonic()
    cloud.tell(Change(room.user["id"], kind, number))


async def edit_text(cloud: Cloud, call: EditText) -> Message:
    entities = call.get("entities", [])
    check_text(call["text"], entities, cloud.username)
    room, old = _editable(cloud, call["chat_id"], call["message_id"])
    new = old.copy()
    _set_text(new, call["text"], entities)
    return _replace(cloud, room, old, new, call.get("reply_markup"))


async def edit_markup(cloud: Cloud, call: EditMarkup) -> Message:
    room, old = _editable(cloud, call["chat_id"], call["message_id"])
    return _replace(cloud, room, old, old.copy(), call.get("reply_markup"))


def _editable(cloud: Cloud, chat: int, number: int) -> tuple[Room, Message]:
    room = cloud.room(chat)
    message = room.messages.get(number)
    if message is None:
        raise refuse("edit-missing")
    own = message["from"]["id"] == cloud.me["id"] and "text" in message
    if not own or number in room.lost or number in room.forced:
        raise refuse("edit-foreign")
    return room, message


def _replace(
    cloud: Cloud, room: Room, old: Message, new: Message, keyboard: InlineKeyboard | None
) -> Message:
    if keyboard is not None:
        check_keyboard(keyboard, cloud.username)
    _set_keyboard(new, keyboard)
    if old == new:
        raise refuse("not-modified")
    if old.get("text") != new.get("text") or old.get("entities") != new.get("entities"):
        new["edit_date"] = int(time.time())
    room.messages[new["message_id"]] = new
    _touch(cloud, room, "message", new["message_id"])
    return new


async def delete_message(cloud: Cloud, call: DeleteMessage) -> bool:
    room = cloud.room(call["chat_id"])
    if call["message_id"] not in room.messages:
        raise refuse("delete-missing")
    if call["message_id"] in room.lost:
        raise refuse("delete-old")
    _delete(cloud, room, call["message_id"])
    return True


async def delete_messages(cloud: Cloud, call: DeleteMessages) -> bool:
    if not 1 <= len(call["message_ids"]) <= 100:
        raise refuse("delete-count")
    room = cloud.room(call["chat_id"])
    if room.lost.intersection(call["message_ids"]):
        raise refuse("delete-old")
    for number in call["message_ids"]:
        _delete(cloud, room, number)
    return True


def _delete(cloud: Cloud, room: Room, number: int) -> None:
    room.messages.pop(number, None)
    room.forced.pop(number, None)
    _touch(cloud, room, "deleted", number)


async def answer_callback(cloud: Cloud, call: AnswerCallback) -> bool:
    if len(call.get("text", "")) > 200:
        raise refuse("alert-long")
    query = cloud.queries.get(call["callback_query_id"])
    if query is None or query.answered or time.monotonic() - query.at > cloud.query_seconds:
        raise refuse("query")
    query.answered = True
    alert = Alert(call.get("text", ""), call.get("show_alert", False))
    room = cloud.rooms[query.chat]
    room.alerts.append(alert)
    room.touched = time.monotonic()
    cloud.tell(Change(query.chat, "alert", query.message, alert))
    return True


async def send_action(cloud: Cloud, call: SendAction) -> bool:
    room = cloud.room(call["chat_id"])
    if call["action"] not in ACTIONS:
        raise refuse("action")
    _touch(cloud, room, "typing")
    return True
