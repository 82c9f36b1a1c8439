"""A session: the cookie that says who one is, from a sign-in to half an hour without a page."""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from starlette.responses import Response

from bot.core.model import LANGUAGES, Lang
from bot.house import House
from bot.settings import Settings
from bot.storage.sessions import LONGEST, SessionRow
from bot.storage.tickets import LIFE, Ticket, TicketRow

_BYTES = 32


def fresh() -> str:
    """256 random bits, fit for a path and a cookie."""
    return token_urlsafe(_BYTES)


def digest(token: str) -> bytes:
    return sha256(token.encode()).digest()


def minute(house: House) -> int:
    """Now, counted since 1970."""
    return int(house.turns.clock().timestamp()) // 60


def day_in(house: House, span: timedelta) -> date:
    """The day after so long a time, where days are counted for staff: in the first city."""
    first = next(iter(house.content.cities.values()))
    return (house.turns.clock() + span).astimezone(ZoneInfo(first.time_zone)).date()


def today(house: House) -> date:
    """Of invitations, which know no city's clock but the first."""
    return day_in(house, timedelta())


def ticket(
    house: House, token: str, staff: str, what: Ticket, lang: Lang = LANGUAGES[0]
) -> TicketRow:
    """A link that works once, soon; `lang` is that of messages to the chat it links."""
    until = day_in(house, timedelta(minutes=LIFE))
    return TicketRow(digest(token), staff, what, lang, minute(house) + LIFE, until)


@dataclass(frozen=True, slots=True)
class Begun:
    """A session that is about to begin: `token` is for the cookie, the rest for the house."""

    token: str
    row: SessionRow
    until: date


def begun(house: House, staff: str) -> Begun:
    token, now = fresh(), minute(house)
    row = SessionRow(digest(token), staff, began=now, seen=now)
    return Begun(token, row, day_in(house, timedelta(minutes=LONGEST)))


async def session_for(house: House, staff: str) -> str:
    """The cookie's value for this member of staff, for who comes in without a password: the demo,
    the proof and the tests.
    """
    session = begun(house, staff)
    await house.store.staff.sessions.begin(session.row, session.until)
    return session.token


def is_secure(settings: Settings) -> bool:
    """Whether browsers come by https, as the settings say; a Host header is not believed."""
    return urlsplit(settings.public_url).scheme == "https"


@dataclass(frozen=True, slots=True)
class Cookie:
    """No script reads it, and other sites do not bring it along."""

    what: str
    value: str
    seconds: int
    lax: bool = False
    """It comes along when a link of another site leads here."""


STAFF: Final = "staff"
"""What the cookie of a session is for."""


def named(settings: Settings, what: str) -> str:
    """The name of a cookie; over https one that no other site or subdomain can set."""
    return f"__Host-rightsbot-{what}" if is_secure(settings) else f"rightsbot-{what}"


def cookie(settings: Settings) -> str:
    """The name of the one that a session hangs on."""
    return named(settings, STAFF)


def set_cookie(response: Response, settings: Settings, new: Cookie) -> None:
    response.set_cookie(
        named(settings, new.what),
        new.value,
        max_age=new.seconds,
        secure=is_secure(settings),
        httponly=True,
        samesite="lax" if new.lax else "strict",
    )


def give(response: Response, settings: Settings, token: str) -> None:
    set_cookie(response, settings, Cookie(STAFF, token, LONGEST * 60))


def take_back(response: Response, settings: Settings) -> None:
    set_cookie(response, settings, Cookie(STAFF, "", 0))
