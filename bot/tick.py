"""Once a minute, one process at a time: open, end, close, mix, release, purge, count."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from time import monotonic

from bot.content.scan import Stamp
from bot.content.search import Index
from bot.content.shelf import Shelf
from bot.core.model import State
from bot.life import Life, current
from bot.release.approved import make_approved
from bot.storage.backup import roll
from bot.storage.opened import KINDS, Kind
from bot.storage.rows import SurveyRow
from bot.turn import Turns

log = logging.getLogger(__name__)
MINUTE = 60.0
HOUR = 3600.0
LOOK = 1.0
"""Seconds between two looks at the folders of texts."""


@dataclass(slots=True)
class Tick:
    turns: Turns
    life: Life
    shelf: Shelf
    mixed_at: dict[tuple[str, Kind], float] = field(default_factory=dict)
    """Answers or comments of a survey -> when their hour began; what is found due at a start is
    done then.
    """
    purged_on: date | None = None
    resealed_at: float = -HOUR
    """When what is remembered was last sealed anew; what is found due at a start is done then."""
    backups: Path | None = None
    """Where the day's copy of the database goes; None: no copies are made."""

    tell: Callable[[], Awaitable[None]] | None = None
    """Says to staff what holds a text back; None: nobody is told."""
    look: float = LOOK
    seen: tuple[Stamp, Stamp] | None = None
    """What changed as the last look saw it."""

    async def watch(self) -> None:
        """For ever: a text that changed is shown once two looks in a row find it the same.

        So nothing is read while somebody is still writing it.
        """
        while True:
            await asyncio.sleep(self.look)
            await _guarded(self._look)

    async def _look(self) -> None:
        found = await asyncio.to_thread(self.shelf.news)
        settled, self.seen = found is not None and found == self.seen, found
        if settled:
            await self.refresh()
            await self._tell()

    async def run(self) -> None:
        """For ever."""
        while True:
            await asyncio.sleep(MINUTE)
            await self.once()
            await _guarded(self.back_up)

    async def once(self) -> None:
        """Everything that is due; after downtime the first one catches up.

        The ends of surveys come first, and no part's failure keeps another from its turn: what
        fails is logged and tried again in a minute. Of several workers one does the surveys'.
        """
        for part in (self._lead, self.count, self.turns.store.tidy, self.refresh, self._tell):
            await _guarded(part)

    async def _tell(self) -> None:
        """Of several workers one does."""
        if self.tell is not None and await self.turns.store.database.lead():
            await self.tell()

    async def _lead(self) -> None:
        if await self.turns.store.database.lead():
            for part in (self._surveys, self.refresh, self._open, self._purge, self._reseal):
                await _guarded(part)

    async def _reseal(self) -> None:
        """What has been under one key for a week, and residents soon after a /forget."""
        for row in await self.turns.store.surveys():
            await _guarded(partial(self.turns.store.reseal, row.id, self._now()))
        hour = monotonic() - self.resealed_at >= HOUR
        due = hour and self.turns.store.residents_are_due()
        if due or self.turns.store.residents_are_stale(self._now()):
            await self.turns.store.reseal_residents()
            self.resealed_at = monotonic()

    async def back_up(self) -> None:
        """Once a day; not in the first minute, which residents may be waiting for."""
        if self.backups is not None and await self.turns.store.database.lead():
            await roll(self.turns.store, self.backups, self._today(""))

    def _now(self) -> float:
        """Seconds since 1970, as files tell their age."""
        return self.turns.clock().timestamp()

    async def _surveys(self) -> None:
        for row in await self.turns.store.surveys():
            await _guarded(partial(self._survey, row))

    async def refresh(self) -> None:
        """What residents see follows the files and the surveys' states."""
        await _guarded(partial(asyncio.to_thread, self.shelf.refresh))
        self.turns.sources = await self.turns.store.sources()
        catalogue = current(self.shelf.catalogue, await self.turns.store.surveys())
        if catalogue != self.turns.shown.catalogue:
            self.turns.shown.catalogue = catalogue
            self.turns.shown.index = Index(catalogue)

    async def _open(self) -> None:
        """Surveys that open by themselves."""
        known = {row.id for row in await self.turns.store.surveys()}
        content = self.shelf.catalogue
        for survey in content.surveys.values():
            due = survey.auto and survey.id not in known and not survey.pretest
            if due and (survey.until is None or self._today(survey.id) <= survey.until):
                await self.life.publish(content, survey, self._today(survey.id))

    def _today(self, survey: str) -> date:
        return self.turns.survey_day(survey)

    async def _survey(self, row: SurveyRow) -> None:
        today = self._today(row.id)
        await self.life.end_and_close(row, today)
        await self._mix(row)
        await self._results(row.id, today)

    async def _mix(self, row: SurveyRow) -> None:
        if row.state is State.CLOSED:
            return
        for kind in KINDS:
            last = self.mixed_at.get((row.id, kind), -HOUR)
            hour_passed = monotonic() - last >= HOUR
            due = await self.turns.store.flush_due(row.id, hour_passed=hour_passed, kind=kind)
            if due:
                await self.turns.store.flush(row.id, [kind])
            if due or hour_passed:
                self.mixed_at[row.id, kind] = monotonic()

    async def _results(self, survey: str, today: date) -> None:
        """Of an open survey on its days; of a closed one the final ones, and approved records.

        What a crash cut short is made up for.
        """
        row = next(row for row in await self.turns.store.surveys() if row.id == survey)
        found = current(self.shelf.catalogue, (row,)).surveys[survey]
        if found.state is State.CLOSED or await self.life.results_due(found, today):
            await self.life.release(found, today, maker="tick")
        if found.state is State.CLOSED:
            await make_approved(self.turns.store, found, today)

    async def _purge(self) -> None:
        """Once a day and at every start."""
        today = self._today("")
        if self.purged_on != today:
            await self.turns.store.purge(today, today.year * 12 + today.month - 1)
            self.purged_on = today

    async def count(self) -> None:
        """Stores what reach has counted since the last time; kept for the next if that fails."""
        counts, self.turns.reach = self.turns.reach, Counter()
        if not counts:
            return
        try:
            await self.turns.store.add_reach(counts)
        except Exception:
            self.turns.reach.update(counts)
            raise


async def _guarded(part: Callable[[], Awaitable[object]]) -> None:
    try:
        await part()
    except Exception:
        log.exception("a part of the tick failed")
