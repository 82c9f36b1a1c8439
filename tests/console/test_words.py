"""Every word of the console is written, and no word of it is left over."""

import re
from pathlib import Path

from bot.console import (
    account,
    audit,
    comments,
    members,
    requests,
    survey,
    surveys,
    text_history,
    texts,
)
from bot.console.coverage import Standing
from bot.console.findings import Before
from bot.console.results import SET
from bot.console.text_files import Kind
from bot.content.load_survey import BASES
from bot.content.places import PAGES
from bot.content.versions import How
from bot.content.words import SOURCE, Dictionary
from bot.core.model import State
from bot.core.tour import Leg
from bot.personal import KINDS as KINDS_FOUND
from bot.release.approved import ROWS
from bot.release.exchanged import Flaw
from bot.release.formats import KINDS
from bot.storage.member import ROLES
from bot.storage.requests import RequestState

ROOT = Path(__file__).parents[2]
KEY = re.compile(r"[\"'](console\.[a-z_.]+[a-z])[\"']")
COMPOSED = {
    *(f"console.state.{state}" for state in State),
    *(f"console.role.{role}" for role in ROLES if role),
    *(f"console.done.{done}" for done in (*surveys.DONE, *survey.DONE)),
    *(f"console.account.done.{done}" for done in account.DONE),
    *(f"console.members.done.{done}" for done in members.DONE),
    *(f"console.members.may.{role}" for role in members.INVITED),
    *(f"console.surveys.{group}" for group in ("running", "closed")),
    *(f"console.surveys.next.{step}" for step in (*Before, "publish")),
    *(f"console.before.{step}" for step in Before),
    *(f"console.basis.{basis}{part}" for basis in BASES for part in ("", ".note")),
    *(f"console.preview.{leg}" for leg in Leg),
    *(f"console.take.{kind}{part}" for kind in (*KINDS, SET) for part in ("", ".about")),
    *(f"console.requests.state.{state}" for state in RequestState),
    *(f"console.requests.for.{audience}" for audience in ROWS),
    *(f"console.requests.done.{done}" for done in requests.DONE),
    *(f"console.reading.{decision}" for decision in comments.DECIDED),
    *(f"console.reading.done.{done}" for done in comments.DONE),
    *(
        f"console.reading.{part}.{shown}"
        for part in ("shown", "nothing")
        for shown in comments.SHOWN
    ),
    *(f"console.reading.kind.{kind}" for kind in KINDS_FOUND),
    *(f"console.audit.{machine}" for machine in audit.MACHINES),
    *(f"console.audit.did.{did}" for did in audit.DEEDS),
    *(f"console.compare.wrong.{flaw}" for flaw in Flaw),
    *(f"console.posters.{language}" for language in ("in", "and")),
    *(f"console.texts.is.{standing}" for standing in Standing),
    *(f"console.texts.filter.{state}" for state in (*texts.STATES, *texts.OWNED)),
    *(f"console.texts.kind.{kind}" for kind in Kind if kind is not Kind.CITY),
    *(f"console.texts.page.{page}" for page in PAGES),
    *(f"console.text.how.{how}" for how in How),
    *(f"console.text.done.{done}" for done in text_history.DONE),
    *(f"console.reach.{part}" for part in ("start", "topic", "survey", "lang", "source")),
}
"""Keys that a page puts together from a code."""


def used() -> set[str]:
    folder = ROOT / "bot" / "console"
    files = [*folder.glob("*.py"), *folder.glob("pages/*.html")]
    found = {key for file in files for key in KEY.findall(file.read_text(encoding="utf-8"))}
    titles = {f"{key}.title" for key in found if key.startswith("console.error.")}
    return (found | COMPOSED | titles) - {"console.css", "console.error.back.title"}


def test_every_word_that_a_page_says_is_written_and_no_other() -> None:
    keys = Dictionary.load(ROOT / "locales").keys[SOURCE]
    written = {key for key in keys if key.startswith("console.")}
    assert used() == written
