"""A trial: an installation of its own with the same code, texts and server, and made-up people."""

import logging
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random, SystemRandom
from tempfile import TemporaryDirectory
from time import time
from typing import Final

from bot.core import event as ev
from bot.core.effect import CommentFound, Stored
from bot.core.model import Survey
from bot.core.sheet import Answers, Place, Receipt, Sheet
from bot.house import BACKUPS, House, house
from bot.logs import Discreet
from bot.proof.asked import answers, made_up, wish
from bot.proof.outsider import Loot
from bot.settings import Settings
from bot.storage.schema import migrate_apart
from bot.storage.schema import scratch as empty_place
from bot.tick import HOUR, Tick
from bot.turn import Turned

SURVEY: Final = "trial"
OTHER: Final = "trial-two"
"""A second survey, asked of the same people (`Trial.publish`)."""
OWN_LOG: Final = "bot"


def right_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Clock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def forward(self, *, days: int = 0, hours: int = 0) -> None:
        self.now += timedelta(days=days, hours=hours)


@dataclass(slots=True)
class Person:
    id: int
    """As large as a Telegram id may be: its bytes occur nowhere by chance."""
    nonce: bytes
    answers: Answers
    wish: str
    """What they write as a comment."""

    @property
    def receipt(self) -> Receipt:
        return Receipt(self.nonce)


