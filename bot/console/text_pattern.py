"""A new topic to begin with: settings, headings and city blocks of one that is there, no words."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.sections import CLOSING, FENCE, HEADING, OPENING, front

FIELD = re.compile(r"(\s*)([a-z_]+):.*")
OURS = frozenset({"version", "of", "cities"})
"""Settings that a new topic has of its own."""
KEPT = frozenset({"help", "order"})
"""Those that it takes over; they stand in the source alone."""
EMPTY = '""'


@dataclass(frozen=True, slots=True)
class Beginning:
    title: str
    today: str
    """The day, as files write it."""
    cities: tuple[str, ...]
    """Whose own topic it is; empty: every city's."""

    def like(self, source: str, words: str) -> str:
        """`source` has the settings, `words` the headings in the language to write in."""
        settings = self._settings(front("", source, [])[0])
        body = self._body(front("", words, [])[1].source)
        return "\n".join((FENCE, *settings, FENCE, "", *body)).rstrip() + "\n"

    def _settings(self, settings: str) -> Iterator[str]:
        known = {"checked": self.today, "true": "false", "keywords": "[]", "myth": ""}
        known["title"] = json.dumps(self.title, ensure_ascii=False)
        yield "version: 1"
        if self.cities:
            yield f"cities: [{', '.join(self.cities)}]"
        for line in settings.splitlines():
            field = FIELD.fullmatch(line)
            if field and field[2] in KEPT:
                yield line
            elif field and field[2] not in OURS:
                yield f"{field[1]}{field[2]}: {known.get(field[2], EMPTY)}".rstrip()

    def _body(self, body: str) -> Iterator[str]:
        """Each heading and block with room for its words; of a city's own topic one block each."""
        room = False
        for line in body.splitlines():
            if HEADING.fullmatch(line):
                yield from (line, "", "")
                room = True
            elif opening := OPENING.fullmatch(line):
                mine = set(self.cities) & set(opening[1].split())
                room = not self.cities or bool(mine and room)
                if room:
                    yield from (self._opening(line), "")
            elif CLOSING.fullmatch(line) and room:
                yield from (line, "")
                room = not self.cities

    def _opening(self, line: str) -> str:
        return f"::: city {' '.join(self.cities)}" if self.cities else line
