"""The console's doors: an invitation works once, a session while it is used, a code once."""

import asyncio
import secrets
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from bot.storage.errors import KeysLost
from bot.storage.rows import AuditRow, StaffRow
from bot.storage.sessions import IDLE, LONGEST, SessionRow
from bot.storage.signing import KEY, Means
from bot.storage.staff import NameTaken, Staff
from bot.storage.store import Store
from bot.storage.tickets import Ticket, TicketRow
from tests.storage.house import TODAY, House

WEEK = timedelta(days=7)
NOW = 29_000_000
"""A minute since 1970."""
MEANS = Means("$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA", b"s" * 20, step=5)


def token() -> bytes:
    return sha256(secrets.token_bytes(32)).digest()


def session_of(row: StaffRow, minute: int = NOW) -> SessionRow:
    return SessionRow(token(), row.id, minute, minute)


async def hire(staff: Staff, name: str = "Ada") -> StaffRow:
    return await staff.add(name, role="analyst", city="dublin")


async def test_an_invitation_becomes_a_session_once(house: House, store: Store) -> None:
    made, ada = secrets.token_bytes(32), await hire(store.staff)
    invitation = sha256(made).digest()
    assert await store.staff.invite(ada.id, invitation, TODAY + WEEK)
    assert await store.staff.invited(invitation, TODAY) == ada
    first, second = session_of(ada), session_of(ada)
    take = store.staff.signing.take
    assert await take(invitation, TODAY, MEANS, first, TODAY)
    assert not await take(invitation, TODAY, MEANS, second, TODAY)
    found = await store.staff.sessions.find(first.token, NOW)
    assert found == (ada, first)
    assert await store.staff.sessions.find(second.token, NOW) is None
    assert made not in house.at_rest()


async def test_a_late_unknown_or_foreign_invitation_opens_nothing(store: Store) -> None:
    ada, bo = await hire(store.staff), await hire(store.staff, "Bo")
    invitation, take = token(), store.staff.signing.take
    await store.staff.invite(ada.id, invitation, TODAY + WEEK)
    late = TODAY + WEEK + timedelta(days=1)
    assert await store.staff.invited(invitation, late) is None
    assert not await take(invitation, late, MEANS, session_of(ada), late)
    assert not await take(token(), TODAY, MEANS, session_of(ada), TODAY)
    assert not await take(invitation, TODAY, MEANS, session_of(bo), TODAY)


async def test_a_session_ends_by_idleness_by_age_by_leaving_and_by_removal(store: Store) -> None:
    ada, sessions = await hire(store.staff), store.staff.sessions
    rows = [session_of(ada) for _ in range(3)]
    for row in rows:
        await sessions.begin(row, TODAY)
    await sessions.touch(rows[0].token, NOW + IDLE - 1)
    later = NOW + IDLE
    assert [row.token for row in await sessions.of(ada.id, later)] == [rows[0].token]
    await sessions.touch(rows[0].token, NOW + LONGEST - 1)
    assert await sessions.find(rows[0].token, NOW + LONGEST - 1)
    assert await sessions.find(rows[0].token, NOW + LONGEST) is None
    await sessions.end(rows[1].token)
    assert await sessions.find(rows[1].token, NOW) is None
    assert await store.staff.remove(ada.id, TODAY)
    assert not await store.staff.remove(ada.id, TODAY)
    assert await sessions.find(rows[2].token, NOW) is None


async def test_a_code_that_two_send_at_the_same_moment_lets_one_in(store: Store) -> None:
    ada, invitation = await hire(store.staff), token()
    await store.staff.invite(ada.id, invitation, TODAY)
    await store.staff.signing.take(invitation, TODAY, MEANS, session_of(ada), TODAY)
    enter = store.staff.signing.enter
    tries = [enter(session_of(ada), TODAY, step) for step in (6, 6, 6, 5)]
    assert sorted(await asyncio.gather(*tries)) == [False, False, False, True]


