"""An invitation taken: its page sets a password and a second factor, and lets in."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from starlette.responses import Response

from bot.console import second
from bot.console.admission import admitted
from bot.console.guard import Act
from bot.console.password import fault
from bot.console.session import Begun, Cookie, begun, digest, fresh, named, set_cookie, today
from bot.console.visit import ANYONE, Refused, Visit
from bot.core.model import City
from bot.storage.rows import StaffRow
from bot.storage.signing import Means

BROWSER: Final = "invited"
"""What the cookie of a browser that looks at an invitation is for."""
DAY: Final = 24 * 3600


async def look(visit: Visit) -> Response:
    """Only looks: programs that preview links open them too."""
    token = visit.path("token")
    return _page(visit, token, await invited(visit, token), {})


async def join(visit: Visit) -> Response:
    """Spends the invitation, once everything fits."""
    token = visit.path("token")
    row = await invited(visit, token)
    wrong, browser = await wrong_password(visit, row), _browser(visit)
    secret = _secret(visit, token, browser)
    step = second.step_of(secret, await visit.typed("code"), visit.now)
    if not browser:
        wrong["code"] = "console.invitation.new"
    elif step is None:
        wrong["code"] = "console.invitation.code"
    if wrong or step is None:
        return _page(visit, token, row, wrong)
    password = await visit.desk.passwords.hashed(await visit.exact("password"))
    session = await take(visit, token, row, Means(password, secret, step))
    response = await admitted(visit, session)
    set_cookie(response, visit.house.settings, Cookie(BROWSER, "", 0))
    return response


async def invited(visit: Visit, token: str) -> StaffRow:
    """Whom the invitation is for. Refused."""
    row = await visit.house.store.staff.invited(digest(token), today(visit.house))
    if row is None or row.city not in visit.house.content.cities:
        raise Refused(410, "console.error.invitation")
    return row


async def take(visit: Visit, token: str, row: StaffRow, means: Means) -> Begun:
    """In, by these means from now on. Refused where somebody was quicker."""
    session, signing = begun(visit.house, row.id), visit.house.store.staff.signing
    day = today(visit.house)
    if not await signing.take(digest(token), day, means, session.row, session.until):
        raise Refused(410, "console.error.invitation")
    await replace(visit, staff=row).note("joined", "")
    return session


async def wrong_password(visit: Visit, row: StaffRow) -> dict[str, str]:
    """Field -> key of what is wrong with the new password and its repetition."""
    password, city = await visit.exact("password"), city_of(visit, row)
    about = " ".join((row.name, row.city, *city.name.values(), *city.body.values()))
    if key := fault(password, about):
        return {"password": key}
    if password != await visit.exact("repeat"):
        return {"repeat": "console.password.differs"}
    return {}


def city_of(visit: Visit, row: StaffRow) -> City:
    return visit.house.content.cities.get(row.city, visit.city)


def _browser(visit: Visit) -> str:
    """What the cookie of this browser holds; empty where it has none."""
    return visit.request.cookies.get(named(visit.house.settings, BROWSER), "")


def _secret(visit: Visit, token: str, browser: str) -> bytes:
    """Many may see a link on its way: the second factor is known to this browser alone."""
    return visit.house.store.staff.signing.secret(digest(f"{token}\0{browser}"))


def _page(visit: Visit, token: str, row: StaffRow, wrong: Mapping[str, str]) -> Response:
    known, city = _browser(visit), city_of(visit, row)
    browser = known or fresh()
    phone = second.set_up(_secret(visit, token, browser), row.name, visit.word(city.body))
    response = visit.page(
        "invitation",
        status=400 if wrong else 200,
        member=row,
        city=city,
        token=token,
        wrong=wrong,
        phone=phone,
    )
    if not known:
        set_cookie(response, visit.house.settings, Cookie(BROWSER, browser, DAY))
    return response


ADDRESSES: dict[str, dict[str, Act]] = {
    "/invite/{token}": {"GET": Act(ANYONE, look), "POST": Act(ANYONE, join)},
}
