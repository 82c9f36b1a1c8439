"""A content folder without topics, which is read again in a moment each time a draft changes."""

import shutil
from pathlib import Path

import pytest

from bot.content.locate import locate
from tests.console.conftest import Office, Opening

KEPT = ("cities", "pages", "surveys")


@pytest.fixture
async def office(opening: Opening, tmp_path: Path) -> Office:
    folder = tmp_path / "content"
    for name in KEPT:
        shutil.copytree(locate("content") / name, folder / name)
    return await opening({"RIGHTSBOT_CONTENT_DIR": str(folder)})
