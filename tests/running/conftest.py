"""What a process would write, kept: every record as it is, every line, and standard error."""

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import logs
from bot.core.model import LANGUAGES
from bot.proof.attacks import p13
from tests.chat.conftest import CONTENT, STRUCTURE, WORDS

ANSWER = "quokka"
"""An option that no file of the code is called by."""


class Written(p13.Written):
    """As the attack reads it, all at once."""

    @property
    def all(self) -> str:
        return "\n".join(self.records) + self.lines.getvalue()


@pytest.fixture
def level() -> str:
    return "INFO"


@pytest.fixture
def written(level: str) -> Iterator[Written]:
    root, own = logging.getLogger(), logging.getLogger(logs.OWN)
    before = (list(root.handlers), root.level, own.level, logging.raiseExceptions)
    born = logging.getLogRecordFactory()
    logs.configure(level)
    if level == "DEBUG":
        # Also the libraries say all they have, but the one that reads moderators' files alone.
        root.setLevel(logging.DEBUG)
        logging.getLogger("markdown_it").setLevel(logging.WARNING)
    kept = Written()
    root.handlers[0].setStream(kept.lines)  # type: ignore[attr-defined]  # a stream handler
    root.addHandler(kept)
    yield kept
    logging.setLogRecordFactory(born)
    root.handlers[:], root.level, own.level, logging.raiseExceptions = before


@pytest.fixture(scope="session")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped content with a survey whose answers can be told from all other words."""
    folder = tmp_path_factory.mktemp("marked") / "content"
    shutil.copytree(CONTENT, folder)
    survey = folder / "surveys" / "all-types"
    survey.mkdir()
    structure = STRUCTURE.replace("desk", ANSWER)
    (survey / "survey.yaml").write_text(structure, encoding="utf-8")
    for lang in LANGUAGES:
        words = WORDS.format(head="version" if lang == "en" else "of").replace("desk", ANSWER)
        (survey / f"{lang}.yaml").write_text(words, encoding="utf-8")
    return folder
