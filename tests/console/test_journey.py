"""A clerk who has never seen the console goes from the invitation to the council paper, by the
words on its pages alone; JavaScript is off.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from zipfile import ZipFile

import pyotp
import pytest
import pytest_asyncio
from docx import Document
from openpyxl import load_workbook
from playwright.async_api import Browser

from bot.core.survey import record
from bot.demo.sample import made_up
from bot.life import current
from tests.console.clerk import Clerk
from tests.console.conftest import NAME, Office
from tests.console.test_browser import CHROMIUM, served
from tests.console.test_browser import chromium as chromium  # noqa: PLC0414 - a fixture

CITY = "City of Brussels"
TITLE, TITEL = "Votre passage au guichet", "Uw bezoek aan het loket"
ASKED = "Comment était l’accueil ?"
PASSWORD = "an otter borrows nine lanterns"
PEOPLE = 60
WHOLE_WAY, LAST_PART = 22, 6
"""Clicks and typed fields: no change may make the way longer."""

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(not CHROMIUM, reason="needs a Chromium"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office() -> AsyncIterator[Office]:
    async with served() as office:
        yield office


async def test_from_the_invitation_to_the_council_paper(
    office: Office, chromium: Browser, tmp_path: Path
) -> None:
    clerk = await Clerk.arrives(chromium)
    await comes_in(clerk, office)
    await makes_a_survey(clerk, tmp_path)
    await opens_it(clerk)
    await people_answer(office, await clerk.said("h1"))
    await closes_and_takes(clerk, TITLE, tmp_path)
    assert clerk.cost <= WHOLE_WAY
    await clerk.page.context.close()


async def test_from_close_to_the_downloaded_report(
    office: Office, chromium: Browser, tmp_path: Path
) -> None:
    await office.answer(PEOPLE)
    clerk = await Clerk.arrives(chromium)
    await comes_in(clerk, office)
    before = clerk.cost
    title = (await office.survey()).title["en"]
    await clerk.follows(title)
    await closes_and_takes(clerk, title, tmp_path)
    assert clerk.cost - before <= LAST_PART
    await clerk.page.context.close()


async def comes_in(clerk: Clerk, office: Office) -> None:
    base = office.house.settings.public_url
    await clerk.opens(base + await office.invitation("steward"))
    await clerk.is_at("Welcome to the console")
    assert NAME in await clerk.said("main")
    await clerk.types("Password", PASSWORD)
    await clerk.types("The same password again", PASSWORD)
    await clerk.unfolds("You cannot scan it?")
    letters = (await clerk.said("details .copy")).replace(" ", "")
    await clerk.types("The code that your app shows now", pyotp.TOTP(letters).at(office.clock()))
    await clerk.presses("Open the console")
    await clerk.is_at("Surveys of Brussels")


async def makes_a_survey(clerk: Clerk, folder: Path) -> None:
    """The first spreadsheet lacks a text, which the page says; the second has it."""
    await clerk.follows("New survey")
    form = await clerk.takes("link", "download the example (XLSX)", folder)
    fill_in(form, ASKED, "")
    await clerk.sends("Your spreadsheet", form)
    await clerk.presses("Make the survey")
    await clerk.is_at(TITLE)
    await clerk.reads("The check has found 1 thing to mend.")
    fill_in(form, ASKED, "Hoe was het onthaal?")
    await clerk.sends("Your spreadsheet", form)
    await clerk.presses("Replace the questions")
    await clerk.reads("The check has found nothing to mend.")
    await clerk.follows("Français", within=".steps")
    await clerk.is_at("Preview")
    await clerk.reads(ASKED)
    await clerk.follows(f"← {TITLE}")


def fill_in(form: Path, french: str, dutch: str) -> None:
    """The example with a title of one's own and a first question in these words."""
    book = load_workbook(form)
    for sheet, texts in (
        ("survey", {"label": (french, dutch)}),
        ("settings", {"title": (TITLE, TITEL)}),
    ):
        page = book[sheet]
        places = {str(cell.value): place for place, cell in enumerate(page[1], 1)}
        for column, words in texts.items():
            for language, text in zip(("Français (fr)", "Nederlands (nl)"), words, strict=True):
                page.cell(2, places[f"{column}::{language}"]).value = text or None
    book.save(form)


async def opens_it(clerk: Clerk) -> None:
    await clerk.ticks("A task in the public interest")
    await clerk.presses("Enter the legal basis")
    await clerk.ticks("I have read it in each language of our city.")
    await clerk.presses("Publish now")
    await clerk.reads("The survey is open. Now invite residents to answer.")


async def people_answer(office: Office, title: str) -> None:
    house = office.house
    surveys = current(house.content, await house.store.surveys()).surveys.values()
    (survey,) = (survey for survey in surveys if title in survey.title.values())
    for person in range(1, PEOPLE + 1):
        answers = record(survey, dict(made_up(survey, office.chance)), "fr")
        nonce = office.chance.randbytes(10)
        await house.store.submit(survey.id, person, answers, nonce, office.clock().date())


async def closes_and_takes(clerk: Clerk, title: str, folder: Path) -> None:
    await clerk.follows("Close now")
    await clerk.is_at("Close this survey now?")
    await clerk.reads("A closed survey never opens again.")
    await clerk.types("To be sure, type the title of the survey:", title)
    await clerk.presses("Close now")
    await clerk.is_at(title)
    await clerk.follows("See the results")
    await clerk.reads("Everything for a council paper")
    papers = await clerk.takes("button", "Download Everything for a council paper", folder)
    look_at(papers, title)


def look_at(papers: Path, title: str) -> None:
    """The report names the survey and what was asked; the workbook holds its counts."""
    with ZipFile(papers) as archive:
        (report,) = (name for name in archive.namelist() if name.endswith(".docx"))
        (tables,) = (name for name in archive.namelist() if name.endswith(".xlsx"))
        with archive.open(report) as file:
            words = [paragraph.text for paragraph in Document(file).paragraphs]
        with archive.open(tables) as file:
            book = load_workbook(file)
    assert any(title in line for line in words)
    assert max(page.max_row for page in book.worksheets) > 10
