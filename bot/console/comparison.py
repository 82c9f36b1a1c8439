"""Cities side by side, from the final release files that they exchanged; nothing sent is kept."""

import asyncio
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from starlette.responses import Response

from bot.console.guard import Act
from bot.console.visit import ANALYST, Visit
from bot.core.disclosure import FEW
from bot.core.model import State, Survey
from bot.release.canonical import from_row
from bot.release.compare import FEWEST, MOST, Comparison, as_csv, compare
from bot.release.exchanged import MOST_BYTES, Exchanged, NotARelease, read
from bot.release.files import Newest, made, newest, reader

LARGEST = MOST * MOST_BYTES + 100_000
"""Bytes of the form: all files, and what it puts around them."""
KIND = "datapackage"


@dataclass(frozen=True, slots=True)
class Own:
    """A survey of this city that can be ticked instead of sending its file."""

    survey: Survey
    found: Newest


@dataclass(frozen=True, slots=True)
class Wrong:
    """What was refused; `file` is its name, empty where the choice as a whole is meant."""

    key: str
    file: str = ""


async def choose(visit: Visit) -> Response:
    return _page(visit, await _own(visit))


async def show(visit: Visit) -> Response:
    own, ticked = await _own(visit), await visit.chosen("own")
    files, wrong = await _read(await visit.uploads("files"))
    releases = [*(await _ticked(visit, own, ticked)), *files]
    if not wrong and not FEWEST <= len(releases) <= MOST:
        wrong = (Wrong("console.compare.wrong.number"),)
    if not wrong and len({(one.body, one.name) for one in releases}) < len(releases):
        wrong = (Wrong("console.compare.wrong.twice"),)
    if wrong:
        return _page(visit, own, ticked, wrong)
    return _shown(visit, compare(releases, visit.lang, visit.say))


def _page(
    visit: Visit, own: Sequence[Own], ticked: Sequence[str] = (), wrong: Sequence[Wrong] = ()
) -> Response:
    return visit.page(
        "compare",
        status=400 if wrong else 200,
        own=own,
        ticked=ticked,
        wrong=wrong,
        fewest=FEWEST,
        most=MOST,
        megabytes=MOST_BYTES // 1_000_000,
    )


def _shown(visit: Visit, found: Comparison) -> Response:
    """The file to take away comes with the page: afterwards nobody has the numbers any more."""
    table = b64encode(as_csv(found, visit.lang)).decode()
    return visit.page("compared", found=found, table=table, few=FEW)


async def _own(visit: Visit) -> tuple[Own, ...]:
    """Only final results are compared."""
    closed = [
        survey
        for survey in (await visit.desk.surveys()).values()
        if survey.cities[0] == visit.staff.city and survey.state is State.CLOSED
    ]
    found = [(survey, await newest(visit.house.store, survey.id)) for survey in closed]
    return tuple(
        Own(survey, replace(last, rows=None))
        for survey, last in found
        if last is not None and from_row(last.tables).final
    )


async def _ticked(visit: Visit, own: Iterable[Own], ticked: Sequence[str]) -> list[Exchanged]:
    """The same files that other cities get."""
    return [await _own_file(visit, one) for one in own if one.survey.id in ticked]


async def _own_file(visit: Visit, own: Own) -> Exchanged:
    store = visit.house.store
    whom = reader(own.survey, visit.lang, visit.house.dictionary, visit.city)
    file = await made(store, own.found, whom, KIND)
    return await asyncio.to_thread(read, await store.file(file.sha256) or b"")


async def _read(
    files: Iterable[tuple[str, bytes]],
) -> tuple[list[Exchanged], tuple[Wrong, ...]]:
    found: list[Exchanged] = []
    wrong: list[Wrong] = []
    for name, data in files:
        try:
            found.append(await asyncio.to_thread(read, data))
        except NotARelease as refused:
            wrong.append(Wrong(f"console.compare.wrong.{refused.flaw}", name))
    return found, tuple(wrong)


ADDRESSES: dict[str, dict[str, Act]] = {
    "/compare": {
        "GET": Act(ANALYST, choose),
        "POST": Act(ANALYST, show, most=LARGEST),
    },
}
