"""What a typed line means: a command, or words."""

import re
from typing import Final

from bot.core import event as ev
from bot.core import wire
from bot.core.event import (
    Happened,
)
from bot.vault import marks

CODE: Final = re.compile(r"\w{4}([-\s\u2010-\u2014]\w{4}){3}")
"""A withdrawal code as it is shown, pasted alone."""
COMMANDS: dict[str, Happened] = {
    "/topics": ev.Topics(),
    "/surveys": ev.Surveys(),
    "/helpers": ev.Helpers(),
    "/language": ev.Languages(ev.Home()),
    "/city": ev.Cities(ev.Home()),
    "/privacy": ev.Privacy(),
    "/forget": ev.AskForget(),
    "/tidy": ev.AskTidy(),
    "/help": ev.Help(),
    "/stop": ev.Stop(),
    "/developer_info": ev.Developer(),
}


def read(text: str, about: ev.Ask | ev.Dial | ev.WriteComment | None) -> Happened:
    """`about` is the question that an answer would belong to."""
    line = text.strip()
    if not line.startswith("/"):
        code = marks.read(line) if about is None and CODE.fullmatch(line) else None
        return ev.UsedCode(code, withdraw=False) if code else ev.Typed(text, about)
    command, *rest = line.split(maxsplit=1)
    return _command(command.split("@")[0].lower(), rest[0] if rest else "")


def _command(command: str, rest: str) -> Happened:
    match command:
        case "/start":
            # A packed event in a start link is never run: the link may come from anybody.
            return ev.Opened() if rest.startswith(wire.MARK) else wire.opened(rest)
        case "/mydata" if not rest:
            return ev.MyData()
        case "/withdraw" if not rest:
            return ev.WayBack()
        case "/mydata" | "/withdraw":
            code = marks.read(rest)
            return ev.UsedCode(code, withdraw=command == "/withdraw") if code else ev.BadCode()
        case _:
            return COMMANDS.get(command, ev.Help())
