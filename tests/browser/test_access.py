"""The page can be used by keyboard, at 200 % text, in light and dark, on a small screen."""

from typing import Literal

import httpx
import pytest
from playwright.async_api import Page, expect

from bot.demo.botapi import BotApi
from tests.browser.conftest import Opening
from tests.browser.test_phone import phone

pytestmark = pytest.mark.asyncio(loop_scope="session")
SMALL = {"width": 390, "height": 844}

CONTRASTS = """() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = channels(color).slice(0, 3).map((c) => c / 255)
      .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const solid = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const color = getComputedStyle(one).backgroundColor;
      if ((channels(color)[3] ?? 1) === 1) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility()) continue;
    if (element.matches(".unseen, noscript, option")) continue;
    const pair = [light(getComputedStyle(element).color), light(solid(element))];
    const contrast = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    if (contrast < 4.5) poor.push(element.outerHTML.slice(0, 80));
  }
  return poor;
}"""

NAMELESS = """() => [...document.querySelectorAll("button, a, input, select, textarea, [role=log]")]
  .filter((one) => one.checkVisibility())
  .filter((one) => !(one.getAttribute("aria-label") || one.innerText?.trim() || one.labels?.length))
  .map((one) => one.outerHTML.slice(0, 80))"""

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LARGE = "document.documentElement.style.fontSize = '200%'"


FOCUS = """() => {
  const one = document.activeElement;
  return [one === document.body, getComputedStyle(one).outlineStyle, one.id || one.innerText];
}"""


async def walk(page: Page) -> list[str]:
    """Where Tab leads, each stop by its id or its text; a stop without visible focus fails."""
    stops: list[str] = []
    while True:
        await page.keyboard.press("Tab")
        at_the_end, outline, name = await page.evaluate(FOCUS)
        if at_the_end:
            return stops
        assert outline == "solid", name
        stops.append(name)


async def test_everything_is_reached_by_tab_with_visible_focus(opened: Opening) -> None:
    page = await opened()
    stops = await walk(page)
    assert stops[0] == "Français"
    assert stops[5:] == ["Open the phone", "Open the console", "Open the console"]
    await phone(page)
    await page.locator("#leave").focus()
    stops = await walk(page)
    wanted = {"add-name", "add-lang", "log", "law", "K7QX-2M4P", "Edit", "Delete", "menu", "text"}
    assert wanted <= set(stops)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_has_contrast_and_everything_a_name(
    opened: Opening, scheme: Literal["light", "dark"]
) -> None:
    page = await opened(color_scheme=scheme)
    assert await page.evaluate(CONTRASTS) == []
    await phone(page)
    await page.get_by_role("button", name="Ask").click()
    await page.locator("#replying").wait_for()
    await page.get_by_role("button", name="Commands").click()
    assert await page.evaluate(CONTRASTS) == []
    assert await page.evaluate(NAMELESS) == []
    await page.get_by_role("button", name="Toast").click()
    await expect(page.locator("#toast")).not_to_be_empty()
    assert await page.evaluate(CONTRASTS) == []


async def test_new_messages_are_announced_and_old_ones_are_not(opened: Opening) -> None:
    page = await opened()
    await phone(page)
    log = page.get_by_role("log")
    assert await log.get_attribute("aria-live") == "polite"
    assert await log.get_attribute("aria-label") == "Messages"
    assert await page.locator(".bubble > .unseen").all_inner_texts() == ["You", "bot"]


async def test_a_small_screen_and_text_of_double_size_need_no_sideways_scrolling(
    opened: Opening,
) -> None:
    page = await opened(viewport=SMALL)
    assert await page.evaluate(OVERFLOW) == 0
    await page.evaluate(LARGE)
    assert await page.evaluate(OVERFLOW) == 0
    await phone(page)
    assert await page.evaluate(OVERFLOW) == 0
    assert await page.locator("#log").evaluate("one => one.scrollWidth - one.clientWidth") == 0
    await page.get_by_role("button", name="Residents").click()
    assert await page.evaluate(OVERFLOW) == 0
    await page.get_by_role("button", name="To the chat").click()
    await expect(page.locator("#text")).to_be_in_viewport(ratio=1)


async def test_a_small_screen_shows_the_phone_alone(opened: Opening) -> None:
    page = await opened(viewport=SMALL)
    await phone(page)
    box = await page.locator("#phone").bounding_box()
    assert box == {"x": 0, "y": 0, **SMALL}
    await expect(page.locator("#people")).to_be_hidden()


async def test_the_page_allows_nothing_from_elsewhere_and_no_inline_code(demo: BotApi) -> None:
    async with httpx.AsyncClient(base_url=demo.root) as client:
        answer = await client.get("/")
        script = await client.get("/_demo/files/phone.js")
        assert (await client.get("/_demo/files/serve.py")).status_code == 404
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert script.headers["X-Content-Type-Options"] == "nosniff"
    assert "style=" not in answer.text


async def test_no_other_site_can_act_for_a_resident(demo: BotApi) -> None:
    chat = demo.open_chat()
    async with httpx.AsyncClient(base_url=f"{demo.root}/_demo/chats/{chat.id}") as client:
        plain = await client.post("/messages", content='{"text": "forged"}')
        assert plain.status_code == 415
        named = await client.post("/messages", json={"text": "a"}, headers={"Host": "evil.example"})
        assert named.status_code == 400
        odd = [{"text": 5}, {"text": " "}, [1]]
        assert [(await client.post("/messages", json=one)).status_code for one in odd] == [400] * 3
        press = {"message": 1, "row": 0, "column": 0}
        assert (await client.post("/presses", json=press)).status_code == 409
        assert (await client.post("/links", json={"link": "https://a.eu"})).status_code == 400
    assert chat.messages == []