@dataclass(slots=True)
class Trial:
    settings: Settings
    clock: Clock
    log: Path
    """What the bot writes while it is tried."""
    exports: Path
    born: float
    server: Path | None
    house: House
    tick: Tick
    open: AsyncExitStack
    chance: Random = field(default_factory=SystemRandom)
    people: dict[int, Person] = field(default_factory=dict)

    # What an attacker has. ------------------------------------------------------------------

    def loot(self) -> Loot:
        """With the keyring and the KEK; take them away where the property does."""
        return Loot(
            data=self.settings.data_dir,
            keyring=self.settings.keyring_dir,
            address=self.settings.database_url,
            kek=self.settings.kek,
            beside=(self.log.parent, self.exports),
            server=self.server,
            since=self.born,
        )

    # What residents do. ---------------------------------------------------------------------

    def person(self, number: int) -> Person:
        """The same for the same number, and not to be told from a real one."""
        if number not in self.people:
            id_ = self.chance.randrange(1 << 51, 1 << 52)
            nonce = self.chance.randbytes(10)
            self.people[number] = Person(id_, nonce, self.answers(), wish(self.chance))
        return self.people[number]

    def answers(self) -> Answers:
        return answers(self.chance)

    @property
    def place(self) -> Place:
        city = self.survey().cities[0]
        return Place(self.house.content.cities[city].languages[0], city)

    async def press(self, number: int, event: ev.Happened) -> Turned:
        """One turn, as every press of a resident is one."""
        return await self.house.turns.run(self.person(number).id, self.place, event)

    async def send(self, numbers: Iterable[int], survey: str = SURVEY) -> None:
        for number in numbers:
            person = self.person(number)
            await self.press(number, ev.Send(Sheet(survey, 0, person.answers), person.nonce))

    async def change(self, numbers: Iterable[int], survey: str = SURVEY) -> None:
        """To other answers, which are the person's from now on."""
        for number in numbers:
            person = self.person(number)
            person.answers = self.answers()
            sheet = Sheet(survey, 0, person.answers, person.receipt)
            await self.press(number, ev.Send(sheet, b""))

    async def comment(self, numbers: Iterable[int], survey: str = SURVEY) -> None:
        """As somebody does who replies to the question; again: in the place of the one before."""
        for number in numbers:
            person = self.person(number)
            await self.press(number, ev.Typed(person.wish, ev.WriteComment(survey, person.receipt)))

    async def rewrite(self, numbers: Iterable[int], survey: str = SURVEY) -> None:
        """To other words, which are the person's from now on."""
        for number in numbers:
            self.person(number).wish = wish(self.chance)
            await self.comment([number], survey)

    async def drop_comment(self, numbers: Iterable[int], survey: str = SURVEY) -> None:
        for number in numbers:
            await self.press(number, ev.DropComment(survey, self.person(number).receipt))

    async def take_back(self, numbers: Iterable[int], survey: str = SURVEY) -> None:
        for number in numbers:
            await self.press(number, ev.TakeBack(survey, self.person(number).receipt))

    async def remember(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            await self.press(number, ev.RememberMe())

    async def forget(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            await self.press(number, ev.ForgetMe())

    async def stored(self, number: int, survey: str = SURVEY) -> Stored | None:
        """What the person's receipt finds, with the code."""
        person = self.person(number)
        shown = await self.house.store.show(survey, person.id, person.receipt)
        return shown if isinstance(shown, Stored) else None

    async def written(self, number: int, survey: str = SURVEY) -> str:
        """The comment that the person's receipt finds; "" if there is none."""
        person = self.person(number)
        shown = await self.house.store.show_comment(survey, person.id, person.receipt)
        return shown.text if isinstance(shown, CommentFound) else ""

    # What time and the city do. -------------------------------------------------------------

    def survey(self, survey: str = SURVEY) -> Survey:
        return self.house.turns.shown.catalogue.surveys[survey]

    def today(self, survey: str = SURVEY) -> date:
        return self.house.turns.survey_day(survey)

    async def publish(self, survey: str) -> None:
        content = self.house.content
        asked = made_up(survey, next(iter(content.cities)))
        await self.house.life.publish(content, asked, self.house.turns.today(Place("en")))
        await self.tick.refresh()

    async def flush(self, survey: str = SURVEY) -> None:
        await self.house.store.flush(survey)

    async def hour(self) -> None:
        """An hour passes: what is due within the hour is done."""
        self.clock.forward(hours=1)
        self.tick.mixed_at = {name: at - HOUR for name, at in self.tick.mixed_at.items()}
        self.tick.resealed_at -= HOUR
        await self.tick.once()

    async def days(self, number: int) -> None:
        """Days pass, and the tick of the last one comes by."""
        self.clock.forward(days=number)
        await self.tick.once()
        await self.tick.back_up()

    async def close(self, survey: str = SURVEY) -> bool:
        """By hand, with the final release; whether it is closed."""
        closed = await self.house.life.close_now(survey, self.today(survey))
        await self.tick.once()
        return closed

    async def restart(self) -> None:
        await self.open.aclose()
        await self.start()

    async def start(self) -> None:
        self.house = await self.open.enter_async_context(
            house(self.settings, clock=self.clock, alone=True)
        )
        self.tick = _tick(self.house)
        await self.tick.refresh()


@asynccontextmanager
async def trial(
    settings: Settings,
    clock: Callable[[], datetime] = right_now,
    *,
    kek: bytes | None = None,
    server: Path | None = None,
) -> AsyncIterator[Trial]:
    """With one survey open, gone at the end; of `settings` only texts, cities and server are used.

    `clock` says when it begins. `server`: the data directory of the PostgreSQL server.
    """
    began = clock()
    async with empty_place(settings.database_url) as address:
        if address:
            await migrate_apart(address)
        with TemporaryDirectory(prefix="rightsbot-trial-") as folder:
            root = Path(folder)
            own = _settings(settings, root, address, kek or SystemRandom().randbytes(32))
            with _logged(root / "logs" / "rightsbot.log") as log:
                (root / "exports").mkdir(mode=0o700)
                async with _opened(own, Clock(began), log, server) as opened:
                    yield opened


@asynccontextmanager
async def _opened(
    settings: Settings, clock: Clock, log: Path, server: Path | None
) -> AsyncIterator[Trial]:
    exports, born = log.parents[1] / "exports", time() - 1
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(house(settings, clock=clock, alone=True))
        opened = Trial(settings, clock, log, exports, born, server, first, _tick(first), stack)
        await opened.publish(SURVEY)
        yield opened


def _tick(opened: House) -> Tick:
    backups = opened.settings.data_dir / BACKUPS
    return Tick(opened.turns, opened.life, opened.shelf, backups=backups)


def _settings(settings: Settings, root: Path, address: str, kek: bytes) -> Settings:
    return replace(
        settings,
        token="",
        data_dir=root / "data",
        keyring_dir=root / "keys",
        database_url=address,
        kek=kek,
        webhook_url="",
        alert_chat=None,
        port=0,
    )


@contextmanager
def _logged(path: Path) -> Iterator[Path]:
    """The bot's own records go to this file alone, so that no terminal shows them."""
    path.parent.mkdir(mode=0o700)
    log = logging.getLogger(OWN_LOG)
    handler = logging.FileHandler(path, encoding="utf-8")
    path.chmod(0o600)
    handler.setFormatter(Discreet("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    before = log.level, log.propagate, log.handlers[:]
    log.setLevel(logging.INFO)
    log.propagate, log.handlers[:] = False, [handler]
    try:
        yield path
    finally:
        log.level, log.propagate, log.handlers[:] = before
        handler.close()
