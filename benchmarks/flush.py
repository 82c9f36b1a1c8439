"""What one answer costs the flush, by how many are mixed: the store's own code, made-up rows.

Each flush runs in a process of its own, so that its peak of memory is its own.
"""
# ruff: noqa: INP001 - a program, found by its path

import argparse
import asyncio
import json
import math
import resource
import secrets
import subprocess
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from sqlalchemy import Table, text

from bot.core.model import State
from bot.storage import tables
from bot.storage.mixing import BATCH, KEPT
from bot.storage.opened import Opened, find_survey
from bot.storage.rows import SurveyRow
from bot.storage.schema import migrate, scratch
from bot.storage.store import Store, open_store
from bot.storage.work import Work, encode, fresh_id
from bot.vault import marks, seal
from bot.vault.keyring import Keyring

SURVEY: Final = "streets"
SMALL: Final = 10_000
"""Up to this many the case is run five times, and the one of median time counts."""
ROUNDS: Final = 5
RECORD: Final = encode({f"question-{number:02}": f"option-{number % 7}" for number in range(14)})
"""The answers of everybody, as long as those to fourteen questions are."""
CHUNK: Final = 1000
BOTH: Final = (tables.response, tables.urn)
MB: Final = 2**20


@dataclass(frozen=True, slots=True)
class Case:
    """One flush. Seconds, bytes, rows."""

    mixed: int
    waiting: int
    written: int
    """Rows after the flush: each of them was sealed and written anew."""
    opened: float
    """Until all is read, opened, shuffled and emptied."""
    sealed: float
    """Until all is written and committed; until here a Send to this survey waits."""
    settled: float
    """Until the old keys are burnt and no remnants are left."""
    memory_before: int
    memory_peak: int
    disk_before: int
    disk_peak: int
    disk_after: int

    @property
    def answers(self) -> int:
        """Those that the flush mixed: what its cost is divided by."""
        return self.waiting - KEPT

    @property
    def rewrites(self) -> float:
        return self.written / self.answers

    @property
    def seconds(self) -> float:
        return self.opened + self.sealed + self.settled

    @property
    def milliseconds(self) -> float:
        return 1000 * self.seconds / self.answers


@dataclass(slots=True)
class Stopwatch:
    """The store's failpoint: when it came by each of its names first."""

    seen: dict[str, float] = field(default_factory=dict)

    def __call__(self, name: str) -> None:
        self.seen.setdefault(name, perf_counter())

    def between(self, start: str, end: str) -> float:
        return self.seen[end] - self.seen[start]


