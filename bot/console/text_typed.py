"""What was typed or sent for a text, and what the whole file would be with it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.console.passage import Passage, around, numbered, put_back
from bot.console.text_files import SHARED, Kind, Text, fields, named_cities, needed, opened
from bot.console.visit import Visit
from bot.content import source
from bot.content.problem import Problem
from bot.content.versions import digest
from bot.core.model import Lang

CARRIED = ("line", "was", "base", "in", "meaning", "follows", "note")
"""Fields that a form takes along beside the text."""
LONGEST_NOTE = 200
FEWEST_ROWS, MOST_ROWS = 4, 30


@dataclass(frozen=True, slots=True)
class Typed:
    text: Text
    lang: Lang
    box: str
    """As it stands in the box: the whole file, or the passage that is being changed."""
    was: Passage | None
    """The passage as it was opened; None: the box holds the whole file."""
    base: str
    """Digest of the file as it was opened."""
    now: str | None
    """The file as it stands; None: there is none yet."""
    whole: str
    """The file as it would be."""
    conflict: bool = False
    """Somebody changed the same part meanwhile."""
    unreadable: tuple[Problem, ...] = ()
    """Why the file that was sent is no text."""

    @property
    def path(self) -> str:
        return self.text.path(self.lang)

    @property
    def rows(self) -> int:
        """Of the box."""
        return min(max(self.box.count("\n") + 2, FEWEST_ROWS), MOST_ROWS)

    @property
    def standing(self) -> str:
        """What stands now where the box belongs."""
        return self.was.text if self.was else self.now or ""

    @property
    def first_line(self) -> int:
        return self.was.line if self.was else 1

    def hidden(self) -> Mapping[str, str]:
        """What a form carries along so that nothing is typed twice."""
        passage = {"line": str(self.was.line), "was": self.was.text} if self.was else {}
        return {**passage, "base": self.base}

    def anew(self) -> "Typed":
        """The same words, set against the file as it stands now."""
        was = around(self.path, self.now or "", self.was.line) if self.was else None
        return replace(self, was=was, base=digest(self.now))


async def typed(visit: Visit) -> Typed:
    """What the form of this visit brought."""
    text, lang = await asyncio.to_thread(opened, visit, new=True)
    now = await asyncio.to_thread(visit.house.texts.read, text.path(lang))
    form = {name: await visit.exact(name) for name in ("text", "line", "was", "base")}
    found = Typed(text, lang, plain(form["text"]), _passage(form), form["base"], now, "")
    _, data = await visit.upload("file")
    return _begun(visit, _sent(found, data) if data else _composed(found))


def _begun(visit: Visit, found: Typed) -> Typed:
    """Whose own topic a new one is stands in its first words alone."""
    if found.text.files or found.text.kind is not Kind.TOPIC:
        return found
    owners = named_cities(fields(found.path, found.whole))
    languages = needed(visit, owners) or SHARED
    return replace(found, text=replace(found.text, owners=owners, languages=languages))


def _passage(form: Mapping[str, str]) -> Passage | None:
    line = numbered(form["line"])
    return Passage(line, plain(form["was"])) if line else None


def _sent(found: Typed, data: bytes) -> Typed:
    """A file in the place of what stands in the box; where it is no text, the box stays."""
    problems: list[Problem] = []
    text = source.judged(found.path, data, problems)
    if text is None:
        return replace(_composed(found), unreadable=tuple(problems))
    return _composed(replace(found, box=text, was=None))


def _composed(found: Typed) -> Typed:
    if found.was is None:
        whole = found.box.rstrip() + "\n"
        return replace(found, whole=whole, conflict=found.base != digest(found.now))
    mended = put_back(found.now or "", found.was, found.box.rstrip())
    if mended is None:
        return replace(found, whole=found.now or "", conflict=True)
    # Lines elsewhere may have changed meanwhile: they stay as they are now.
    return replace(found, whole=mended, base=digest(found.now))


def plain(text: str) -> str:
    """With plain line ends and without tabs, which no content file has."""
    return source.plain(text).expandtabs(4)
