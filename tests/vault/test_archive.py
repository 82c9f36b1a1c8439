"""A copy of the keyring: whole, sealed, and without the keys of the urns."""

from datetime import date
from pathlib import Path

import pytest

from bot.vault import archive, files
from bot.vault.archive import Archive
from bot.vault.errors import ArchiveUnreadable, KeyMissing
from bot.vault.files import Failpoint
from bot.vault.keyring import Keyring
from tests.vault.crashing import crashes

KEK = bytes(range(32))
DAY = date(2026, 12, 1)


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    ring = Keyring(tmp_path / "keys", KEK)
    for name in ("resident", "mark.streets", "data.streets.3", "urn.streets.4"):
        ring.create(name)
    return ring


def test_an_archive_gives_back_every_key_but_those_of_urns(ring: Keyring, tmp_path: Path) -> None:
    archive.write(ring, tmp_path / "KEYS", DAY)
    assert archive.read(tmp_path / "KEYS", KEK).keys == {
        name: ring.get(name) for name in ("resident", "mark.streets", "data.streets.3")
    }


def test_an_archive_knows_its_day_whatever_its_file_is_called(
    ring: Keyring, tmp_path: Path
) -> None:
    archive.write(ring, tmp_path / "2026-12-09.keys", DAY)
    assert archive.read(tmp_path / "2026-12-09.keys", KEK).day == DAY
    assert b"2026-12-01" not in (tmp_path / "2026-12-09.keys").read_bytes()


def test_an_archive_that_is_written_later_holds_the_keys_of_the_moment_it_was_sealed(
    ring: Keyring, tmp_path: Path
) -> None:
    sealed, before = archive.sealed(ring, DAY), ring.get("mark.streets")
    ring.destroy("mark.streets")
    files.write_private(tmp_path / "KEYS.new", sealed)
    files.put_in_place(tmp_path / "KEYS.new", tmp_path / "KEYS")
    assert archive.read(tmp_path / "KEYS", KEK).keys["mark.streets"] == before


class Burning(Keyring):
    """Another process burns a key between its name and its file."""

    def names(self) -> frozenset[str]:
        return super().names() | {"mark.parks"}


def test_with_a_key_that_burns_meanwhile_there_is_no_archive(ring: Keyring) -> None:
    with pytest.raises(KeyMissing):
        archive.sealed(Burning(ring.directory, KEK), DAY)


def test_an_archive_shows_no_key_no_name_and_is_its_owners_alone(
    ring: Keyring, tmp_path: Path
) -> None:
    archive.write(ring, tmp_path / "more" / "KEYS", DAY)
    content = (tmp_path / "more" / "KEYS").read_bytes()
    for name in ring.names():
        assert ring.get(name) not in content
        assert ring.get(name).hex().encode() not in content
        assert name.encode() not in content
    assert (tmp_path / "more" / "KEYS").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "more").stat().st_mode & 0o777 == 0o700


def test_the_same_keys_never_look_the_same_and_few_or_many_are_as_long(ring: Keyring) -> None:
    none, few, many = (
        Archive(DAY, {f"mark.s{n}": bytes(32) for n in range(number)}) for number in (0, 1, 90)
    )
    assert archive.seal(few, KEK)[20:] != archive.seal(few, KEK)[20:]
    assert len({len(archive.seal(kept, KEK)) for kept in (none, few, many)}) == 1


def test_the_keys_are_not_in_the_representation() -> None:
    assert repr(Archive(DAY, {"resident": KEK})) == f"Archive(day={DAY!r})"


@pytest.mark.parametrize("number", [0, 1, 150, 400])
def test_any_number_of_keys_comes_back(number: int) -> None:
    kept = Archive(DAY, {f"data.survey.{n}": n.to_bytes(32) for n in range(number)})
    assert archive.unseal(archive.seal(kept, KEK), KEK) == kept


def test_what_is_no_archive_of_this_kek_is_refused(ring: Keyring, tmp_path: Path) -> None:
    path = tmp_path / "KEYS"
    archive.write(ring, path, DAY)
    whole = path.read_bytes()
    with pytest.raises(ArchiveUnreadable, match=r"^KEYS holds no keys that this key opens$"):
        archive.read(path, bytes(32))
    for content in (b"", b"short", whole[:-1], b"R" + whole[1:], whole[:-1] + b"\0\0", whole[17:]):
        path.write_bytes(content)
        with pytest.raises(ArchiveUnreadable):
            archive.read(path, KEK)


def test_no_crash_leaves_half_an_archive(ring: Keyring, tmp_path: Path) -> None:
    path = ring.backups / "2026-12-01.keys"
    archive.write(ring, path, DAY)
    before = archive.read(path, KEK).keys
    ring.destroy("mark.streets")

    def again(failpoint: Failpoint) -> None:
        archive.write(ring, path, DAY, failpoint=failpoint)

    for stop in crashes(again):
        found = archive.read(path, KEK).keys
        assert len(found) == (3 if stop == "replace: written" else 2)
        archive.write(ring, path, DAY)
        assert archive.read(path, KEK).keys == {
            n: k for n, k in before.items() if n != "mark.streets"
        }
        assert [found.name for found in ring.backups.iterdir()] == [path.name]
        ring.put("mark.streets", before["mark.streets"])
        archive.write(ring, path, DAY)
        ring.destroy("mark.streets")
