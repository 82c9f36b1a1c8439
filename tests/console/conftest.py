"""A real house, real invitations, and browsers without a window."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from urllib.parse import urlsplit

import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette

from bot.console.invitation import renew
from bot.console.routes import routes
from bot.console.session import cookie, session_for
from bot.core.model import PREFER_NOT, Survey
from bot.core.sheet import Answers
from bot.core.survey import codes, record
from bot.house import House, scratch
from bot.life import current
from bot.storage.rows import StaffRow
from bot.tick import Tick

SURVEY = "brussels-counter"
NAME = "Ada Example"


@dataclass(slots=True)
class Clock:
    now: datetime = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@dataclass(slots=True)
class Office:
    """A city hall: its house, its clock, and the people who visit its console."""

    house: House
    clock: Clock
    stack: AsyncExitStack
    chance: Random = field(default_factory=lambda: Random(7))
    people: int = 7_310_554_129
    staff: int = 0
    app: Starlette = field(init=False)
    """The console as one process runs it, for all browsers."""

    def __post_init__(self) -> None:
        self.app = Starlette(routes=routes(self.house, lambda: "city_rights_bot"))

    async def stranger(self) -> httpx.AsyncClient:
        """A browser at the console's own pages, not signed in."""
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url=self.house.settings.public_url,
            headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"},
        )
        return await self.stack.enter_async_context(client)

    async def hired(self, role: str, city: str = "brussels") -> StaffRow:
        """A new colleague, whose name begins with NAME."""
        self.staff += 1
        name = f"{NAME} {self.staff}"
        return await self.house.store.staff.add(name, role=role, city=city)

    async def invitation(self, role: str, city: str = "brussels") -> str:
        """The path of a new colleague's link."""
        return urlsplit(await renew(self.house, await self.hired(role, city))).path

    async def member(self, role: str, city: str = "brussels") -> httpx.AsyncClient:
        """The browser of a new colleague, who is signed in."""
        return await self.signed_in(await self.hired(role, city))

    async def signed_in(self, staff: StaffRow) -> httpx.AsyncClient:
        client = await self.stranger()
        settings, token = self.house.settings, await session_for(self.house, staff.id)
        client.cookies.set(cookie(settings), token, urlsplit(settings.public_url).hostname or "")
        return client

    async def survey(self) -> Survey:
        return current(self.house.content, await self.house.store.surveys()).surveys[SURVEY]

    async def answer(self, times: int) -> None:
        """So many residents send made-up answers, which are then mixed as far as they may be."""
        survey = await self.survey()
        for _ in range(times):
            self.people += 1
            await self.house.store.submit(
                SURVEY,
                self.people,
                record(survey, self._answers(survey)),
                self.chance.randbytes(10),
                self.clock().date(),
            )
        await self.house.store.flush(SURVEY)

    def _answers(self, survey: Survey) -> Answers:
        return {
            question.id: PREFER_NOT
            if self.chance.random() < 0.05
            else codes(question)[min(int(self.chance.expovariate(0.8)), len(codes(question)) - 2)]
            for question in survey.questions
        }

    def says(self, key: str, lang: str = "en", **values: str | int) -> str:
        """The words of a key; quotation marks as a page writes them."""
        text = self.house.dictionary.say(lang, key, values)
        return text.replace("&", "&amp;").replace("'", "&#39;").replace('"', "&#34;")


Opening = Callable[[dict[str, str]], Awaitable[Office]]


async def opened(stack: AsyncExitStack, more: dict[str, str]) -> Office:
    """An office with settings of its own; the survey of Brussels is open."""
    clock = Clock()
    house = await stack.enter_async_context(scratch(more, clock=clock))
    await Tick(house.turns, house.life, house.shelf).once()
    return Office(house, clock, stack)


@pytest.fixture
async def opening() -> AsyncIterator[Opening]:
    async with AsyncExitStack() as stack:
        yield lambda more: opened(stack, more)


@pytest.fixture
async def office(opening: Opening) -> Office:
    return await opening({})


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared() -> AsyncIterator[Office]:
    """One office for all tests of a module that leave its surveys as they are."""
    async with AsyncExitStack() as stack:
        yield await opened(stack, {})
