"""What residents read, and through which places they came: thinned counts, never crossed."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO

from starlette.responses import Response

from bot.console.guard import Act
from bot.console.visit import MODERATOR, Visit
from bot.core.menu import OWN_NAMES
from bot.core.model import Topic
from bot.release.formats.csv import safe
from bot.storage.results import GIVEN_OUT
from bot.storage.rows import ReachRow

WEEKS = (4, 12, 104)
"""How far back one may look; the first is shown unasked."""
START = "start"


@dataclass(frozen=True, slots=True)
class Line:
    words: str
    count: int
    width: int
    """Per cent of the largest line of its table."""


@dataclass(frozen=True, slots=True)
class Part:
    """One table; `key` is the last part of its words."""

    key: str
    lines: tuple[Line, ...]


async def reach(visit: Visit) -> Response:
    weeks = _weeks(visit)
    rows = list(_since(await _mine(visit), visit.today, weeks))
    return visit.page("reach", weeks=weeks, choices=WEEKS, parts=await _parts(visit, rows))


async def take(visit: Visit) -> Response:
    """Week by week, as it is stored."""
    out = StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow(("week", "facet", "what", "count"))
    for row in await _mine(visit):
        lines.writerow((safe(row.week), safe(row.facet), safe(row.what), row.count))
    headers = {"Content-Disposition": 'attachment; filename="reach.csv"'}
    return Response(out.getvalue().encode("utf-8-sig"), media_type="text/csv", headers=headers)


def _weeks(visit: Visit) -> int:
    asked = visit.request.query_params.get("weeks", "")
    return next((weeks for weeks in WEEKS if str(weeks) == asked), WEEKS[0])


async def _mine(visit: Visit) -> list[ReachRow]:
    """The city's own; languages and places are of the whole installation, which is one body's."""
    cities = set(visit.house.content.cities) - {visit.city.id}
    rows = await visit.house.store.reach()
    return [row for row in rows if row.facet not in cities and row.what != GIVEN_OUT]


def _since(rows: Iterable[ReachRow], today: date, weeks: int) -> Iterator[ReachRow]:
    monday = date.fromordinal(today.toordinal() - today.weekday() - 7 * (weeks - 1))
    year, week, _ = monday.isocalendar()
    return (row for row in rows if row.week >= f"{year}-W{week:02}")


async def _parts(visit: Visit, rows: list[ReachRow]) -> list[Part]:
    """Starts, what was read, and by which languages and places people came."""
    surveys = {id_: visit.word(s.title) for id_, s in (await visit.desk.surveys()).items()}
    topics = {id_: _title(visit, topic) for id_, topic in visit.house.content.topics.items()}
    here = [row for row in rows if row.facet == visit.city.id]
    starts = [row for row in rows if row.what == START]
    tables = (
        (
            "start",
            {visit.say("console.reach.starts"): sum(r.count for r in here if r.what == START)},
        ),
        ("topic", _named(((row.what, row.count) for row in here), "topic", topics)),
        ("survey", _named(((row.what, row.count) for row in here), "survey", surveys)),
        ("lang", _named(((row.facet, row.count) for row in starts), "lang", OWN_NAMES)),
        ("source", _named(((row.facet, row.count) for row in starts), "source", {})),
    )
    return [Part(key, tuple(_lines(counts))) for key, counts in tables]


def _title(visit: Visit, topic: Topic) -> str:
    text = topic.text.get(visit.lang) or next(iter(topic.text.values()), None)
    return text.title if text else topic.id


def _named(
    counts: Iterable[tuple[str, int]], kind: str, names: Mapping[str, str]
) -> Mapping[str, int]:
    """Sums of what begins with `kind:`, by name."""
    sums: Counter[str] = Counter()
    for code, count in counts:
        before, _, id_ = code.partition(":")
        if before == kind:
            sums[names.get(id_, id_)] += count
    return sums


def _lines(counts: Mapping[str, int]) -> Iterator[Line]:
    """Largest first."""
    most = max(counts.values(), default=0) or 1
    for words, count in sorted(counts.items(), key=lambda line: (-line[1], line[0])):
        yield Line(words, count, 100 * count // most)


ADDRESSES: dict[str, dict[str, Act]] = {
    "/reach": {"GET": Act(MODERATOR, reach)},
    "/reach.csv": {"GET": Act(MODERATOR, take)},
}
