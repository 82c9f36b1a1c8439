"""A house with one published survey, opened: on SQLite, and on PostgreSQL as well."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.storage.postgres import scratch
from bot.storage.store import Store
from tests.postgres import Server
from tests.storage.house import House, survey

BOTH = ("sqlite", "postgres")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """On both, but where a module is about the files of SQLite and says so by DATABASES."""
    if "server" in metafunc.fixturenames:
        which = getattr(metafunc.module, "DATABASES", BOTH)
        metafunc.parametrize("server", which, indirect=True)


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Server | None:
    """The server, where it is not SQLite."""
    if request.param == "sqlite":
        return None
    started: Server = request.getfixturevalue("postgres")
    return started


@pytest.fixture
async def house(server: Server | None, tmp_path: Path) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        address = ""
        if server is not None:
            address = await stack.enter_async_context(scratch(server.address))
        built = House(tmp_path / "house", address)
        await built.build()
        yield built


@pytest.fixture
async def store(house: House) -> AsyncIterator[Store]:
    opened = await house.open()
    await opened.publish(survey())
    yield opened
    await opened.dispose()
