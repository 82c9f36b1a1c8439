"""A message as the person sees it."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.demo.botapi.shapes import Entity, ForceReply, InlineButton, InlineKeyboard, Message


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    data: str | None = None
    url: str | None = None
    copy: str | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Bubble:
    id: int
    text: str
    entities: tuple[Entity, ...]
    rows: tuple[tuple[Button, ...], ...]
    mine: bool
    """The person wrote it, not the bot."""
    edited: bool
    forced: bool
    """It opens the person's reply bar."""
    placeholder: str
    reply_to: int | None
    date: int
    file: str = ""
    """Name of a file that came with it."""

    @property
    def labels(self) -> list[str]:
        return [button.label for row in self.rows for button in row]

    @property
    def links(self) -> list[str]:
        """The addresses behind its words, then those behind its buttons."""
        texts = [one["url"] for one in self.entities if "url" in one]
        return texts + [button.url for row in self.rows for button in row if button.url]

    def button(self, label: str) -> Button | None:
        """By whole label, else by its beginning, else by its beginning after a number."""
        buttons = [button for row in self.rows for button in row]
        for spelling in (str, bare):
            for fits in (str.__eq__, str.startswith):
                for button in buttons:
                    if fits(spelling(button.label), label):
                        return button
        return None


def bare(label: str) -> str:
    """The label without the number, tick or mark before it."""
    return label.lstrip("0123456789.)✓✔☑☐✅⬜•· \ufe0f")


def bubble_of(message: Message, bot: int, forced: ForceReply | None) -> Bubble:
    empty: InlineKeyboard = {"inline_keyboard": []}
    keyboard = message.get("reply_markup", empty)
    return Bubble(
        id=message["message_id"],
        text=message.get("text", message.get("caption", "")),
        entities=tuple(message.get("entities", message.get("caption_entities", []))),
        rows=tuple(tuple(_buttons(row)) for row in keyboard["inline_keyboard"]),
        mine=message["from"]["id"] != bot,
        edited="edit_date" in message,
        forced=forced is not None,
        placeholder=forced.get("input_field_placeholder", "") if forced else "",
        reply_to=message["reply_to_message"]["message_id"]
        if "reply_to_message" in message
        else None,
        date=message["date"],
        file=_file(message),
    )


def _buttons(row: list[InlineButton]) -> Iterator[Button]:
    for one in row:
        copy = one["copy_text"]["text"] if "copy_text" in one else None
        yield Button(one["text"], one.get("callback_data"), one.get("url"), copy, one.get("style"))


def _file(message: Message) -> str:
    if "document" in message:
        return str(message["document"].get("file_name", "document"))
    return "photo" if "photo" in message else ""
