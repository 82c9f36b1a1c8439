"""Checks of words: lengths, Markdown, placeholders, translations left behind."""

import re
from collections.abc import Iterator

from bot.content import markup
from bot.content.cursor import meant
from bot.content.draft import Chunk, Draft, File
from bot.content.markup import PLACEHOLDER
from bot.content.problem import Problem, problem
from bot.content.sections import SECTIONS, compose
from bot.content.styled import units
from bot.content.tree import Trail
from bot.content.words import SOURCE

MOST_OF_BUTTON = 20
MOST_OF_TITLE = 80
MOST_OF_PART = 3800
"""Leaves room in a message of 4096 units for the title and the closing line."""

TRY = re.compile(r"\{[^{}\s]*\}?|\{ *[^{}\n]* *\}")
"""A placeholder, also one that is mistyped."""
CITY = frozenset({"body", "page", "contact", "authority", "emergency"})
PLACEHOLDERS = {
    "privacy": CITY,
    "help": CITY,
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
            length = units(value.strip())
            if length > MOST_OF_BUTTON and _is_button(trail):
                values = {"value": value, "length": length, "most": MOST_OF_BUTTON}
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


def markup_lost(draft: Draft) -> Iterator[Problem]:
    for file, chunk in draft.chunks():
        for line, what in markup.lost(chunk.source):
            yield problem(file.path, (chunk.line + line, 1), "MARKUP", what=what)


def unknown_placeholders(draft: Draft) -> Iterator[Problem]:
    """A topic has none: braces there are shown to the reader as they stand."""
    for page, files in draft.pages.items():
        for file in files.values():
            yield from _unknown(file, TRY, PLACEHOLDERS[page])
    for topic in draft.topics.values():
        for found in topic.values():
            yield from _unknown(found.file, PLACEHOLDER, frozenset())


def _unknown(file: File, tried: re.Pattern[str], known: frozenset[str]) -> Iterator[Problem]:
    for chunk in file.chunks:
        for found in tried.finditer(chunk.source):
            if found[0][1:-1] not in known or found[0][-1] != "}":
                near = meant(found[0].strip("{ }"), known)
                values = {
                    "name": found[0],
                    "known": ", ".join(f"{{{name}}}" for name in sorted(known)),
                    "meant": f"{{{near}}}" if near else "",
                }
                yield problem(file.path, at(chunk, found.start()), "PLACEHOLDER", **values)


def missing_placeholders(draft: Draft) -> Iterator[Problem]:
    for page, files in draft.pages.items():
        wanted = PLACEHOLDERS[page] & _placeholders(files[SOURCE]) if SOURCE in files else ()
        for file in files.values():
            for name in sorted(set(wanted) - _placeholders(file)):
                mark = (file.chunks[0].line, 1)
                yield problem(file.path, mark, "PLACEHOLDER-MISSING", name="{" + name + "}")


def _placeholders(file: File) -> frozenset[str]:
    return frozenset(n for chunk in file.chunks for n in PLACEHOLDER.findall(chunk.source))


def at(chunk: Chunk, index: int) -> tuple[int, int]:
    """The line and column of a character of the chunk."""
    before = chunk.source[:index]
    return chunk.line + before.count("\n"), len(before) - before.rfind("\n")


def stale(draft: Draft) -> Iterator[Problem]:
    for files in draft.translations():
        version = next((file.version for file in files.values() if file.is_source), None)
        for file in files.values():
            if not file.is_source and version not in {None, file.version}:
                values = {"of": file.version, "version": version}
                yield file.document.problem(("of",), "STALE", **values)
