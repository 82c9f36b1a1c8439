"""The public page of results, over HTTP and in a real Chromium."""

import asyncio
import re
import shutil
import socket
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from hashlib import sha256

import httpx
import pytest
import pytest_asyncio
import uvicorn
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import async_playwright
from starlette.applications import Starlette

from bot.core.model import LANGUAGES
from bot.house import scratch
from bot.public import routes
from bot.tick import Tick
from tests.console.conftest import SURVEY, Office, opened

CHROMIUM = shutil.which("chromium") or ""
AT = f"/results/{SURVEY}"
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office() -> AsyncIterator[Office]:
    """Brussels after the close: 140 people answered."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with AsyncExitStack() as stack:
        office = await opened(stack, {"RIGHTSBOT_LISTEN": f"127.0.0.1:{port}"})
        await office.answer(140)
        today = office.clock().date()
        assert await office.house.life.close_now(SURVEY, today)
        assert await office.house.life.release(await office.survey(), today, "tick")
        yield office


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def anyone(office: Office) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Starlette(routes=routes(office.house)))
    url = office.house.settings.public_url
    async with httpx.AsyncClient(transport=transport, base_url=url) as client:
        yield client


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_anyone_reads_the_stored_page_in_their_language(
    office: Office, anyone: httpx.AsyncClient, lang: str
) -> None:
    asked = await anyone.get(AT, params={"lang": lang})
    liked = await anyone.get(AT, headers={"Accept-Language": f"de, {lang};q=0.9, zz;q=0.1"})
    survey = await office.survey()
    assert asked.status_code == 200
    assert asked.content == liked.content
    assert f'<html lang="{lang}">' in asked.text
    assert f">{survey.title[lang]}</h1>" in asked.text.replace("&#39;", "'")
    assert asked.text.count('aria-current="true"') == 1
    (row,) = await office.house.store.releases(SURVEY)
    kept = {file.sha256 for file in await office.house.store.files(row)}
    assert asked.headers["etag"].strip('"') in kept


async def test_an_unknown_language_is_answered_in_that_of_the_city(
    anyone: httpx.AsyncClient,
) -> None:
    for query in ({}, {"lang": "de"}, {"lang": '"><script>'}):
        page = await anyone.get(AT, params=query, headers={"Accept-Language": "de"})
        assert page.headers["content-language"] == "fr"
        assert "<script" not in page.text


async def test_who_has_the_page_already_is_told_so(anyone: httpx.AsyncClient) -> None:
    first = await anyone.get(AT)
    again = await anyone.get(AT, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "max-age" in first.headers["cache-control"]
    other = await anyone.get(AT, headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


async def test_only_the_pages_own_style_is_applied_and_nothing_is_run(
    anyone: httpx.AsyncClient,
) -> None:
    for path in (AT, "/results/nothing"):
        page = await anyone.get(path)
        policy = page.headers["content-security-policy"]
        style = re.search(b"<style>(.*?)</style>", page.content, re.DOTALL)
        assert style is not None
        digest = b64encode(sha256(style[1]).digest()).decode()
        assert f"style-src 'sha256-{digest}'" in policy
        assert policy.startswith("default-src 'none'")
        assert "script-src" not in policy
        assert page.headers["x-content-type-options"] == "nosniff"


async def test_a_draft_is_unknown_and_an_open_survey_says_until_when_people_can_answer(
    office: Office,
) -> None:
    async with scratch({}, clock=office.clock) as house:
        transport = httpx.ASGITransport(Starlette(routes=routes(house)))
        async with httpx.AsyncClient(transport=transport, base_url="http://city.example") as client:
            draft, nothing = [await client.get(f"/results/{id_}") for id_ in (SURVEY, "nothing")]
            await Tick(house.turns, house.life, house.shelf).once()
            running = await client.get(AT, params={"lang": "en"})
    assert draft.content == nothing.content
    assert "22 January 2027" in running.text
    for page in (draft, nothing, running):
        assert page.status_code == 404
        assert page.headers["cache-control"] == "no-store"


@asynccontextmanager
async def serving(office: Office) -> AsyncIterator[str]:
    config = uvicorn.Config(
        Starlette(routes=routes(office.house)),
        port=office.house.settings.port,
        log_config=None,
        lifespan="off",
        ws="none",
    )
    server = uvicorn.Server(config)
    work = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    try:
        yield f"{office.house.settings.public_url}{AT}"
    finally:
        server.should_exit = True
        await work


@pytest.mark.skipif(not CHROMIUM, reason="needs a Chromium")
async def test_the_page_fits_a_small_phone_and_hides_nothing_from_anyone(office: Office) -> None:
    flags = ["--no-sandbox", "--disable-gpu", "--no-first-run"]
    async with serving(office) as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = await browser.new_page(viewport={"width": 320, "height": 700})
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        for place, lang in enumerate(LANGUAGES):
            await page.emulate_media(color_scheme="dark" if place % 2 else "light")
            await page.goto(f"{address}?lang={lang}")
            assert not await page.evaluate(WIDER), lang
            found = await Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
        widths = await page.locator("rect.fill").evaluate_all(
            "bars => bars.map(bar => bar.getBoundingClientRect().width)"
        )
        assert max(widths) > 40
        await browser.close()
    assert complaints == []
