"""A person at the console who goes by the words on the page alone, and what it costs them."""

from pathlib import Path

from playwright.async_api import Browser, Download, Locator, Page

SLOWEST = 20_000
"""Milliseconds that a page may take on a busy machine."""


class Clerk:
    """`cost`: clicks, and fields typed or chosen, so far."""

    def __init__(self, page: Page) -> None:
        page.set_default_timeout(SLOWEST)
        self.page = page
        self.cost = 0

    @classmethod
    async def arrives(cls, browser: Browser) -> "Clerk":
        """With a browser that runs no scripts and is set to English."""
        context = await browser.new_context(java_script_enabled=False, locale="en-GB")
        return cls(await context.new_page())

    async def opens(self, address: str) -> None:
        await self.page.goto(address)

    async def follows(self, words: str, within: str = "body") -> None:
        link = self.page.locator(within).get_by_role("link", name=words, exact=True)
        await self._act(link).click()

    async def presses(self, words: str) -> None:
        await self._act(self._named("button", words)).click()

    async def unfolds(self, words: str) -> None:
        await self._act(self.page.locator("summary").get_by_text(words, exact=True)).click()

    async def ticks(self, words: str) -> None:
        await self._act(self.page.get_by_label(words)).check()

    async def types(self, label: str, text: str) -> None:
        await self._act(self.page.get_by_label(label, exact=True)).fill(text)

    async def sends(self, label: str, file: Path) -> None:
        await self._act(self.page.get_by_label(label, exact=True)).set_input_files(file)

    async def takes(self, kind: str, words: str, to: Path) -> Path:
        """The file that a link or a button hands out."""
        async with self.page.expect_download() as waiting:
            await self._act(self._named(kind, words)).click()
        file: Download = await waiting.value
        path = to / file.suggested_filename
        await file.save_as(path)
        return path

    async def reads(self, words: str) -> None:
        """Somewhere on the page, without unfolding anything."""
        await self.page.get_by_text(words).first.wait_for()

    async def is_at(self, heading: str) -> None:
        await self.page.get_by_role("heading", name=heading, level=1, exact=True).wait_for()

    async def said(self, css: str) -> str:
        return await self.page.locator(css).inner_text()

    def _named(self, kind: str, words: str) -> Locator:
        of_its_kind = self.page.locator("a" if kind == "link" else "button")
        return of_its_kind.and_(self.page.get_by_role(kind, name=words))  # type: ignore[arg-type]  # link or button

    def _act(self, where: Locator) -> Locator:
        self.cost += 1
        return where
