"""Tombstones remember what is gone, and nothing about when or in which order."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.vault.errors import TombstoneInvalid, TombstonesUnreadable
from bot.vault.tombstones import Tombstones

DAY = date(2026, 12, 1)
FIRST, SECOND, THIRD = (bytes([number]) * 32 for number in (7, 3, 5))


@pytest.fixture
def stones(tmp_path: Path) -> Tombstones:
    return Tombstones(tmp_path / "tombstones")


def files(stones: Tombstones) -> set[str]:
    return {path.name for path in stones.directory.iterdir()} - {".lock"}


def test_what_was_added_is_found_by_kind(stones: Tombstones) -> None:
    stones.add("resident", FIRST, DAY)
    stones.add("withdraw-streets", SECOND, DAY)
    stones.add("resident", THIRD, DAY + timedelta(days=1))
    again = Tombstones(stones.directory)
    assert again.entries("resident") == {FIRST, THIRD}
    assert again.entries("withdraw-streets") == {SECOND}
    assert again.entries("withdraw-parks") == frozenset()
    assert again.kinds() == {"resident", "withdraw-streets"}


def test_several_are_added_by_one_write_or_none_is(stones: Tombstones) -> None:
    stones.add_all("withdraw-streets", [FIRST, SECOND], DAY)
    assert stones.entries("withdraw-streets") == {FIRST, SECOND}
    with pytest.raises(TombstoneInvalid):
        stones.add_all("withdraw-streets", [THIRD, b"short"], DAY)
    assert stones.entries("withdraw-streets") == {FIRST, SECOND}


def test_no_order_of_adding_leaves_a_trace(tmp_path: Path) -> None:
    left = set()
    for number, order in enumerate(permutations((FIRST, SECOND, THIRD, FIRST))):
        stones = Tombstones(tmp_path / str(number))
        for entry in order:
            stones.add("resident", entry, DAY)
        (path,) = stones.directory.glob("*.tomb")
        left.add((path.name, path.read_bytes(), path.stat().st_mtime))
    midnight = datetime(2026, 12, 1, tzinfo=UTC).timestamp()
    assert left == {("resident.2026-12-01.tomb", SECOND + THIRD + FIRST, midnight)}


def test_a_day_that_is_over_no_longer_tells_when_it_was_written(stones: Tombstones) -> None:
    """The system's own times of a file cannot be set; so all of a day are written anew, once."""
    day = datetime.now(UTC).date() + timedelta(days=1)
    stones.add("resident", FIRST, day)
    path = next(stones.directory.glob("*.tomb"))
    with path.open("rb") as written:
        before = path.stat().st_ino
        stones.purge(day)
        assert path.stat().st_ino == before
        stones.purge(day + timedelta(days=1))
        assert path.stat().st_ino != before
        assert written.read() != FIRST
    assert stones.entries("resident") == {FIRST}


def test_a_day_written_anew_is_not_written_again(stones: Tombstones) -> None:
    stones.add("resident", FIRST, date(2020, 1, 1))
    path = next(stones.directory.glob("*.tomb"))
    before = path.stat().st_ino
    stones.purge(date(2020, 1, 2))
    assert path.stat().st_ino == before


def test_the_latest_day_of_a_tombstone_is_known(stones: Tombstones) -> None:
    for days in (1, 4, 2):
        stones.add("resident", FIRST, DAY + timedelta(days=days))
    stones.add("resident", SECOND, DAY + timedelta(days=5))
    stones.add("closed", THIRD, DAY)
    assert stones.day_of("resident", FIRST) == DAY + timedelta(days=4)
    assert stones.day_of("closed", THIRD) == DAY
    assert stones.day_of("resident", THIRD) is None
    assert stones.day_of("withdraw-streets", FIRST) is None


def test_files_are_their_owners_alone(stones: Tombstones) -> None:
    stones.add("resident", FIRST, DAY)
    assert stones.directory.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in stones.directory.iterdir()} == {0o600}


def test_who_is_remembered_anew_has_no_tombstone(stones: Tombstones) -> None:
    for day in (DAY, DAY + timedelta(days=2)):
        stones.add("resident", FIRST, day)
    stones.add("resident", SECOND, DAY)
    stones.remove("resident", FIRST)
    stones.remove("resident", THIRD)
    stones.remove("withdraw-streets", FIRST)
    assert stones.entries("resident") == {SECOND}
    assert files(stones) == {"resident.2026-12-01.tomb"}


def test_with_the_close_all_of_a_survey_are_dropped(stones: Tombstones, tmp_path: Path) -> None:
    stones.add("withdraw-streets", FIRST, DAY)
    stones.add("withdraw-streets-2", SECOND, DAY)
    held = tmp_path / "held"
    held.hardlink_to(stones.directory / "withdraw-streets.2026-12-01.tomb")
    stones.drop("withdraw-streets")
    assert stones.kinds() == {"withdraw-streets-2"}
    assert held.read_bytes() != FIRST


def test_they_outlive_every_backup_and_no_longer(stones: Tombstones) -> None:
    stones.add("resident", FIRST, DAY)
    stones.purge(DAY + timedelta(days=35))
    assert stones.entries("resident") == {FIRST}
    stones.purge(DAY + timedelta(days=36))
    assert files(stones) == set()


def test_a_damaged_file_is_named_and_never_taken_for_none(stones: Tombstones) -> None:
    stones.add("resident", FIRST, DAY)
    path = stones.directory / "resident.2026-12-01.tomb"
    path.write_bytes(FIRST[:-1])
    with pytest.raises(TombstonesUnreadable, match=r"^resident\.2026-12-01\.tomb is damaged$"):
        stones.entries("resident")


@pytest.mark.parametrize(
    ("kind", "entry"),
    [("", FIRST), ("../resident", FIRST), ("a.b", FIRST), ("é", FIRST), ("resident", b"short")],
)
def test_what_is_no_tombstone_is_refused(stones: Tombstones, kind: str, entry: bytes) -> None:
    with pytest.raises(TombstoneInvalid):
        stones.add(kind, entry, DAY)
    assert files(stones) == set()


def test_half_a_file_of_a_crash_is_swept_away(stones: Tombstones) -> None:
    stones.add("resident", FIRST, DAY)
    (stones.directory / "resident.2026-11-30.tomb.new").write_bytes(SECOND)
    assert stones.entries("resident") == {FIRST}
    assert files(stones) == {"resident.2026-12-01.tomb"}


@settings(max_examples=20)
@given(acts=some.lists(some.tuples(some.booleans(), some.integers(0, 3), some.integers(0, 2))))
def test_they_hold_exactly_what_was_added_and_not_removed(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[bool, int, int]]
) -> None:
    stones, expected = Tombstones(tmp_path_factory.mktemp("t")), set[bytes]()
    for adding, number, days in acts:
        entry = bytes([number]) * 32
        if adding:
            stones.add("resident", entry, DAY + timedelta(days=days))
            expected.add(entry)
        else:
            stones.remove("resident", entry)
            expected.discard(entry)
    assert stones.entries("resident") == expected
