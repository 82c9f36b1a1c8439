"""Who may use the console: invite, see and remove staff of one's own city."""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from bot.console.guard import Act
from bot.console.invitation import DAYS, renew
from bot.console.visit import ANALYST, MODERATOR, ROOT, STEWARD, Refused, Visit
from bot.storage.rows import StaffRow
from bot.storage.staff import LONGEST_NAME, NameTaken

HERE = f"{ROOT}/members"
DONE = ("removed",)
INVITED = (MODERATOR, ANALYST)
"""Whom a steward lets in. A steward's own link comes from the person who runs the bot: what needs
two stewards must not be done by one who invites the other, or takes the other's new link."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The form of an invitation, and the key of what was wrong with it."""

    name: str = ""
    role: str = MODERATOR
    wrong: str = ""


async def members(visit: Visit) -> Response:
    done = visit.request.query_params.get("done", "")
    return await _page(visit, Typed(), done=done if done in DONE else "")


async def _page(visit: Visit, typed: Typed, *, done: str = "") -> Response:
    states = {state.staff.id: state for state in await visit.house.store.staff.states()}
    mine = [states[row.id] for row in await _colleagues(visit)]
    return visit.page(
        "members",
        status=400 if typed.wrong else 200,
        states=mine,
        typed=typed,
        done=done,
        roles=INVITED,
    )


async def _colleagues(visit: Visit) -> list[StaffRow]:
    rows = await visit.house.store.staff.members()
    return [row for row in rows if row.active and row.city == visit.staff.city]


async def add(visit: Visit) -> Response:
    typed = Typed(await visit.typed("name"), await visit.typed("role"))
    if not 0 < len(typed.name) <= LONGEST_NAME or typed.role not in INVITED:
        return await _page(visit, Typed(typed.name, typed.role, "console.members.no_name"))
    try:
        member = await visit.house.store.staff.add(
            typed.name, role=typed.role, city=visit.staff.city
        )
    except NameTaken:
        return await _page(visit, Typed(typed.name, typed.role, "console.members.taken"))
    await visit.note("invited", member.id)
    await visit.house.alerts.tell(visit.staff.city, STEWARD, "alert.invited", name=typed.name)
    return _link(visit, member.name, await renew(visit.house, member))


async def link_again(visit: Visit) -> Response:
    """For who lost password or phone: it is their steward who knows that it is them."""
    member = await _member(visit)
    if member.role not in INVITED:
        raise Refused(403, "console.error.role")
    link = await renew(visit.house, member)
    await visit.note("invited-again", member.id)
    await visit.house.alerts.tell_one(member.id, "alert.renewed")
    return _link(visit, member.name, link)


def _link(visit: Visit, name: str, link: str) -> Response:
    """Shown once, and in no address: the house knows only its digest."""
    return visit.page("invited", member=name, link=link, days=DAYS)


async def ask(visit: Visit) -> Response:
    return visit.page("remove", member=await _other(visit))


async def remove(visit: Visit) -> Response:
    member = await _other(visit)
    await visit.house.store.staff.remove(member.id, visit.today)
    await visit.note("removed", member.id)
    return RedirectResponse(f"{HERE}?{urlencode({'done': 'removed'})}", 303)


async def _member(visit: Visit) -> StaffRow:
    """Of the address. Another city's are as unknown as those that do not exist."""
    wanted = visit.path("member")
    found = [row for row in await _colleagues(visit) if row.id == wanted]
    if not found:
        raise Refused(404, "console.error.unknown")
    return found[0]


async def _other(visit: Visit) -> StaffRow:
    """Nobody locks the door behind themselves."""
    member = await _member(visit)
    if member.id == visit.staff.id:
        raise Refused(403, "console.error.yourself")
    return member


ADDRESSES: dict[str, dict[str, Act]] = {
    "/members": {"GET": Act(STEWARD, members), "POST": Act(STEWARD, add)},
    "/members/{member}/link": {"POST": Act(STEWARD, link_again)},
    "/members/{member}/remove": {"GET": Act(STEWARD, ask), "POST": Act(STEWARD, remove)},
}
