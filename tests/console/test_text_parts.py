"""What the Texts page is made of: what changed, the part around a line, numbers, a pattern."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console import numbering
from bot.console.passage import Passage, around, put_back
from bot.console.text_pattern import Beginning
from bot.console.texts import sought
from bot.console.wording import AROUND, How, Piece, differences
from bot.content.locate import locate
from bot.content.problem import Problem
from bot.content.sections import chunks, front
from bot.content.tree import parse

WORDS = st.lists(st.sampled_from(["the ", "bus", "tram", ".", "\n", "é ", "\n\n"])).map("".join)
BRUSSELS = (locate("content") / "cities" / "brussels.yaml").read_text(encoding="utf-8")
CAMERAS = (locate("content") / "topics" / "cameras" / "en.md").read_text(encoding="utf-8")
SHIPPED = {"cities/brussels.yaml": BRUSSELS, "topics/cameras/en.md": CAMERAS}


@given(WORDS, WORDS)
def test_what_changed_gives_both_texts_back(before: str, after: str) -> None:
    pieces = differences(before, after)
    if before == after:
        assert pieces == ()
        return
    assert "".join(p.text for p in pieces if p.how is not How.IN) == before
    assert "".join(p.text for p in pieces if p.how is not How.OUT) == after


def test_only_the_words_that_changed_are_marked_and_long_stretches_are_left_out() -> None:
    pieces = differences(BRUSSELS, BRUSSELS.replace("279 22 11", "279 22 12"))
    changed = [p for p in pieces if p.how in {How.OUT, How.IN}]
    assert changed == [Piece(How.OUT, "11"), Piece(How.IN, "12")]
    assert all(len(p.text) <= AROUND for p in pieces if p.how is How.SAME)


@given(st.sampled_from(sorted(SHIPPED)), st.integers(1, 400), WORDS)
def test_a_passage_holds_its_line_and_changing_it_leaves_all_else(
    path: str, line: int, typed: str
) -> None:
    whole = SHIPPED[path]
    found = around(path, whole, line)
    lines = whole.split("\n")
    last = found.line + found.text.count("\n")
    assert not any(lines[min(line, len(lines)) - 1].strip()) or found.line <= line <= last
    assert put_back(whole, found, found.text) == whole
    mended = put_back(whole, found, typed)
    assert mended is not None
    assert mended.split("\n") == [*lines[: found.line - 1], *typed.split("\n"), *lines[last:]]


def test_a_passage_is_one_helper_of_a_city_and_one_paragraph_of_a_topic() -> None:
    number = BRUSSELS.split("\n").index('    phone: "+32 2 279 22 11"') + 1
    helper = around("cities/brussels.yaml", BRUSSELS, number).text
    assert helper.startswith("  - need: city")
    assert helper.count("need:") == 1
    assert helper.endswith("checked: 2026-11-24")
    number = CAMERAS.split("\n").index("A sign does not mean that they may do anything.") + 1
    paragraph = around("topics/cameras/en.md", CAMERAS, number)
    assert paragraph == Passage(number, "A sign does not mean that they may do anything.")


def test_a_passage_is_found_again_where_lines_before_it_changed_and_not_where_it_did() -> None:
    found = around("topics/cameras/en.md", CAMERAS, 20)
    longer = CAMERAS.replace("order: 1\n", "order: 1\n# a line more\n")
    assert put_back(longer, found, "New.") == longer.replace(found.text, "New.")
    assert put_back(CAMERAS.replace(found.text, "Other."), found, "New.") is None
    assert put_back(CAMERAS + found.text + "\n" + found.text, Passage(1, found.text), "x") is None


def test_numbers_follow_what_is_said_of_the_meaning() -> None:
    source, translation = "---\nversion: 3\n---\nA\n", "---\nof: 2\n---\nA\n"
    assert numbering.is_unsaid(source, source.replace("A", "B"))
    assert not numbering.is_unsaid(source, source.replace("A", "B").replace("3", "4"))
    assert not numbering.is_unsaid(source, source + "\n")
    assert numbering.version(numbering.raised(source)) == 4
    assert numbering.behind(translation, source) == 3
    assert numbering.behind(numbering.follows(translation, 3), source) is None
    begun = numbering.begun(CAMERAS)
    assert (numbering.of(begun), numbering.version(begun)) == (1, None)
    assert "help:" not in begun


@pytest.mark.parametrize("cities", [(), ("brussels",)])
def test_a_new_topic_has_the_shape_of_its_pattern_and_none_of_its_words(
    cities: tuple[str, ...],
) -> None:
    begun = Beginning('A "drone": mine', "2026-11-24", cities).like(CAMERAS, CAMERAS)
    settings, body = front("x", begun, [])
    texts = parse("x", settings, []).texts
    assert texts["title",] == 'A "drone": mine'
    assert (texts["version",], texts["button",]) == ("1", "")
    problems: list[Problem] = []
    chunks("x", body, problems)
    assert problems == []
    assert "bus" not in begun
    assert ("dublin" in body.source) is not bool(cities)


@pytest.mark.parametrize(
    ("find", "line"),
    [
        ("02 274 48 00", 'phone: "+32 2 274 48 00"'),
        ("022744800", 'phone: "+32 2 274 48 00"'),
        ("+32 2/274.48.00", 'phone: "+32 2 274 48 00"'),
        ("DPO@brucity", "mail: dpo@brucity.be"),
        ("rue  des Halles", "address: Rue des Halles 4"),
        ("16-24", "16-24"),
    ],
)
def test_a_line_is_found_however_its_number_is_written(find: str, line: str) -> None:
    assert sought(find).search(line)
    assert not sought(find).search("phone: 0800 12 800")
