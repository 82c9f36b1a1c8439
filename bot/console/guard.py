"""Stands before every page: who may come in, from where, and what each answer carries."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from secrets import choice
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.console import form, language
from bot.console.session import Cookie, cookie, digest, minute, named, set_cookie
from bot.console.visit import NOBODY, ROOT, Desk, Refused, Visit
from bot.core.model import LANGUAGES
from bot.health import within
from bot.logs import Plain
from bot.settings import LOOPBACK, Settings
from bot.storage.errors import DatabaseBusy
from bot.storage.rows import StaffRow

log = logging.getLogger(__name__)
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
ONLY_HTTPS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
"""Where browsers come by https: never by http again, for a year."""
TOUCHING = 1.0
"""Seconds that a page waits to note a visit: while answers are mixed nothing can be written."""
LARGEST_FORM = 16_384
"""Bytes; most forms here have a line or two."""

HERE = ("localhost", "127.0.0.1", "[::1]")
"""As browsers write the names in LOOPBACK."""

Page = Callable[[Visit], Awaitable[Response]]


class SignedOut(Exception):
    """Nobody is signed in, and somebody has to be."""


@dataclass(frozen=True, slots=True)
class Act:
    role: str
    """The least role that may do it."""
    page: Page
    most: int = LARGEST_FORM
    """Bytes of the largest form that it takes."""
    out: Page | None = None
    """Answers who is signed out with a page that keeps what they typed; None: it is lost."""


@dataclass(frozen=True, slots=True)
class Guard:
    """The ASGI application of one address; a method that is not listed is refused."""

    desk: Desk
    acts: Mapping[str, Act]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        response = await self._answer(request)
        await form.close(request)
        response.headers.update(HEADERS | (ONLY_HTTPS if self.desk.secure else {}))
        if lang := language.asked(request):
            chosen = Cookie("language", lang, language.YEAR)
            set_cookie(response, self.desk.house.settings, chosen)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        """The one boundary: what breaks behind it is logged by its number and place alone."""
        again = request.url.path if "GET" in self.acts else ROOT
        visit = _in_language(Visit(self.desk, request, LANGUAGES[0], again=again), NOBODY)
        try:
            _refuse_host(request.headers, self.desk.house.settings)
            visit = await self._who(visit)
            return await self._act(visit).page(visit)
        except SignedOut:
            log.info("refused: nobody is signed in")
            return visit.sign_in(status=403, after=visit.again, wrong="console.sign_in.please")
        except Refused as refused:
            log.info("refused with %d", refused.status)
            return visit.page("error", status=refused.status, key=refused.key, error="")
        except Exception:
            error = "".join(choice("bcdfghjkmnpqrstvwxz") for _ in range(8))
            log.exception("console error %s", Plain(error))
            return visit.page("error", status=500, key="console.error.ours", error=error)

    async def _who(self, visit: Visit) -> Visit:
        """Signed in as the cookie says. A visit keeps the session from ending of idleness."""
        token, house = visit.request.cookies.get(cookie(self.desk.house.settings)), self.desk.house
        now, sessions = minute(house), house.store.staff.sessions
        found = await sessions.find(digest(token), now) if token else None
        if found is None:
            return visit
        staff, session = found
        if session.seen != now:
            with suppress(TimeoutError, DatabaseBusy):
                await within(TOUCHING, sessions.touch(session.token, now))
        return _in_language(replace(visit, session=session), staff)

    def _act(self, visit: Visit) -> Act:
        """What may be done here; Refused unless this visitor may, and asks from our own pages."""
        method = visit.request.method
        if not self.acts:
            raise Refused(404, "console.error.unknown")
        act = self.acts.get("GET" if method == "HEAD" else method)
        if act is None:
            raise Refused(405, "console.error.unknown")
        if not visit.may(act.role):
            act = _without(act, visit)
        if method == "POST":
            _refuse_foreign(visit.request.headers, self.desk.house.settings.public_url)
            _refuse_large(visit.request.headers, act.most)
        return act


def _without(act: Act, visit: Visit) -> Act:
    """What stands in the place of an act for who may not do it."""
    if visit.session:
        raise Refused(403, "console.error.role")
    if act.out is None:
        raise SignedOut
    return replace(act, page=act.out)


def _in_language(visit: Visit, staff: StaffRow) -> Visit:
    seen = replace(visit, staff=staff)
    cookie = named(visit.house.settings, "language")
    return replace(seen, lang=language.chosen(visit.request, cookie, seen.city.languages[0]))


def is_ours(host: str, public_url: str) -> bool:
    """Whether a Host header names this installation; on this machine it has several names."""
    ours = urlsplit(public_url)
    if host.casefold() == ours.netloc.casefold():
        return True
    port = f":{ours.port}" if ours.port else ""
    return ours.hostname in LOOPBACK and host in {f"{name}{port}" for name in HERE}


def _refuse_host(headers: Headers, settings: Settings) -> None:
    """Another name that leads here is none of ours: what it shows could be led elsewhere."""
    if not is_ours(headers.get("host", ""), settings.public_url):
        raise Refused(421, "console.error.host")


def _refuse_foreign(headers: Headers, public_url: str) -> None:
    """A form of another site."""
    site = headers.get("sec-fetch-site")
    ours = urlsplit(public_url)
    same = headers.get("origin") == f"{ours.scheme}://{ours.netloc}"
    if site != "same-origin" and (site is not None or not same):
        raise Refused(403, "console.error.origin")


def _refuse_large(headers: Headers, most: int) -> None:
    """Unread, by what it says of itself: the server lets no more in than that."""
    length = headers.get("content-length", "")
    if not length.isdecimal() or int(length) > most:
        raise Refused(413, "console.error.large")
