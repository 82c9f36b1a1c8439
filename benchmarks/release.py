"""What the final results and the council set cost, by how many answered.

Each release is made in a process of its own, so that its peak of memory is its own.
"""
# ruff: noqa: INP001 - a program, found by its path

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter, process_time

from filled import MB, TODAY, Installation, closed, memory, table

from bot.core.model import LANGUAGES
from bot.house import House
from bot.release.files import made, newest, reader
from bot.release.formats import KINDS
from bot.storage.schema import scratch


@dataclass(frozen=True, slots=True)
class Case:
    """One closed survey. Seconds, bytes."""

    size: int
    counted: float
    """Until the final release is made and stored."""
    rendered: float
    """Until each file of the council set is stored, in every language."""
    busy: float
    """Of both together, the processor's time: the same on a busy machine as on a quiet one."""
    files: int
    release: int
    """Of the release itself."""
    memory_before: int
    memory_peak: int


def main() -> None:
    asked = _asked()
    here = Installation(Path(asked.folder), asked.database)
    match asked.do:
        case "fill":
            asyncio.run(here.fill(int(asked.sizes)))
        case "release":
            sys.stdout.write(json.dumps(asdict(asyncio.run(_released(here, int(asked.sizes))))))
        case _:
            cases = [asyncio.run(_case(int(s), asked.database)) for s in asked.sizes.split(",")]
            sys.stdout.write("\n".join(table(HEAD, [_row(case) for case in cases])) + "\n")


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


async def _case(size: int, database: str) -> Case:
    with tempfile.TemporaryDirectory(prefix="rightsbot-release-") as folder:
        async with scratch(database) as fresh:
            here = ("--folder", folder, "--database", fresh, "--sizes", str(size))
            await asyncio.to_thread(_apart, "fill", *here)
            return Case(**json.loads(await asyncio.to_thread(_apart, "release", *here)))


def _apart(*arguments: str) -> bytes:
    command = (sys.executable, __file__, "--do", *arguments)
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout  # noqa: S603 - itself


async def _released(here: Installation, size: int) -> Case:
    async with here.house() as opened:
        before, began, busy = memory(), perf_counter(), process_time()
        await opened.life.release(closed(), TODAY, "benchmark")
        counted = perf_counter()
        files = await _council_set(opened)
        rendered = perf_counter()
        (row,) = await opened.store.releases(closed().id)
        return Case(
            size=size,
            counted=counted - began,
            rendered=rendered - counted,
            busy=process_time() - busy,
            files=files,
            release=len(row.tables),
            memory_before=before,
            memory_peak=memory(),
        )


async def _council_set(opened: House) -> int:
    found = await newest(opened.store, closed().id)
    if found is None:
        raise LookupError
    city = opened.content.cities[closed().cities[0]]
    for lang in LANGUAGES:
        whom = reader(closed(), lang, opened.dictionary, city)
        for kind in found.kinds:
            await made(opened.store, found, whom, kind)
    return sum(len(LANGUAGES) if KINDS[kind].spoken else 1 for kind in found.kinds)


HEAD = (
    "responses", "final release, s", "council set, s", "files", "together, s", "processor, s",
    "release, kB", "memory, MB",
)  # fmt: skip


def _row(case: Case) -> tuple[str, ...]:
    return (
        f"{case.size:,}",
        f"{case.counted:.2f}",
        f"{case.rendered:.2f}",
        f"{case.files}",
        f"{case.counted + case.rendered:.2f}",
        f"{case.busy:.2f}",
        f"{case.release // 1000}",
        f"{case.memory_before // MB} → {case.memory_peak // MB}",
    )


if __name__ == "__main__":
    main()
