"""Stands before every page: who may come in, from where, and what each answer carries."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from secrets import choice
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.console import language
from bot.console.invitation import digest
from bot.console.visit import NOBODY, Desk, Refused, Visit
from bot.core.model import LANGUAGES
from bot.core.sheet import Place
from bot.logs import Plain
from bot.storage.rows import StaffRow

log = logging.getLogger(__name__)
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
LARGEST_FORM = 16_384
"""Bytes; the forms here have a line or two."""

Page = Callable[[Visit], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Act:
    role: str
    """The least role that may do it."""
    page: Page


def cookie(desk: Desk) -> str:
    """Over https a name that no other site or subdomain can set."""
    return "__Host-rightsbot-staff" if desk.secure else "rightsbot-staff"


@dataclass(frozen=True, slots=True)
class Guard:
    """The ASGI application of one address; a method that is not listed is refused."""

    desk: Desk
    acts: Mapping[str, Act]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        response = await self._answer(request)
        response.headers.update(HEADERS)
        if lang := language.asked(request):
            response.set_cookie(
                language.COOKIE,
                lang,
                max_age=language.YEAR,
                secure=self.desk.secure,
                httponly=True,
                samesite="strict",
            )
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        """The one boundary: what breaks behind it is logged by its number and place alone."""
        visit = _in_language(Visit(self.desk, request, LANGUAGES[0]), NOBODY)
        try:
            visit = _in_language(visit, await self._who(request))
            return await self._act(visit).page(visit)
        except Refused as refused:
            return visit.page("error", status=refused.status, key=refused.key, error="")
        except Exception:
            error = "".join(choice("bcdfghjkmnpqrstvwxz") for _ in range(8))
            log.exception("console error %s", Plain(error))
            return visit.page("error", status=500, key="console.error.ours", error=error)

    async def _who(self, request: Request) -> StaffRow:
        token = request.cookies.get(cookie(self.desk))
        if not token:
            return NOBODY
        house = self.desk.house
        today = house.turns.today(Place(LANGUAGES[0]))
        return await house.store.staff.of_session(digest(token), today) or NOBODY

    def _act(self, visit: Visit) -> Act:
        """What may be done here; Refused unless this visitor may, and asks from our own pages."""
        method = visit.request.method
        if not self.acts:
            raise Refused(404, "console.error.unknown")
        act = self.acts.get("GET" if method == "HEAD" else method)
        if act is None:
            raise Refused(405, "console.error.unknown")
        if not visit.may(act.role):
            signed_in = visit.staff is not NOBODY
            raise Refused(403, "console.error.role" if signed_in else "console.error.signed_out")
        if method == "POST":
            _refuse_foreign(visit.request.headers, self.desk.house.settings.public_url)
        return act


def _in_language(visit: Visit, staff: StaffRow) -> Visit:
    seen = replace(visit, staff=staff)
    return replace(seen, lang=language.chosen(visit.request, seen.city.languages[0]))


def _refuse_foreign(headers: Headers, public_url: str) -> None:
    """A form of another site, or one larger than any of ours."""
    site = headers.get("sec-fetch-site")
    ours = urlsplit(public_url)
    same = headers.get("origin") == f"{ours.scheme}://{ours.netloc}"
    if site != "same-origin" and (site is not None or not same):
        raise Refused(403, "console.error.origin")
    length = headers.get("content-length", "")
    if not length.isdecimal() or int(length) > LARGEST_FORM:
        raise Refused(413, "console.error.large")
