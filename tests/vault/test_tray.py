"""A tray: keys in hand, of which the keyring knows nothing until they are laid down."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.vault.errors import KeyExists, KeyMissing, KeyNameInvalid, KeyUnreadable
from bot.vault.files import Failpoint
from bot.vault.keyring import Keyring
from bot.vault.tray import Tray
from tests.vault.crashing import crashes

KEK = bytes(range(32))
OLD, NEW = b"o" * 32, b"n" * 32
BROUGHT = {"data.streets.2": NEW, "mark.streets": OLD, "withdraw.streets": NEW}
KEEP = frozenset({"data.streets.2", "mark.streets", "resident", "urn.streets.8"})


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    ring = Keyring(tmp_path / "keys", KEK)
    for name in ("data.streets.2", "mark.streets", "resident", "urn.streets.7"):
        ring.put(name, OLD, made=1_000_000)
    return ring


def worked(ring: Keyring) -> Tray:
    """As a restore does: a new key for what is sealed anew, and none for what is gone."""
    tray = Tray.of(ring, BROUGHT)
    tray.put("urn.streets.8", NEW)
    tray.destroy("urn.streets.7")
    return tray


def content(ring: Keyring) -> dict[str, bytes]:
    """All of its files but the one that processes wait at."""
    found = (path for path in ring.directory.rglob("*") if path.is_file())
    return {path.name: path.read_bytes() for path in found if path.name != ".changing"}


def test_a_tray_holds_the_keys_of_the_keyring_and_those_brought_over_them(ring: Keyring) -> None:
    tray = Tray.of(ring, BROUGHT)
    assert {name: tray.get(name) for name in tray.names()} == {
        "data.streets.2": NEW,
        "mark.streets": OLD,
        "resident": OLD,
        "urn.streets.7": OLD,
        "withdraw.streets": NEW,
    }
    assert tray.tombstones == ring.tombstones


def test_a_tray_behaves_as_a_keyring_does(ring: Keyring) -> None:
    tray = worked(ring)
    assert tray.create("data.parks.1", made=7) == tray.get("data.parks.1")
    assert [tray.age(name, 1_000_009) for name in ("data.parks.1", "mark.streets")] == [
        1_000_002,
        9,
    ]
    assert tray.age("data.streets.2", 1_000_009) == 0
    tray.destroy("urn.streets.7")
    with pytest.raises(KeyMissing):
        tray.get("urn.streets.7")
    with pytest.raises(KeyExists):
        tray.create("urn.streets.8")
    for act in (tray.create, tray.get, tray.destroy):
        with pytest.raises(KeyNameInvalid):
            act("../kek")


def test_nothing_is_written_or_burnt_before_it_is_laid_down(ring: Keyring) -> None:
    before = content(ring)
    tray = worked(ring)
    tray.create("data.parks.1")
    tray.rewrap("mark.streets", NEW, lambda _: None)
    tray.destroy("resident")
    with pytest.raises(KeyMissing, match="resident"):
        tray.lay_down(KEEP)
    assert content(ring) == before


def test_with_a_key_that_does_not_open_there_is_no_tray(ring: Keyring) -> None:
    with pytest.raises(KeyUnreadable):
        Tray.of(Keyring(ring.directory, bytes(32)), BROUGHT)


def test_no_key_is_in_the_representation(ring: Keyring) -> None:
    assert repr(Tray.of(ring, BROUGHT)) == f"Tray(directory={ring.directory!r})"


def test_laying_down_burns_nothing_and_writes_only_what_is_kept_and_other(
    ring: Keyring, tmp_path: Path
) -> None:
    before, held = content(ring), tmp_path / "held"
    held.hardlink_to(ring.directory / "data.streets.2.key")
    worked(ring).lay_down(KEEP)
    after = content(ring)
    assert {name for name in after if after[name] != before.get(name)} == {
        "data.streets.2.key",
        "urn.streets.8.key",
    }
    assert before.keys() <= after.keys()
    assert (ring.get("data.streets.2"), ring.get("urn.streets.8")) == (NEW, NEW)
    assert held.read_bytes() != before["data.streets.2.key"]


def test_the_others_burn_and_no_tombstone_does(ring: Keyring) -> None:
    ring.tombstones.add("resident", bytes(32), date(2026, 12, 1))
    tray = worked(ring)
    tray.lay_down(KEEP)
    tray.burn_others(KEEP)
    assert ring.names() == KEEP
    assert ring.tombstones.entries("resident") == {bytes(32)}


def test_burning_that_is_cut_short_is_finished_by_burning_again(ring: Keyring) -> None:
    tray = Tray.of(ring, {})

    def burn(failpoint: Failpoint) -> None:
        ring.put("urn.streets.7", OLD, over=True)
        tray.burn_others(frozenset({"resident"}), failpoint)

    for _ in crashes(burn):
        tray.burn_others(frozenset({"resident"}))
        assert [path.name for path in ring.directory.glob("*.key*")] == ["resident.key"]


def test_wherever_it_is_cut_short_doing_it_again_finishes_it(ring: Keyring, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(ring.directory, whole)

    def once(failpoint: Failpoint) -> None:
        tray = worked(ring)
        tray.lay_down(KEEP, failpoint)
        tray.burn_others(KEEP, failpoint)

    def anew(failpoint: Failpoint) -> None:
        shutil.rmtree(ring.directory)
        shutil.copytree(whole, ring.directory)
        once(failpoint)

    stops = []
    for stop in crashes(anew):
        stops.append(stop)
        tray = Tray.of(ring, BROUGHT)
        tray.put("urn.streets.8", NEW, over=True)
        tray.lay_down(KEEP)
        tray.burn_others(KEEP)
        assert {name: ring.get(name) for name in ring.names()} == {
            "data.streets.2": NEW,
            "mark.streets": OLD,
            "resident": OLD,
            "urn.streets.8": NEW,
        }
        assert list(ring.directory.rglob("*.new")) == [], stop
    one = ["replace: written", "replace: in place", "lay down: one key"]
    assert stops == [*one, *one, "destroy: nameless", "burn others: one key"]
