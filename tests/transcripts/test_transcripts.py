"""Golden chats: what a resident reads, word for word. UPDATE_TRANSCRIPTS=1 rewrites them.

Each file is a chat with the real bot on a real database. Lines that begin with "> " are what the
resident presses or types; everything else is what the bot shows. "= day" moves the clock.
"""

import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from bot.core.sheet import Place
from bot.house import House, scratch
from bot.terminal import Terminal
from bot.tick import Tick

FOLDER = Path(__file__).parent
SURVEYS = FOLDER / "surveys"
TOPICS = FOLDER / "topics"
CONTENT = FOLDER.parents[1] / "content"
START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CODE = re.compile(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}")
"""Codes come from keys that are new in every run."""
RULE = "-" * 40


def blank(text: str) -> str:
    return CODE.sub("XXXX-XXXX-XXXX-XXXX", text)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@asynccontextmanager
async def opened(script: str, folder: Path) -> AsyncIterator[tuple[House, Clock]]:
    """With the surveys and topics that its lines "more:" and "topics:" name, beside the shipped."""
    clock = Clock()
    settings: dict[str, str] = {}
    surveys = (SURVEYS / name for name in options(script).get("more", "").split())
    topics = (TOPICS / name for name in options(script).get("topics", "").split())
    for unit in (*surveys, *topics):
        if not settings:
            shutil.copytree(CONTENT, folder / "content")
            settings = {"RIGHTSBOT_CONTENT_DIR": str(folder / "content")}
        shutil.copytree(unit, folder / "content" / unit.parent.name / unit.name)
    async with scratch(settings, clock=clock) as house:
        house.turns.chance = Random(11)  # the same chat every time
        await Tick(house.turns, house.life, house.shelf).once()
        yield house, clock


def options(script: str) -> dict[str, str]:
    head = script.partition("\n\n")[0]
    return dict(line.split(": ") for line in head.splitlines() if not line.startswith("#"))


async def played(house: House, clock: Clock, script: str) -> str:
    head, _, body = script.partition("\n\n")
    place = Place(options(script)["language"], options(script).get("city"))
    terminal = Terminal(house.turns, house.dictionary, 7, place)
    shown = [head, ""]
    code = ""
    for line in body.splitlines():
        if line.startswith("= "):
            clock.now += timedelta(days=int(line[2:].split()[0]))
            await Tick(house.turns, house.life, house.shelf).once()
            shown += [line, ""]
        if line.startswith("> "):
            answer = await terminal.say(line[2:].replace("CODE", code))
            found = CODE.search(answer)
            code = found[0] if found else code
            shown += [line, "", blank(answer), RULE, ""]
    return "\n".join(shown).rstrip() + "\n"


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.txt")))
async def test_the_chat_reads_as_it_is_written_down(name: str, tmp_path: Path) -> None:
    path = FOLDER / f"{name}.txt"
    golden = path.read_text(encoding="utf-8")
    async with opened(golden, tmp_path) as (house, clock):
        told = await played(house, clock, golden)
    if "UPDATE_TRANSCRIPTS" in os.environ:
        path.write_text(told, encoding="utf-8")
    assert told == golden
