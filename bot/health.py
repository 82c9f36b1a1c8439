"""What may be asked of a running bot: that it lives, is ready, and figures that name nobody."""

import asyncio
import logging
import shutil
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot import metrics
from bot.core.model import State
from bot.house import BACKUPS, House, address_of
from bot.metrics import Counts, Facts
from bot.storage.database import file_of
from bot.storage.rows import SurveyRow

log = logging.getLogger(__name__)
T = TypeVar("T")
LOOK = 1.0
"""Seconds that a part may take to show that it is ready."""
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
"""A request with one of these came through a proxy, perhaps from anywhere."""


@dataclass(frozen=True, slots=True)
class Health:
    house: House
    counts: Counts
    telegram: Callable[[], bool]
    """Whether the bot and Telegram hear each other."""
    polled: Callable[[], float | None]
    """When the last poll succeeded, on the monotonic clock; None: it does not poll."""

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/healthz", lambda _: PlainTextResponse("ok")),
            Route("/readyz", self.ready),
            Route("/metrics", self.metrics),
        ]

    async def ready(self, _: Request) -> Response:
        """Each part by name; 503 while one of them is not in order."""
        parts = self.parts(*await self._looks())
        return JSONResponse(parts, status_code=200 if all(parts.values()) else 503)

    async def metrics(self, request: Request) -> Response:
        """For who asks this process itself: through a proxy they are not there."""
        if any(name in request.headers for name in FORWARDED):
            return Response(status_code=404)
        lost, surveys = await self._looks()
        facts = self._facts(self.parts(lost, surveys), surveys or ())
        return Response(metrics.text(facts, self.counts), headers={"content-type": metrics.FORMAT})

    def parts(
        self, lost: frozenset[str] | None, surveys: tuple[SurveyRow, ...] | None
    ) -> Mapping[str, bool]:
        shelf = self.house.shelf
        return {
            "telegram": self.telegram(),
            "keys": lost == frozenset(),
            "database": surveys is not None,
            "content": shelf.complete and not any(found.is_error for found in shelf.problems),
        }

    async def _looks(self) -> tuple[frozenset[str] | None, tuple[SurveyRow, ...] | None]:
        store = self.house.store
        return await asyncio.gather(_look(store.lost_keys), _look(store.surveys))

    def _facts(self, ready: Mapping[str, bool], surveys: tuple[SurveyRow, ...]) -> Facts:
        states = Counter(row.state for row in surveys)
        severities = Counter(found.is_error for found in self.house.shelf.problems)
        polled = self.polled()
        return Facts(
            ready=ready,
            surveys={state.name.lower(): states[state] for state in State},
            problems={"error": severities[True], "advice": severities[False]},
            disk=shutil.disk_usage(self.house.settings.data_dir).free,
            database=self._size(),
            polled=None if polled is None else monotonic() - polled,
            backup=self._backup(),
        )

    def _size(self) -> int | None:
        """None where the database is no file of this machine."""
        file = file_of(address_of(self.house.settings))
        return None if file is None else file.stat().st_size

    def _backup(self) -> int | None:
        """Days since the newest one, whose name says its day."""
        days = []
        for path in (self.house.settings.data_dir / BACKUPS).glob("*.db"):
            with suppress(ValueError):
                days.append(date.fromisoformat(path.stem))
        today = self.house.turns.survey_day("")
        return (today - max(days)).days if days else None


async def _look(look: Callable[[], Coroutine[object, object, T]]) -> T | None:
    """None if it fails or takes too long."""
    try:
        return await within(LOOK, look())
    except Exception:
        log.exception("readiness: a look failed")
        return None


async def within(seconds: float, work: Coroutine[object, object, T]) -> T:
    """What the work returns. TimeoutError after so long, even while SQLite waits for a lock.

    A cancelled statement still waits until its thread is back, so the work is left to itself.
    """
    task = asyncio.create_task(work)
    try:
        await asyncio.wait([task], timeout=seconds)
        if not task.done():
            raise TimeoutError
        return task.result()
    finally:
        task.cancel()
