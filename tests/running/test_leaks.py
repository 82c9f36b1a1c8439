"""A real bot at work while everything breaks: nothing that it writes tells of anybody."""

import asyncio
import gc
import logging
import sqlite3
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from bot.core.event import Happened
from bot.core.sheet import Place
from bot.demo.botapi import Broken, Chat, Dropped, Flood
from bot.metrics import HOUR
from bot.turn import Turned, Turns
from tests.chat.conftest import World, at_work, open_survey, press
from tests.running.conftest import ANSWER, Written

WORD = "xylophone"
BOTH = pytest.mark.parametrize("level", ["INFO", "DEBUG"])


class Poisoned(Turns):
    """Every turn raises, and says in its words all that it knows."""

    async def run(self, person: int, place: Place, event: Happened) -> Turned:
        raise RuntimeError(f"{person} {place} {event} {WORD}")


class Talkative(Exception):
    """As libraries raise: with an address in their words."""


def digests(path: Path) -> Iterator[str]:
    """Every value that the identity side and the answer side hold, as it might be printed."""
    with closing(sqlite3.connect(path)) as database:
        for table in ("mark", "resident", "urn", "response"):
            for row in database.execute(f"SELECT * FROM {table}"):
                for value in (value for value in row if isinstance(value, bytes)):
                    yield from (value.hex(), b64encode(value).decode(), repr(value))


def buttons(chat: Chat) -> Iterator[str]:
    return (b.data for m in chat.messages for row in m.rows for b in row if b.data)


async def answered(world: World) -> tuple[Chat, str, set[str]]:
    """A resident who has sent, their code, and the data of all buttons they met."""
    chat = await open_survey(world, "all-types")
    met: set[str] = set()
    for label in ("Start", "1 Desk", "1 Pen", "Done", "1 Yes"):
        met |= set(buttons(chat))
        await press(chat, label)
    await chat.reply(chat.last, "37")
    await chat.settled()
    await press(chat, "Send", "More")
    code = chat.last.text.split("key to your answers:")[1].split()[0]
    return chat, code, met | set(buttons(chat))


async def everything_breaks(world: World, chat: Chat, code: str) -> None:
    api, running = world.api, world.running
    told = f"<html>{api.token} {chat.id} {WORD}</html>"
    for fault in (Broken(body=told), Dropped(), Flood(1)):
        api.fail(fault, chat=chat)
    await chat.send(f"{WORD} again")
    await chat.settled()
    api.duplicate_updates(3)
    await chat.send(f"/mydata {code}")
    await chat.settled()
    api.push("message", {"message_id": 1, "date": 1, "chat": {"id": chat.id}, "photo": WORD})
    for path in world.house.settings.keyring_dir.glob("*.key"):
        path.rename(path.with_suffix(".away"))
    await chat.send(f"/withdraw {code}")
    await asyncio.sleep(0.3)
    turns = running.conversation.turns
    running.conversation.turns = Poisoned(turns.shown, turns.store, turns.clock)
    await chat.send(WORD)
    await asyncio.sleep(0.3)
    libraries_talk(world, chat)
    await running.tick.once()
    running.conversation.turns = turns
    for path in world.house.settings.keyring_dir.glob("*.away"):
        path.rename(path.with_suffix(".key"))


def libraries_talk(world: World, chat: Chat) -> None:
    """What no library here does today, and any may do tomorrow."""
    words = f"https://host/bot{world.api.token}/sendMessage {chat.id} {WORD}"
    library = logging.getLogger("some.library")
    library.error("%s", words, stack_info=True)
    library.warning(Talkative(words))
    logging.getLogger("bot.chat").error("turn of %s: %s %s", words, chat.id, chat)
    try:
        try:
            raise Talkative(words)
        except Talkative as error:
            raise ExceptionGroup(words, [KeyError(words), ValueError(chat.id)]) from error
    except ExceptionGroup:
        library.exception(words)
    loop = asyncio.get_running_loop()
    loop.call_exception_handler({"message": words, "exception": Talkative(words)})
    asyncio.ensure_future(_break(words)).add_done_callback(lambda _: gc.collect())


async def _break(words: str) -> None:
    raise Talkative(words)


async def scraped(world: World) -> str:
    """As if the hour were over."""
    counts = world.running.counts
    for hourly in (counts.people, counts.faults, counts.errors):
        hourly.begun -= HOUR
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{world.house.settings.port}/metrics")
    return answer.text


def speaks(handler: logging.Handler) -> bool:
    return not isinstance(handler, logging.NullHandler)


@BOTH
async def test_nothing_written_tells_of_anybody_whatever_breaks(
    texts: Path, level: str, written: Written, capfd: pytest.CaptureFixture[str]
) -> None:
    async with at_work("polling", texts) as world:
        chat, code, data = await answered(world)
        quiet = written.lines.getvalue()
        await everything_breaks(world, chat, code)
        figures = await scraped(world)
        loggers = map(logging.getLogger, list(logging.root.manager.loggerDict))
        assert [log.name for log in loggers if any(map(speaks, log.handlers))] == []
        hidden = [*digests(world.house.settings.data_dir / "rightsbot.db"), *data]
    everything = written.all + figures + "".join(capfd.readouterr())
    assert hidden
    # While nothing breaks, no line of ours says when somebody wrote.
    assert [line for line in quiet.splitlines() if " bot." in line][1:] == []
    assert 'rightsbot_errors_total{kind="KeyMissing"} 10' in figures
    assert "rightsbot_updates_total 10" in figures
    assert "turn failed, error" in written.lines.getvalue()
    assert "bot.vault.errors.KeyMissing" in written.lines.getvalue()
    secrets = [world.api.token, world.api.token.partition(":")[2], str(chat.id), code]
    secrets += [code.replace("-", ""), ANSWER, WORD, *hidden]
    assert [secret for secret in secrets if secret in everything] == []
