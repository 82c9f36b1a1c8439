"""Every page of the console, in every state of a survey, shuts nobody out: not who uses a small
phone, large letters, darkness, a keyboard or a screen reader, in any of the five languages.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack
from http import HTTPStatus
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright

from bot.console.routes import ADDRESSES
from bot.core.model import LANGUAGES
from tests.console import furnished as town
from tests.console.conftest import SURVEY
from tests.console.furnished import Furnished
from tests.console.test_browser import CHROMIUM, FLAGS

DRAFTS = (town.READY, town.FAULTY, town.TESTED, town.UNSET)
OPENED = (SURVEY, town.LAPSED, town.CLOSED)
SIGNED_IN: Mapping[str, tuple[str, ...]] = {
    "": ("", "?done=published", "#menu"),
    "/": ("/",),
    "/surveys/new": ("/surveys/new",),
    "/surveys/{survey}": tuple(f"/surveys/{name}" for name in (*OPENED, *DRAFTS)),
    "/surveys/{survey}/preview": tuple(f"/surveys/{n}/preview" for n in (SURVEY, town.READY)),
    "/surveys/{survey}/close": (f"/surveys/{SURVEY}/close",),
    "/surveys/{survey}/delete": (f"/surveys/{town.READY}/delete",),
    "/results": ("/results",),
    "/results/{survey}": tuple(f"/results/{name}" for name in (*OPENED, town.RELEASED)),
    "/comments": ("/comments",),
    "/comments/{survey}": tuple(f"/comments/{name}" for name in (town.READ, town.TOLD)),
    "/requests": ("/requests", "/requests?done=asked"),
    "/compare": ("/compare",),
    "/reach": ("/reach",),
    "/posters": ("/posters", f"/posters?survey={SURVEY}&in=fr&and=nl&place=metro&place=library"),
    "/texts": ("/texts", "/texts?find=brussels", "/texts?state=todo&owned=shared"),
    "/texts/edit/{file:path}": tuple(
        f"/texts/edit/{name}"
        for name in (town.TEXT, f"{town.TEXT}?line=20", town.BEHIND)
    ),
    "/texts/history/{file:path}": (f"/texts/history/{town.TEXT}",),
    "/texts/new": ("/texts/new",),
    "/members": ("/members",),
    "/members/{member}/remove": ("/members/{member}/remove",),
    "/audit": ("/audit",),
    "/account": ("/account",),
    "/account/phone": ("/account/phone",),
    "/{rest:path}": ("/nothing",),
}  # fmt: skip
"""Each address that a page stands at -> the pages of it that differ."""
OUTSIDE: Mapping[str, tuple[str, ...]] = {
    "/sign-in": ("/sign-in",),
    "/sign-in/telegram": ("/sign-in/telegram",),
    "/enter/{token}": ("/enter/{ticket}", "/enter/gone"),
    "/invite/{token}": ("/invite/{token}",),
}
"""The same, of who is not signed in."""
NO_PAGES = {
    "/console.css", "/surveys/new/example", "/surveys/{survey}/code", "/reach.csv", "/audit.csv",
    "/city", "/city/back", "/invite/{token}/city",
}  # fmt: skip
"""Files, and the way to the city's own sign-in, which has a test of its own."""
PUBLIC = (f"/results/{town.CLOSED}", f"/results/{town.LAPSED}", "/results/nothing")
MISSING = {
    "/staff/nothing", "/staff/enter/gone", f"/results/{town.LAPSED}", "/results/nothing",
}  # fmt: skip
"""What pages say that there is not."""
EYES: Mapping[str, Mapping[str, object]] = {
    "phone": {"viewport": {"width": 320, "height": 640}},
    "dark": {"viewport": {"width": 1200, "height": 800}, "color_scheme": "dark"},
    "large": {"viewport": {"width": 1200, "height": 800}},
}
LARGE = "--blink-settings=defaultFontSize=32"
UNFOLDED = "all => all.forEach(details => { details.open = true })"
WIDTHS = "[document.documentElement.scrollWidth, innerWidth]"
STOPS = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'
)].filter(e => e.checkVisibility() && !(e.type === 'radio' && e !== first(e)))
  .map((e, n) => { e.dataset.stop = n; return n; }).length;
