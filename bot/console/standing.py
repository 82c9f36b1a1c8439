"""A published survey as staff may know it: steps of ten, releases and days, never a true count."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.console.visit import RUNNING, Visit
from bot.core.model import State, Survey
from bot.core.survey import LONGEST
from bot.release.artefact import Release, may_make, next_interim


@dataclass(frozen=True, slots=True)
class Standing:
    survey: Survey
    tens: int
    """Mixed answers, rounded down to a multiple of ten."""
    last: Release | None
    next_at: int | None
    """Mixed answers from which results may be made; None: no more before the close."""
    ready: bool
    """Results may be made now."""
    earliest: date
    """The first day that it can be extended to."""
    latest: date
    """The last day that it can be extended to; before `earliest` if it is as long as it can be."""
    planned: tuple[date, ...]
    """Days to come from which results are made by themselves."""

    @property
    def running(self) -> bool:
        return self.survey.state in RUNNING

    @property
    def finishing(self) -> bool:
        """Closed a moment ago: what it found is still being made."""
        return self.survey.state is State.CLOSED and not (self.last and self.last.final)

    @property
    def people(self) -> int | None:
        """Shown number of people of the newest results; a closed survey without had too few."""
        return self.last.tables.people if self.last else None


async def standing(visit: Visit, survey: Survey) -> Standing:
    last = await visit.house.life.last(survey.id)
    latest = visit.today + LONGEST
    until = min(survey.until or visit.today, latest)
    tens = await visit.house.store.mixed(survey.id) // 10 * 10
    return Standing(
        survey=survey,
        tens=tens,
        last=last,
        next_at=last.next_at if last else next_interim(None, 0),
        ready=survey.state in RUNNING and may_make(tens, last),
        earliest=max(visit.today, until + timedelta(days=1)),
        latest=latest,
        planned=tuple(day for day in survey.results_on if day >= visit.today),
    )
