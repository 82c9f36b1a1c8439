"""Pressing buttons in tests of the core."""

from datetime import date

from bot.core import event as ev
from bot.core.effect import (
    Effect,
)
from bot.core.engine import step
from bot.core.event import (
    Happened,
    Now,
)
from bot.core.model import Catalogue
from bot.core.screen import Block, Bold, Lines, Say, Screen
from bot.core.sheet import (
    Place,
    Receipt,
)

TODAY = date(2026, 11, 24)
NONCE = bytes(range(10))
RECEIPT = Receipt(NONCE)
HOME = Place("en", "north")


def now(event: Happened, today: date = TODAY) -> Now:
    return Now(event, today, 7, NONCE)


def result(catalogue: Catalogue, event: Happened, place: Place = HOME) -> Screen | Effect:
    return step(catalogue, place, now(event))


def screen(catalogue: Catalogue, event: Happened, place: Place = HOME) -> Screen:
    shown = result(catalogue, event, place)
    assert isinstance(shown, Screen)
    return shown


def keys(block: Block) -> set[str]:
    match block:
        case Say(key, values):
            inner = (v for v in values.values() if isinstance(v, Say))
            return {key}.union(*(keys(value) for value in inner))
        case Bold(inner_block):
            return keys(inner_block)
        case Lines(blocks):
            return set().union(*(keys(inner) for inner in blocks))
        case _:
            return set()


def said(shown: Screen) -> set[str]:
    labels = {b.label.key for row in shown.rows for b in row if isinstance(b.label, Say)}
    reply = {shown.reply.ask.key, shown.reply.hint.key} if shown.reply else set()
    return labels.union(reply, *(keys(block) for block in shown.blocks))


def pressed(shown: Screen, label: str) -> ev.Pressed:
    """The event of the button with this key or these words."""
    for row in shown.rows:
        for button in row:
            name = button.label.key if isinstance(button.label, Say) else button.label.text
            if name.startswith(label):
                return button.event
    raise AssertionError(f"no button {label}")


def answered(catalogue: Catalogue, *labels: str) -> Screen:
    shown = screen(catalogue, ev.Start("ways"))
    for label in labels:
        shown = screen(catalogue, pressed(shown, label))
    return shown


TO_REVIEW = ("desk", "option.prefer-not", "option.no")
