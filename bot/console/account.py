"""One's own account: password, second factor, Telegram, and where one is signed in."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from secrets import token_hex
from zoneinfo import ZoneInfo

import segno
from starlette.responses import RedirectResponse, Response

from bot.console import second
from bot.console.guard import Act
from bot.console.joining import wrong_password
from bot.console.session import ticket
from bot.console.visit import MODERATOR, ROOT, Visit
from bot.core import wire
from bot.core.event import Opened
from bot.storage.sessions import SessionRow
from bot.storage.signing import Known, Means
from bot.storage.tickets import LIFE, Ticket

HERE = f"{ROOT}/account"
DONE = ("password", "phone", "telegram-end", "sessions")
KEY_BYTES = 24
"""Of a link's token in hexadecimal, as a deep link takes it."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Where one is signed in."""

    id: str
    since: datetime
    seen: datetime
    here: bool


async def account(visit: Visit) -> Response:
    done = visit.request.query_params.get("done", "")
    return await _page(visit, done=done if done in DONE else "")


async def _page(visit: Visit, *, done: str = "", wrong: dict[str, str] | None = None) -> Response:
    means, chats = (await _me(visit)).means, await visit.house.store.staff.tickets.chats()
    return visit.page(
        "account",
        status=400 if wrong else 200,
        done=done,
        wrong=wrong or {},
        own=means.password is not None,
        linked=visit.staff.id in {chat.staff.id for chat in chats},
        can_link=visit.house.alerts.send is not None,
        places=[_place(visit, row) for row in await _sessions(visit)],
    )


async def _me(visit: Visit) -> Known:
    found = await visit.house.store.staff.signing.of(visit.staff.id)
    if found is None:
        raise LookupError("a session of nobody")
    return found


def _mine(visit: Visit) -> SessionRow:
    if visit.session is None:
        raise LookupError("a visit without a session")
    return visit.session


async def _sessions(visit: Visit) -> tuple[SessionRow, ...]:
    now = int(visit.now) // 60
    return await visit.house.store.staff.sessions.of(visit.staff.id, now)


def _place(visit: Visit, row: SessionRow) -> SignedIn:
    zone = ZoneInfo(visit.city.time_zone)
    since, seen = (
        datetime.fromtimestamp(minute * 60, UTC).astimezone(zone)
        for minute in (row.began, row.seen)
    )
    return SignedIn(_handle(row), since, seen, here=row.token == _mine(visit).token)


def _handle(row: SessionRow) -> str:
    """Names a session on its page; opens nothing."""
    return sha256(row.token).hexdigest()[:16]


def _again(visit: Visit) -> Response:
    """Who would change how one signs in shows once more that it is them."""
    return visit.sign_in(status=403, after=HERE, wrong="console.sign_in.again")


def _back(done: str) -> Response:
    return RedirectResponse(f"{HERE}?done={done}", 303)


async def password(visit: Visit) -> Response:
    """The one that was tells that it is them. Elsewhere they are signed out."""
    if not visit.is_fresh:
        return _again(visit)
    me, desk = await _me(visit), visit.desk
    wrong = await wrong_password(visit, me.staff)
    if not desk.patience.may("password", me.staff.id):
        wrong["current"] = "console.sign_in.wait"
    elif not await desk.passwords.fits(await visit.exact("current"), me.means.password):
        wrong["current"] = "console.account.current_wrong"
    if wrong:
        return await _page(visit, wrong=wrong)
    desk.patience.forgive("password", me.staff.id)
    return await _changed(
        visit, Means(await desk.passwords.hashed(await visit.exact("password"))), "password"
    )


async def phone(visit: Visit) -> Response:
    if not visit.is_fresh:
        return _again(visit)
    return await _phone(visit)


async def new_phone(visit: Visit) -> Response:
    """Only once its code fits does the new one take the place of the one before."""
    if not visit.is_fresh:
        return _again(visit)
    secret = await _secret(visit)
    step = second.step_of(secret, await visit.typed("code"), visit.now)
    if step is None:
        return await _phone(visit, wrong="console.code.wrong")
    return await _changed(visit, Means(second=secret, step=step), "phone")


async def _phone(visit: Visit, wrong: str = "") -> Response:
    setup = second.set_up(await _secret(visit), visit.staff.name, visit.word(visit.city.body))
    return visit.page("phone", status=400 if wrong else 200, phone=setup, wrong=wrong)


async def _secret(visit: Visit) -> bytes:
    """The same while the page is open, another once it was used."""
    before = (await _me(visit)).means.second or b""
    seed = sha256(_mine(visit).token + before).digest()
    return visit.house.store.staff.signing.secret(seed)


async def _changed(visit: Visit, means: Means, what: str) -> Response:
    """Its owner hears of it, should it have been somebody else."""
    await visit.house.store.staff.signing.change(_mine(visit), means)
    await visit.note(f"new-{what}", "")
    await visit.house.alerts.tell_one(visit.staff.id, "alert.changed")
    return _back(what)


async def telegram(visit: Visit) -> Response:
    """A link that ties the chat in which it is opened to this account."""
    if not visit.is_fresh:
        return _again(visit)
    token = token_hex(KEY_BYTES)
    made = ticket(visit.house, token, visit.staff.id, Ticket.LINK, visit.lang)
    await visit.house.store.staff.tickets.issue(made)
    link = f"https://t.me/{visit.desk.username()}?start={wire.link(Opened(key=token))}"
    picture = segno.make(link, error="m", micro=False).svg_data_uri(border=4, light="#fff")
    return visit.page("telegram", link=link, picture=picture, minutes=LIFE)


async def unlink(visit: Visit) -> Response:
    if not visit.is_fresh:
        return _again(visit)
    await visit.house.store.staff.tickets.unlink(visit.staff.id)
    await visit.note("telegram-end", "")
    return _back("telegram-end")


async def end_sessions(visit: Visit) -> Response:
    """One of them, or all but this one."""
    if not visit.is_fresh:
        return _again(visit)
    wanted, sessions = await visit.typed("which"), visit.house.store.staff.sessions
    for row in await _sessions(visit):
        if wanted in {_handle(row), "others"} and row.token != _mine(visit).token:
            await sessions.end(row.token)
    return _back("sessions")


ADDRESSES: dict[str, dict[str, Act]] = {
    "/account": {"GET": Act(MODERATOR, account)},
    "/account/password": {"POST": Act(MODERATOR, password)},
    "/account/phone": {"GET": Act(MODERATOR, phone), "POST": Act(MODERATOR, new_phone)},
    "/account/telegram": {"POST": Act(MODERATOR, telegram)},
    "/account/telegram/end": {"POST": Act(MODERATOR, unlink)},
    "/account/sessions": {"POST": Act(MODERATOR, end_sessions)},
}
