"""Property 6: no order in which answers or marks lie tells in which order people came."""

import asyncio
import math
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final, TypeAlias

from bot.core.effect import Check, SaveComment, Submit
from bot.proof.asked import WISH
from bot.proof.finding import Finding, How, Line, judged
from bot.proof.opened import COMMENTS, KINDS, marker_of
from bot.proof.outsider import Loot, Row, comment_mark_of, mark_of
from bot.proof.trial import SURVEY, Person, Trial
from bot.storage import comments
from bot.storage.answers import submit
from bot.storage.work import Work

NUMBER: Final = 6
RUNS: Final = 20
WAVES: Final = (range(20), range(20, 30))
"""People of one run; they are mixed after each wave, and ten of them wait behind."""
SIGMAS: Final = 3
"""A fair order lies outside of them once in 370 times: it is then looked at once more, in runs of
its own, and found guilty only if it lies outside again.
"""
TRIES: Final = 2
MARK: Final = "mark"
VALUES: Final = {**dict.fromkeys((*KINDS, *COMMENTS), "box"), MARK: "mark"}
"""Table -> the column by which an attacker who holds the keys knows its rows."""
SELECT: Final = {
    table: f"SELECT {value} FROM {table} WHERE survey = ?"  # noqa: S608 - names of our own
    for table, value in VALUES.items()
}
CTID: Final = {
    table: f"SELECT {value}, ctid::text FROM {table} WHERE survey = ?"  # noqa: S608 - names of our own
    for table, value in VALUES.items()
}

Order: TypeAlias = tuple[str, str]
"""Table, and what the attacker goes by."""


async def attack(trial: Trial) -> Finding:
    measured = await _measured(trial, 0)
    for attempt in range(1, TRIES):
        if suspects := _outside(measured):
            again = await _measured(trial, attempt)
            measured |= {order: again[order] for order in suspects}
    faults = [Line("proof.6.broken", {"table": t, "by": by}) for t, by in _outside(measured)]
    worst = max(map(abs, measured.values()))
    kept = Line("proof.6.kept", {"runs": RUNS, "sigmas": f"{worst:.1f}"})
    return judged(NUMBER, How.TRIAL, faults, kept)


def _outside(measured: Mapping[Order, float]) -> list[Order]:
    return sorted(order for order, found in measured.items() if abs(found) > SIGMAS)


async def _measured(trial: Trial, attempt: int) -> dict[Order, float]:
    """For each order, how many standard errors the mean of all runs lies from nothing."""
    taus: dict[Order, list[tuple[float, int]]] = defaultdict(list)
    for run in range(RUNS):
        survey = f"trial-{attempt}-{run}"
        arrivals = await _lived(trial, survey)
        keys = trial.loot().keys()
        async for order, rows in _orders(trial.loot(), survey):
            found = [arrivals[_person(order[0], survey, row, keys)] for row in rows]
            taus[order].append((tau(found), len(found)))
    return {order: sigmas(found) for order, found in taus.items()}


def _person(table: str, survey: str, row: bytes, keys: Mapping[str, bytes]) -> object:
    """What the attacker knows of whoever is in the row: their marker, or their mark."""
    return row if table == MARK else marker_of(table, survey, row, keys)


async def _lived(trial: Trial, survey: str) -> Mapping[object, int]:
    """Another survey, sent in and mixed; each person's markers, and the marks that the survey's
    key makes of their id -> what came when.
    """
    store, today = trial.house.store, trial.today()
    published = {row.id: row for row in await store.surveys()}
    await store.publish(replace(published[SURVEY], id=survey))
    for wave in WAVES:
        # Together, for a disk is slow and only what mixing leaves is looked at.
        async with store.work() as work:
            for person in map(trial.person, wave):
                await submit(work, Submit(survey, person.answers, person.nonce), person.id, today)
                await _comment(work, survey, person)
        await trial.flush(survey)
    key = trial.loot().keys()[f"mark.{survey}"]
    arrivals: dict[object, int] = {}
    for number in (number for wave in WAVES for number in wave):
        person = trial.person(number)
        answered, commented = 2 * number, 2 * number + 1
        arrivals |= {person.answers["number"]: answered, mark_of(key, person.id): answered}
        arrivals |= {person.wish: commented, comment_mark_of(key, WISH, person.id): commented}
    return arrivals


async def _comment(work: Work, survey: str, person: Person) -> None:
    saved = SaveComment(survey, person.receipt, person.wish, "en", Check.AS_IT_IS)
    await comments.save(work, saved, person.id)


def tau(order: Sequence[int]) -> float:
    """Kendall's: 1 for the order of arrival, -1 for its opposite, around 0 for none."""
    pairs = [1 if early < late else -1 for early, late in combinations(order, 2)]
    return sum(pairs) / len(pairs)


def sigmas(taus: Sequence[tuple[float, int]]) -> float:
    """The mean in units of its standard error, were all orders equally likely."""
    variance = sum(2 * (2 * n + 5) / (9 * n * (n - 1)) for _, n in taus)
    return sum(found for found, _ in taus) / math.sqrt(variance)


# Orders that an attacker can see. -------------------------------------------------------------


async def _orders(loot: Loot, survey: str) -> AsyncIterator[tuple[Order, list[bytes]]]:
    for table in VALUES:
        rows = [row for (row,) in await loot.rows(SELECT[table], survey)]
        yield (table, "select"), rows
        if loot.database is None:
            places = await loot.rows(CTID[table], survey)
            yield (table, "ctid"), [row for row, _ in sorted(places, key=_point)]
        content = await _file(loot, table)
        if content:
            yield (table, "offset"), await asyncio.to_thread(_by_offset, content, rows)


def _point(row: Row) -> tuple[int, int]:
    """Page and line, as PostgreSQL names a place."""
    page, line = row[1].strip("()").split(",")
    return int(page), int(line)


async def _file(loot: Loot, table: str) -> bytes:
    """The file of this table; empty where it is out of reach, or tells of dead rows as well: a mark
    is the same before and after it is written anew.
    """
    if loot.database is not None:
        return await asyncio.to_thread(loot.database.read_bytes)
    if loot.server is None or table == MARK:
        return b""
    await loot.rows("CHECKPOINT")
    ((path,),) = await loot.rows("SELECT pg_relation_filepath(?::text::regclass)", table)
    return await asyncio.to_thread((loot.server / path).read_bytes)


def _by_offset(content: bytes, rows: Sequence[bytes]) -> list[bytes]:
    """ValueError if one of them lies nowhere."""
    return sorted(rows, key=content.index)