async def test_a_second_factor_is_sealed_and_its_key_kept(house: House, store: Store) -> None:
    ada, invitation = await hire(store.staff), token()
    await store.staff.invite(ada.id, invitation, TODAY)
    mine = session_of(ada)
    secret = store.staff.signing.secret(invitation)
    await store.staff.signing.take(invitation, TODAY, replace(MEANS, second=secret), mine, TODAY)
    known = await store.staff.signing.named(" ADA ")
    assert known is not None
    assert (known.staff, known.means.second) == (ada, secret)
    assert secret not in house.at_rest()
    await store.dispose()
    house.keyring.destroy(KEY)
    with pytest.raises(KeysLost):
        await house.open()


async def test_a_removed_person_cannot_come_in_and_stays_in_the_list(store: Store) -> None:
    ada, invitation, ticket = await hire(store.staff), token(), token()
    await store.staff.invite(ada.id, invitation, TODAY)
    enter = TicketRow(ticket, ada.id, Ticket.ENTER, "en", NOW + 10, TODAY)
    await store.staff.tickets.issue(enter)
    await store.staff.remove(ada.id, TODAY)
    assert not await store.staff.signing.take(invitation, TODAY, MEANS, session_of(ada), TODAY)
    assert await store.staff.tickets.holder(ticket, NOW) is None
    assert not await store.staff.tickets.spend(ticket, NOW)
    assert not await store.staff.invite(ada.id, token(), TODAY)
    assert await store.staff.signing.named("Ada") is None
    assert [(row.name, row.active) for row in await store.staff.members()] == [("Ada", False)]


async def test_a_name_is_one_persons_until_they_leave(store: Store) -> None:
    ada = await hire(store.staff, "Ada  Éxample")
    with pytest.raises(NameTaken) as taken:
        await hire(store.staff, "ada éxample ")
    assert taken.value.by == ada
    await store.staff.remove(ada.id, TODAY)
    assert (await hire(store.staff, "ada éxample")).id != ada.id


async def test_a_ticket_is_for_one_thing_once_and_the_last_one_counts(store: Store) -> None:
    ada, tickets = await hire(store.staff), store.staff.tickets
    first, second, link = (token() for _ in range(3))
    for digest, what in ((first, Ticket.ENTER), (second, Ticket.ENTER), (link, Ticket.LINK)):
        await tickets.issue(TicketRow(digest, ada.id, what, "en", NOW + 10, TODAY))
    assert [await tickets.holder(digest, NOW) for digest in (first, second, link)] == [
        None,
        ada,
        None,
    ]
    assert await tickets.holder(second, NOW + 11) is None
    assert not await tickets.spend(link, NOW)
    assert await tickets.spend(second, NOW)
    assert not await tickets.spend(second, NOW)


async def test_a_linked_chat_is_sealed_and_found_by_nobody_without_the_key(
    house: House, store: Store
) -> None:
    ada, link, person = await hire(store.staff), token(), 7_310_554_129
    await store.staff.tickets.issue(TicketRow(link, ada.id, Ticket.LINK, "bg", NOW + 10, TODAY))
    assert await store.staff.tickets.link_chat(link, person, NOW) == ada
    (chat,) = await store.staff.tickets.chats()
    assert (chat.staff, chat.number, chat.lang) == (ada, person, "bg")
    rest = house.at_rest()
    for trace in (b"%d" % person, person.to_bytes(8, "big"), person.to_bytes(8, "little")):
        assert trace not in rest
    await store.staff.tickets.unlink(ada.id)
    assert await store.staff.tickets.chats() == ()


async def test_sessions_and_tickets_go_with_their_day(store: Store) -> None:
    ada, mine, ticket = await hire(store.staff), token(), token()
    await store.staff.sessions.begin(SessionRow(mine, ada.id, NOW, NOW), TODAY)
    await store.staff.tickets.issue(TicketRow(ticket, ada.id, Ticket.ENTER, "en", NOW, TODAY))
    await store.purge(TODAY + timedelta(days=1), month=24_323)
    assert await store.staff.sessions.find(mine, NOW) is None
    assert await store.staff.tickets.holder(ticket, NOW) is None


async def test_who_took_what_away_is_noted_for_two_years(store: Store) -> None:
    old = AuditRow(TODAY - timedelta(days=731), "s1", "exported", "0" * 64)
    new = AuditRow(TODAY, "s2", "published", "streets")
    for row in (old, new, new):
        await store.staff.note(row)
    assert await store.staff.audit() == (new, new, old)
    await store.purge(TODAY, month=24_323)
    assert await store.staff.audit() == (new, new)
