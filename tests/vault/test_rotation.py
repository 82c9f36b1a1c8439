"""Another KEK for the same keys, also when it is cut short."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.vault import archive
from bot.vault.errors import ArchiveUnreadable, KeyringInUse, KeyUnreadable
from bot.vault.files import Failpoint
from bot.vault.keyring import Keyring
from bot.vault.rotation import rotate
from tests.vault.crashing import crashes

OLD, NEW, OTHER = (bytes([number]) * 32 for number in range(3))
DAY = date(2026, 12, 1)
NAMES = ("data.streets.1", "resident", "urn.streets.1")


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    ring = Keyring(tmp_path / "keys", OLD)
    for name in NAMES:
        ring.create(name, made=1_000_000)
    archive.write(ring, ring.backups / "2026-12-01.keys", DAY)
    return ring


def keys(ring: Keyring) -> dict[str, bytes]:
    return {name: ring.get(name) for name in ring.names()}


def test_rotation_changes_the_kek_and_no_key(ring: Keyring) -> None:
    before = keys(ring)
    kept = archive.read(ring.backups / "2026-12-01.keys", OLD)
    renewed = rotate(ring, NEW)
    assert keys(renewed) == before
    assert archive.read(renewed.backups / "2026-12-01.keys", NEW) == kept


def test_after_rotation_the_old_kek_opens_nothing(ring: Keyring, tmp_path: Path) -> None:
    """Neither what lies there nor what lay there: it is overwritten, not only unlinked."""
    former = [*ring.directory.glob("*.key"), *ring.backups.iterdir()]
    held = {path: tmp_path / path.name for path in former}
    for path, link in held.items():
        link.hardlink_to(path)
    before = {link: link.read_bytes() for link in held.values()}
    rotate(ring, NEW)
    for name in NAMES:
        with pytest.raises(KeyUnreadable):
            ring.get(name)
    with pytest.raises(ArchiveUnreadable):
        archive.read(ring.backups / "2026-12-01.keys", OLD)
    assert [link for link, content in before.items() if link.read_bytes() == content] == []


def test_rotation_leaves_nothing_half_written_under_the_old_kek(ring: Keyring) -> None:
    for half in (ring.directory / "data.streets.2.key.new", ring.backups / "2026-12-02.keys.new"):
        half.touch(mode=0o600)
    rotate(ring, NEW)
    assert list(ring.directory.rglob("*.new")) == []


def test_rotation_makes_no_key_younger(ring: Keyring) -> None:
    renewed = rotate(ring, NEW)
    assert {renewed.age(name, 1_000_000) for name in NAMES} == {0}


def test_wherever_rotation_is_cut_short_doing_it_again_finishes_it(
    ring: Keyring, tmp_path: Path
) -> None:
    before, whole = keys(ring), tmp_path / "whole"
    shutil.copytree(ring.directory, whole)

    def anew(failpoint: Failpoint) -> None:
        shutil.rmtree(ring.directory)
        shutil.copytree(whole, ring.directory)
        rotate(ring, NEW, failpoint)

    stops = []
    for stop in crashes(anew):
        stops.append(stop)
        renewed = rotate(ring, NEW)
        assert keys(renewed) == before, stop
        assert archive.read(renewed.backups / "2026-12-01.keys", NEW).day == DAY
        assert list(ring.directory.rglob("*.new")) == []
    assert len(stops) == 3 * (len(NAMES) + 1)
    assert set(stops) == {
        "replace: written",
        "replace: in place",
        "rotate: one key",
        "rotate: one archive",
    }


def test_rotating_twice_to_the_same_kek_changes_nothing(ring: Keyring) -> None:
    rotate(ring, NEW)
    before = {path: path.read_bytes() for path in ring.directory.rglob("*") if path.is_file()}
    rotate(ring, NEW)
    rotate(Keyring(ring.directory, NEW), NEW)
    assert {p: p.read_bytes() for p in ring.directory.rglob("*") if p.is_file()} == before


def test_with_a_key_of_neither_kek_nothing_is_begun(ring: Keyring) -> None:
    alien = Keyring(ring.directory, OTHER)
    alien.create("withdraw.streets")
    with pytest.raises(KeyUnreadable, match=r"withdraw\.streets"):
        rotate(ring, NEW)
    alien.destroy("withdraw.streets")
    other = Keyring(ring.directory.parent / "other", OTHER)
    archive.write(other, ring.backups / "alien.keys", DAY)
    with pytest.raises(ArchiveUnreadable, match=r"alien\.keys"):
        rotate(ring, NEW)
    assert len(keys(ring)) == len(NAMES)


def test_nothing_is_rotated_while_anybody_works_with_the_keys(ring: Keyring) -> None:
    with ring.shared(), pytest.raises(KeyringInUse):
        rotate(ring, NEW)
    assert len(keys(ring)) == len(NAMES)
