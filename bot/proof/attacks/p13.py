"""Property 13: whatever breaks, the log holds no person, answer, word, code, button or secret."""

import asyncio
import io
import logging
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Final

from bot import logs
from bot.app import Running, bot_of, serve
from bot.core import event as ev
from bot.core import wire
from bot.core.sheet import Place, Receipt, Sheet
from bot.demo.botapi import BotApi, Broken, Chat, Dropped, Flood
from bot.proof.finding import Finding, How, Line, first, judged
from bot.proof.outsider import SIDES
from bot.proof.trial import SURVEY, Trial
from bot.settings import PREFIX, BadSetting, read
from bot.turn import Turned, Turns

NUMBER: Final = 13
LEVELS: Final = ("INFO", "DEBUG")
WORD, NAME, WISH = "xylophone-quokka", "Zephyrine", "zitherremark-wombat"
"""What a resident types, is called, and writes as a comment; no word of the code."""
PRIVATE: Final = "+32 470 12 34 56"
SOON: Final = 20.0
"""Seconds in which what fails is logged."""


class Talkative(Turns):
    """A Send raises, and says in its words all that it knows."""

    async def run(self, person: int, place: Place, event: ev.Happened) -> Turned:
        if isinstance(event, ev.Send):
            raise RuntimeError(f"{person} {place} {event} {WORD}")  # noqa: TRY004 - made to break
        return await Turns.run(self, person, place, event)


async def attack(trial: Trial) -> Finding:
    faults = [Line("proof.13.broken", {"what": what}) for what in await first(_broken(trial))]
    return judged(NUMBER, How.TRIAL, faults, Line("proof.13.kept", {"levels": " ".join(LEVELS)}))


async def _broken(trial: Trial) -> AsyncIterator[str]:
    if not _debug_needs_its_flag():
        yield "DEBUG without its flag"
    for number, level in enumerate(LEVELS):
        with written(level) as log:
            async with at_work(trial, number) as phone:
                await phone.lives()
                if not await phone.sends_in_silence(log):
                    yield "a line for a Send"
                await phone.breaks(log)
        secrets = [*phone.secrets(), *[one async for one in _stored(trial)]]
        if any(secret in log.all for secret in secrets):
            yield f"a secret at {level}"


def _debug_needs_its_flag() -> bool:
    try:
        read({f"{PREFIX}LOG_LEVEL": "DEBUG"})
    except BadSetting:
        return True
    return False


async def _stored(trial: Trial) -> AsyncIterator[str]:
    """Every mark, id and box, as it might be printed."""
    for table in SIDES:
        for row in await trial.loot().table(table):
            for value in row.values():
                if isinstance(value, bytes):
                    for form in (value.hex(), b64encode(value).decode(), repr(value)):
                        yield form


# What is written. -----------------------------------------------------------------------------


@dataclass
class Written(logging.Handler):
    """All that a handler of anybody's could write of a record, and our own lines."""

    records: list[str] = field(default_factory=list)
    lines: io.StringIO = field(default_factory=io.StringIO)

    def __post_init__(self) -> None:
        super().__init__()

    def __hash__(self) -> int:
        return id(self)

    def emit(self, record: logging.LogRecord) -> None:
        plain = logging.Formatter("%(name)s %(pathname)s %(message)s").format(record)
        self.records.append(f"{plain}\n{record.__dict__}")

    async def told(self, *kinds: str) -> None:
        """Until exceptions of these kinds stand in the log. TimeoutError if one never does."""
        async with asyncio.timeout(SOON):
            while any(kind not in self.lines.getvalue() for kind in kinds):  # noqa: ASYNC110 - a log tells nobody
                await asyncio.sleep(0.02)

    @property
    def all(self) -> str:
        return "\n".join((*self.records, self.lines.getvalue()))


@contextmanager
def written(level: str) -> Iterator[Written]:
    """Logging as a process of the bot sets it up, for as long as it is watched."""
    root, own = logging.getLogger(), logging.getLogger(logs.OWN)
    before = [(log, log.level, log.propagate, log.handlers[:]) for log in (root, own)]
    born, raising = logging.getLogRecordFactory(), logging.raiseExceptions
    own.propagate, own.handlers[:] = True, []
    kept = Written()
    logs.configure(level)
    for handler in root.handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(kept.lines)
    root.addHandler(kept)
    try:
        yield kept
    finally:
        for log, was, propagate, handlers in before:
            log.setLevel(was)
            log.propagate, log.handlers[:] = propagate, handlers
        logging.setLogRecordFactory(born)
        logging.raiseExceptions = raising


# A resident at work. --------------------------------------------------------------------------


