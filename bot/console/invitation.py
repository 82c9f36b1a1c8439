"""Tokens that open the console: handed out once, known to the house by their digests only."""

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from bot.core.model import LANGUAGES
from bot.core.sheet import Place
from bot.house import House

DAYS = 7
_BYTES = 32


def fresh() -> str:
    """256 random bits, fit for a path and a cookie."""
    return token_urlsafe(_BYTES)


def digest(token: str) -> bytes:
    return sha256(token.encode()).digest()


async def invite(house: House, name: str, *, role: str, city: str) -> str:
    """The link that makes its first visitor this member of staff; it works once, for a week."""
    token = fresh()
    today = house.turns.today(Place(LANGUAGES[0], city))
    expires = today + timedelta(days=DAYS)
    await house.store.staff.invite(
        name, role=role, city=city, token_hash=digest(token), expires=expires
    )
    return f"{house.settings.public_url}/staff/invite/{token}"
