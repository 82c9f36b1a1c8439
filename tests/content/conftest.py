"""Content folders for tests: a good one, and the same with one thing made wrong."""

import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A copy of the good folder, with `content` and `locales` in it."""
    return Path(shutil.copytree(HERE / "good", tmp_path / "good"))
