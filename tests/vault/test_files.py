"""What is written is its owner's alone, and what it takes the place of is overwritten."""

from pathlib import Path

from bot.vault import files


def test_what_is_written_is_its_owners_alone_and_no_leftover_survives(tmp_path: Path) -> None:
    path, held = tmp_path / "KEYS.new", tmp_path / "held"
    path.write_bytes(b"half of a former one")
    path.chmod(0o644)
    held.hardlink_to(path)
    files.write_private(path, b"keys")
    assert path.read_bytes() == b"keys"
    assert path.stat().st_mode & 0o777 == 0o600
    assert held.read_bytes() != b"half of a former one"


def test_what_is_put_in_place_overwrites_what_stood_there(tmp_path: Path) -> None:
    path, held = tmp_path / "KEYS", tmp_path / "held"
    path.write_bytes(b"former keys")
    held.hardlink_to(path)
    files.write_private(tmp_path / "KEYS.new", b"keys")
    files.put_in_place(tmp_path / "KEYS.new", path)
    assert path.read_bytes() == b"keys"
    assert held.read_bytes() != b"former keys"
    assert len(list(tmp_path.iterdir())) == 2
