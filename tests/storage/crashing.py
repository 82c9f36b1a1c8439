"""Kills a process after each single write of an act, and says what the next one finds.

`python -m tests.storage.crashing ADDRESS FOLDER [ACT ...]`: the address of an empty schema, or ""
for SQLite. A write is a statement of the database, or a name that comes or goes in a directory.
Each act is done by a forked process that is ended, as by kill -9, after its first write, its
second and so on; another opens what is left, as a start would, looks, and does the act again.
"""

import asyncio
import json
import os
import sys
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, event

from bot.storage.schema import migrate
from tests.storage.acts import ACTS
from tests.storage.site import Act, Site

KILLED = 9


def forked(work: Callable[[], Awaitable[None]]) -> int:
    """The exit code of a process that did the work, or died within it."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        asyncio.run(_coroutine(work))
    except BaseException:  # noqa: BLE001 - whatever it was is what the test wants to read
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


async def _coroutine(work: Callable[[], Awaitable[None]]) -> None:
    await work()


@dataclass(slots=True)
class Fuse:
    left: int

    def write(self) -> None:
        self.left -= 1
        if self.left < 0:
            os._exit(KILLED)


def die(after: int) -> None:
    """From now on each write burns the fuse. The process dies before one more would be made."""
    fuse = Fuse(after)

    def statement(*parts: object) -> None:
        if not str(parts[2]).lstrip().upper().startswith(("SELECT", "PRAGMA")):
            fuse.write()

    def name(happening: str, _: tuple[object, ...]) -> None:
        if happening in {"os.rename", "os.remove", "os.truncate"}:
            fuse.write()

    event.listen(Engine, "before_cursor_execute", statement)
    sys.addaudithook(name)


def kill_everywhere(act: Act, site: Site) -> int:
    """At how many points it was killed. What is not right ends this process, and says so."""
    for point in count():
        run = Site(site.root, site.address, point)
        code = forked(partial(act.do, run, partial(die, point)))
        if code not in (0, KILLED):
            raise SystemExit(f"{act.name}: broke by itself")
        if forked(partial(act.look, run, done=code == 0)):
            raise SystemExit(f"{act.name}: wrong after {point} writes")
        if code == 0:
            return point
    raise AssertionError


def main(address: str, folder: str, *which: str) -> None:
    site = Site(Path(folder), address, 0)
    site.database.parent.mkdir(parents=True)
    if forked(lambda: migrate(site.place)):
        raise SystemExit("no schema")
    for act in ACTS:
        if act.name in (which or act.name):
            sys.stdout.write(json.dumps([act.name, kill_everywhere(act, site)]) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
