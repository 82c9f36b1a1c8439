"""A resident can do on the phone page what Telegram lets them do."""

import pytest
from playwright.async_api import Page, expect

from bot.demo.botapi import BotApi
from tests.browser.conftest import Opening

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def phone(page: Page) -> None:
    """Through the resident's door, and Start."""
    await page.locator(".door button").first.click()
    await page.locator("#start").click()
    await page.locator(".bubble:not(.mine)").wait_for()


async def last(page: Page) -> str:
    return await page.locator(".bubble:not(.mine) .text").last.inner_text()


async def test_the_doors_lead_to_phone_staff_and_moderator(opened: Opening) -> None:
    page = await opened()
    doors = page.locator(".door")
    assert await doors.locator("h2").all_inner_texts() == ["Resident", "City staff", "Moderator"]
    assert [await door.locator("li").count() for door in await doors.all()] == [3, 3, 4]
    links = [await link.get_attribute("href") for link in await doors.locator("a").all()]
    assert links == ["http://127.0.0.1:9/staff"] * 2
    await page.get_by_role("button", name="Български").click()
    assert await doors.locator("h2").first.inner_text() == "Жител"
    assert await page.evaluate("document.documentElement.lang") == "bg"
    assert await page.title() == "Бот за дигитални права"


async def test_the_page_speaks_the_browsers_language(opened: Opening) -> None:
    page = await opened(locale="sq-AL")
    await expect(page.locator("#lobby h1")).to_have_text("Boti i të drejtave digjitale")


async def test_what_the_bot_is_for_is_read_before_start(opened: Opening) -> None:
    page = await opened()
    await page.locator(".door button").first.click()
    await expect(page.locator(".about")).to_have_text("Know your digital rights.")
    await expect(page.locator("#start")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator(".bubble.mine .text")).to_have_text("/start")


async def test_entities_are_shown_and_work(opened: Opening) -> None:
    page = await opened(permissions=["clipboard-read", "clipboard-write"])
    await phone(page)
    text = page.locator(".bubble:not(.mine) .text")
    await expect(text.locator("strong")).to_have_text("Your rights 🙂")
    await expect(text.locator("strong em")).to_have_text("rights")
    assert (
        await text.get_by_role("link", name="law").get_attribute("href") == "https://example.eu/law"
    )
    await expect(text.get_by_role("link", name="https://example.eu/rights")).to_have_count(1)
    await text.get_by_role("button", name="K7QX-2M4P").click()
    await expect(page.locator("#toast")).to_have_text("Copied")
    assert await page.evaluate("navigator.clipboard.readText()") == "K7QX-2M4P"
    await text.get_by_role("button", name="/help").click()
    await expect(page.locator(".bubble.mine .text").last).to_have_text("/help")


async def test_links_to_this_bot_stay_on_the_page(opened: Opening) -> None:
    page = await opened()
    await phone(page)
    await page.get_by_role("link", name="go on").click()
    await expect(page.locator(".bubble.mine .text").last).to_have_text("/start t1")
    await expect(page.locator(".bubble:not(.mine)")).to_have_count(2)
    await page.get_by_role("button", name="From here").last.click()
    await expect(page.locator(".bubble.mine .text").last).to_have_text("/start here")
    assert len(page.context.pages) == 1


async def test_a_press_edits_in_place_and_keeps_its_place_for_the_keyboard(
    opened: Opening,
) -> None:
    page = await opened()
    await phone(page)
    await page.get_by_role("button", name="Edit", exact=True).focus()
    await page.keyboard.press("Space")
    await expect(page.locator(".bubble:not(.mine) .text")).to_have_text("It has changed.")
    await expect(page.locator(".edited")).to_have_text("edited")
    await expect(page.get_by_role("button", name="Edit again")).to_be_focused()


async def test_toasts_alerts_and_typing_are_shown(opened: Opening, demo: BotApi) -> None:
    page = await opened()
    await phone(page)
    await page.get_by_role("button", name="Toast").click()
    await expect(page.get_by_role("status")).to_have_text("Noted.")
    await page.get_by_role("button", name="Alert").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Read this first.")
    await page.get_by_role("button", name="OK").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.get_by_role("button", name="Slow").click()
    await expect(page.locator("#state")).to_have_text("is typing…")
    await expect(page.locator("[aria-busy]")).to_have_count(0)
    assert (demo.unanswered(), demo.refusals) == ([], [])


