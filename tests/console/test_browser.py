"""The console as a person at a desk or with a phone in the hand meets it: a real Chromium."""

import asyncio
import re
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
import uvicorn
from playwright.async_api import Browser, ConsoleMessage, Download, Page, async_playwright, expect
from starlette.applications import Starlette

from bot import public
from bot.console.routes import routes
from bot.console.session import cookie, session_for
from tests.console.conftest import NAME, SURVEY, Office, opened

CHROMIUM = shutil.which("chromium") or ""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGES = ("", "/posters", "/compare", f"/results/{SURVEY}", f"/surveys/{SURVEY}/close", "/nothing")
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
WIDTHS = "bars => bars.map(bar => bar.getBBox().width)"
UNNAMED = "fields => fields.filter(field => !field.labels.length).length"
BARE = "all => all.filter(t => !t.caption || t.querySelector('th:not([scope])')).length"

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(not CHROMIUM, reason="needs a Chromium"),
]


@asynccontextmanager
async def serving(office: Office) -> AsyncIterator[None]:
    pages = [*routes(office.house, lambda: "city_rights_bot"), *public.routes(office.house)]
    app = Starlette(routes=pages)
    config = uvicorn.Config(
        app, port=office.house.settings.port, log_config=None, lifespan="off", ws="none"
    )
    server = uvicorn.Server(config)
    work = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    yield
    server.should_exit = True
    await work


@asynccontextmanager
async def served() -> AsyncIterator[Office]:
    """An office whose console can be reached."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with AsyncExitStack() as stack:
        office = await opened(stack, {"RIGHTSBOT_LISTEN": f"127.0.0.1:{port}"})
        await stack.enter_async_context(serving(office))
        yield office


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office() -> AsyncIterator[Office]:
    """60 people answered."""
    async with served() as office:
        await office.answer(60)
        yield office


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


async def entered(office: Office, page: Page) -> str:
    """The address of the console, in which this page's browser is signed in as a steward."""
    settings, staff = office.house.settings, await office.hired("steward")
    token = await session_for(office.house, staff.id)
    host = urlsplit(settings.public_url).hostname or ""
    await page.context.add_cookies(
        [{"name": cookie(settings), "value": token, "domain": host, "path": "/"}]
    )
    return f"{settings.public_url}/staff"


async def signed_in(office: Office, browser: Browser, width: int = 1100) -> Page:
    context = await browser.new_context(locale="en-GB", viewport={"width": width, "height": 800})
    page = await context.new_page()
    page.set_default_timeout(10_000)
    await page.goto(await entered(office, page))
    return page


async def test_a_steward_makes_results_reads_them_and_takes_them_away(
    office: Office, chromium: Browser
) -> None:
    page = await signed_in(office, chromium)
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        complaints.append(message.text)

    page.on("console", listen)
    await page.get_by_role("link", name="Counter, phone or screen?").click()
    await page.locator("form[action$=release] button").click()
    await page.locator(f"a[href$='/results/{SURVEY}']").click()
    # A page under way has none yet.
    await expect(page.locator("section.chart")).to_have_count(9)
    widths = await page.locator("rect.fill").evaluate_all(
        "bars => bars.map(bar => bar.getBBox().width)"
    )
    assert max(widths) > 20
    async with page.expect_download() as waiting:
        await page.locator("#get-xlsx").click()
    taken: Download = await waiting.value
    assert taken.suggested_filename == f"{SURVEY}-1-en.xlsx"
    await page.context.close()
    assert complaints == []


async def test_no_page_is_wider_than_a_phone_also_with_letters_twice_as_large(
    office: Office, chromium: Browser
) -> None:
    page = await signed_in(office, chromium, width=390)
    for path in PAGES:
        await page.goto(f"{office.house.settings.public_url}/staff{path}")
        for details in await page.locator("summary").all():
            await details.click()
        assert not await page.evaluate(WIDER), path
        await page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert not await page.evaluate(WIDER), path
    await page.context.close()


async def test_everything_can_be_named_and_reached_without_a_mouse(
    office: Office, chromium: Browser
) -> None:
    page = await signed_in(office, chromium)
    for path in PAGES:
        await page.goto(f"{office.house.settings.public_url}/staff{path}")
        assert await page.locator("h1").count() == 1
        unnamed = await page.locator("input, select").evaluate_all(UNNAMED)
        assert unnamed == 0
        bare = await page.locator("table").evaluate_all(BARE)
        assert bare == 0
    await page.goto(f"{office.house.settings.public_url}/staff")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.className") == "skip"
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.activeElement.id") == "content"
    await page.context.close()


CUT = "sheets => sheets.filter(sheet => sheet.scrollHeight > sheet.clientHeight + 1).length"


@pytest.mark.parametrize("survey", ["", SURVEY])
async def test_each_poster_is_one_whole_sheet_of_paper(
    office: Office, chromium: Browser, survey: str
) -> None:
    page = await signed_in(office, chromium, width=680)
    for place in ("metro", "library"):
        await office.house.life.give_out(place, office.clock().date())
    for one, two in (("fr", "nl"), ("bg", "sq"), ("bg", ""), ("en", "fr")):
        wish = f"survey={survey}&in={one}&and={two}&place=metro&place=library"
        await page.goto(f"{office.house.settings.public_url}/staff/posters?{wish}")
        sheets = await page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 2, wish
        await page.emulate_media(media="print")
        assert await page.locator(".sheet").evaluate_all(CUT) == 0, wish
        assert not await page.locator("header, form").first.is_visible()
        await page.emulate_media(media="null")
    await page.context.close()


async def test_a_form_on_another_site_is_stopped_by_browser_and_console(
    office: Office, chromium: Browser
) -> None:
    page = await signed_in(office, chromium)
    leave = f"{office.house.settings.public_url}/staff/leave"
    attacker = await page.context.new_page()
    await attacker.set_content(f'<form method="post" action="{leave}"><button>x</button></form>')
    async with attacker.expect_navigation() as waiting:
        await attacker.locator("button").click()
    answer = await waiting.value
    assert answer.status == 403
    await page.reload()
    assert await page.get_by_text(NAME).first.is_visible()
    await page.context.close()
