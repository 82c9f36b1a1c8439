"""A real PostgreSQL server for a test process: private, on a socket alone, without durability."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import parse_qs, urlsplit

import asyncpg  # type: ignore[import-untyped]  # ships no types
import pytest

_OPTIONS = "-c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=60"


@dataclass(frozen=True, slots=True)
class Server:
    files: Path
    """Its data directory, which an outsider may hold in hand."""
    address: str


def _binaries() -> Path | None:
    """The newest version installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    other = shutil.which("initdb")
    return found[-1].parent if found else Path(other).parent if other else None


def _as_owner(*command: str) -> None:
    """The server refuses to be run by root."""
    who = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
    subprocess.run([*who, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def _started(programs: Path) -> Iterator[Server]:
    home = Path(mkdtemp(prefix="rightsbot-pg-"))
    files = home / "data"
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
    _as_owner(f"{programs}/initdb", "-D", str(files), "-U", "owner", "--auth=trust", "-N")
    options = f"{_OPTIONS} -k {home}"
    log = f"{home}/log"
    control = (f"{programs}/pg_ctl", "-D", str(files), "-w", "-l", log)
    _as_owner(*control, "-o", options, "start")
    try:
        yield Server(files, f"postgresql://owner@/postgres?host={home}")
    finally:
        _as_owner(*control, "-m", "immediate", "stop")
        shutil.rmtree(home)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    programs = _binaries()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed")
        pytest.skip("PostgreSQL is not installed")
    with _started(programs) as server:
        yield server


def read_server(address: str, question: str) -> list[tuple[object, ...]]:
    """As another client would, beside a test's own loop."""

    async def read() -> list[tuple[object, ...]]:
        parts = urlsplit(address)
        query = parse_qs(parts.query)
        connection = await asyncpg.connect(
            user=parts.username,
            database=parts.path.strip("/"),
            host=query["host"][0],
            server_settings={"search_path": query["schema"][0]},
        )
        try:
            return [tuple(row) for row in await connection.fetch(question)]
        finally:
            await connection.close()

    with ThreadPoolExecutor(1) as beside:
        return beside.submit(lambda: asyncio.run(read())).result()
