"""An office in which every page of the console has something to show."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from socket import create_server

from playwright.async_api import Browser, BrowserContext

from bot.console.session import cookie, session_for, ticket
from bot.content.own import STRUCTURE_FILE
from bot.core.model import Lang
from bot.storage.rows import StaffRow
from bot.storage.tickets import Ticket
from bot.tick import Tick
from tests.console.conftest import SURVEY, Office, opened
from tests.console.test_browser import serving
from tests.console.test_comments import Case as Commented
from tests.console.test_requests import Case as Recorded

READY, FAULTY, TESTED, UNSET = "ready", "faulty", "tested", "unset"
"""Drafts: to publish, to mend, with a test on, without a legal basis."""
CLOSED, ASKED, RELEASED, LAPSED = "closed", "asked", "released", "lapsed"
"""After the close: records may be asked for, were asked for, were released; or too few answered."""
READ, TOLD = "comments-read", "comments-told"
"""With comments: some are still to be read; released."""
TEXT, BEHIND = "topics/cameras/en.md", "topics/counter/nl.md"
TITLE = {"fr": "Votre avis sur le guichet", "nl": "Uw mening over het loket"}
WISHES: tuple[tuple[Lang, str], ...] = (
    *(
        ("en", f"{chr(ord('A') + n)} counter that is open on one evening a week.")
        for n in range(11)
    ),
    ("en", "Call me on 0470 12 34 56, I can explain what went wrong."),
    ("fr", "Un guichet ouvert le samedi matin."),
    ("nl", "Meer loketten zonder afspraak."),
)


@dataclass(frozen=True, slots=True)
class Furnished:
    """`token` of an invitation that nobody took yet, `ticket` of a link from Telegram."""

    office: Office
    steward: StaffRow
    colleague: StaffRow
    token: str
    ticket: str

    @property
    def root(self) -> str:
        return self.office.house.settings.public_url.rstrip("/")

    async def enters(self, browser: Browser, **options: object) -> BrowserContext:
        """A browser in which the steward is signed in; `options` of its context."""
        context = await browser.new_context(**options)  # type: ignore[arg-type]  # options of playwright
        settings = self.office.house.settings
        value = await session_for(self.office.house, self.steward.id)
        await context.add_cookies([{"name": cookie(settings), "value": value, "url": self.root}])
        return context


async def furnished(stack: AsyncExitStack) -> Furnished:
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    office = await opened(stack, {"RIGHTSBOT_LISTEN": f"127.0.0.1:{port}"})
    office.house.alerts.send = _nowhere
    steward, colleague = await office.hired("steward"), await office.hired("steward")
    await _run(office)
    await _draft(office)
    _publish_a_text(office)
    await _ask_for_records(office, steward, colleague)
    await _comment(office, steward)
    for place in ("library", "metro"):
        await office.house.life.give_out(place, office.clock().date())
    await Tick(office.house.turns, office.house.life, office.house.shelf).once()
    token = (await office.invitation("analyst")).rpartition("/")[2]
    link = ticket(office.house, "link", steward.id, Ticket.ENTER)
    await office.house.store.staff.tickets.issue(link)
    await stack.enter_async_context(serving(office))
    return Furnished(office, steward, colleague, token, "link")


async def _nowhere(chat: int, words: str) -> None:
    """No Telegram: the pages only ask whether there is one."""


async def _run(office: Office) -> None:
    """Runs, and has interim results."""
    await office.answer(60)
    await office.house.life.release(await office.survey(), office.clock().date(), "tick")


async def _draft(office: Office) -> None:
    own = office.house.own
    for name in (READY, FAULTY, TESTED, UNSET):
        own.copy(SURVEY, name, TITLE, "brussels")
    files = own.read(FAULTY)
    first = files["fr.yaml"].index("text:")
    faulty = files["fr.yaml"][:first] + "txt:" + files["fr.yaml"][first + 5 :]
    own.write(FAULTY, {**files, "fr.yaml": faulty}, anew=True)
    own.write(TESTED, with_line(own.read(TESTED), "pretest: true"), anew=True)
    own.set_basis(READY, "consent")
    office.house.shelf.refresh()


def _publish_a_text(office: Office) -> None:
    """One with a history, and one whose translation is behind it."""
    texts = office.house.texts
    for path, old, new in ((TEXT, "a bus", "a tram"), (BEHIND, "of: 1", "of: 3")):
        words = (texts.read(path) or "").replace(old, new)
        texts.publish(path, words, by="Ada Example", base=texts.digest(path), note="A mistake.")
    office.house.shelf.refresh()


def with_line(files: Mapping[str, str], line: str) -> Mapping[str, str]:
    return {**files, STRUCTURE_FILE: f"{files[STRUCTURE_FILE]}{line}\n"}


async def _ask_for_records(office: Office, steward: StaffRow, colleague: StaffRow) -> None:
    ada, bob = await office.signed_in(steward), await office.signed_in(colleague)
    for name, people in ((CLOSED, 40), (ASKED, 40), (RELEASED, 40), (LAPSED, 3)):
        await Recorded(office, name).answer(people)
    await Recorded(office, ASKED).press(bob, "ask")
    await Recorded(office, RELEASED).press(ada, "ask")
    await Recorded(office, RELEASED).press(bob, "approve")


async def _comment(office: Office, steward: StaffRow) -> None:
    ada = await office.signed_in(steward)
    for name in (READ, TOLD):
        await Commented(office, name).write(WISHES)
    await Commented(office, READ).decide(ada, "accepted")
    await Commented(office, TOLD).accept_all(ada)
    await ada.post(f"{Commented(office, TOLD).at}/release")
