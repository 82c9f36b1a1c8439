"""Releases and their files are stored once and stay as they are; reach has only tens."""

import hashlib
from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from bot.storage.rows import FileRow, ReachRow, ReleaseRow
from bot.storage.store import Store
from tests.storage.house import SURVEY, TODAY

FIRST = ReleaseRow(SURVEY, 1, "public", '{"n":30}', "{}", "{}", "maker", "", TODAY)


async def test_a_release_is_saved_once_and_the_first_stands(store: Store) -> None:
    assert await store.save_release(FIRST)
    assert not await store.save_release(replace(FIRST, tables='{"n":35}'))
    second = replace(FIRST, sequence=2, approver="steward")
    assert await store.save_release(second)
    assert await store.save_release(replace(FIRST, audience="staff"))
    assert await store.releases(SURVEY) == (FIRST, replace(FIRST, audience="staff"), second)
    assert await store.releases("parks") == ()


async def test_a_file_is_kept_once_and_found_by_its_digest(store: Store) -> None:
    digest = hashlib.sha256(b"a,b").hexdigest()
    wanted = FileRow("results.en.csv", digest)
    assert await store.keep_file(FIRST, "results.en.csv", b"a,b") == wanted
    assert await store.keep_file(FIRST, "results.en.csv", b"other") == wanted
    await store.keep_file(FIRST, "copy.en.csv", b"a,b")
    assert [row.name for row in await store.files(FIRST)] == ["copy.en.csv", "results.en.csv"]
    assert await store.file(digest) == b"a,b"
    assert await store.file("0" * 64) is None


async def test_reach_adds_up_in_tens(store: Store) -> None:
    key = ("2026-W48", "city:tirana", "topic:cameras")
    await store.add_reach({key: 10, ("2026-W48", "lang:sq", "home"): 20})
    await store.add_reach({key: 30})
    assert await store.reach() == (
        ReachRow(*key, 40),
        ReachRow("2026-W48", "lang:sq", "home", 20),
    )
    with pytest.raises(IntegrityError):
        await store.add_reach({key: 7})


async def test_reach_goes_after_two_years(store: Store) -> None:
    for week in ("2024-W46", "2024-W47", "2026-W48"):
        await store.add_reach({(week, "lang:sq", "home"): 10})
    await store.purge(TODAY, month=24_323)
    assert [row.week for row in await store.reach()] == ["2024-W47", "2026-W48"]