@asynccontextmanager
async def at_work(trial: Trial, number: int) -> AsyncIterator["Phone"]:
    """The whole bot, over real HTTP with an embedded Telegram, and the phone of this person."""
    async with await BotApi.start() as api:
        settings = replace(trial.settings, token=api.token, api_url=api.root, host="127.0.0.1")
        running = Running(replace(trial.house, settings=settings), bot_of(settings))
        job = asyncio.create_task(serve(running, []))
        waiting = asyncio.create_task(running.connected.wait())
        await asyncio.wait([waiting, job], return_when=asyncio.FIRST_COMPLETED)
        try:
            chat = api.open_chat(first_name=NAME, user_id=trial.person(number).id)
            yield Phone(trial, api, running, chat)
        finally:
            waiting.cancel()
            running.stop()
            with suppress(asyncio.CancelledError):
                await job


@dataclass(slots=True)
class Phone:
    trial: Trial
    api: BotApi
    running: Running
    chat: Chat
    buttons: set[str] = field(default_factory=set)
    """Data of all buttons that were shown or pressed."""
    code: str = ""
    numbers: set[str] = field(default_factory=set)
    """The markers among the answers."""

    async def lives(self) -> None:
        """From the link to the review, typing on the way."""
        city = self.trial.place.city
        await self.chat.follow(f"https://t.me/{self.api.username}?start=c{city}_s{SURVEY}")
        await self.chat.settled()
        await self.chat.send(WORD)
        await self.chat.settled()
        await self._press(ev.Start(SURVEY))

    async def sends_in_silence(self, log: Written) -> bool:
        """Sends, changes, comments and looks at it all; whether no line was written meanwhile."""
        before = len(log.records)
        answers, changed = self.trial.answers(), self.trial.answers()
        self.numbers = {str(answers["number"]), str(changed["number"])}
        receipt = Receipt(self.trial.chance.randbytes(10))
        await self._press(ev.Send(Sheet(SURVEY, 0, answers), receipt.secret))
        await self._press(ev.Send(Sheet(SURVEY, 0, changed, receipt), b""))
        await self._comments(receipt)
        await self._press(ev.More(SURVEY, receipt))
        shown = await self.trial.house.store.show(SURVEY, self.chat.id, receipt)
        self.code = getattr(shown, "code", "")
        return bool(self.code) and self.code in self.chat.last.text and len(log.records) == before

    async def _comments(self, receipt: Receipt) -> None:
        """Is warned, decides, and looks at what is stored."""
        await self._press(ev.WriteComment(SURVEY, receipt))
        await self.chat.reply(self.chat.last, f"{WISH} {PRIVATE}")
        await self.chat.settled()
        await self._press(ev.KeepComment(SURVEY, receipt, masked=False))
        await self._press(ev.SeeComment(SURVEY, receipt))
        if WISH not in self.chat.last.text:
            raise LookupError("a comment was not stored")

    async def breaks(self, log: Written) -> None:
        """The network, Telegram, an update, the code and the keys, all at once."""
        told = f"<html>{self.api.token} {self.chat.id} {WORD} {self.code}</html>"
        for fault in (Broken(body=told), Dropped(), Flood(1)):
            self.api.fail(fault, chat=self.chat)
        self.api.duplicate_updates(3)
        await self.chat.send(f"{WORD} again")
        await self.chat.send(f"/mydata {self.code}")
        broken = {"message_id": 1, "date": 1, "chat": {"id": self.chat.id}, "photo": WORD}
        self.api.push("message", broken)
        conversation = self.running.conversation
        turns, keys = conversation.turns, list(self.trial.settings.keyring_dir.glob("*.key"))
        conversation.turns = Talkative(turns.shown, turns.store, turns.clock)
        for path in keys:
            path.rename(path.with_suffix(".away"))
        await self._press_data(ev.Send(Sheet(SURVEY, 0, self.trial.answers()), b"0123456789"))
        await self.chat.send(f"/withdraw {self.code}")
        await log.told("RuntimeError", "KeyMissing")
        conversation.turns = turns
        for path in keys:
            path.with_suffix(".away").rename(path)

    async def _press(self, event: ev.Pressed) -> None:
        await self._press_data(event)
        await self.chat.settled()
        self._look()

    async def _press_data(self, event: ev.Pressed) -> None:
        catalogue = self.trial.house.turns.shown.catalogue
        data = wire.pack(catalogue, event, self.trial.place)
        self.buttons.add(data)
        await self.chat.press_data(self.chat.last, data)

    def _look(self) -> None:
        for message in self.chat.messages:
            self.buttons |= {b.data for row in message.rows for b in row if b.data}

    def secrets(self) -> Iterator[str]:
        yield from (self.api.token, self.api.token.partition(":")[2], str(self.chat.id))
        yield from (WORD, NAME, WISH, PRIVATE, self.code, self.code.replace("-", ""))
        yield from self.buttons
        yield from self.numbers
