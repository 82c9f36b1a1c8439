"""What is installed is exactly what the locks say, wherever it comes from."""

import re
import tomllib
from pathlib import Path

import pytest

PIN = re.compile(
    r"(?P<name>[a-z0-9-]+)(?:\[[a-z0-9,-]+\])?==(?P<version>[0-9A-Za-z.!+]+)(?: ; [^\\]+)? \\"
)
HASH = re.compile(r" {4}--hash=sha256:[0-9a-f]{64}(?: \\)?")
NAME = re.compile(r"[A-Za-z0-9._-]+")
LOCKS = ("requirements.lock", "requirements-dev.lock")


def pins(lock: Path) -> set[tuple[str, str]]:
    matches = map(PIN.fullmatch, lock.read_text(encoding="utf-8").splitlines())
    return {(match["name"], match["version"]) for match in matches if match}


def names(requirements: list[str]) -> set[str]:
    found = filter(None, map(NAME.match, requirements))
    return {re.sub(r"[._-]+", "-", match[0]).lower() for match in found}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_pins_and_hashes_and_no_address(root: Path, lock: str) -> None:
    lines = (root / lock).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not (PIN.fullmatch(line) or HASH.fullmatch(line))] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(root: Path, lock: str) -> None:
    lines = (root / lock).read_text(encoding="utf-8").splitlines()
    following = zip(lines, [*lines[1:], ""], strict=True)
    assert [a for a, b in following if PIN.fullmatch(a) and not HASH.fullmatch(b)] == []


def test_what_is_tested_is_what_operators_install(root: Path) -> None:
    assert pins(root / LOCKS[0]) < pins(root / LOCKS[1])


def test_the_locks_know_every_declared_dependency(root: Path) -> None:
    declared = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    base = names(declared["project"]["dependencies"])
    extras = [
        each for some in declared["project"]["optional-dependencies"].values() for each in some
    ]
    more = names([*extras, *declared["dependency-groups"]["dev"]])
    assert base - {name for name, _ in pins(root / LOCKS[0])} == set()
    assert more - {name for name, _ in pins(root / LOCKS[1])} == set()
