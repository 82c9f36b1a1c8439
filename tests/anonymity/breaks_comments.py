"""Faults in how comments are kept; each must be noticed by the attack on its property."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Final

from bot.core import effect as ef
from bot.core.effect import Became
from bot.storage import mixing
from bot.storage.finding import Row
from bot.storage.opened import KINDS, Kind, find_survey
from bot.storage.store import Store
from bot.storage.work import Lock, Work
from bot.turn import Turns
from bot.vault import marks
from tests.anonymity.breaking import Break
from tests.anonymity.breaks_behaviour import FEW_CODES, found_nowhere, straight
from tests.anonymity.breaks_files import FEW, POSTGRES, both, done, made_with, nothing, put

COMMENT: Final = Turns._comment


def plain_hash(key: bytes, question: str, person: int) -> bytes:
    return sha256(str(person).encode()).digest()


def as_of_answers(key: bytes, question: str, code: bytes) -> bytes:
    return marks.withdrawal(key, code)


def one_for_all(key: bytes, question: str, person: int) -> bytes:
    return sha256(f"{question}{person}".encode()).digest()


async def noted(turns: Turns, person: int, save: ef.SaveComment) -> Became:
    """A file beside the database keeps what people write."""
    folder = Path(str(turns.store.keyring.directory)).parent / "data"
    with (folder / "comments.txt").open("a", encoding="utf-8") as file:
        file.write(f"{save.text}\n")
    return await COMMENT(turns, person, save)


async def together(store: Store, survey: str, kinds: Iterable[Kind] = KINDS) -> None:
    """Answers and comments are mixed in one transaction."""
    async with store.work() as work:
        row = await find_survey(work, survey, Lock.ALONE)
        for pool in row.pools if row else ():
            await mixing.rewrite(work, pool)
    await store.settle(survey)


async def left_under_its_key(work: Work, row: Row) -> None:
    """Taken out, and what a server still holds of it is never sealed anew."""
    table = row.table
    await work.connection.execute(table.delete().where(table.c.id == row.id))


def nothing_found(_: str) -> tuple[()]:
    return ()


UNBURIED: Final = SimpleNamespace(bury=nothing)
UNGUARDED: Final = made_with(
    "DROP TRIGGER survey_frozen;"
    "CREATE TRIGGER survey_frozen BEFORE UPDATE ON survey WHEN NEW.structure IS NOT OLD.structure"
    " OR NEW.notice IS NOT OLD.notice OR NEW.id IS NOT OLD.id OR NEW.until < OLD.until"
    " OR NEW.urn_generation < OLD.urn_generation OR NEW.data_generation < OLD.data_generation"
    " OR NEW.state = 'draft' BEGIN SELECT RAISE(ABORT, 'frozen'); END;"
)

BREAKS: Final = (
    Break(1, "comment", "a file keeps what people write", "broken",
          put("turn.Turns._comment", noted)),
    Break(2, "comment", "the mark of a comment is a plain SHA-256 of the id", "broken",
          both(FEW, put("vault.marks.comment", plain_hash))),
    Break(3, "comment", "a comment is found by the same mark as the answers", "shared",
          put("vault.marks.comment_withdrawal", as_of_answers)),
    Break(5, "comment", "a comment is kept before its warning is answered", "broken",
          put("personal.find", nothing_found)),
    Break(7, "comment", "answers and comments are mixed in one transaction", "broken",
          put("storage.store.Store.flush", together), POSTGRES),
    Break(8, "comment", "comments are mixed with nothing", "broken",
          put("storage.comments.put_in_urn", straight)),
    Break(9, "comment", "the mark of a comment needs no key of the survey", "same",
          put("vault.marks.comment", one_for_all)),
    Break(10, "comment", "answers and comment of one person have one mark", "broken",
          put("vault.marks.comment_withdrawal", as_of_answers)),
    Break(11, "comment", "on PostgreSQL a deleted comment opens for long", "broken",
          put("storage.comments.take_out", left_under_its_key), POSTGRES),
    Break(12, "comment", "no tombstone is set for a deleted comment", "comments",
          put("storage.comments.tombstones", UNBURIED)),
    Break(15, "comment", "nobody asks whether an account has had its comment", "broken",
          put("storage.comments.add_mark", done)),
    Break(16, "comment", "the comment stays when its answers are taken back", "broken",
          both(FEW_CODES, put("storage.answers.find_comment", found_nowhere))),
    Break(17, "comment", "the database lets the comment question be changed", "broken",
          UNGUARDED),
)  # fmt: skip
