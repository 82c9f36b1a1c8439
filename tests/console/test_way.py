"""A clerk who has never seen it finds the way from New survey to Publish; JavaScript is off."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, async_playwright

from bot.core.model import State
from tests.console.conftest import SURVEY, Office
from tests.console.test_browser import CHROMIUM, FLAGS, WIDER, entered, served

DRAFT = "way"
PAGES = (
    "", "/surveys/new", f"/surveys/{SURVEY}", f"/surveys/{SURVEY}/preview",
    f"/surveys/{SURVEY}/close", f"/surveys/{DRAFT}", f"/surveys/{DRAFT}/delete",
)  # fmt: skip
LONGEST = "bg"
"""The language whose words need the most room."""

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(not CHROMIUM, reason="needs a Chromium"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office() -> AsyncIterator[Office]:
    async with served() as office:
        yield office


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


async def test_from_new_survey_to_publish_without_javascript(
    office: Office, chromium: Browser, tmp_path: Path
) -> None:
    context = await chromium.new_context(java_script_enabled=False, locale="en-GB")
    page = await context.new_page()
    page.set_default_timeout(20_000)
    await page.goto(await entered(office, page))
    await page.get_by_role("link", name="New survey").click()
    async with page.expect_download() as download:
        await page.get_by_role("link", name="download the example").click()
    form = tmp_path / "form.xlsx"
    await (await download.value).save_as(form)
    await page.get_by_label("Your spreadsheet").set_input_files(form)
    await page.get_by_role("button", name="Make the survey").click()
    assert await page.locator(".steps > .ok").count() == 1
    await page.get_by_role("link", name="Français").last.click()
    assert await page.locator(".phone").count() > 5
    await page.go_back()
    await page.get_by_label("A task in the public interest").check()
    await page.get_by_role("button", name="Enter the legal basis").click()
    await page.get_by_label("I have read it").check()
    await page.get_by_role("button", name="Publish now").click()
    assert await page.get_by_role("status").is_visible()
    (made,) = office.house.own.ids()
    rows = {row.id: row.state for row in await office.house.store.surveys()}
    assert rows[made] is State.OPEN
    await context.close()


@pytest.mark.parametrize(
    ("lang", "scheme", "width"), [("en", "light", 1200), (LONGEST, "dark", 320)]
)
async def test_no_page_shuts_anybody_out(
    office: Office, chromium: Browser, lang: str, scheme: str, width: int
) -> None:
    if office.house.own.free(DRAFT):
        office.house.own.copy(SURVEY, DRAFT, {"en": "The way"}, "brussels")
    context = await chromium.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]  # a literal
        viewport={"width": width, "height": 800},
        bypass_csp=True,
    )
    page = await context.new_page()
    base = await entered(office, page)
    for path in PAGES:
        answer = await page.goto(f"{base}{path}?lang={lang}")
        assert answer is not None
        assert answer.status == 200, path
        assert not await page.evaluate(WIDER), path
        for details in await page.locator("summary").all():
            await details.click()
        found = await Axe().run(page)
        assert [v["id"] for v in found.response["violations"]] == [], path
    await context.close()
