"""Every word of the console is written, and no word of it is left over."""

import re
from pathlib import Path

from bot.console.surveys import DONE
from bot.console.visit import ROLES
from bot.content.words import SOURCE, Dictionary
from bot.core.model import State
from bot.release.formats import FORMATS

ROOT = Path(__file__).parents[2]
KEY = re.compile(r"[\"'](console\.[a-z_.]+[a-z])[\"']")
COMPOSED = {
    *(f"console.state.{state}" for state in State),
    *(f"console.role.{role}" for role in ROLES if role),
    *(f"console.done.{done}" for done in DONE),
    *(f"console.take.{format_}" for format_ in FORMATS),
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
