"""The second factor: six digits that an app on the phone shows, new every half minute."""

import hmac
from base64 import b32encode
from dataclasses import dataclass
from typing import Final

import pyotp
import segno

STEP: Final = 30
"""Seconds, as all such apps expect."""
NOBODYS: Final = bytes(20)
"""Compared with where a name has no secret, so that it takes as long."""
_LATE: Final = 1
"""Steps that a code may be late, for the time it takes to type it (RFC 6238, section 5.2)."""


@dataclass(frozen=True, slots=True)
class SetUp:
    """What the app needs, as a picture to be scanned and as letters to be typed."""

    picture: str
    """A QR code: an image as a data: address."""
    address: str
    letters: str
    """In groups of four."""


def set_up(secret: bytes, name: str, house: str) -> SetUp:
    """`name` and `house` are what the app lists the code under."""
    letters = _spelled(secret)
    address = pyotp.TOTP(letters).provisioning_uri(name=name, issuer_name=house)
    picture = segno.make(address, error="m", micro=False).svg_data_uri(border=4, light="#fff")
    groups = (letters[at : at + 4] for at in range(0, len(letters), 4))
    return SetUp(picture, address, " ".join(groups))


def step_of(secret: bytes | None, code: str, now: float) -> int | None:
    """The time step whose code this is; None where it is of none that is taken now."""
    typed = "".join(code.split())
    totp, current = pyotp.TOTP(_spelled(secret or NOBODYS)), int(now) // STEP
    taken = [
        step
        for step in range(current - _LATE, current + 1)
        if hmac.compare_digest(totp.generate_otp(step).encode(), typed.encode())
    ]
    return taken[-1] if taken and secret is not None else None


def _spelled(secret: bytes) -> str:
    return b32encode(secret).decode()
