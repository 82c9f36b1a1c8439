"""Keys: random, wrapped, private to their owner, and gone when they are gone."""

import os
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from bot.vault.errors import (
    KeyExists,
    KeyMissing,
    KeyNameInvalid,
    KeyringExposed,
    KeyUnreadable,
)
from bot.vault.files import Failpoint, shred
from bot.vault.keyring import Keyring
from tests.vault.crashing import crashes

KEK = bytes(range(32))


def files(ring: Keyring) -> set[str]:
    """All but the two that processes wait at."""
    return {p.name for p in ring.directory.rglob("*") if p.is_file()} - {".lock", ".changing"}


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
    with ring.shared():
        assert {path.stat().st_mode & 0o777 for path in ring.directory.iterdir()} == {0o600}


def test_a_directory_that_others_may_read_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    with pytest.raises(KeyringExposed):
        Keyring(tmp_path, KEK)


@pytest.mark.parametrize(
    "path", ["resident.key", "tombstones", "tombstones/resident.2026-12-01.tomb"]
)
def test_anything_in_it_that_others_may_read_is_refused(ring: Keyring, path: str) -> None:
    ring.create("resident")
    ring.tombstones.add("resident", bytes(32), date(2026, 12, 1))
    Keyring(ring.directory, KEK)
    (ring.directory / path).chmod((ring.directory / path).stat().st_mode | 0o040)
    with pytest.raises(KeyringExposed, match=f"{path}$"):
        Keyring(ring.directory, KEK)


def test_the_file_does_not_hold_the_key(ring: Keyring) -> None:
    made = ring.create("resident")
    assert made not in (ring.directory / "resident.key").read_bytes()


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
    assert files(ring) == set()
    with pytest.raises(KeyMissing):
        ring.get("mark.streets")


def test_a_burning_that_is_cut_short_leaves_no_key_that_looks_damaged(ring: Keyring) -> None:
    def burn(failpoint: Failpoint) -> None:
        ring.put("mark.streets", bytes(32), over=True)
        ring.destroy("mark.streets", failpoint=failpoint)

    for _ in crashes(burn):
        assert ring.names() == frozenset()
        ring.destroy_unfinished()
        assert files(ring) == set()


def test_a_large_file_is_overwritten_to_its_last_byte(tmp_path: Path) -> None:
    path, held = tmp_path / "copy.db", tmp_path / "held"
    path.write_bytes(bytes((2 << 20) + 5000))
    os.link(path, held)
    shred(path)
    content = held.read_bytes()
    assert not path.exists()
    assert len(content) == (2 << 20) + 5000
    assert bytes(16) not in content


def test_destroying_twice_is_no_error(ring: Keyring) -> None:
    ring.create("resident")
    ring.destroy("resident")
    ring.destroy("resident")
    assert ring.names() == frozenset()


def test_half_a_key_is_no_key_and_is_swept_away(ring: Keyring) -> None:
    (ring.directory / "urn.streets.2.key.new").write_bytes(b"half")
    ring.backups.mkdir()
    (ring.backups / "2026-12-01.keys.new").write_bytes(b"half an archive")
    assert ring.names() == frozenset()
    ring.destroy_unfinished()
    assert files(ring) == set()


def test_sweeping_never_takes_a_key_that_another_is_making(ring: Keyring) -> None:
    names = [f"urn.streets.{number}" for number in range(60)]
    done = threading.Event()

    def sweep() -> None:
        while not done.is_set():
            ring.destroy_unfinished()

    sweeper = threading.Thread(target=sweep)
    sweeper.start()
    try:
        made = {name: ring.create(name) for name in names}
    finally:
        done.set()
        sweeper.join()
    assert {name: ring.get(name) for name in ring.names()} == made


def test_of_two_that_make_the_same_key_one_is_refused(ring: Keyring) -> None:
    start, made = threading.Barrier(4), list[bytes]()

    def create() -> None:
        start.wait()
        try:
            made.append(ring.create("resident"))
        except KeyExists:
            made.append(b"")

    workers = [threading.Thread(target=create) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(made) == [b"", b"", b"", ring.get("resident")]


def test_a_key_burns_with_what_a_crash_left_of_its_new_wrapping(ring: Keyring) -> None:
    ring.create("mark.streets")
    (ring.directory / "mark.streets.key.new").write_bytes(b"wrapped under the next KEK")
    ring.destroy("mark.streets")
    assert files(ring) == set()


def test_a_key_that_is_put_is_the_one_that_was_given(ring: Keyring) -> None:
    ring.put("data.streets.4", bytes(range(32)))
    assert ring.get("data.streets.4") == bytes(range(32))
    with pytest.raises(KeyExists):
        ring.put("data.streets.4", bytes(32))
    assert ring.get("data.streets.4") == bytes(range(32))


def test_a_key_that_goes_over_another_overwrites_it(ring: Keyring, tmp_path: Path) -> None:
    ring.create("data.streets.4")
    path, held = ring.directory / "data.streets.4.key", tmp_path / "held"
    held.hardlink_to(path)
    before = held.read_bytes()
    ring.put("data.streets.4", bytes(32), made=1_000_000, over=True)
    assert ring.get("data.streets.4") == bytes(32)
    assert ring.age("data.streets.4", 1_000_007) == 7
    assert held.read_bytes() != before


def test_a_key_knows_how_old_it_is(ring: Keyring) -> None:
    ring.create("data.streets.1", made=1_000_000)
    ring.create("data.streets.2")
    assert ring.age("data.streets.1", 1_000_007) == 7
    assert abs(ring.age("data.streets.2", time.time())) < 60
    with pytest.raises(KeyMissing):
        ring.age("data.streets.3", 0)


def test_what_is_no_key_is_not_taken_for_one(ring: Keyring) -> None:
    (ring.directory / "copy of resident.key").write_bytes(b"")
    assert ring.names() == frozenset()


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
