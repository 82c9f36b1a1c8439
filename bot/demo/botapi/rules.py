"""Every rule by which the server refuses a call, in one table, each with where it comes from."""

from dataclasses import dataclass

CLIENT = "tdlib/telegram-bot-api Client.cpp"
TD = "tdlib/td"
OURS = "our own, stricter"


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    code: int
    words: str
    """The description in the answer; Telegram's own words where they are known."""
    source: str
    text: str


RULES = (
    # The call itself.
    Rule("token", 401, "Unauthorized", "Bot API: Authorizing your bot",
         "The token in the path is the bot's."),
    Rule("method", 404, "Not Found", "Bot API: Making requests",
         "The method is one of those served here."),
    Rule("body", 400, "Bad Request: can't read the request body", "Bot API: Making requests",
         "Fields come in the query, as JSON, as a form or as multipart, and can be read."),
    Rule("unknown-field", 400, "Bad Request: unknown field {field}", OURS,
         "A field that the method or object does not have is refused; Telegram ignores it. "
         "`parse_mode` is such a field: formatting is given as entities."),
    Rule("missing-field", 400, "Bad Request: field {field} is missing", CLIENT,
         "Required fields are there."),
    Rule("wrong-type", 400, "Bad Request: field {field} has a wrong type", OURS,
         "A value has exactly the documented type; Telegram converts some."),
    # Whom it reaches.
    Rule("chat-not-found", 400, "Bad Request: chat not found", CLIENT,
         "The chat exists."),
    Rule("not-started", 403, "Forbidden: bot can't initiate conversation with a user", TD,
         "The person wrote first."),
    Rule("blocked", 403, "Forbidden: bot was blocked by the user", CLIENT,
         "The person has not blocked the bot."),
    # Text and entities.
    Rule("text-empty", 400, "Bad Request: message text is empty", "Bot API: sendMessage",
         "A text has at least one character."),
    Rule("text-blank", 400, "Bad Request: text must be non-empty", TD,
         "A text is more than white space."),
    Rule("text-long", 400, "Bad Request: message is too long", "Bot API: sendMessage",
         "A text has at most 4096 UTF-16 units."),
    Rule("text-edge", 400, "Bad Request: text begins or ends with white space", OURS,
         "No white space at either end: Telegram trims it and moves the entities."),
    Rule("caption-long", 400, "Bad Request: message caption is too long", "Bot API: sendPhoto",
         "A caption has at most 1024 UTF-16 units."),
    Rule("entity-count", 400, "Bad Request: more than 100 entities", OURS,
         "Telegram drops the entities of a message after the hundredth."),
    Rule("entity-type", 400, "Bad Request: can't parse MessageEntity: unsupported type", CLIENT,
         "The type of an entity is one that a bot can set."),
    Rule("entity-range", 400, "Bad Request: entity ends after the end of the text", TD,
         "Offset and length, in UTF-16 units, lie inside the text; the length is at least 1."),
    Rule("entity-cut", 400,
         "Bad Request: entity begins or ends in the middle of a UTF-16 symbol", TD,
         "An entity does not cut a surrogate pair."),
    Rule("entity-overlap", 400, "Bad Request: entities overlap", OURS,
         "Two entities are apart or one lies inside the other; Telegram splits them."),
    Rule("entity-nesting", 400, "Bad Request: entity can't contain other entities",
         "Bot API: Formatting options",
         "`code` and `pre` neither contain nor lie inside others; block quotes are not nested."),
    Rule("entity-url", 400, "Bad Request: entity URL is invalid: Unsupported URL protocol", TD,
         "A text link has a URL by http, https or tg, with a host that Telegram accepts."),
    # Keyboards.
    Rule("markup", 400, "Bad Request: object expected as reply markup", CLIENT,
         "A reply markup is exactly one of inline keyboard, forced reply, removed keyboard."),
    Rule("button-text", 400, "Bad Request: inline keyboard button text is empty",
         "Bot API: InlineKeyboardButton", "A button has a text that is more than white space."),
    Rule("button-action", 400,
         "Bad Request: can't parse inline keyboard button: "
         "Text buttons are unallowed in the inline keyboard",
         "Bot API: InlineKeyboardButton", "A button does exactly one thing."),
    Rule("button-data", 400, "Bad Request: BUTTON_DATA_INVALID", "Bot API: InlineKeyboardButton",
         "`callback_data` has 1-64 bytes of UTF-8."),
    Rule("button-url", 400,
         "Bad Request: inline keyboard button URL is invalid: Wrong HTTP URL", TD,
         "A button's URL is by http, https or tg, with a host that Telegram accepts "
         "(`localhost` is none)."),
    Rule("button-copy", 400, "Bad Request: BUTTON_COPY_TEXT_INVALID", "Bot API: CopyTextButton",
         "The text to copy has 1-256 characters."),
    Rule("button-row", 400, "Bad Request: a row has 1-8 buttons", OURS,
         "A row has 1-8 buttons; Telegram drops empty rows."),
    Rule("button-count", 400, "Bad Request: reply markup is too long", CLIENT,
         "A keyboard has at most 100 buttons."),
    Rule("placeholder", 400, "Bad Request: input field placeholder has a wrong length",
         "Bot API: ForceReply", "The placeholder of a forced reply has 1-64 characters."),
    Rule("start", 400, "Bad Request: START_PARAM_INVALID", "Bot features: Deep linking",
         "A link to this bot has a start parameter of at most 64 of `A-Z a-z 0-9 _ -`."),
    # Messages that are there already.
    Rule("reply-missing", 400, "Bad Request: message to be replied not found", CLIENT,
         "The message replied to exists."),
    Rule("edit-missing", 400, "Bad Request: message to edit not found", CLIENT,
         "The message to edit exists."),
    Rule("edit-foreign", 400, "Bad Request: message can't be edited", CLIENT,
         "The message to edit is the bot's own text message, and Telegram still has it."),
    Rule("not-modified", 400,
         "Bad Request: message is not modified: specified new message content and reply markup "
         "are exactly the same as a current content and reply markup of the message", CLIENT,
         "An edit changes something."),
    Rule("delete-missing", 400, "Bad Request: message to delete not found", CLIENT,
         "The message to delete exists; of several, those that do not are passed over."),
    Rule("delete-old", 400, "Bad Request: message can't be deleted for everyone",
         "Bot API: deleteMessage",
         "Every message to delete is less than 48 hours old."),
    Rule("delete-count", 400, "Bad Request: message identifiers are not specified",
         "Bot API: deleteMessages", "1-100 messages are deleted at once."),
    # Callback queries and actions.
    Rule("query", 400,
         "Bad Request: query is too old and response timeout expired or query ID is invalid",
         CLIENT,
         "A callback query is known, not yet answered, and not too old."),
    Rule("alert-long", 400, "Bad Request: MESSAGE_TOO_LONG", "Bot API: answerCallbackQuery",
         "The notice has at most 200 characters."),
    Rule("action", 400, "Bad Request: wrong parameter action in request", CLIENT,
         "The chat action is a documented one."),
    # Files.
    Rule("file-empty", 400, "Bad Request: file must be non-empty", CLIENT,
         "A file that is sent has at least one byte."),
    # What the bot is called.
    Rule("language", 400, "Bad Request: invalid language_code specified", "Bot API: setMyCommands",
         "`language_code` is empty or two lower-case letters."),
    Rule("command-count", 400, "Bad Request: BOT_COMMANDS_TOO_MUCH", "Bot API: setMyCommands",
         "At most 100 commands."),
    Rule("command-name", 400, "Bad Request: BOT_COMMAND_INVALID", "Bot API: BotCommand",
         "A command has 1-32 of `a-z 0-9 _`."),
    Rule("command-description", 400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID",
         "Bot API: BotCommand", "The description of a command has 1-256 characters."),
    Rule("name-long", 400, "Bad Request: BOT_TITLE_INVALID", "Bot API: setMyName",
         "The bot's name has at most 64 characters."),
    Rule("description-long", 400, "Bad Request: DESCRIPTION_TOO_LONG", "Bot API: setMyDescription",
         "The bot's description has at most 512 characters."),
    Rule("short-description-long", 400, "Bad Request: ABOUT_TOO_LONG",
         "Bot API: setMyShortDescription", "The short description has at most 120 characters."),
    # How updates come.
    Rule("poll-conflict", 409,
         "Conflict: terminated by other getUpdates request; "
         "make sure that only one bot instance is running", CLIENT,
         "One getUpdates at a time; the older one is refused."),
    Rule("poll-webhook", 409,
         "Conflict: can't use getUpdates method while webhook is active; "
         "use deleteWebhook to delete the webhook first", CLIENT,
         "No getUpdates while a webhook is set."),
    Rule("poll-range", 400, "Bad Request: limit or timeout is out of range", OURS,
         "`limit` is 1-100 and `timeout` 0 or more; Telegram clamps them."),
    Rule("update-type", 400, "Bad Request: unknown type of update", OURS,
         "`allowed_updates` holds documented types; Telegram ignores others."),
    Rule("webhook-url", 400,
         "Bad Request: bad webhook: An HTTPS URL must be provided for webhook", CLIENT,
         "A webhook is by https; by http only to loopback, which Telegram would not reach."),
    Rule("webhook-secret", 400, "Bad Request: secret token contains unallowed characters",
         "Bot API: setWebhook", "The secret has 1-256 of `A-Z a-z 0-9 _ -`."),
    Rule("webhook-connections", 400, "Bad Request: max_connections is out of range",
         "Bot API: setWebhook", "1-100 connections."),
)  # fmt: skip

BY_NAME = {rule.name: rule for rule in RULES}


class Refused(Exception):
    """A call that breaks a rule; carries no value of the call but the name of a field."""

    def __init__(self, rule: Rule, description: str) -> None:
        super().__init__(description)
        self.rule = rule
        self.description = description


def refuse(name: str, *, field: str = "") -> Refused:
    rule = BY_NAME[name]
    return Refused(rule, rule.words.replace("{field}", field))
