"""The way in by the city's own sign-in service, where the installation has one."""

from collections.abc import Awaitable
from typing import Final, TypeVar

from starlette.responses import RedirectResponse, Response

from bot.console import joining
from bot.console.admission import begin, hand_over, leads_to
from bot.console.guard import Act
from bot.console.oidc import Flow, Service, ServiceFailed
from bot.console.session import Begun, Cookie, named, set_cookie
from bot.console.visit import ANYONE, ROOT, Refused, Visit
from bot.storage.signing import Means

T = TypeVar("T")
AWAY: Final = 600
"""Seconds that one may be at the service."""


async def start(visit: Visit) -> Response:
    after = leads_to(visit.request.query_params.get("after", ""))
    again = int(visit.now) if visit.session else 0
    return await _leave(visit, Flow.begun(after, again=again))


async def start_invited(visit: Visit) -> Response:
    """Looks whether the invitation stands, and takes it along."""
    token = visit.path("token")
    await joining.invited(visit, token)
    return await _leave(visit, Flow.begun(ROOT, invitation=token))


async def _leave(visit: Visit, flow: Flow) -> Response:
    response = RedirectResponse(await _told(_reach(visit).address(flow)), 303)
    _remember(visit, response, flow.packed(), AWAY)
    return response


async def back(visit: Visit) -> Response:
    """From the service. What does not come of a sign-in that this browser began is refused."""
    query = visit.request.query_params
    flow = Flow.unpacked(visit.request.cookies.get(named(visit.house.settings, "away"), ""))
    if flow is None or not flow.is_of(query.get("state", "")):
        raise Refused(400, "console.error.service_lost")
    if "code" not in query:
        raise Refused(403, "console.error.service")
    subject = await _told(_reach(visit).subject(flow, query["code"], visit.now))
    session = await _session(visit, flow, subject)
    # A page and no redirect: coming from elsewhere, the browser would not show the new cookie.
    response = visit.page("back", after=leads_to(flow.after))
    await hand_over(visit, session, response)
    _remember(visit, response, "", 0)
    return response


async def _session(visit: Visit, flow: Flow, subject: bytes) -> Begun:
    signing = visit.house.store.staff.signing
    known = await signing.subject(subject)
    if flow.invitation:
        row = await joining.invited(visit, flow.invitation)
        if known is not None and known.id != row.id:
            raise Refused(409, "console.error.service_taken")
        return await joining.take(visit, flow.invitation, row, Means(subject=subject))
    session = known and await begin(visit, known, "signed-in-by-city")
    if not session:
        raise Refused(403, "console.error.service_unknown")
    return session


def _reach(visit: Visit) -> Service:
    if visit.desk.service is None:
        raise Refused(404, "console.error.unknown")
    return visit.desk.service


async def _told(answer: Awaitable[T]) -> T:
    try:
        return await answer
    except ServiceFailed:
        raise Refused(502, "console.error.service") from None


def _remember(visit: Visit, response: Response, flow: str, seconds: int) -> None:
    """`lax`, for the service sends the browser back by a link of its own."""
    set_cookie(response, visit.house.settings, Cookie("away", flow, seconds, lax=True))


ADDRESSES: dict[str, dict[str, Act]] = {
    "/city": {"GET": Act(ANYONE, start)},
    "/city/back": {"GET": Act(ANYONE, back)},
    "/invite/{token}/city": {"GET": Act(ANYONE, start_invited)},
}
