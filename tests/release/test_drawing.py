import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bot.core.model import LANGUAGES
from bot.release.archive import unpacked
from bot.release.charts import charts
from bot.release.drawing import Drawing, Pen, Words, described
from bot.release.formats.png import png
from bot.release.ruler import BOLD, PLAIN, Ruler
from tests.release.every import final, rendered, whom

SVG = "{http://www.w3.org/2000/svg}"


@cache
def pen() -> Pen:
    return Pen.read()


def drawn(drawing: Drawing) -> ET.Element:
    return ET.fromstring(drawing.svg)  # noqa: S314 - our own drawing


def across(text: ET.Element) -> tuple[float, float]:
    """Where it begins and ends, as the font sets it."""
    ruler = pen().bold if text.get("font-weight") else pen().plain
    long = ruler.width(text.text or "", float(text.get("font-size", "0")))
    begin = float(text.get("x", "0")) - (long if text.get("text-anchor") else 0)
    return begin, begin + long


def test_a_bar_is_as_long_as_its_share_and_begins_at_nought() -> None:
    for chart in charts(final(), whom()):
        drawing = pen().column(chart, Words("en", "Share", "People", ()))
        rects = drawn(drawing).findall(f".//{SVG}g/{SVG}rect")
        tracks = [float(rect.get("width", "0")) for rect in rects if rect.get("fill") == "#e6f0ee"]
        bars = [rect for rect in rects if rect.get("fill") != "#e6f0ee"]
        shown = [bar.width for bar in chart.bars if bar.width]
        assert {rect.get("x") for rect in rects} == {rects[0].get("x")}
        lengths = [float(rect.get("width", "0")) / tracks[0] for rect in bars]
        assert lengths == pytest.approx([width / 100 for width in shown], abs=0.001)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_picture_says_every_word_and_number_and_keeps_them_inside(lang: str) -> None:
    around = Words(lang, "Share", "People", ("Base",))
    for chart in charts(final(), whom(lang)):
        for drawing, wide in (
            (pen().page(chart, around), 840.0),
            (pen().column(chart, around), 470.0),
        ):
            root = drawn(drawing)
            shown = " ".join(part.text or "" for part in root.iter(f"{SVG}text"))
            for bar in chart.bars:
                assert all(word in shown for word in bar.label.split())
                assert bar.count in shown
            assert root.findtext(f"{SVG}desc") == described(chart)
            for part in root.iter(f"{SVG}text"):
                left, right = across(part)
                assert 0 <= left <= right <= wide


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_lies_on_a_bar(lang: str) -> None:
    for chart in charts(final(), whom(lang)):
        root = drawn(pen().column(chart, Words(lang, "Share", "People", ())))
        for group in root.iter(f"{SVG}g"):
            for rect in group.findall(f"{SVG}rect"):
                begin = float(rect.get("x", "0"))
                end = begin + float(rect.get("width", "0"))
                for left, right in map(across, group.findall(f"{SVG}text")):
                    assert right < begin or left > end


@pytest.mark.parametrize("font", [PLAIN, BOLD])
def test_the_shipped_font_has_the_letters_of_all_five_languages(font: Path) -> None:
    letters = "ëËçÇéèêœïĳßабвгдежзийклмнопрстуфхцчшщъьюя„“”«»‘’–…€"
    ruler = Ruler.read(font)
    assert {letter for letter in letters if ord(letter) not in ruler.widths} == set()


def test_words_wrap_within_their_room_and_none_is_lost() -> None:
    ruler, text = Ruler.read(PLAIN), "Дигиталнообслужваненаграждани и още малко думи"
    found = ruler.wrapped(text, 15, 120)
    assert all(ruler.width(line, 15) <= 120 for line in found)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(("kind", "head"), [("png", b"\x89PNG\r\n\x1a\n"), ("svg", b"<svg ")])
def test_each_question_is_a_picture_of_its_own(kind: str, head: bytes) -> None:
    files = dict(unpacked(rendered(kind, final(), whom("bg"))))
    assert [name.split("-", 1)[1] for name in files] == [
        f"{chart.id}.{kind}" for chart in charts(final(), whom("bg"))
    ]
    assert all(body.startswith(head) for body in files.values())
    if kind == "png":
        assert {int.from_bytes(body[16:20]) for body in files.values()} == {1680}


def test_letters_are_drawn_and_not_left_out() -> None:
    """Without its font the drawing has bars and no words: far fewer bytes."""
    (chart, *_) = charts(final(), whom("bg"))
    drawing = pen().column(chart, Words("bg", "Дял", "Хора", ()))
    bare = replace(drawing, svg=re.sub("<text.*?</text>", "", drawing.svg))
    assert len(png(drawing)) > 2 * len(png(bare))