async def test_a_question_opens_the_reply_bar_and_gets_its_answer(opened: Opening) -> None:
    page = await opened()
    await phone(page)
    await page.get_by_role("button", name="Ask").click()
    await expect(page.locator("#replying-to")).to_have_text("Reply to: How old are you?")
    box = page.get_by_role("textbox", name="Message")
    await expect(box).to_be_focused()
    assert await box.get_attribute("placeholder") == "A number from 16 to 99"
    await page.reload()
    await expect(page.locator("#replying-to")).to_have_text("Reply to: How old are you?")
    await box.fill("34")
    await box.press("Enter")
    await expect(page.locator(".bubble:not(.mine) .text").last).to_have_text(
        "'34' about 'How old are you?'"
    )
    await expect(page.locator("#replying")).to_be_hidden()
    await expect(page.locator(".mine .quote")).to_have_text("How old are you?")


async def test_text_is_sent_by_enter_and_broken_by_shift_enter(opened: Opening) -> None:
    page = await opened()
    await phone(page)
    box = page.get_by_role("textbox", name="Message")
    await box.type("one")
    await box.press("Shift+Enter")
    await box.type("two <b>&amp;</b>")
    await box.press("Enter")
    await expect(page.locator(".bubble.mine .text").last).to_have_text("one\ntwo <b>&amp;</b>")
    await expect(page.locator(".bubble:not(.mine) .text").last).to_contain_text("two <b>&amp;</b>")
    assert await box.input_value() == ""


async def test_the_newest_message_stays_in_sight_when_bars_open(opened: Opening) -> None:
    page = await opened(viewport={"width": 390, "height": 600})
    await phone(page)
    await page.get_by_role("button", name="Ask").click()
    newest = page.locator(".bubble", has_text="How old are you?")
    await expect(newest).to_be_in_viewport(ratio=1)
    await page.get_by_role("button", name="Commands").click()
    await expect(newest).to_be_in_viewport(ratio=1)


async def test_any_message_can_be_replied_to_or_not_after_all(opened: Opening) -> None:
    page = await opened()
    await phone(page)
    await page.get_by_role("button", name="Reply to this message").last.click()
    await expect(page.locator("#replying-to")).to_contain_text("Your rights")
    await page.get_by_role("button", name="Cancel the reply").click()
    await expect(page.locator("#replying")).to_be_hidden()
    await expect(page.get_by_role("textbox", name="Message")).to_be_focused()


async def test_a_deleted_message_goes(opened: Opening) -> None:
    page = await opened()
    await phone(page)
    await page.get_by_role("button", name="Delete").click()
    await expect(page.locator(".bubble:not(.mine)")).to_have_count(0)


async def test_the_commands_menu_opens_closes_and_sends(opened: Opening) -> None:
    page = await opened()
    await phone(page)
    menu = page.get_by_role("button", name="Commands")
    await menu.click()
    await expect(page.locator(".command").first).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(menu).to_be_focused()
    await expect(page.locator("#commands")).to_be_hidden()
    await menu.click()
    await page.locator(".command", has_text="/help").click()
    await expect(page.locator(".bubble.mine .text").last).to_have_text("/help")


async def test_each_resident_has_a_phone_of_their_own(opened: Opening) -> None:
    page = await opened()
    await phone(page)
    await page.get_by_label("First name").fill("Ana")
    await page.get_by_label("Language of the app").select_option("fr")
    await page.get_by_role("button", name="Add", exact=True).click()
    await page.get_by_role("button", name="Démarrer").click()
    await page.locator(".bubble:not(.mine)").wait_for()
    assert await page.evaluate("document.documentElement.lang") == "fr"
    assert await page.locator("#log").get_attribute("lang") == "fr"
    await page.get_by_role("button", name="Commandes").click()
    await expect(page.locator(".command")).to_have_text(["/help Aide"])
    await page.get_by_role("button", name="Toast").click()
    await page.locator(".person").first.click()
    await expect(page.get_by_role("button", name="Send")).to_be_visible()
    assert await page.locator(".person-name").all_inner_texts() == ["Resident 1", "Ana"]
    await expect(page.locator(".bubble")).to_have_count(2)


async def test_what_happens_elsewhere_appears_by_itself(opened: Opening, demo: BotApi) -> None:
    page = await opened()
    await phone(page)
    await demo.chats[0].send("from another window")
    await expect(page.locator(".bubble:not(.mine) .text").last).to_have_text(
        "'from another window'"
    )
