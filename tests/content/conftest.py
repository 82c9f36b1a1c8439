"""Content folders for tests: a good one, and the same with one thing made wrong."""

import shutil
from pathlib import Path

import pytest

from bot.content.load import load
from bot.content.locate import locate
from bot.content.words import Dictionary
from bot.core.model import City
from tests.content.forms import Desk

HERE = Path(__file__).parent


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A copy of the good folder, with `content` and `locales` in it."""
    return Path(shutil.copytree(HERE / "good", tmp_path / "good"))


@pytest.fixture(scope="session")
def dictionary() -> Dictionary:
    return Dictionary.load(locate("locales"))


@pytest.fixture(scope="session")
def good_cities() -> dict[str, City]:
    return dict(load(HERE / "good/content")[0].cities)


@pytest.fixture
def desk(tmp_path: Path, dictionary: Dictionary, good_cities: dict[str, City]) -> Desk:
    return Desk(tmp_path, dictionary, good_cities)
