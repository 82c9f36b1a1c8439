"""The layers of docs/development.md hold, and the check that says so has teeth."""

import subprocess
import sys
from pathlib import Path
from shutil import copy, copytree, ignore_patterns

import pytest


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def clone(root: Path, tmp_path: Path) -> Path:
    copytree(root / "bot", tmp_path / "bot", ignore=ignore_patterns("__pycache__"))
    copy(root / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_point_down_the_layers(root: Path) -> None:
    done = lint(root)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("core/model.py", "import time", "The core is pure"),
        ("core/model.py", "import bot.content", "Imports point down the layers"),
        ("content/__init__.py", "import telegram", "Only chat speaks Telegram"),
        ("content/__init__.py", "import sqlalchemy", "Only storage speaks SQL"),
        ("stranger.py", "", "Imports point down the layers"),
    ],
)
def test_an_import_across_the_layers_is_refused(
    clone: Path, module: str, line: str, contract: str
) -> None:
    with (clone / "bot" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    done = lint(clone)
    assert done.returncode == 1
    assert contract in done.stdout
