"""Cuts a Markdown file into front matter, sections and city blocks, each with its true line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.content.cursor import meant
from bot.content.draft import Chunk
from bot.content.problem import START, Problem, problem
from bot.core.model import Part

FENCE = "---"
SECTIONS = (Part.SHORT, Part.STEPS, Part.LAW)
KNOWN = ", ".join(SECTIONS)
HEADING = re.compile(r"(#{1,6}\s.*?)(?<!\s\s)(?:\s*\{#([^{}]*)\}\s*|\s*)")
"""The title ends where spaces begin: tried at each of them a long line would take minutes."""
OPENING = re.compile(r":::+\s*city((?:\s+[a-z0-9-]+)+)\s*")
CLOSING = re.compile(r":::+\s*")


def front(path: str, text: str, problems: list[Problem]) -> tuple[str, Chunk]:
    """The front matter, with empty lines before it so that its lines count right; and the rest."""
    lines = text.split("\n")
    end = next((i for i, line in enumerate(lines) if i and line.rstrip() == FENCE), None)
    if lines[0].rstrip() != FENCE or end is None:
        problems.append(problem(path, START, "FRONT"))
        return "", Chunk(1, text)
    return "\n".join(("", *lines[1:end])), Chunk(end + 2, "\n".join(lines[end + 1 :]))


def chunks(path: str, body: Chunk, problems: list[Problem]) -> tuple[Chunk, ...]:
    """The body of a topic: each section's text outside and inside city blocks, in order."""
    found = tuple(_sections(path, body, problems))
    met = tuple(section.part for section in found)
    missing = (part for part in SECTIONS if part not in met)
    problems += (problem(path, (body.line, 1), "SECTION-MISSING", section=p) for p in missing)
    return tuple(chunk for section in found for chunk in _Blocks(path, section, problems).cut())


def _sections(path: str, body: Chunk, problems: list[Problem]) -> Iterator[Chunk]:
    """Each begins with its heading, now without the id."""
    lines = body.source.split("\n")
    starts = [i for i, line in enumerate(lines) if HEADING.fullmatch(line)]
    before = "\n".join(lines[: starts[0] if starts else None])
    if before.strip():
        blank = len(before) - len(before.lstrip())
        line = body.line + before.count("\n", 0, blank)
        problems.append(problem(path, (line, 1), "SECTION", known=KNOWN))
    expected = list(SECTIONS)
    for start, end in zip(starts, (*starts, len(lines))[1:], strict=True):
        heading = HEADING.fullmatch(lines[start])
        part = _part(heading[2], expected) if heading else None
        if heading is None or part is None:
            near = meant((heading and heading[2]) or "", expected)
            values = {"known": KNOWN, "meant": near and f"{{#{near}}}"}
            problems.append(problem(path, (body.line + start, 1), "SECTION", **values))
        else:
            source = "\n".join((heading[1], *lines[start + 1 : end]))
            yield Chunk(body.line + start, source, part)


def _part(name: str | None, expected: list[Part]) -> Part | None:
    """The section of this id if it may still come."""
    if name not in expected:
        return None
    part = Part(name)
    del expected[: expected.index(part) + 1]
    return part


@dataclass(frozen=True, slots=True)
class _Blocks:
    path: str
    section: Chunk
    problems: list[Problem]

    def cut(self) -> Iterator[Chunk]:
        lines = self.section.source.split("\n")
        cities: tuple[str, ...] | None = None
        begin = 0
        for i, line in enumerate(lines):
            if not line.lstrip().startswith(":::"):
                continue
            yield from self.chunk(lines, begin, i, cities)
            begin = i + 1
            opening = OPENING.fullmatch(line)
            if bool(opening) == (cities is not None) or not (opening or CLOSING.fullmatch(line)):
                self.report(i)
            cities = tuple(opening[1].split()) if opening else None
        if cities is not None:
            self.report(begin - 1)
        yield from self.chunk(lines, begin, len(lines), cities)

    def chunk(
        self, lines: Sequence[str], begin: int, end: int, cities: tuple[str, ...] | None
    ) -> Iterator[Chunk]:
        source = "\n".join(lines[begin:end])
        if source.strip():
            yield Chunk(self.section.line + begin, source, self.section.part, cities)

    def report(self, line: int) -> None:
        self.problems.append(problem(self.path, (self.section.line + line, 1), "BLOCK"))


def compose(found: Sequence[Chunk], part: Part, city: str) -> str:
    """The Markdown of a section for one city ("": none); empty when only its heading is left."""
    read = [c for c in found if c.part is part and (c.cities is None or city in c.cities)]
    text = "\n\n".join(chunk.source.strip() for chunk in read)
    return text if "\n" in text else ""
