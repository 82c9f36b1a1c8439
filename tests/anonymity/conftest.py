"""A trial on each kind of database, with its files in hand."""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest

from bot.proof.trial import Trial, trial
from bot.settings import read
from tests.postgres import Server

Begin = Callable[..., AbstractAsyncContextManager[Trial]]
CONTENT = Path(__file__).parents[2] / "content"


@pytest.fixture(scope="session")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cities and pages alone, which are soon read: a trial brings its own survey."""
    folder = tmp_path_factory.mktemp("proof") / "content"
    for name in ("cities", "pages"):
        shutil.copytree(CONTENT / name, folder / name)
    return folder


@pytest.fixture
def begin_on(request: pytest.FixtureRequest, texts: Path) -> Callable[[str], Begin]:
    """By the kind of database; called again, another trial on the same server."""

    def begin(kind: str) -> Begin:
        own = {"RIGHTSBOT_CONTENT_DIR": str(texts)}
        if kind == "sqlite":
            return partial(trial, read(own))
        server: Server = request.getfixturevalue("postgres")
        settings = read({**own, "RIGHTSBOT_DATABASE_URL": server.address})
        return partial(trial, settings, server=server.files)

    return begin


@pytest.fixture(params=["sqlite", "postgresql"])
def begin(request: pytest.FixtureRequest, begin_on: Callable[[str], Begin]) -> Begin:
    return begin_on(request.param)


@pytest.fixture
async def tried(begin: Begin) -> AsyncIterator[Trial]:
    async with begin() as opened:
        yield opened
