"""The console's doors: an invitation works once, a session until its day."""

import secrets
from datetime import timedelta
from hashlib import sha256

from bot.storage.rows import AuditRow, StaffRow
from bot.storage.staff import Staff
from bot.storage.store import Store
from tests.storage.house import TODAY, House

WEEK = timedelta(days=7)


def token() -> tuple[bytes, bytes]:
    made = secrets.token_bytes(32)
    return made, sha256(made).digest()


async def invite(staff: Staff, digest: bytes) -> StaffRow:
    return await staff.invite(
        "Ada", role="analyst", city="dublin", token_hash=digest, expires=TODAY + WEEK
    )


async def test_an_invitation_becomes_a_session_once(house: House, store: Store) -> None:
    made, invitation = token()
    ada = await invite(store.staff, invitation)
    _, session = token()
    taken = await store.staff.take(invitation, session, today=TODAY, expires=TODAY + WEEK)
    again = await store.staff.take(invitation, token()[1], today=TODAY, expires=TODAY + WEEK)
    assert taken == ada
    assert again is None
    assert await store.staff.of_session(session, TODAY + WEEK) == ada
    assert await store.staff.members() == (ada,)
    assert made not in house.at_rest()


async def test_a_late_or_unknown_invitation_opens_nothing(store: Store) -> None:
    _, invitation = token()
    await invite(store.staff, invitation)
    late, session = TODAY + WEEK + timedelta(days=1), token()[1]
    assert await store.staff.take(invitation, session, today=late, expires=late) is None
    assert await store.staff.take(token()[1], session, today=TODAY, expires=late) is None
    assert await store.staff.of_session(session, TODAY) is None


async def test_a_session_ends_on_its_day_by_leaving_and_by_removal(store: Store) -> None:
    sessions = []
    for _ in range(3):
        _, invitation = token()
        ada = await invite(store.staff, invitation)
        sessions.append(token()[1])
        await store.staff.take(invitation, sessions[-1], today=TODAY, expires=TODAY)
    assert await store.staff.of_session(sessions[0], TODAY + timedelta(days=1)) is None
    await store.staff.sign_out(sessions[1])
    assert await store.staff.remove(ada.id, TODAY)
    assert not await store.staff.remove(ada.id, TODAY)
    found = [await store.staff.of_session(session, TODAY) for session in sessions]
    assert [row is None for row in found] == [False, True, True]
    await store.purge(TODAY + timedelta(days=1), month=24_323)
    assert await store.staff.of_session(sessions[0], TODAY) is None


async def test_a_removed_person_cannot_use_an_invitation_and_stays_in_the_list(
    store: Store,
) -> None:
    _, invitation = token()
    ada = await invite(store.staff, invitation)
    await store.staff.remove(ada.id, TODAY)
    assert await store.staff.take(invitation, token()[1], today=TODAY, expires=TODAY) is None
    assert [(row.name, row.active) for row in await store.staff.members()] == [("Ada", False)]


async def test_who_took_what_away_is_noted_for_two_years(store: Store) -> None:
    old = AuditRow(TODAY - timedelta(days=731), "s1", "exported", "0" * 64)
    new = AuditRow(TODAY, "s2", "published", "streets")
    for row in (old, new, new):
        await store.staff.note(row)
    assert await store.staff.audit() == (new, new, old)
    await store.purge(TODAY, month=24_323)
    assert await store.staff.audit() == (new, new)
