"""The ways in as a person at a desk meets them: a real Chromium, with its rules for cookies."""

import re
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from importlib.util import find_spec

import pyotp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from bot.console.invitation import renew
from bot.storage.rows import StaffRow
from tests.console.colleague import PASSWORD
from tests.console.conftest import Office, opened
from tests.console.test_browser import CHROMIUM, serving
from tests.console.test_browser import chromium as chromium  # noqa: PLC0414 - a fixture

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(not CHROMIUM, reason="needs a Chromium"),
    pytest.mark.skipif(find_spec("joserfc") is None, reason="needs the extra `oidc`"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office() -> AsyncIterator[Office]:
    """It can be reached, and so can its city's sign-in service, on another address."""
    from tests.console.provider import CLIENT, SECRET, providing

    async with AsyncExitStack() as stack:
        service = await stack.enter_async_context(providing(free_port()))
        settings = {
            "RIGHTSBOT_LISTEN": f"127.0.0.1:{free_port()}",
            "RIGHTSBOT_OIDC_ISSUER": service.issuer.replace("127.0.0.1", "localhost"),
            "RIGHTSBOT_OIDC_CLIENT_ID": CLIENT,
            "RIGHTSBOT_OIDC_CLIENT_SECRET": SECRET,
        }
        service.host = "localhost"
        office = await opened(stack, settings)
        service.clock = office.clock().timestamp()
        await stack.enter_async_context(serving(office))
        yield office


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


async def blank(browser: Browser, width: int = 1100) -> tuple[Page, list[str]]:
    """A page of a person who was never here, and what the browser complains about."""
    context = await browser.new_context(locale="en-GB", viewport={"width": width, "height": 800})
    page, complaints = await context.new_page(), list[str]()
    page.set_default_timeout(10_000)
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    return page, complaints


async def invited(office: Office) -> tuple[StaffRow, str]:
    ada = await office.hired("steward")
    return ada, await renew(office.house, ada)


def code(office: Office, letters: str) -> str:
    return pyotp.TOTP(letters).at(int(office.clock().timestamp()))


async def test_from_an_invitation_by_keyboard_to_the_console_and_back_in(
    office: Office, chromium: Browser
) -> None:
    page, complaints = await blank(chromium, width=390)
    ada, link = await invited(office)
    await page.goto(link)
    await page.locator("summary").first.click()
    letters = (await page.locator("p.copy").inner_text()).replace(" ", "")
    await page.locator("#password").focus()
    for typed in (PASSWORD, PASSWORD):
        await page.keyboard.type(typed)
        await page.keyboard.press("Tab")
    await page.locator("#code").focus()
    await page.keyboard.type(code(office, letters))
    await page.keyboard.press("Enter")
    await page.wait_for_url(re.compile(r"/staff$"))
    await page.goto(f"{office.house.settings.public_url}/staff/account")
    await page.locator(".to-menu").click()
    await page.locator("form[action$=leave] button").click()
    await page.get_by_role("link", name=office.says("console.sign_in.back")).click()
    office.clock.now = office.clock.now.replace(minute=office.clock.now.minute + 1)
    await page.locator("#name").fill(ada.name)
    await page.locator("#password").fill(PASSWORD)
    await page.locator("#code").fill(code(office, letters))
    await page.keyboard.press("Enter")
    await page.wait_for_url(re.compile(r"/staff$"))
    assert await page.locator(".to-menu").is_visible()
    await page.context.close()
    assert complaints == []


async def test_the_citys_sign_in_on_another_site_leads_in_and_back(
    office: Office, chromium: Browser
) -> None:
    page, complaints = await blank(chromium)
    ada, link = await invited(office)
    await page.goto(link)
    await page.locator("a[href$='/city']").click()
    await page.get_by_text(ada.name).first.wait_for()
    await page.context.clear_cookies()
    await page.goto(f"{office.house.settings.public_url}/staff/account")
    await page.locator("a[href*='/city?after']").click()
    await page.wait_for_url(re.compile(r"/staff/account$"))
    await page.get_by_text(ada.name).first.wait_for()
    await page.context.close()
    assert [line for line in complaints if "403" not in line] == []
