"""The repository's own files, as a clean clone would hold them."""

from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def walk(folder: Path, ignored: frozenset[str]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if any(fnmatch(path.name, pattern) for pattern in ignored):
            continue
        if path.is_dir():
            yield from walk(path, ignored)
        else:
            yield path


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def files() -> tuple[Path, ...]:
    """Every file that is not ignored, relative to the root."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    ignored = frozenset({".git", *(line.rstrip("/") for line in lines if line)})
    return tuple(path.relative_to(ROOT) for path in walk(ROOT, ignored))


@pytest.fixture(scope="session")
def modules(files: tuple[Path, ...]) -> tuple[Path, ...]:
    return tuple(path for path in files if path.suffix == ".py")
