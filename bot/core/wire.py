"""The wire: an event as button data (at most 64 bytes) and back; the deep links of posters.

A packed event is "0" and the base64url digits of one mixed-radix number, first field least
significant. A button is never trusted: whatever a modified client sends unpacks to an event of
this catalogue or to BadButton.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.core import event as ev
from bot.core.event import (
    Opened,
    Pressed,
)
from bot.core.fields import SECRET_BYTES, put_event, take_event
from bot.core.model import Catalogue, Survey, Type
from bot.core.packing import BadButton, Reader, Writer, put_place, take_place
from bot.core.sheet import (
    Place,
    Receipt,
    Sheet,
)

__all__ = ["LONGEST", "MARK", "BadButton", "link", "opened", "pack", "room", "unpack"]

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
MARK = "0"
LONGEST = 64
"""Telegram: callback_data has 1-64 bytes, a start parameter up to 64 characters."""
BITS = 6 * (LONGEST - len(MARK))
PACKED = re.compile(rf"{MARK}(?:[B-Za-z0-9_-][A-Za-z0-9_-]*)?")
"""Without leading zeros: each number has one spelling."""


def pack(catalogue: Catalogue, event: Pressed, place: Place) -> str:
    """The button data of an event. ValueError if it names what the catalogue does not hold."""
    writer = Writer(catalogue)
    put_place(writer, place)
    put_event(writer, event)
    data = MARK + _digits(writer.number)
    if len(data) > LONGEST:
        raise ValueError("an event does not fit the wire")
    return data


def unpack(catalogue: Catalogue, data: str) -> tuple[Pressed, Place]:
    """The event and place of a button; BadButton (with the place, where readable) otherwise."""
    if len(data) > LONGEST or not PACKED.fullmatch(data):
        raise BadButton
    reader = Reader(catalogue, _number(data[len(MARK) :]))
    place = take_place(reader)
    try:
        event = take_event(reader)
        if reader.number:
            raise BadButton
    except BadButton as bad:
        bad.place = place
        raise
    return event, place


def _digits(number: int) -> str:
    found = ""
    while number:
        number, digit = divmod(number, len(DIGITS))
        found = DIGITS[digit] + found
    return found


def _number(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number * len(DIGITS) + DIGITS.index(digit)
    return number


def room(survey: Survey) -> int:
    """Bits left in the longest button of this survey; negative: by how many it does not fit."""
    alone = Catalogue(cities={}, topics={}, surveys={survey.id: survey}, pages={})
    return BITS - max(_bits(alone, event) for event in _longest(survey))


def _bits(catalogue: Catalogue, event: Pressed) -> int:
    writer = Writer(catalogue)
    put_place(writer, Place("fr"))
    put_event(writer, event)
    return (writer.scale - 1).bit_length()


def _longest(survey: Survey) -> Iterator[Pressed]:
    """The events with the most fields; what the fields hold does not change their size."""
    secret = bytes(SECRET_BYTES)
    sheet = Sheet(survey.id, 0, {}, Receipt(secret))
    yield ev.Send(replace(sheet, receipt=None), secret)
    yield ev.Languages(ev.Review(sheet))
    for question in survey.questions:
        yield ev.Languages(ev.Ask(sheet, question.id))
        if question.type in {Type.NUMBER, Type.MONTH}:
            yield ev.Languages(ev.Dial(sheet, question.id))
        if question.type in {Type.MULTIPLE, Type.RANKING}:
            yield ev.Toggle(sheet, question.id, (), question.options[0].id)


_PARTS = {"c": "city", "l": "lang", "t": "topic", "s": "survey", "x": "source", "k": "key"}
_PART = re.compile(r"([cltsxk])([a-z0-9-]+)")


def link(opened: Opened) -> str:
    """The start parameter of a deep link. ValueError when it is longer than Telegram takes."""
    values = ((letter, getattr(opened, name)) for letter, name in _PARTS.items())
    payload = "_".join(f"{letter}{value}" for letter, value in values if value)
    if len(payload) > LONGEST or not all(
        _PART.fullmatch(part) for part in payload.split("_") if payload
    ):
        raise ValueError("a deep link takes at most 64 characters of a-z, 0-9 and -")
    return payload


def opened(payload: str) -> Opened:
    """What a start parameter asks for; parts that mean nothing are passed over kindly.

    More than Telegram hands on as a start parameter was typed by hand, and means nothing.
    """
    if len(payload) > LONGEST:
        return Opened()
    found = (_PART.fullmatch(part) for part in payload.split("_"))
    return Opened(**{_PARTS[match[1]]: match[2] for match in found if match})
