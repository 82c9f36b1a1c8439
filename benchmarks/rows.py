"""What a file of single records costs, by how many answered: working it out, and making it.

Each act runs in a process of its own, so that its peak of memory is its own.
"""
# ruff: noqa: INP001 - a program, found by its path

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import perf_counter, process_time
from typing import Final, TypeAlias

from filled import MB, TODAY, Installation, closed, memory, table

from bot.core.model import LANGUAGES, PREFER_NOT, Audience, Rows, Survey
from bot.house import House
from bot.release import plan as plans
from bot.release.approved import make_approved, work_out
from bot.release.files import Newest, made, newest, reader
from bot.release.formats import ROWS, installed
from bot.storage.schema import scratch

ZONES: Final = (("o0", "o1", "o2"), ("o3", "o4"), ("o5", "o6"), (PREFER_NOT,))
AGES: Final = (("o0", "o1"), ("o2", "o3", "o4"), (PREFER_NOT,))


@dataclass(frozen=True, slots=True)
class Case:
    """Seconds and bytes of one act, and what came of it."""

    seconds: float
    busy: float
    """Of them, the processor's time: nearly the same on a busy machine as on a quiet one."""
    memory_peak: int
    result: str


Act: TypeAlias = Callable[[Installation], Coroutine[object, object, str]]


def asked() -> Survey:
    """Records may be released of it; the breakdowns know coarser levels."""
    return replace(closed(), rows=Rows(Audience.ROWS_STAFF, {"zone": (ZONES,), "age": (AGES,)}))


def main() -> None:
    told = _asked()
    here = Installation(Path(told.folder), told.database)
    if told.do == "fill":
        asyncio.run(_filled(here, int(told.sizes)))
    elif told.do:
        sys.stdout.write(json.dumps(asdict(asyncio.run(_timed(here, ACTS[told.do])))))
    else:
        rows = [asyncio.run(_row(int(size), told.database)) for size in told.sizes.split(",")]
        sys.stdout.write("\n".join(table(HEAD, rows)) + "\n")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,100000", help="responses, by commas")
    parser.add_argument(
        "--database",
        default="",
        help="address of a PostgreSQL database in which schemas may be made; else SQLite",
    )
    for hidden in ("--do", "--folder"):
        parser.add_argument(hidden, default="", help=argparse.SUPPRESS)
    return parser.parse_args()


async def _row(size: int, database: str) -> tuple[str, ...]:
    with tempfile.TemporaryDirectory(prefix="rightsbot-rows-") as folder:
        async with scratch(database) as fresh:
            here = ("--folder", folder, "--database", fresh, "--sizes", str(size))
            await asyncio.to_thread(_apart, "fill", *here)
            cases = [
                Case(**json.loads(await asyncio.to_thread(_apart, act, *here))) for act in ACTS
            ]
    costs = [
        (f"{case.seconds:.2f}", f"{case.busy:.2f}", f"{case.memory_peak // MB}") for case in cases
    ]
    return (f"{size:,}", *(cost for three in costs for cost in three), cases[1].result)


def _apart(*arguments: str) -> bytes:
    command = (sys.executable, __file__, "--do", *arguments)
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout  # noqa: S603 - itself


async def _filled(here: Installation, size: int) -> None:
    """Tables are released first, as at every close."""
    await here.fill(size)
    async with here.house() as opened:
        await opened.life.release(closed(), TODAY, "benchmark")


async def _timed(here: Installation, act: Act) -> Case:
    began, busy = perf_counter(), process_time()
    result = await act(here)
    return Case(perf_counter() - began, process_time() - busy, memory(), result)


async def _worked_out(here: Installation) -> str:
    """And asked for, and approved: nothing to the work itself."""
    async with here.house() as opened:
        plan = await work_out(opened.store, asked())
        if plan is None:
            raise LookupError
        requests, survey = opened.store.requests, asked().id
        await requests.ask(survey, plan.audience, plans.to_json(plan), "one", TODAY)
        (request,) = await requests.of(survey)
        await requests.decide(request.id, "two", TODAY, approve=True)
    return ""


async def _made(here: Installation) -> str:
    async with here.house() as opened:
        await make_approved(opened.store, asked(), TODAY)
        (file,) = await opened.store.files((await _newest(opened)).of(ROWS[0]))
        body = await opened.store.file(file.sha256) or b""
    return f"{len(body) / 1_000_000:.1f}"


async def _files(here: Installation) -> str:
    """The research set, where its libraries are installed."""
    async with here.house() as opened:
        found = await _newest(opened)
        for lang in LANGUAGES:
            whom = reader(asked(), lang, opened.dictionary)
            for kind in filter(installed, ROWS):
                await made(opened.store, found, whom, kind)
    return ""


async def _newest(opened: House) -> Newest:
    found = await newest(opened.store, asked().id)
    if found is None:
        raise LookupError
    return found


ACTS: Final[Mapping[str, Act]] = {"plan": _worked_out, "make": _made, "files": _files}
HEAD: Final = (
    "responses", "work out, s", "processor", "MB", "make, s", "processor", "MB",
    "research files, s", "processor", "MB", "rows.csv, MB",
)  # fmt: skip


if __name__ == "__main__":
    main()
