"""The way in and out: an invitation link, a session of half a day, signing out."""

from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.responses import RedirectResponse, Response

from bot.console.guard import cookie
from bot.console.invitation import digest, fresh
from bot.console.visit import ROOT, Refused, Visit
from bot.core.model import LANGUAGES
from bot.core.sheet import Place

HOURS = 12
SHEET = Path(__file__).with_name("pages") / "console.css"


async def invited(visit: Visit) -> Response:
    """Only looks: programs that preview links open them too."""
    today = visit.house.turns.today(Place(LANGUAGES[0]))
    if not await visit.house.store.staff.invited(digest(visit.path("token")), today):
        raise Refused(410, "console.error.invitation")
    return visit.page("invitation")


async def enter(visit: Visit) -> Response:
    """Spends the invitation."""
    token, house = fresh(), visit.house
    taken = await house.store.staff.take(
        digest(visit.path("token")),
        digest(token),
        today=house.turns.today(Place(LANGUAGES[0])),
        expires=_last_day(visit),
    )
    if taken is None:
        raise Refused(410, "console.error.invitation")
    response = RedirectResponse(ROOT, 303)
    response.set_cookie(
        cookie(visit.desk),
        token,
        max_age=HOURS * 3600,
        secure=visit.desk.secure,
        httponly=True,
        samesite="strict",
    )
    return response


def _last_day(visit: Visit) -> date:
    """The day on which a session that begins now ends, where days are counted: the first city."""
    first = next(iter(visit.house.content.cities.values()))
    ends = visit.house.turns.clock() + timedelta(hours=HOURS)
    return ends.astimezone(ZoneInfo(first.time_zone)).date()


async def leave(visit: Visit) -> Response:
    name = cookie(visit.desk)
    if token := visit.request.cookies.get(name):
        await visit.house.store.staff.sign_out(digest(token))
    response = visit.page("left")
    response.delete_cookie(name, secure=visit.desk.secure, httponly=True, samesite="strict")
    return response


async def sheet(_: Visit) -> Response:
    return Response(SHEET.read_bytes(), media_type="text/css")
