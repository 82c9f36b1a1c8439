"""A chat in plain text with the real bot: `rightsbot try`, and the golden transcripts."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from textwrap import wrap

from bot import commands
from bot.content.render import Rendered, render
from bot.content.words import Dictionary
from bot.core import wire
from bot.core.commenting import typed_about
from bot.core.event import Ask, Decided, Dial, Happened, KeepComment, Pressed, WriteComment
from bot.core.screen import Quote
from bot.core.sheet import (
    Place,
)
from bot.turn import Turns

WIDTH = 78


@dataclass(slots=True)
class Terminal:
    """One person in front of one chat."""

    turns: Turns
    dictionary: Dictionary
    person: int
    place: Place
    buttons: dict[str, str] = field(default_factory=dict)
    """Label -> button data of the screen that stands."""
    about: Ask | Dial | WriteComment | None = None
    quoted: str = ""
    """The resident's own words that the screen quotes."""

    async def say(self, line: str) -> str:
        """Presses the button with this label (or its only beginning), else types the line.

        Where no question is asked, a number presses the button of that place.
        """
        data = self._button(line)
        if data is None:
            return await self._happen(commands.read(line, self.about), self.place)
        event, place = wire.unpack(self.turns.shown.catalogue, data)
        if isinstance(event, KeepComment) and self.quoted:
            return await self._happen(Decided(self.quoted, event), place)
        return await self._happen(event, place)

    def _button(self, line: str) -> str | None:
        wanted = line.strip().strip("[]").casefold()
        if self.about is None and wanted.isdecimal() and 1 <= int(wanted) <= len(self.buttons):
            return list(self.buttons.values())[int(wanted) - 1]
        labels = [label for label in self.buttons if label.casefold() == wanted]
        near = [label for label in self.buttons if wanted and label.casefold().startswith(wanted)]
        found = labels or (near if len(near) == 1 and not wanted.isdigit() else [])
        return self.buttons[found[0]] if found else None

    async def _happen(self, event: Happened, place: Place) -> str:
        screen = (await self.turns.run(self.person, place, event)).screen
        self.place = screen.place
        self.about = typed_about(screen)
        self.quoted = next((b.text for b in screen.blocks if isinstance(b, Quote)), "")
        shown = render(screen, self.dictionary, self._pack, lambda data: data)
        self.buttons = {b.text: b.data for row in shown.rows for b in row}
        return "\n".join(lines(shown))

    def _pack(self, event: Pressed, place: Place) -> str:
        return wire.pack(self.turns.shown.catalogue, event, place)


def lines(shown: Rendered) -> Iterator[str]:
    """Texts and buttons as they stand under each other in a chat."""
    for message in shown.messages:
        for line in message.text.split("\n"):
            yield from wrap(line, WIDTH, break_long_words=False) or [""]
    if shown.reply is not None:
        yield shown.reply.ask.text
    for row in shown.rows:
        yield "  ".join(f"[{button.text}]" for button in row)


async def chat(terminal: Terminal, show: Callable[[str], None]) -> None:
    """Reads lines from standard input until it ends."""
    show(await terminal.say("/start"))
    while True:
        try:
            line = await asyncio.to_thread(input, "\n> ")
        except EOFError:
            return
        show("")
        show(await terminal.say(line))
