"""The overview of a city's surveys by state, each with what is next to do."""

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.responses import Response

from bot.console.findings import drafts
from bot.console.standing import Standing, standing
from bot.console.visit import RUNNING, Visit
from bot.core.model import State, Survey

DONE = ("deleted",)


@dataclass(frozen=True, slots=True)
class Group:
    """The published surveys of one heading; `key` is the last part of its words."""

    key: str
    standings: tuple[Standing, ...]


async def overview(visit: Visit) -> Response:
    done = visit.request.query_params.get("done", "")
    standings = [
        await standing(visit, survey)
        for survey in (await visit.desk.surveys()).values()
        if survey.cities[0] == visit.staff.city and survey.state is not State.DRAFT
    ]
    return visit.page(
        "surveys",
        drafts=[(draft, draft.before(visit)) for draft in await drafts(visit)],
        groups=[group for group in _groups(standings) if group.standings],
        done=done if done in DONE else "",
    )


def _groups(standings: list[Standing]) -> Iterator[Group]:
    """What runs, the first to end first; then what is closed, the last first."""
    running = sorted((s for s in standings if s.survey.state in RUNNING), key=_end)
    closed = sorted((s for s in standings if s.survey.state is State.CLOSED), key=_end)
    yield Group("running", tuple(running))
    yield Group("closed", tuple(reversed(closed)))


def _end(standing: Standing) -> tuple[str, str]:
    survey: Survey = standing.survey
    return str(survey.until), survey.id
