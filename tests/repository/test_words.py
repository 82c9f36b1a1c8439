"""Every developer's text is used, and every text that is used is written."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from bot.content.typography import french
from bot.content.words import PLACEHOLDER, SOURCE, Dictionary, key_of, read_catalog
from bot.core.model import LANGUAGES

ROOT = Path(__file__).parents[2]
FAMILIES = (
    "option.", "basis.", "button.part.", "command.", "profile.", "check.", "release.", "console.",
    "proof.", "comment.found.", "other_language.",
)  # fmt: skip
"""Keys that are put together from a code: their own tests look after them."""
SPOKEN = re.compile(r"[a-z]{2,} [a-z]{2,}", re.IGNORECASE)
NAMES = {"console.take.datapackage"}
BUTTONS = {"row", "button"}
"""Functions of the core that put "button." before the name they are given."""


def constants(tree: ast.AST) -> set[str]:
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def said(tree: ast.AST) -> set[str]:
    """The keys of `Say(...)`, and of buttons by their short names."""
    found = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name | ast.Attribute):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        words = [
            a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
        ]
        if name == "Say" and words:
            found.add(words[0])
        if name in BUTTONS and words:
            found.add(f"button.{words[0]}")
    return found


@pytest.fixture(scope="module")
def trees() -> list[ast.AST]:
    return [ast.parse(path.read_text(encoding="utf-8")) for path in ROOT.glob("bot/**/*.py")]


@pytest.fixture(scope="module")
def written() -> frozenset[str]:
    return Dictionary.load(ROOT / "locales").keys[SOURCE]


def test_every_text_that_is_used_is_written(trees: list[ast.AST], written: frozenset[str]) -> None:
    used = set().union(*map(said, trees))
    assert len(used) > 80
    assert used - written == set()


def test_every_text_that_is_written_is_used(trees: list[ast.AST], written: frozenset[str]) -> None:
    used = set().union(*map(said, trees), *map(constants, trees))
    assert {key for key in written - used if not key.startswith(FAMILIES)} == set()


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != SOURCE])
def test_no_text_was_left_in_english(lang: str) -> None:
    """Texts of one word are the same in several languages, and so are names."""
    english, words = (told(read_catalog(ROOT / "locales", of)) for of in (SOURCE, lang))
    same = {key for key, text in words.items() if text == english[key] and SPOKEN.search(text)}
    assert same - NAMES == set()


def test_french_signs_stand_at_the_end_of_a_line_and_never_at_the_beginning() -> None:
    texts = told(read_catalog(ROOT / "locales", "fr"))
    assert {key for key, text in texts.items() if french(text) != text} == set()


def told(catalog: Catalog) -> dict[str, str]:
    """Without what is put in."""
    return {
        key_of(message): PLACEHOLDER.sub("", str(message.string))
        for message in catalog
        if message.id
    }
