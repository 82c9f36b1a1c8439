"""An invitation taken: its page sets a password and a second factor, and lets in."""

from collections.abc import Mapping
from dataclasses import replace

from starlette.responses import Response

from bot.console import second
from bot.console.admission import admitted
from bot.console.guard import Act
from bot.console.password import fault
from bot.console.session import Begun, begun, digest, today
from bot.console.visit import ANYONE, Refused, Visit
from bot.core.model import City
from bot.storage.rows import StaffRow
from bot.storage.signing import Means


async def look(visit: Visit) -> Response:
    """Only looks: programs that preview links open them too."""
    token = visit.path("token")
    return _page(visit, token, await invited(visit, token), {})


async def join(visit: Visit) -> Response:
    """Spends the invitation, once everything fits."""
    token = visit.path("token")
    row = await invited(visit, token)
    secret = visit.house.store.staff.signing.secret(digest(token))
    wrong = await wrong_password(visit, row)
    step = second.step_of(secret, await visit.typed("code"), visit.now)
    if step is None:
        wrong["code"] = "console.code.wrong"
    if wrong:
        return _page(visit, token, row, wrong)
    password = await visit.desk.passwords.hashed(await visit.exact("password"))
    session = await take(visit, token, row, Means(password, secret, step))
    return await admitted(visit, session)


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


def _page(visit: Visit, token: str, row: StaffRow, wrong: Mapping[str, str]) -> Response:
    secret = visit.house.store.staff.signing.secret(digest(token))
    city = city_of(visit, row)
    return visit.page(
        "invitation",
        status=400 if wrong else 200,
        member=row,
        city=city,
        token=token,
        wrong=wrong,
        phone=second.set_up(secret, row.name, visit.word(city.body)),
    )


ADDRESSES: dict[str, dict[str, Act]] = {
    "/invite/{token}": {"GET": Act(ANYONE, look), "POST": Act(ANYONE, join)},
}
