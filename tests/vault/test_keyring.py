"""Keys: random, wrapped, private to their owner, and gone when they are gone."""

import os
from pathlib import Path

import pytest

from bot.vault.errors import (
    KeyExists,
    KeyMissing,
    KeyNameInvalid,
    KeyringExposed,
    KeyUnreadable,
)
from bot.vault.keyring import Keyring

KEK = bytes(range(32))


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    return Keyring(tmp_path / "keys", KEK)


def test_a_key_comes_back_as_it_was_made(ring: Keyring) -> None:
    made = ring.create("mark.streets")
    assert ring.get("mark.streets") == made
    assert len(made) == 32
    assert ring.names() == {"mark.streets"}


def test_every_key_is_independent_of_every_other(ring: Keyring, tmp_path: Path) -> None:
    twin = Keyring(tmp_path / "other", KEK)
    assert ring.create("urn.streets.1") != twin.create("urn.streets.1")


def test_directory_and_files_are_their_owners_alone(ring: Keyring) -> None:
    ring.create("resident")
    assert ring.directory.stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in ring.directory.iterdir()] == [0o600]


def test_a_directory_that_others_may_read_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    with pytest.raises(KeyringExposed):
        Keyring(tmp_path, KEK)


def test_the_file_does_not_hold_the_key(ring: Keyring) -> None:
    made = ring.create("resident")
    (path,) = ring.directory.iterdir()
    assert made not in path.read_bytes()


def test_a_key_does_not_open_under_another_name(ring: Keyring) -> None:
    ring.create("urn.streets.1")
    (ring.directory / "urn.streets.1.key").rename(ring.directory / "urn.streets.2.key")
    with pytest.raises(KeyUnreadable):
        ring.get("urn.streets.2")


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 60, b"x" * 600])
def test_a_damaged_file_is_named_and_nothing_of_it_shown(ring: Keyring, content: bytes) -> None:
    ring.create("resident")
    (ring.directory / "resident.key").write_bytes(content)
    with pytest.raises(KeyUnreadable, match=r"^key resident cannot be unwrapped$"):
        ring.get("resident")


def test_another_kek_opens_nothing(ring: Keyring) -> None:
    ring.create("resident")
    with pytest.raises(KeyUnreadable):
        Keyring(ring.directory, bytes(32)).get("resident")


def test_a_key_is_never_made_twice(ring: Keyring) -> None:
    made = ring.create("resident")
    with pytest.raises(KeyExists):
        ring.create("resident")
    assert ring.get("resident") == made


def test_a_destroyed_key_is_overwritten_and_gone(ring: Keyring, tmp_path: Path) -> None:
    ring.create("mark.streets")
    path = ring.directory / "mark.streets.key"
    before = path.read_bytes()
    os.link(path, tmp_path / "held")
    ring.destroy("mark.streets")
    assert (tmp_path / "held").read_bytes() != before
    assert len((tmp_path / "held").read_bytes()) == len(before)
    assert list(ring.directory.iterdir()) == []
    with pytest.raises(KeyMissing):
        ring.get("mark.streets")


def test_destroying_twice_is_no_error(ring: Keyring) -> None:
    ring.create("resident")
    ring.destroy("resident")
    ring.destroy("resident")
    assert ring.names() == frozenset()


def test_half_a_key_is_no_key_and_is_swept_away(ring: Keyring) -> None:
    (ring.directory / "urn.streets.2.new").write_bytes(b"half")
    assert ring.names() == frozenset()
    ring.destroy_unfinished()
    assert list(ring.directory.iterdir()) == []


@pytest.mark.parametrize("name", ["", "../kek", "a/b", ".hidden", "Mark", "a b", "a\n", "é"])
def test_a_name_never_leaves_the_directory(ring: Keyring, name: str) -> None:
    with pytest.raises(KeyNameInvalid):
        ring.create(name)


def test_the_kek_is_not_in_the_representation(ring: Keyring) -> None:
    assert repr(ring) == f"Keyring(directory={ring.directory!r})"


def test_the_fingerprint_tells_keyrings_apart(ring: Keyring, tmp_path: Path) -> None:
    ring.create("resident")
    before = ring.fingerprint()
    assert before == Keyring(ring.directory, KEK).fingerprint()
    assert before != Keyring(ring.directory, bytes(32)).fingerprint()
    ring.create("mark.streets")
    assert before != ring.fingerprint()
    twin = Keyring(tmp_path / "twin", KEK)
    twin.create("resident")
    assert before != twin.fingerprint()
