"""A house with one published survey, opened."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.store import Store
from tests.storage.house import House, survey


@pytest.fixture
async def house(tmp_path: Path) -> House:
    built = House(tmp_path / "house")
    await built.build()
    return built


@pytest.fixture
async def store(house: House) -> AsyncIterator[Store]:
    opened = await house.open()
    await opened.publish(survey())
    yield opened
    await opened.dispose()
