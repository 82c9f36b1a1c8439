"""Faults in what is published; each must be noticed by the attack on its property."""

import secrets
from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from bot.core.disclosure import Allowed
from bot.core.sheet import Answers
from bot.release import files
from bot.release.artefact import Release
from bot.release.reader import Reader
from bot.release.tally import Tally
from bot.storage.store import Store
from tests.anonymity.breaking import Break
from tests.anonymity.breaks_files import both, nothing, put

RESPONSES: Final = Store.each_response
RENDERED: Final = files._rendered


async def with_marks(store: Store, survey: str, take: Callable[[Sequence[Answers]], None]) -> None:
    async with store.database.read() as connection:
        await connection.exec_driver_sql("SELECT count(*) FROM mark")
    await RESPONSES(store, survey, take)


def stamped(release: Release, whom: Reader, kind: str) -> bytes:
    return RENDERED(release, whom, kind) + secrets.token_bytes(4)


def not_rounded(number: int, _: int) -> int:
    return number


def rounded_down(number: int, _: int) -> int:
    return number // 5 * 5


def by_the_cell(number: int, _: int) -> int:
    return (number + secrets.randbelow(5)) // 5 * 5


def for_good(_: Tally, number: int) -> tuple[int, ...]:
    """Each response has one record key in all releases."""
    chance = Random(1)
    return tuple(chance.getrandbits(64) for _ in range(number))


def none_of_few(*_: object) -> tuple[str, ...]:
    return ()


def everything(base: int, row_of: int | None = None) -> Allowed:
    return Allowed(least=0, shares=True)


SOON: Final = put("proof.attacks.p19.SEEDS", 400)
GUESSED: Final = put("proof.attacks.p20.SEEDS", 200)
EXACT: Final = both(
    put("release.tally.rounded", not_rounded), put("release.tables._refuse_exact", nothing)
)


BREAKS: Final = (
    Break(18, "fresh", "files are made for each who asks", "broken",
          put("release.files._rendered", stamped)),
    Break(18, "again", "the next who asks gets another release", "broken",
          put("release.artefact.MORE", 0)),
    Break(18, "fifth", "there may be more than four interim results", "broken",
          put("release.artefact.MOST_INTERIMS", 9)),
    Break(18, "spy", "a release counts the marks", "broken",
          put("storage.store.Store.each_response", with_marks)),
    Break(19, "exact", "true counts are published", "broken",
          both(SOON, EXACT)),
    Break(19, "down", "counts are always rounded down", "broken",
          both(SOON, put("release.tally.rounded", rounded_down))),
    Break(19, "cell", "each cell is rounded by itself", "broken",
          both(SOON, put("release.tally.rounded", by_the_cell))),
    Break(19, "base", "answers of few people are shown", "broken",
          both(SOON, put("release.tables.allowed", everything))),
    Break(19, "language", "a language that few answered in is told", "broken",
          both(SOON, put("release.tables._of_few", none_of_few))),
    Break(20, "exact", "true counts are published", "broken", both(GUESSED, EXACT)),
    Break(20, "key", "an answer is rounded by the same key each time", "broken",
          both(GUESSED, put("release.tally.Tally._keys", for_good))),
    Break(20, "many", "there may be twelve interim results", "broken",
          both(GUESSED, put("release.artefact.MOST_INTERIMS", 12))),
)  # fmt: skip
