"""A member of staff with a browser, a password and a phone that shows codes."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import pyotp

from bot.console.invitation import renew
from bot.storage.rows import StaffRow
from tests.console.conftest import Office

PASSWORD = "wolken dragen oude fietsen"
LETTERS = re.compile(r'class="copy">([A-Z2-7 ]+)<')


@dataclass(slots=True)
class Colleague:
    office: Office
    row: StaffRow
    browser: httpx.AsyncClient
    letters: str = ""
    told: list[str] = field(default_factory=list)
    """What the bot wrote to their Telegram chat."""

    @property
    def code(self) -> str:
        return pyotp.TOTP(self.letters).at(int(self.office.clock().timestamp()))

    def later(self, **span: float) -> str:
        """The code of another moment: each works once."""
        self.office.clock.now += timedelta(**span or {"minutes": 1})
        return self.code

    async def invitation(self) -> str:
        """The path of a new link; the phone has scanned its page."""
        path = urlsplit(await renew(self.office.house, self.row)).path
        self.letters = scanned(await self.browser.get(path))
        return path

    async def join(self) -> httpx.Response:
        form = {"password": PASSWORD, "repeat": PASSWORD}
        return await self.browser.post(await self.invitation(), data=form | {"code": self.code})

    async def sign_in(
        self, browser: httpx.AsyncClient, *, after: str = "", **other: str
    ) -> httpx.Response:
        form = {"name": self.row.name, "password": PASSWORD, "after": after}
        if "code" not in other:
            form["code"] = self.later()
        return await browser.post("/staff/sign-in", data=form | other)

    async def link_telegram(self) -> None:
        """With a chat to which the bot really writes, as far as the office is concerned."""

        async def send(_: int, words: str) -> None:
            self.told.append(words)

        self.office.house.alerts.send = send
        page = await self.browser.post("/staff/account/telegram")
        (key,) = re.findall(r"start=k([0-9a-f]+)", page.text)
        person = 5_000_000_000 + int(self.row.id, 16) % 1_000_000_000
        linked = await self.office.house.store.staff.link_chat(key, person, self.office.clock())
        assert linked.name == self.row.name


def scanned(page: httpx.Response) -> str:
    """The letters behind the picture that a phone scans."""
    (letters,) = LETTERS.findall(page.text)
    return str(letters).replace(" ", "")


async def joined(office: Office, role: str = "steward", city: str = "brussels") -> Colleague:
    """By an invitation, as everybody comes."""
    colleague = Colleague(office, await office.hired(role, city), await office.stranger())
    assert (await colleague.join()).headers["location"] == "/staff"
    return colleague
