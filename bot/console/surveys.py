"""The overview of a city's surveys, and what may be done with each of them."""

from dataclasses import dataclass
from datetime import date, timedelta

from starlette.responses import Response

from bot.console.visit import RUNNING, Refused, Visit
from bot.core.model import Survey
from bot.release.artefact import Release, may_make, next_interim

DONE = ("released", "extended", "ended", "closed")


@dataclass(frozen=True, slots=True)
class Standing:
    """A survey as staff may know it: never a true count."""

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
    wrong: str = ""
    """Key of what was wrong with the date that was typed for it."""

    @property
    def running(self) -> bool:
        return self.survey.state in RUNNING


async def overview(visit: Visit) -> Response:
    done = visit.request.query_params.get("done", "")
    return await _overview(visit, done=done if done in DONE else "")


async def _overview(visit: Visit, *, done: str = "", wrong: tuple[str, str] = ("", "")) -> Response:
    """`wrong`: the survey whose date was refused, and the key of the reason."""
    standings = [
        await _standing(visit, survey, wrong[1] if survey.id == wrong[0] else "")
        for survey in (await visit.desk.surveys()).values()
        if survey.cities[0] == visit.staff.city
    ]
    return visit.page("surveys", status=400 if wrong[1] else 200, standings=standings, done=done)


async def _standing(visit: Visit, survey: Survey, wrong: str) -> Standing:
    last = await visit.house.life.last(survey.id)
    tens = await visit.house.store.mixed(survey.id) // 10 * 10
    earliest = max(visit.today, (survey.until or visit.today) + timedelta(days=1))
    return Standing(
        survey=survey,
        tens=tens,
        last=last,
        next_at=last.next_at if last else next_interim(None, 0),
        ready=survey.state in RUNNING and may_make(tens, last),
        earliest=earliest,
        wrong=wrong,
    )


async def release(visit: Visit) -> Response:
    """Results now, where the rule allows; else the last ones stand and nothing is noted."""
    survey = await visit.running()
    before = await visit.house.life.last(survey.id)
    made = await visit.house.life.release(survey, visit.today, visit.staff.id)
    if made is None or (before is not None and made.sequence == before.sequence):
        raise Refused(409, "console.error.not_yet")
    await visit.note("release", survey.id)
    return visit.back("released")


async def extend(visit: Visit) -> Response:
    survey = await visit.running()
    until = _day(await visit.typed("until"))
    if until is None:
        return await _overview(visit, wrong=(survey.id, "console.extend.not_a_day"))
    later = until >= visit.today and await visit.house.store.extend(survey.id, until)
    if not later:
        return await _overview(visit, wrong=(survey.id, "console.extend.not_later"))
    await visit.note("extend", survey.id)
    await visit.desk.refresh()
    return visit.back("extended")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
