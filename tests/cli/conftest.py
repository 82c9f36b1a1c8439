"""A shell in which commands run as an operator runs them: real files, nothing but its settings."""

import asyncio
import logging
import os
import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import build
from bot.house import house, utc_now
from bot.settings import read

ROOT = Path(__file__).parents[2]
GOOD = ROOT / "tests/content/good/content"
SURVEY = "services"
FIRST_PERSON = 7_310_554_129


@dataclass(frozen=True, slots=True)
class Shell:
    folder: Path
    settings: dict[str, str]

    def run(self, *words: str, typed: str | None = None, **settings: str) -> Result:
        """`settings` without their prefix, over those of this shell."""
        more = {f"RIGHTSBOT_{name}": value for name, value in settings.items()}
        return CliRunner().invoke(build(), words, input=typed, env={**self.settings, **more})

    def start(self, *words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        """The same in a process of its own."""
        more = {f"RIGHTSBOT_{name}": value for name, value in settings.items()}
        return subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=self.folder,
            env={"PYTHONPATH": str(ROOT), **self.settings, **more},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    def answer(self, people: int, first: int = 0) -> None:
        """So many residents send their answers, and the urn is mixed."""
        asyncio.run(self._answer(range(first, first + people)))

    async def _answer(self, people: range) -> None:
        async with house(read(self.settings)) as opened:
            for number in people:
                answers = {
                    "online": ("yes", "no")[number % 2],
                    **({"channel": ("counter", "phone")[number // 2 % 2]} if number % 2 else {}),
                    "tools": ("maps",),
                    "age": 16 + number % 60,
                }
                nonce = b"nonce" + number.to_bytes(5)
                person = FIRST_PERSON + number
                await opened.store.submit(SURVEY, person, answers, nonce, utc_now().date())
            await opened.store.flush(SURVEY)


@pytest.fixture(scope="session")
def house_at_work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the survey is published, to be copied."""
    folder = tmp_path_factory.mktemp("published")
    shell = Shell(folder, _settings(folder))
    assert shell.start("survey", "publish", SURVEY, CONTENT_DIR=str(GOOD)).returncode == 0
    return folder


@pytest.fixture
def opened(shell: Shell, house_at_work: Path) -> Shell:
    """A shell beside a house in which the survey is open."""
    for name in ("data", "keys"):
        shutil.copytree(house_at_work / name, shell.folder / name)
    return shell


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """In a folder of its own, with content and nothing else."""
    for name in list(os.environ):
        if name.startswith("RIGHTSBOT_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    shutil.copytree(GOOD, tmp_path / "content")
    return Shell(tmp_path, _settings(tmp_path))


def _settings(folder: Path) -> dict[str, str]:
    return {
        "RIGHTSBOT_DATA_DIR": str(folder / "data"),
        "RIGHTSBOT_KEYRING_DIR": str(folder / "keys"),
        "RIGHTSBOT_KEK": b64encode(b"k" * 32).decode(),
        "RIGHTSBOT_CONTENT_DIR": str(folder / "content"),
    }


@pytest.fixture(autouse=True)
def logs_as_they_were() -> Iterator[None]:
    """Commands set up logging for their process; here they share it with other tests."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
