"""What every way in ends with: a session that begins, and the one before that ends."""

import hmac
import re
from dataclasses import replace

from starlette.responses import RedirectResponse, Response

from bot.console.session import Begun, Cookie, begun, give, named, set_cookie
from bot.console.visit import ROOT, Visit
from bot.storage.rows import StaffRow

OURS = re.compile(rf"{ROOT}(?:/[\w.~-]+)*", re.ASCII)
"""Paths that a sign-in may lead to."""
YEAR = 365 * 24 * 3600


def leads_to(after: str) -> str:
    """Only to a page of ours, whoever wrote the link."""
    return after if OURS.fullmatch(after) else ROOT


async def begin(visit: Visit, staff: StaffRow, did: str, step: int | None = None) -> Begun | None:
    """Signed in, with a code of this time step if one was asked for. None where that code, or a
    later one, was taken before.
    """
    session = begun(visit.house, staff.id)
    if not await visit.house.store.staff.signing.enter(session.row, session.until, step):
        return None
    await replace(visit, staff=staff).note(did, "")
    return session


async def admitted(visit: Visit, session: Begun, after: str = ROOT) -> Response:
    response = RedirectResponse(after, 303)
    await hand_over(visit, session, response)
    return response


async def hand_over(visit: Visit, session: Begun, response: Response) -> None:
    """The cookies. Whoever was signed in with this browser before is so no more."""
    house = visit.house
    if visit.session is not None:
        await house.store.staff.sessions.end(visit.session.token)
    give(response, house.settings, session.token)
    known = house.store.staff.signing.known_browser(session.row.staff)
    set_cookie(response, house.settings, Cookie("known", known, YEAR))


def is_known(visit: Visit, staff: StaffRow | None) -> bool:
    """Whether this person signed in with this browser before. Its tries are counted apart, so
    that a stranger who tries a name keeps nobody out.
    """
    cookie = visit.request.cookies.get(named(visit.house.settings, "known"), "")
    known = visit.house.store.staff.signing.known_browser(staff.id if staff else "")
    return hmac.compare_digest(cookie.encode(), known.encode()) and staff is not None
