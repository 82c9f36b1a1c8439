"""A sudden end after any single write, then a start: never half of an act, never a key too many."""

import asyncio
import json
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

from bot.storage.postgres import scratch
from tests.postgres import Server
from tests.storage.acts import ACTS

FEWEST = {
    "backup": 4, "restore": 14, "submit": 3, "change": 4, "take-back": 4, "flush": 10,
    "comment": 3, "change-comment": 4, "delete-comment": 4,
    "end": 2, "close": 12, "publish": 8, "forget": 8,
}  # fmt: skip
"""How many writes each act has at least: else they were not all seen."""
ON_SERVER = {"backup": 4, "submit": 2, "take-back": 3, "flush": 9, "delete-comment": 3, "close": 11}
"""There a transaction's begin is no statement. The others write the same on both."""


@pytest.fixture
def fast_disk() -> Iterator[Path]:
    """In memory, where there is one: what is killed are processes, not the power."""
    shared = Path("/dev/shm")  # noqa: S108 - a private directory is made in it
    folder = Path(mkdtemp(prefix="rightsbot-", dir=shared if shared.is_dir() else None))
    yield folder
    shutil.rmtree(folder)


FIRST = {"submit": 3, "take-back": 4, "flush": 10}
"""Tried each time; all of them take a while."""


@pytest.mark.timeout(600)
async def test_a_send_a_withdrawal_and_a_flush_are_done_or_undone(fast_disk: Path) -> None:
    killed = await killings("", fast_disk, FIRST)
    assert killed.keys() == FIRST.keys()
    assert not [name for name, times in killed.items() if times < FIRST[name]]


@pytest.mark.timeout(900)
async def test_an_act_is_done_or_undone_and_can_be_repeated(
    server: Server | None, fast_disk: Path
) -> None:
    fewest = FEWEST if server is None else ON_SERVER
    if server is None:
        killed = await killings("", fast_disk, fewest)
    else:
        async with scratch(server.address) as address:
            killed = await killings(address, fast_disk, fewest)
    assert FEWEST.keys() == {act.name for act in ACTS}
    assert killed.keys() == fewest.keys()
    assert not [name for name, times in killed.items() if times < fewest[name]]


async def killings(address: str, folder: Path, acts: Iterable[str]) -> dict[str, int]:
    """Act -> after how many writes it was killed. In a process without threads, which may fork."""
    where = (address, str(folder / "site"))
    command = (sys.executable, "-m", "tests.storage.crashing", *where, *acts)
    child = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    told, wrong = await child.communicate()
    assert child.returncode == 0, wrong.decode()
    return dict(json.loads(line) for line in told.decode().splitlines())
