"""All texts that residents read: how far each is in each language, and where some words stand."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from starlette.responses import Response

from bot.console.coverage import Row, Standing, coverage
from bot.console.guard import Act
from bot.console.text_files import Kind, Text, texts, words
from bot.console.visit import MODERATOR, Visit
from bot.core.menu import OWN_NAMES
from bot.core.model import LANGUAGES

STATES = {
    "todo": (Standing.MISSING, Standing.FAULTY, Standing.STALE),
    "faulty": (Standing.FAULTY,),
    "stale": (Standing.STALE,),
    "missing": (Standing.MISSING,),
}
"""What one can ask to see, and the standings that it means."""
OWNED = ("own", "shared")
"""Texts of the visitor's own city, and those that every city reads."""
MOST = 50
"""Lines found that are shown."""
ENOUGH = 5
"""Digits from which on a search is for a number, however it is written."""
LONGEST = 100
"""Characters that can be searched for."""
AROUND = 80
"""Characters shown before and after what was searched for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A line that holds what was searched for: `before`, `words` and `after` give it."""

    row: Row
    path: str
    lang: str
    line: int
    before: str
    words: str
    after: str


async def overview(visit: Visit) -> Response:
    query = visit.request.query_params
    state, owned = query.get("state", ""), query.get("owned", "")
    find = query.get("find", "").strip()[:LONGEST]
    rows = await asyncio.to_thread(_rows, visit)
    shown = [row for row in rows if _is_wanted(row, state, owned)]
    found = await asyncio.to_thread(_found, visit, rows, find) if find else []
    return visit.page(
        "texts",
        city_files=[row for row in shown if row.text.kind is Kind.CITY],
        groups=[(kind, [r for r in shown if r.text.kind is kind]) for kind in tuple(Kind)[1:]],
        states=STATES,
        state=state,
        owned=owned,
        find=find,
        found=found,
        most=MOST,
        names=OWN_NAMES,
        done=query.get("done") == "ended",
    )


def _rows(visit: Visit) -> list[Row]:
    known = coverage(visit)
    return [known.row(text, _columns(text)) for text in texts(visit)]


def _columns(text: Text) -> tuple[str, ...]:
    return ("",) if text.kind is Kind.CITY else LANGUAGES


def _is_wanted(row: Row, state: str, owned: str) -> bool:
    wanted = STATES.get(state)
    if owned in OWNED and bool(row.text.owners) is not (owned == "own"):
        return False
    return wanted is None or row.is_any(*wanted)


def _found(visit: Visit, rows: list[Row], find: str) -> list[Hit]:
    """The first of them, in the order of the page."""
    return list(islice(_hits(visit, rows, sought(find)), MOST))


def _hits(visit: Visit, rows: list[Row], sign: re.Pattern[str]) -> Iterator[Hit]:
    for row in rows:
        for lang, path in row.text.files.items():
            for number, line in enumerate(words(visit, path).split("\n"), start=1):
                if found := sign.search(line):
                    before, after = line[: found.start()], line[found.end() :]
                    cut = (before[-AROUND:], found.group(), after[:AROUND])
                    yield Hit(row, path, lang, number, *cut)


def sought(find: str) -> re.Pattern[str]:
    """What a line must have: these words, or this number in whatever groups it is written."""
    digits = re.sub(r"\D", "", find).lstrip("0")
    if len(digits) >= ENOUGH and not re.search(r"[^\W\d_]", find):
        return re.compile(r"[ ()/.+-]*".join(digits))
    words = (re.escape(word) for word in find.split())
    return re.compile(r"\s+".join(words), re.IGNORECASE)


ADDRESSES: dict[str, dict[str, Act]] = {"/texts": {"GET": Act(MODERATOR, overview)}}