def main() -> None:
    asked = _asked()
    here = Installation(Path(asked.folder), asked.database)
    match asked.do:
        case "fill":
            asyncio.run(here.fill(int(asked.sizes)))
        case "flush":
            sys.stdout.write(json.dumps(asdict(asyncio.run(here.flush()))))
        case _:
            sizes = [int(size) for size in asked.sizes.split(",")]
            cases = [_typical(size, asked.database) for size in sizes]
            sys.stdout.write("\n".join(_report(cases)) + "\n")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,100000", help="mixed responses, by commas")
    parser.add_argument(
        "--database",
        default="sqlite",
        help="sqlite, or the address of a PostgreSQL database in which schemas may be made",
    )
    for hidden in ("--do", "--folder"):
        parser.add_argument(hidden, default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def _typical(size: int, database: str) -> Case:
    rounds = [asyncio.run(_round(size, database)) for _ in range(ROUNDS if size <= SMALL else 1)]
    middle = median(case.seconds for case in rounds)
    return next(case for case in rounds if case.seconds == middle)


async def _round(size: int, database: str) -> Case:
    with tempfile.TemporaryDirectory(prefix="rightsbot-flush-") as folder:
        async with scratch("" if database == "sqlite" else database) as fresh:
            here = ("--folder", folder, "--database", fresh or f"{folder}/data/rightsbot.db")
            await asyncio.to_thread(_apart, "fill", "--sizes", str(size), *here)
            return Case(**json.loads(await asyncio.to_thread(_apart, "flush", *here)))


def _apart(*arguments: str) -> bytes:
    command = (sys.executable, __file__, "--do", *arguments)
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout  # noqa: S603 - itself


@dataclass(frozen=True, slots=True)
class Installation:
    folder: Path
    address: str

    @asynccontextmanager
    async def store(self, watch: "Stopwatch") -> AsyncIterator[Store]:
        keyring = Keyring(self.folder / "keys", b"k" * 32)
        opened = await open_store(self.address, keyring, failpoint=watch)
        yield opened
        await opened.dispose()

    async def fill(self, size: int) -> None:
        """So many responses, and as many in the urn as make a flush due."""
        await migrate(self.address)
        async with self.store(Stopwatch()) as store:
            await store.publish(SurveyRow(SURVEY, State.OPEN, date(2100, 1, 1), "{}", "{}"))
            for start in range(0, size, CHUNK):
                await _put(store, tables.response, min(CHUNK, size - start))
            await _put(store, tables.urn, max(BATCH, math.ceil(size / 16)))
            await store.database.vacuum()

    async def flush(self) -> Case:
        watch = Stopwatch()
        async with self.store(watch) as store:
            mixed, waiting = [await _count(store, table) for table in BOTH]
            disk, memory = await self._disk(store), _memory()
            watch.seen.clear()
            watch("begun")
            with _peak(self.folder / "data") as peak:
                await store.flush(SURVEY)
            after = await self._disk(store)
            written = sum([await _count(store, table) for table in BOTH])
        return Case(
            mixed=mixed,
            waiting=waiting,
            written=written,
            opened=watch.between("begun", "rewrite: emptied"),
            sealed=watch.between("rewrite: emptied", "committed"),
            settled=watch.between("committed", "settled"),
            memory_before=memory,
            memory_peak=_memory(),
            disk_before=disk,
            disk_peak=max([disk, after, *peak]),
            disk_after=after,
        )

    async def _disk(self, store: Store) -> int:
        if store.database.engine.name == "sqlite":
            return _size(self.folder / "data")
        size = "SELECT pg_total_relation_size('response') + pg_total_relation_size('urn')"
        async with store.look() as work:
            return await work.connection.scalar(text(size)) or 0


async def _put(store: Store, table: Table, number: int) -> None:
    async with store.work() as work:
        survey = await find_survey(work, SURVEY)
        assert survey is not None  # noqa: S101 - it was published above
        make = _responses if table is tables.response else _waiting
        rows = [
            {"survey": SURVEY, "id": id_, **more}
            for id_, more in zip(_ids(number), make(work, survey), strict=False)
        ]
        await work.connection.execute(table.insert(), rows)


def _ids(number: int) -> list[bytes]:
    return sorted(fresh_id() for _ in range(number))


def _responses(work: Work, survey: Opened) -> Iterator[dict[str, object]]:
    key, finding = (work.keyring.get(name) for name in (survey.answers.key, survey.withdraw_key))
    while True:
        mark = marks.withdrawal(finding, secrets.token_bytes(marks.CODE_BYTES))
        yield {"withdraw_mark": mark, "box": seal.seal(key, RECORD, survey.answers.shelf)}


def _waiting(work: Work, survey: Opened) -> Iterator[dict[str, object]]:
    key = work.keyring.get(survey.answers.urn_key)
    while True:
        record = secrets.token_bytes(marks.CODE_BYTES) + RECORD
        yield {"box": seal.seal(key, record, survey.answers.urn_shelf)}


async def _count(store: Store, table: Table) -> int:
    async with store.look() as work:
        return await work.connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0  # noqa: S608


def _size(folder: Path) -> int:
    """Files may go while they are looked at."""
    found = 0
    for path in folder.glob("*"):
        try:
            found += path.stat().st_size
        except FileNotFoundError:
            continue
    return found


@contextmanager
def _peak(folder: Path) -> Iterator[list[int]]:
    """Of an SQLite database, its write-ahead log included; looked at fifty times a second."""
    seen, over = [0], threading.Event()

    def watch() -> None:
        while not over.wait(0.02):
            seen[0] = max(seen[0], _size(folder))

    watcher = threading.Thread(target=watch)
    watcher.start()
    yield seen
    over.set()
    watcher.join()


def _memory() -> int:
    """The most that this process ever held. Linux counts in KiB, macOS in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _report(cases: list[Case]) -> Iterator[str]:
    yield (
        "| mixed | waiting | rewrites an answer | | ms an answer | | open, s | seal, s | settle, s"
        " | memory, MB | disk, MB |"
    )
    yield "|--:" * 11 + "|"
    first = cases[0]
    for case in cases:
        yield (
            f"| {case.mixed:,} | {case.waiting:,}"
            f" | {case.rewrites:.1f} | {case.rewrites / first.rewrites:.2f}"
            f" | {case.milliseconds:.2f} | {case.milliseconds / first.milliseconds:.2f}"
            f" | {case.opened:.2f} | {case.sealed:.2f} | {case.settled:.2f}"
            f" | {case.memory_before // MB} → {case.memory_peak // MB}"
            f" | {case.disk_before // MB} → {case.disk_peak // MB} → {case.disk_after // MB} |"
        )


if __name__ == "__main__":
    main()
