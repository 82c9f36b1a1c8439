"""HTML: the report as one page, complete in itself, without script; also the public page."""

from collections.abc import Mapping
from typing import BinaryIO

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.core.model import Lang
from bot.release.artefact import Release
from bot.release.reader import Reader
from bot.release.report import PAGES, report

LANGUAGES_HERE = b"<!--languages-->"
"""Where whoever serves the page puts links to it in other languages."""


def write(release: Release, reader: Reader, out: BinaryIO) -> None:
    out.write(_page("report", report=report(release, reader), say=reader.say))


def absent(lang: Lang, title: str, words: str) -> bytes:
    """The page that stands where a report will be, or never was."""
    return _page("absent", lang=lang, title=title, words=words)


def languages(name: str, here: Lang, names: Mapping[Lang, str]) -> bytes:
    """What is served in that place: links to the same page."""
    return _page("languages", name=name, here=here, names=names)


def _page(template: str, /, **values: object) -> bytes:
    pages = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (PAGES / "report.css").read_text(encoding="utf-8")
    return pages.get_template(f"{template}.html").render(style=style, **values).encode()
