"""The demo as a visitor meets it: the real bot, on a phone's window, in each language."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from bot.core.model import LANGUAGES
from bot.show import Demo, demonstration

pytestmark = pytest.mark.asyncio(loop_scope="session")
PHONE = {"width": 390, "height": 844}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def demo() -> AsyncIterator[Demo]:
    """One demo for the module; whatever happened, every press was answered."""
    async with demonstration() as running:
        yield running
        assert running.api.unanswered() == []
        assert [r for r in running.api.refusals if r.rule != "not-modified"] == []


class Visitor:
    """Acts by the words on the screen, in one language."""

    def __init__(self, page: Page, demo: Demo, lang: str) -> None:
        self.page, self.demo, self.lang = page, demo, lang

    def word(self, key: str, **values: str | int) -> str:
        return self.demo.house.dictionary.say(self.lang, key, values)

    async def arrive(self) -> None:
        await self.page.goto(self.demo.page)
        await self.page.locator("#doors button").first.click()
        await self.page.locator("#to-people").click()
        await self.page.locator("#add-name").fill(f"Resident {self.lang}")
        await self.page.locator("#add-lang").select_option(self.lang)
        await self.page.locator("#add button").click()
        await self.page.locator("#start").click()

    async def tap(self, label: str) -> None:
        before = await self.page.locator("#log").inner_text()
        await self.page.locator("button.key", has_text=label).last.click()
        await self.page.wait_for_function(
            "before => document.querySelector('#log').innerText !== before", arg=before
        )

    async def text(self) -> str:
        return await self.page.locator(".bubble:not(.mine) .text").last.inner_text()


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_resident_learns_and_answers(browser: Browser, demo: Demo, lang: str) -> None:
    context = await browser.new_context(viewport=PHONE, locale=lang)  # type: ignore[arg-type]  # a size
    page = await context.new_page()
    outside: list[str] = []
    page.on("request", lambda r: outside.append(r.url) if "127.0.0.1" not in r.url else None)
    visitor = Visitor(page, demo, lang)
    await visitor.arrive()
    content = demo.house.content
    await visitor.tap(content.cities["brussels"].name[lang])
    assert content.cities["brussels"].body[lang] in await visitor.text()
    await visitor.tap(visitor.word("button.topics"))
    await visitor.tap(content.topics["counter"].text[lang].button)
    await visitor.tap(visitor.word("button.not_true"))
    await visitor.tap(visitor.word("button.part.law"))
    assert "126/2025" in await visitor.text()
    await visitor.tap(visitor.word("button.menu"))
    await visitor.tap(content.surveys["brussels-counter"].button[lang])
    await visitor.tap(visitor.word("button.start", age=16))
    for _ in range(9):
        await visitor.tap("1 ")
    await visitor.tap(visitor.word("button.send"))
    assert visitor.word("survey.thanks").split(".")[0] in await visitor.text()
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]
    assert outside == []
    await context.close()


async def test_the_staff_door_opens_the_console(browser: Browser, demo: Demo) -> None:
    context = await browser.new_context(locale="en")
    page = await context.new_page()
    await page.goto(demo.page)
    link = await page.locator("#doors a").first.get_attribute("href")
    assert link is not None
    await page.goto(link)
    await page.get_by_role("heading", name="Surveys", level=1).wait_for()
    body = await page.locator("main").inner_text()
    assert "at least 130" in body
    await page.get_by_role("link", name="Reach", exact=True).click()
    await page.get_by_role("heading", name="Reach", level=1).wait_for()
    assert await page.locator("section.card").count() == 5
    assert await page.locator("section.card table.bars").count() == 5
    await context.close()


async def test_a_changed_text_is_soon_on_the_phone(browser: Browser, demo: Demo) -> None:
    path: Path = demo.texts / "topics" / "cameras" / "en.md"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("You get on a bus.", "You enter a tram."), encoding="utf-8")
    context = await browser.new_context(viewport=PHONE, locale="en")  # type: ignore[arg-type]  # a size
    visitor = Visitor(await context.new_page(), demo, "en")
    await visitor.arrive()
    await visitor.tap("Brussels")
    await visitor.page.wait_for_timeout(2500)
    await visitor.tap("Know your rights")
    await visitor.tap("A camera filmed me")
    await visitor.tap("Skip the question")
    assert "You enter a tram." in await visitor.text()
    await context.close()


async def test_a_correction_in_the_console_is_soon_on_the_phone(
    browser: Browser, demo: Demo
) -> None:
    context = await browser.new_context(locale="en")
    page = await context.new_page()
    await page.goto(demo.page)
    await page.goto(await page.locator("#doors a").first.get_attribute("href") or "")
    await page.get_by_role("link", name="Texts", exact=True).click()
    await page.get_by_label("Find words or a number").fill("02 274 48 00")
    await page.get_by_role("button", name="Find").click()
    await page.locator("#found ~ ul a").first.click()
    box = page.locator("textarea")
    await box.fill((await box.input_value()).replace("274 48 00", "274 48 77"))
    await page.get_by_role("button", name="Check and look").click()
    await page.get_by_role("button", name="Publish now").click()
    await page.get_by_text("Published. Residents read it now.").wait_for()
    visitor = Visitor(await (await browser.new_context(viewport=PHONE)).new_page(), demo, "en")  # type: ignore[arg-type]  # a size
    await visitor.arrive()
    await visitor.tap("Brussels")
    await visitor.tap(visitor.word("button.helpers"))
    assert "+32 2 274 48 77" in await visitor.text()
    await visitor.page.context.close()
    await context.close()


async def test_after_tidying_everything_the_phone_still_says_so(
    browser: Browser, demo: Demo
) -> None:
    context = await browser.new_context(viewport=PHONE, locale="en")  # type: ignore[arg-type]  # a size
    visitor = Visitor(await context.new_page(), demo, "en")
    await visitor.arrive()
    await visitor.tap("Brussels")
    await visitor.page.locator("#text").fill("/tidy")
    await visitor.page.locator("#text").press("Enter")
    await visitor.page.locator("button.key", has_text=visitor.word("button.tidy_all")).click()
    done = visitor.page.locator(".bubble", has_text=visitor.word("tidy.done_all")[:40])
    await done.wait_for()
    await visitor.page.wait_for_timeout(500)
    assert await visitor.page.locator(".bubble").count() == 1
    assert await done.count() == 1
    await context.close()
