"""A start that would make the promises untrue is refused."""

import base64
from pathlib import Path

import pytest

from bot.vault.errors import (
    DatabaseMissing,
    KekExposed,
    KekInvalid,
    KekMissing,
    KeyringInsideData,
    KeyringMissing,
)
from bot.vault.keyring import Keyring
from bot.vault.start import find_kek, refuse_inside, refuse_parted

KEK = bytes(range(32))
TEXT = base64.b64encode(KEK).decode()


def test_the_kek_of_the_settings_comes_first(tmp_path: Path) -> None:
    found = find_kek(f" {TEXT}\n", tmp_path / "kek", fresh=True)
    assert (found.key, found.beside) == (KEK, False)
    assert not (tmp_path / "kek").exists()


def test_a_fresh_start_makes_a_kek_that_the_next_one_finds(tmp_path: Path) -> None:
    path = tmp_path / "var" / "kek"
    made = find_kek(None, path, fresh=True)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert made.beside
    assert find_kek(None, path, fresh=False) == made


def test_keys_or_rows_without_a_kek_are_refused(tmp_path: Path) -> None:
    with pytest.raises(KekMissing):
        find_kek(None, tmp_path / "kek", fresh=False)
    assert not (tmp_path / "kek").exists()


@pytest.mark.parametrize("text", ["", "secret!", TEXT[:-4], TEXT * 2, "é" * 44])
def test_a_wrong_kek_is_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    with pytest.raises(KekInvalid) as refused:
        find_kek(text, tmp_path / "kek", fresh=True)
    assert not text or text not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_kek_is_not_in_the_representation(tmp_path: Path) -> None:
    assert repr(KEK) not in repr(find_kek(TEXT, tmp_path / "kek", fresh=True))


def test_a_kek_that_others_may_read_is_refused(tmp_path: Path) -> None:
    find_kek(None, tmp_path / "kek", fresh=True)
    (tmp_path / "kek").chmod(0o640)
    with pytest.raises(KekExposed):
        find_kek(None, tmp_path / "kek", fresh=False)


def test_a_keyring_inside_the_data_directory_is_refused(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (tmp_path / "link").symlink_to(data)
    for inside in (data, data / "keys", tmp_path / "link" / "keys", data / ".." / "data" / "k"):
        with pytest.raises(KeyringInsideData):
            refuse_inside(inside, data)
    refuse_inside(tmp_path / "keys", data)
    refuse_inside(tmp_path / "data-keys", data)


def test_keys_and_rows_are_refused_without_each_other(tmp_path: Path) -> None:
    ring = Keyring(tmp_path / "keys", KEK)
    refuse_parted(ring.directory, exists=False, empty=True)
    refuse_parted(ring.directory, exists=True, empty=True)
    with pytest.raises(KeyringMissing):
        refuse_parted(ring.directory, exists=True, empty=False)
    with pytest.raises(KeyringMissing):
        refuse_parted(tmp_path / "nowhere", exists=True, empty=False)
    ring.create("resident")
    with pytest.raises(DatabaseMissing):
        refuse_parted(ring.directory, exists=False, empty=True)
    refuse_parted(ring.directory, exists=True, empty=True)
    refuse_parted(ring.directory, exists=True, empty=False)
