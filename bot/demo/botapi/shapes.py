"""The JSON that crosses the wire: Telegram's objects and the fields of each method, as types.

The server checks calls against these types (fields.py): what is not written here is refused.
"""

from typing import Literal, NotRequired, TypeAlias, TypedDict, final


class User(TypedDict):
    id: int
    is_bot: bool
    first_name: str
    username: NotRequired[str]
    language_code: NotRequired[str]
    can_join_groups: NotRequired[bool]
    can_read_all_group_messages: NotRequired[bool]
    supports_inline_queries: NotRequired[bool]


class PrivateChat(TypedDict):
    id: int
    type: Literal["private"]
    first_name: str


class Entity(TypedDict):
    type: str
    offset: int
    length: int
    url: NotRequired[str]
    language: NotRequired[str]


class CopyText(TypedDict):
    text: str


class InlineButton(TypedDict):
    text: str
    url: NotRequired[str]
    callback_data: NotRequired[str]
    copy_text: NotRequired[CopyText]
    style: NotRequired[Literal["danger", "success", "primary"]]


@final
class InlineKeyboard(TypedDict):
    inline_keyboard: list[list[InlineButton]]


@final
class ForceReply(TypedDict):
    force_reply: Literal[True]
    input_field_placeholder: NotRequired[str]
    selective: NotRequired[bool]


@final
class RemoveKeyboard(TypedDict):
    remove_keyboard: Literal[True]
    selective: NotRequired[bool]


Markup: TypeAlias = InlineKeyboard | ForceReply | RemoveKeyboard

Message = TypedDict(
    "Message",
    {
        "message_id": int,
        "from": User,
        "chat": PrivateChat,
        "date": int,
        "edit_date": NotRequired[int],
        "text": NotRequired[str],
        "entities": NotRequired[list[Entity]],
        "caption": NotRequired[str],
        "caption_entities": NotRequired[list[Entity]],
        "photo": NotRequired[list[dict[str, object]]],
        "document": NotRequired[dict[str, object]],
        "reply_markup": NotRequired[InlineKeyboard],
        "reply_to_message": NotRequired["Message"],
    },
)


class Upload(TypedDict):
    """What is kept of an uploaded file."""

    file_name: str
    size: int


# The fields of the methods. -------------------------------------------------------------------


class Nothing(TypedDict):
    pass


class GetUpdates(TypedDict):
    offset: NotRequired[int]
    limit: NotRequired[int]
    timeout: NotRequired[int]
    allowed_updates: NotRequired[list[str]]


class SetWebhook(TypedDict):
    url: str
    secret_token: NotRequired[str]
    max_connections: NotRequired[int]
    allowed_updates: NotRequired[list[str]]
    drop_pending_updates: NotRequired[bool]


class DeleteWebhook(TypedDict):
    drop_pending_updates: NotRequired[bool]


class LinkPreview(TypedDict):
    is_disabled: NotRequired[bool]


class ReplyTo(TypedDict):
    message_id: int
    allow_sending_without_reply: NotRequired[bool]


class SendMessage(TypedDict):
    chat_id: int
    text: str
    entities: NotRequired[list[Entity]]
    link_preview_options: NotRequired[LinkPreview]
    disable_notification: NotRequired[bool]
    protect_content: NotRequired[bool]
    reply_parameters: NotRequired[ReplyTo]
    reply_markup: NotRequired[Markup]


class SendFile(TypedDict):
    chat_id: int
    photo: NotRequired[str | Upload]
    document: NotRequired[str | Upload]
    caption: NotRequired[str]
    caption_entities: NotRequired[list[Entity]]
    disable_notification: NotRequired[bool]
    protect_content: NotRequired[bool]
    reply_parameters: NotRequired[ReplyTo]
    reply_markup: NotRequired[Markup]


class EditText(TypedDict):
    chat_id: int
    message_id: int
    text: str
    entities: NotRequired[list[Entity]]
    link_preview_options: NotRequired[LinkPreview]
    reply_markup: NotRequired[InlineKeyboard]


class EditMarkup(TypedDict):
    chat_id: int
    message_id: int
    reply_markup: NotRequired[InlineKeyboard]


class DeleteMessage(TypedDict):
    chat_id: int
    message_id: int


class DeleteMessages(TypedDict):
    chat_id: int
    message_ids: list[int]


class AnswerCallback(TypedDict):
    callback_query_id: str
    text: NotRequired[str]
    show_alert: NotRequired[bool]
    cache_time: NotRequired[int]


class SendAction(TypedDict):
    chat_id: int
    action: str


class Command(TypedDict):
    command: str
    description: str


class Scope(TypedDict):
    type: Literal["default", "all_private_chats", "all_group_chats", "chat"]
    chat_id: NotRequired[int]


class SetCommands(TypedDict):
    commands: list[Command]
    scope: NotRequired[Scope]
    language_code: NotRequired[str]


class OneCommands(TypedDict):
    scope: NotRequired[Scope]
    language_code: NotRequired[str]


class SetName(TypedDict):
    name: NotRequired[str]
    language_code: NotRequired[str]


class SetDescription(TypedDict):
    description: NotRequired[str]
    language_code: NotRequired[str]


class SetShortDescription(TypedDict):
    short_description: NotRequired[str]
    language_code: NotRequired[str]


class InLanguage(TypedDict):
    language_code: NotRequired[str]


class MenuButton(TypedDict):
    type: Literal["commands", "default"]


class SetMenuButton(TypedDict):
    chat_id: NotRequired[int]
    menu_button: NotRequired[MenuButton]


class GetMenuButton(TypedDict):
    chat_id: NotRequired[int]
