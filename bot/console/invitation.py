"""Invitations: a link that lets one person in, once, within a week."""

from datetime import timedelta

from bot.console.session import day_in, digest, fresh
from bot.house import House
from bot.storage.rows import StaffRow

DAYS = 7


async def invite(house: House, name: str, *, role: str, city: str) -> str:
    """The link for a new member of staff. NameTaken."""
    return await renew(house, await house.store.staff.add(name, role=role, city=city))


async def renew(house: House, member: StaffRow) -> str:
    """A new link, in the place of one before. What let them in until now goes when it is taken."""
    token = fresh()
    until = day_in(house, timedelta(days=DAYS))
    await house.store.staff.invite(member.id, digest(token), until)
    return f"{house.settings.public_url}/staff/invite/{token}"
