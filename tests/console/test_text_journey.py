"""A moderator who has never seen the console mends a phone number, by the words on its pages
alone, without JavaScript; and no page on the way shuts anybody out.
"""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page

from bot.console.session import cookie, session_for
from tests.console.clerk import Clerk
from tests.console.conftest import Office
from tests.console.test_browser import CHROMIUM, served
from tests.console.test_browser import chromium as chromium  # noqa: PLC0414 - a fixture
from tests.console.test_every_page import faults_of, lost_by_keyboard

WRONG, RIGHT = "+32 2 274 48 00", "+32 2 274 48 99"
WHOLE_WAY, TYPED = 7, 2
"""Clicks and typed fields from the first page of the console, and how many of them are fields:
what to look for, and the number. No change may make the way longer.
"""
SMALL = {"width": 320, "height": 640}
TOPIC = "/staff/texts/edit/topics/counter/en.md"

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(not CHROMIUM, reason="needs a Chromium"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office() -> AsyncIterator[Office]:
    async with served() as office:
        yield office


async def comes_in(office: Office, context: BrowserContext) -> None:
    settings = office.house.settings
    token = await session_for(office.house, (await office.hired("moderator")).id)
    kept = {"name": cookie(settings), "value": token, "url": settings.public_url}
    await context.add_cookies([kept])  # type: ignore[list-item]  # a cookie of playwright


async def test_a_phone_number_is_mended_in_seven_steps(office: Office, chromium: Browser) -> None:
    clerk = await Clerk.arrives(chromium)
    await comes_in(office, clerk.page.context)
    await clerk.opens(f"{office.house.settings.public_url}/staff")
    await clerk.follows("Texts")
    await clerk.types("Find words or a number", "02 274 48 00")
    await clerk.presses("Find")
    await clerk.is_at("Texts")
    await clerk.follows(f'phone: "{WRONG}"')
    box = clerk.page.locator("textarea")
    await box.fill((await box.input_value()).replace(WRONG, RIGHT))
    clerk.cost += 1
    await clerk.presses("Check and look")
    await clerk.is_at("Look before you publish")
    await clerk.reads("Residents do not see this yet.")
    assert RIGHT in await clerk.said("#screen-1 + .chat .bubble")
    await clerk.presses("Publish now")
    await clerk.reads("Published. Residents read it now.")
    assert clerk.cost <= WHOLE_WAY
    helpers = office.house.turns.shown.catalogue.cities["brussels"].helpers
    assert RIGHT in {helper.phone for helper in helpers}
    await clerk.presses("Bring back version 1")
    await clerk.reads("Brought back. Residents read it now.")
    await clerk.page.context.close()


@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("bg", "dark")])
async def test_no_page_of_a_change_shuts_anybody_out(
    office: Office, chromium: Browser, lang: str, scheme: str
) -> None:
    context = await chromium.new_context(viewport=SMALL, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]  # options of playwright
    await comes_in(office, context)
    page = await context.new_page()
    faults: list[str] = []
    for name in ("refused", "looked at", "late", "signed out", "begun"):
        await STEPS[name](office, page, lang)
        faults += [f"{name}: {fault}" for fault in await faults_of(page)]
        faults += [f"{name}: {fault}" for fault in await lost_by_keyboard(page)]
    assert faults == []
    await context.close()


async def _write(office: Office, page: Page, lang: str, old: str, new: str) -> None:
    await page.goto(f"{office.house.settings.public_url}{TOPIC}?lang={lang}")
    box = page.locator("textarea")
    words = await box.input_value()
    assert old in words
    await box.fill(words.replace(old, new))


async def _refused(office: Office, page: Page, lang: str) -> None:
    await _write(office, page, lang, "button:", "buton:")
    await page.locator("button[value=look]").click()
    await page.locator(".remarks .stop").first.wait_for()


async def _looked_at(office: Office, page: Page, lang: str) -> None:
    await _write(office, page, lang, "You need", "You really need")
    await page.locator("button[value=look]").click()
    await page.locator(".phone").first.wait_for()


async def _late(office: Office, page: Page, lang: str) -> None:
    await _write(office, page, lang, "You need", "You truly need")
    texts, path = office.house.texts, "topics/counter/en.md"
    other = (texts.read(path) or "").replace("You need", f"You {lang} need")
    texts.publish(path, other, by="Bob", base=texts.digest(path))
    await page.locator("button[value=look]").click()
    await page.locator("ins").first.wait_for()
    texts.undo(path, 1, by="Bob")


async def _signed_out(office: Office, page: Page, lang: str) -> None:
    await _write(office, page, lang, "You need", "You still need")
    kept = await page.context.cookies()
    await page.context.clear_cookies()
    await page.locator("button[value=look]").click()
    await page.locator("main ol").wait_for()
    await page.context.add_cookies(kept)  # type: ignore[arg-type]  # cookies of playwright


async def _begun(office: Office, page: Page, lang: str) -> None:
    await page.goto(f"{office.house.settings.public_url}/staff/texts/new?lang={lang}")
    await page.locator("#title").fill("A drone over my garden")
    await page.locator("input[value=mine]").check()
    await page.locator("main form button").click()
    await page.locator("textarea").wait_for()


STEPS = {
    "refused": _refused,
    "looked at": _looked_at,
    "late": _late,
    "signed out": _signed_out,
    "begun": _begun,
}
