"""Checks of words: lengths, Markdown, links, placeholders, translations left behind."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from bot.content import markup
from bot.content.draft import Chunk, Draft, File
from bot.content.problem import Problem, problem
from bot.content.sections import SECTIONS, compose
from bot.content.styled import units
from bot.content.tree import Document, Trail
from bot.content.words import SOURCE

MOST_OF_BUTTON = 20
MOST_OF_TITLE = 80
MOST_OF_PART = 3800
"""Leaves room in a message of 4096 units for the title and the closing line."""

HOST = re.compile(r"(?:[\w-]+\.)+[\w-]{2,}")
MAIL = re.compile(r"[\w.+-]+@(?:[\w-]+\.)+[\w-]{2,}")
PHONE = re.compile(r"\+?[0-9](?:[0-9 ()/.-]{0,22}[0-9])?")
TOPIC = frozenset({"body", "page", "contact", "authority", "emergency"})
PLACEHOLDERS = {
    "privacy": TOPIC,
    "help": TOPIC,
    "alert": frozenset[str](),
    "notice": frozenset(
        {
            "title", "body", "page", "questions", "minutes", "until",
            "age", "basis", "contact", "authority", "purpose", "comments", "records",
        }
    ),
}  # fmt: skip
"""What the core puts into each page."""


def buttons(draft: Draft) -> Iterator[Problem]:
    for document in draft.documents():
        for trail, value in document.texts.items():
            if _is_button(trail) and len(value.strip()) > MOST_OF_BUTTON:
                values = {"value": value, "length": len(value.strip()), "most": MOST_OF_BUTTON}
                yield document.problem(trail, "BUTTON", **values)


def _is_button(trail: Trail) -> bool:
    """A field `button`, or an option whose label is also its button."""
    return trail[-1:] == ("button",) or (
        trail[:1] == ("questions",) and trail[2:-1] == ("options",)
    )


def titles(draft: Draft) -> Iterator[Problem]:
    for document in draft.documents():
        length = len(document.texts.get(("title",), ""))
        if length > MOST_OF_TITLE:
            yield document.problem(("title",), "TITLE", length=length, most=MOST_OF_TITLE)


def long_parts(draft: Draft) -> Iterator[Problem]:
    for files in draft.topics.values():
        for found in files.values():
            yield from _long_parts(found.file, draft.known)


def _long_parts(file: File, cities: tuple[str, ...]) -> Iterator[Problem]:
    for part in SECTIONS:
        chunks = [chunk for chunk in file.chunks if chunk.part is part]
        longest = max((compose(chunks, part, city) for city in cities), key=len, default="")
        # Markdown is hardly ever shorter than what it shows: most sections need no parsing.
        length = units(longest) if units(longest) <= MOST_OF_PART else _shown(longest)
        if length > MOST_OF_PART:
            values = {"length": length, "most": MOST_OF_PART}
            yield problem(file.path, (chunks[0].line, 1), "PART", **values)


def _shown(source: str) -> int:
    return units(markup.styled(source).text)


def _chunks(draft: Draft) -> Iterator[tuple[File, Chunk]]:
    for files in draft.translations():
        for file in files.values():
            yield from ((file, chunk) for chunk in file.chunks)


def markup_lost(draft: Draft) -> Iterator[Problem]:
    for file, chunk in _chunks(draft):
        for line, what in markup.lost(chunk.source):
            yield problem(file.path, (chunk.line + line, 1), "MARKUP", what=what)


def links(draft: Draft) -> Iterator[Problem]:
    for found in draft.cities.values():
        for trail, value in found.document.texts.items():
            is_contact = trail == ("contact",) and "@" not in value
            if (is_contact or trail[-1:] in {("site",), ("page",)}) and not _is_address(value):
                yield found.document.problem(trail, "LINK", url=value)
    for file, chunk in _chunks(draft):
        for line, url in markup.addresses(chunk.source):
            if not _is_address(url):
                yield problem(file.path, (chunk.line + line, 1), "LINK", url=unquote(url))


def _is_address(url: str) -> bool:
    """A page of the web in full, or a placeholder that the core fills with one."""
    if re.fullmatch(r"\{[a-z_]+\}", unquote(url)):
        return True
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = parts.scheme in {"http", "https"} and not parts.username and port is None
    return plain and bool(HOST.fullmatch(host)) and not re.search(r"\s", url)


def mails(draft: Draft) -> Iterator[Problem]:
    for document, trail, value in _city_texts(draft):
        is_contact = trail == ("contact",) and "@" in value
        if (is_contact or trail[-1:] == ("mail",)) and not MAIL.fullmatch(value.strip()):
            yield document.problem(trail, "MAIL", value=value)


def phones(draft: Draft) -> Iterator[Problem]:
    for document, trail, value in _city_texts(draft):
        if trail[-1:] == ("phone",) and not PHONE.fullmatch(value.strip()):
            yield document.problem(trail, "PHONE", value=value)


def _city_texts(draft: Draft) -> Iterator[tuple[Document, Trail, str]]:
    for found in draft.cities.values():
        for trail, value in found.document.texts.items():
            yield found.document, trail, value


def unknown_placeholders(draft: Draft) -> Iterator[Problem]:
    for page, files in draft.pages.items():
        known = PLACEHOLDERS[page]
        for file in files.values():
            for name in sorted(_placeholders(file) - known):
                values = {"name": "{" + name + "}", "known": ", ".join(sorted(known))}
                yield problem(file.path, _where(file, name), "PLACEHOLDER", **values)


def missing_placeholders(draft: Draft) -> Iterator[Problem]:
    for page, files in draft.pages.items():
        wanted = PLACEHOLDERS[page] & _placeholders(files[SOURCE]) if SOURCE in files else ()
        for file in files.values():
            for name in sorted(set(wanted) - _placeholders(file)):
                mark = (file.chunks[0].line, 1)
                yield problem(file.path, mark, "PLACEHOLDER-MISSING", name="{" + name + "}")


def _placeholders(file: File) -> frozenset[str]:
    return frozenset(n for chunk in file.chunks for n in re.findall(r"\{(\w+)\}", chunk.source))


def _where(file: File, name: str) -> tuple[int, int]:
    chunk = file.chunks[0]
    return at(chunk, chunk.source.index("{" + name + "}"))


def at(chunk: Chunk, index: int) -> tuple[int, int]:
    """The line and column of a character of the chunk."""
    before = chunk.source[:index]
    return chunk.line + before.count("\n"), len(before) - before.rfind("\n")


def stale(draft: Draft) -> Iterator[Problem]:
    for files in draft.translations():
        version = files[SOURCE].version if SOURCE in files else None
        for lang, file in files.items():
            if lang != SOURCE and version not in {None, file.version}:
                values = {"of": file.version, "version": version}
                yield file.document.problem(("of",), "STALE", **values)
