"""Requests for single records: what would be released and lost, who asks, and who approves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response

from bot.console.guard import Act
from bot.console.planned import Planned, planned
from bot.console.visit import ROOT, STEWARD, Refused, Visit
from bot.core.model import State, Survey
from bot.release import plan as plans
from bot.release.approved import ROWS, make_approved, work_out
from bot.release.rows import FILE
from bot.storage.requests import RequestRow, RequestState
from bot.storage.rows import ReleaseRow

DONE = ("asked", "asked_alone", "made", "refused", "lapsed", "taken_back")
OVER = frozenset({RequestState.REFUSED, RequestState.LAPSED})


@dataclass(frozen=True, slots=True)
class Case:
    """A survey whose records may be released, and where that stands."""

    survey: Survey
    request: RequestRow | None
    """The newest one; one that is not over comes first."""
    planned: Planned | None
    mine: bool
    """The reader asked for it."""
    may_approve: bool
    asker: str
    decider: str

    @property
    def over(self) -> bool:
        """Nothing is asked for now, so that it may be."""
        return self.request is None or self.request.state in OVER


async def requests(visit: Visit) -> Response:
    return await _page(visit)


async def _page(visit: Visit, *, few: str = "") -> Response:
    """`few`: a survey of which nothing can be released."""
    members = await visit.house.store.staff.members()
    names = {member.id: member.name for member in members}
    mine = [s for s in (await visit.desk.surveys()).values() if s.cities[0] == visit.staff.city]
    done = visit.request.query_params.get("done", "")
    return visit.page(
        "requests",
        status=409 if few else 200,
        cases=[await _case(visit, s, names) for s in mine if s.rows and s.state is not State.DRAFT],
        few=few,
        done=done if done in DONE else "",
    )


async def _case(visit: Visit, survey: Survey, names: Mapping[str, str]) -> Case:
    request = _newest(await visit.house.store.requests.of(survey.id))
    mine = request is not None and request.asked_by == visit.staff.id
    return Case(
        survey=survey,
        request=request,
        planned=None if request is None else _planned(visit, survey, request),
        mine=mine,
        may_approve=not mine or visit.city.stewards == 1,
        asker=names.get(request.asked_by, "") if request else "",
        decider=names.get(request.decided_by or "", "") if request else "",
    )


def _newest(found: Iterable[RequestRow]) -> RequestRow | None:
    return next((row for row in found if row.audience in ROWS), None)


def _planned(visit: Visit, survey: Survey, request: RequestRow) -> Planned:
    return planned(visit, survey, plans.from_json(request.plan))


async def ask(visit: Visit) -> Response:
    """Works out what could be released; nothing is, before somebody approves it."""
    survey = await visit.survey()
    if survey.rows is None or survey.state is not State.CLOSED:
        raise Refused(409, "console.error.no_rows")
    store = visit.house.store
    if (plan := await work_out(store, survey)) is None:
        return await _page(visit, few=survey.id)
    text, audience = plans.to_json(plan), survey.rows.audience
    if not await store.requests.ask(survey.id, audience, text, visit.staff.id, visit.today):
        raise Refused(409, "console.error.asked")
    await visit.note("ask-rows", survey.id)
    await visit.house.alerts.tell(
        visit.city.id, STEWARD, "alert.request", survey=visit.word(survey.title)
    )
    return _back("asked" if visit.city.stewards > 1 else "asked_alone")


async def approve(visit: Visit) -> Response:
    """Never by who asked, unless one steward is enough in this city; the file is made at once."""
    survey = await visit.survey()
    request = await _decide(visit, survey, approve=True)
    await visit.note("approve-rows", survey.id)
    await make_approved(visit.house.store, survey, visit.today)
    now = await _find(visit, survey, request.id)
    return _back("lapsed" if now is None or now.state is RequestState.LAPSED else "made")


async def refuse(visit: Visit) -> Response:
    """By who asked: taken back."""
    survey = await visit.survey()
    request = await _decide(visit, survey, approve=False)
    mine = request.asked_by == visit.staff.id
    await visit.note("take-back-rows" if mine else "refuse-rows", survey.id)
    return _back("taken_back" if mine else "refused")


async def _decide(visit: Visit, survey: Survey, *, approve: bool) -> RequestRow:
    """What was seen, and no later request."""
    store, seen = visit.house.store.requests, await visit.typed("request")
    request = await _find(visit, survey, seen)
    if request is None or request.state is not RequestState.ASKED:
        raise Refused(409, "console.error.decided")
    decided = await store.decide(
        seen, visit.staff.id, visit.today, approve=approve, alone=visit.city.stewards == 1
    )
    if not decided:
        raise Refused(403, "console.error.own_request")
    return request


async def _find(visit: Visit, survey: Survey, request: str) -> RequestRow | None:
    found = await visit.house.store.requests.of(survey.id)
    return next((row for row in found if row.id == request), None)


async def take(visit: Visit) -> Response:
    """The file as it was made; the audit keeps who took it."""
    survey = await visit.survey()
    store = visit.house.store
    row = next((row for row in await store.releases(survey.id) if row.audience in ROWS), None)
    if row is None:
        raise Refused(404, "console.error.unknown")
    sha256 = next(file.sha256 for file in await store.files(row) if file.name == FILE)
    await visit.note("download", sha256)
    return Response(await store.file(sha256), media_type="text/csv", headers=_named(row))


def _named(row: ReleaseRow) -> dict[str, str]:
    name = f"{row.survey}-{row.audience}.csv"
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _back(done: str) -> Response:
    return RedirectResponse(f"{ROOT}/requests?done={done}", 303)


ADDRESSES: dict[str, dict[str, Act]] = {
    "/requests": {"GET": Act(STEWARD, requests)},
    "/requests/{survey}/ask": {"POST": Act(STEWARD, ask)},
    "/requests/{survey}/approve": {"POST": Act(STEWARD, approve)},
    "/requests/{survey}/refuse": {"POST": Act(STEWARD, refuse)},
    "/requests/{survey}/file": {"POST": Act(STEWARD, take)},
}