function first(e) {
    const group = [...e.form.querySelectorAll(`input[type=radio][name="${e.name}"]`)];
    return group.find(one => one.checked) || group[0];
}"""
FROM_THE_TOP = "() => { document.body.tabIndex = -1; document.body.focus(); }"
AT = """() => {
    const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
    return [e.dataset.stop, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
        && box.width > 0 && box.right > 0 && box.bottom > 0];
}"""

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(not CHROMIUM, reason="needs a Chromium"),
    pytest.mark.timeout(600),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def all_pages() -> AsyncIterator[Furnished]:
    async with AsyncExitStack() as stack:
        yield await town.furnished(stack)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browsers() -> AsyncIterator[Mapping[bool, Browser]]:
    """One with letters twice as large as usual (True), and one as it comes."""
    async with async_playwright() as playwright:
        launch = playwright.chromium.launch
        yield {
            large: await launch(executable_path=CHROMIUM, args=[*FLAGS, LARGE] if large else FLAGS)
            for large in (False, True)
        }


async def test_every_address_is_among_the_pages_looked_at() -> None:
    pages = {at for at, acts in ADDRESSES.items() if "GET" in acts or at == "/{rest:path}"}
    assert pages == SIGNED_IN.keys() | OUTSIDE.keys() | NO_PAGES


@pytest.mark.parametrize(
    ("lang", "eyes"),
    [*((lang, "phone") for lang in LANGUAGES), ("en", "dark"), ("en", "large")],
)
async def test_no_page_shuts_anybody_out(
    all_pages: Furnished, browsers: Mapping[bool, Browser], lang: str, eyes: str
) -> None:
    faults = []
    async for page, name in walked(all_pages, browsers[eyes == "large"], lang, eyes):
        faults += [f"{name}: {fault}" for fault in await faults_of(page)]
    assert faults == []


@pytest.mark.parametrize("eyes", ["phone", "dark"])
async def test_the_keyboard_reaches_every_control_in_reading_order_and_shows_where_it_is(
    all_pages: Furnished, browsers: Mapping[bool, Browser], eyes: str
) -> None:
    faults = []
    async for page, name in walked(all_pages, browsers[False], "en", eyes):
        faults += [f"{name}: {fault}" for fault in await lost_by_keyboard(page)]
    assert faults == []


async def walked(
    all_pages: Furnished, browser: Browser, lang: str, eyes: str
) -> AsyncIterator[tuple[Page, str]]:
    """Each page, open, with all that can be unfolded unfolded; and its path."""
    options = {**EYES[eyes], "bypass_csp": True}
    inside = await all_pages.enters(browser, **options)
    outside = await browser.new_context(**options)  # type: ignore[arg-type]  # options of playwright
    for context, paths in (
        (inside, at("/staff", SIGNED_IN)),
        (outside, [*at("/staff", OUTSIDE), *PUBLIC]),
    ):
        page = await context.new_page()
        for path in paths:
            answer = await page.goto(address(all_pages, path, lang))
            assert answer is None or (answer.status == HTTPStatus.OK) is (path not in MISSING), path
            await page.locator("details").evaluate_all(UNFOLDED)
            yield page, path
        await context.close()


def at(root: str, pages: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for paths in pages.values():
        yield from (root + path for path in paths)


def address(all_pages: Furnished, path: str, lang: str) -> str:
    known = {"member": all_pages.colleague.id, "token": all_pages.token, "ticket": all_pages.ticket}
    for name, value in known.items():
        path = path.replace(f"{{{name}}}", value)
    path, hash_, part = path.partition("#")
    return f"{all_pages.root}{path}{'&' if '?' in path else '?'}lang={lang}{hash_}{part}"


async def faults_of(page: Page) -> list[str]:
    found = await Axe().run(page)
    faults = [f"{fault['id']} {_places(fault)}" for fault in found.response["violations"]]
    wide, room = await page.evaluate(WIDTHS)
    if wide > room:
        faults.append(f"{wide} wide in {room}")
    if (heads := await page.locator("h1").count()) != 1:
        faults.append(f"{heads} first headings")
    return faults


def _places(fault: Mapping[str, Any]) -> str:
    return " ".join(str(node["target"]) for node in fault["nodes"])


async def lost_by_keyboard(page: Page) -> list[str]:
    """Controls that Tab leaves out or comes to in another order, and those that do not show it."""
    stops = await page.evaluate(STOPS)
    met: list[str] = []
    unseen: list[str] = []
    await page.evaluate(FROM_THE_TOP)
    while len(met) <= stops:
        await page.keyboard.press("Tab")
        stop, shows = await page.evaluate(AT)
        if stop is None or (met and stop == met[0]):
            break
        if met[-1:] == [stop]:
            continue  # The next part of a date.
        met.append(stop)
        if not shows:
            unseen.append(f"{stop} does not show that it is chosen")
    in_order = met == [str(n) for n in range(stops)]
    return unseen if in_order else [f"{stops} controls, met {met}"]
