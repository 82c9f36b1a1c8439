"""The way in for who has an account: name, password and code, or a link in Telegram."""

import logging
from dataclasses import replace
from secrets import token_hex

from starlette.responses import RedirectResponse, Response

from bot.console import federated, joining, second
from bot.console.admission import admitted, begin, is_known, leads_to
from bot.console.guard import Act
from bot.console.session import digest, minute, ticket
from bot.console.visit import ANYONE, ROOT, Refused, Visit
from bot.storage.signing import Known, Means
from bot.storage.tickets import LIFE, Ticket

log = logging.getLogger(__name__)
BY_TELEGRAM = "/sign-in/telegram"


async def shown(visit: Visit) -> Response:
    return visit.sign_in(after=leads_to(visit.request.query_params.get("after", "")))


async def enter(visit: Visit) -> Response:
    """Name, password and code; which of them was wrong is told to nobody."""
    name, after = await visit.typed("name"), leads_to(await visit.typed("after"))
    found = await visit.house.store.staff.signing.named(name)
    kind = "known" if is_known(visit, found.staff if found else None) else "name"
    if not visit.desk.patience.may(kind, name):
        return visit.sign_in(status=429, name=name, after=after, wrong="console.sign_in.wait")
    step = await _step(visit, found)
    session = found and step and await begin(visit, found.staff, "signed-in", step)
    if not session:
        await _tell(visit, found, last=visit.desk.patience.is_out(kind, name))
        return visit.sign_in(status=400, name=name, after=after, wrong="console.sign_in.wrong")
    visit.desk.patience.forgive(kind, name)
    return await admitted(visit, session, after)


async def _step(visit: Visit, found: Known | None) -> int | None:
    """The time step of the code, if the password fits too; looked at as long for a stranger."""
    means = found.means if found else Means()
    fits = await visit.desk.passwords.fits(await visit.exact("password"), means.password)
    step = second.step_of(means.second, await visit.typed("code"), visit.now)
    return step if fits else None


async def _tell(visit: Visit, found: Known | None, *, last: bool) -> None:
    """The log hears of each refused try, without the name; the audit and, of too many, the owner
    of a name that there is. They are told beside the answer, which is to take as long for others.
    """
    log.info("a sign-in was refused")
    if last:
        log.warning("sign-ins with one name were refused for a quarter of an hour")
    if found is None:
        return
    alerts = visit.house.alerts
    alerts.start(replace(visit, staff=found.staff).note("refused", ""))
    if last:
        await alerts.tell_one(found.staff.id, "alert.tried")


async def ask(visit: Visit) -> Response:
    """A link by Telegram. Whether there is such a name, and a chat, shows in nothing."""
    visit.house.alerts.start(_send_link(visit, await visit.typed("name")))
    return RedirectResponse(ROOT + BY_TELEGRAM, 303)


async def asked(visit: Visit) -> Response:
    return visit.page("sent", minutes=LIFE)


async def _send_link(visit: Visit, name: str) -> None:
    """To who linked a chat and has a second factor, for the link is one factor alone. Names that
    nobody has are not counted: they can be invented without end.
    """
    house = visit.house
    found = await house.store.staff.signing.named(name)
    if found is None or found.means.second is None:
        return
    if not visit.desk.patience.may("telegram", found.staff.id):
        return
    token = token_hex()
    await house.store.staff.tickets.issue(ticket(house, token, found.staff.id, Ticket.ENTER))
    link = f"{house.settings.public_url}{ROOT}/enter/{token}"
    await house.alerts.tell_one(found.staff.id, "alert.enter", link=link, minutes=LIFE)


async def look(visit: Visit) -> Response:
    """Only looks: Telegram and others open links to preview them."""
    await _holder(visit)
    return visit.page("enter", wrong="")


async def use(visit: Visit) -> Response:
    """The link takes the place of the password; the code is asked for as ever."""
    found, tickets = await _holder(visit), visit.house.store.staff.tickets
    if not visit.desk.patience.may("ticket", found.staff.id):
        return visit.page("enter", status=429, wrong="console.sign_in.wait")
    step = second.step_of(found.means.second, await visit.typed("code"), visit.now)
    if step is None:
        return visit.page("enter", status=400, wrong="console.code.wrong")
    if not await tickets.spend(digest(visit.path("token")), minute(visit.house)):
        raise Refused(410, "console.error.ticket")
    session = await begin(visit, found.staff, "signed-in-by-telegram", step)
    if session is None:
        raise Refused(410, "console.error.ticket")
    visit.desk.patience.forgive("ticket", found.staff.id)
    return await admitted(visit, session)


async def _holder(visit: Visit) -> Known:
    """Whom the link of this address lets in. Refused."""
    staff = visit.house.store.staff
    holder = await staff.tickets.holder(digest(visit.path("token")), minute(visit.house))
    found = holder and await staff.signing.of(holder.id)
    if not found:
        raise Refused(410, "console.error.ticket")
    return found


ADDRESSES: dict[str, dict[str, Act]] = {
    "/sign-in": {"GET": Act(ANYONE, shown), "POST": Act(ANYONE, enter)},
    BY_TELEGRAM: {"GET": Act(ANYONE, asked), "POST": Act(ANYONE, ask)},
    "/enter/{token}": {"GET": Act(ANYONE, look), "POST": Act(ANYONE, use)},
    **joining.ADDRESSES,
    **federated.ADDRESSES,
}
