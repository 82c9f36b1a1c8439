"""What a Word file needs beyond python-docx: fonts, language, columns, boxes, alt texts, fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FONT = "Arial"
"""Every office has it, or one that is as wide."""
INK, SOFT, ACCENT, PALE, LINE = "16211F", "4C5B58", "0B655A", "EAF4F2", "C8D2D0"
PAGE, EDGE = (Cm(21), Cm(29.7)), Cm(1.7)
BETWEEN = Cm(0.8)
"""The space between two columns."""


@dataclass(frozen=True, slots=True)
class Type:
    """How the paragraphs of a style are set; sizes in points."""

    size: float
    colour: str = INK
    bold: bool = False
    before: float = 0
    after: float = 0
    follows: bool = False
    """Stays on one page with what comes next."""


STYLES: Mapping[str, Type] = {
    "Normal": Type(9.5, after=4),
    "Title": Type(22, bold=True, after=4),
    "Subtitle": Type(9.5, SOFT, after=2),
    "Heading 1": Type(13, bold=True, before=12, after=4, follows=True),
    "Heading 2": Type(9.5, bold=True, before=9, after=3, follows=True),
    "Heading 3": Type(9, SOFT, before=4, after=2, follows=True),
    "Caption": Type(8, SOFT, after=4),
    "List Number": Type(9.5, after=3),
    "List Bullet": Type(8.5, SOFT, after=2),
    "Footer": Type(8, SOFT),
}


def dress(document: Document, locale: str) -> None:
    """A4, one font, one accent colour, and the language of every word."""
    page = document.sections[0]
    page.page_width, page.page_height = PAGE
    page.top_margin = page.bottom_margin = page.left_margin = page.right_margin = EDGE
    page.footer_distance = Cm(0.8)
    for name, type_ in STYLES.items():
        _set(cast("ParagraphStyle", document.styles[name]), type_)
    _speak(document, locale.replace("_", "-"))


def _set(style: ParagraphStyle, type_: Type) -> None:
    font, space = style.font, style.paragraph_format
    font.size, font.bold, font.italic = Pt(type_.size), type_.bold, False
    font.color.rgb = RGBColor.from_string(type_.colour)
    space.space_before, space.space_after = Pt(type_.before), Pt(type_.after)
    space.line_spacing, space.keep_with_next = 1.15, type_.follows
    names = {qn(f"w:{script}"): FONT for script in ("ascii", "hAnsi", "cs", "eastAsia")}
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, _element("w:rFonts", names))
    _drop(style.element, "w:pBdr", "w:spacing[@w:val]", "w:kern")


def _drop(element: BaseOxmlElement, *paths: str) -> None:
    """Rules and letter spacing that the template brings along."""
    for path in paths:
        for found in element.xpath(f".//{path}"):
            found.getparent().remove(found)


def _speak(document: Document, language: str) -> None:
    marks = {qn("w:val"): language, qn("w:eastAsia"): language, qn("w:bidi"): language}
    for old in document.styles.element.xpath(".//w:rPrDefault//w:lang"):
        old.getparent().replace(old, _element("w:lang", marks))


def _element(name: str, marks: Mapping[str, str]) -> BaseOxmlElement:
    made = OxmlElement(name)
    for mark, value in marks.items():
        made.set(mark, value)
    return made


def columns(document: Document, count: int) -> None:
    """From here on the page has so many columns."""
    section: Section = document.add_section(WD_SECTION.CONTINUOUS)
    _set_columns(section, count)
    _without_gap(document)


def _without_gap(document: Document) -> None:
    """The end of a section stands in the last paragraph before it, not in an empty one."""
    *_, gap = document.paragraphs
    element = gap._p  # noqa: SLF001 - python-docx has no other way
    (end,) = element.xpath("./w:pPr/w:sectPr")
    element.getprevious().get_or_add_pPr().append(end)
    element.getparent().remove(element)


def _set_columns(section: Section, count: int) -> None:
    (found,) = section._sectPr.xpath("./w:cols")  # noqa: SLF001 - python-docx has no other way
    found.set(qn("w:num"), str(count))
    found.set(qn("w:space"), str(BETWEEN.twips))


def one_column(section: Section) -> None:
    _set_columns(section, 1)


def box(cell: _Cell) -> None:
    """A pale ground with a stroke of the accent at its left."""
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - python-docx has no other way
    stroke = {"w:val": "single", "w:sz": "24", "w:space": "0", "w:color": ACCENT}
    borders = OxmlElement("w:tcBorders")
    borders.append(_named("w:left", stroke))
    properties.append(borders)
    properties.append(_named("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": PALE}))
    margins = OxmlElement("w:tcMar")
    for side, twips in (("top", 120), ("left", 220), ("bottom", 80), ("right", 220)):
        margins.append(_named(f"w:{side}", {"w:w": str(twips), "w:type": "dxa"}))
    properties.append(margins)


def _named(name: str, marks: Mapping[str, str]) -> BaseOxmlElement:
    return _element(name, {qn(mark): value for mark, value in marks.items()})


def lined(cell: _Cell) -> None:
    """A fine line above and below."""
    line = {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": LINE}
    borders = OxmlElement("w:tcBorders")
    borders.append(_named("w:top", line))
    borders.append(_named("w:bottom", line))
    margins = OxmlElement("w:tcMar")
    margins.append(_named("w:left", {"w:w": "0", "w:type": "dxa"}))
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - python-docx has no other way
    properties.append(borders)
    properties.append(margins)
    cell.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM


def describe(run: Run, name: str, text: str) -> None:
    """The alternative text of the picture in this run."""
    for properties in run._r.xpath(".//wp:docPr"):  # noqa: SLF001 - python-docx has no other way
        properties.set("name", name)
        properties.set("descr", text)


def number(paragraph: Paragraph, field: str) -> None:
    """The number of this page (PAGE), or of all pages (NUMPAGES)."""
    made = _named("w:fldSimple", {"w:instr": field})
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1" if field == "PAGE" else "2"
    run.append(text)
    made.append(run)
    paragraph._p.append(made)  # noqa: SLF001 - python-docx has no other way
