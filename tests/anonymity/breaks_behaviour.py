"""Faults in what the bot does and shows; each must be noticed by the attack on its property."""

import hmac
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Iterator, MutableSequence, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count
from random import SystemRandom
from types import SimpleNamespace
from typing import Any, Final

from bot.console import surveys
from bot.console.surveys import Standing
from bot.console.visit import Visit
from bot.core import event as ev
from bot.core.disclosure import Allowed
from bot.core.model import Survey
from bot.core.sheet import Answers, Place
from bot.release import files
from bot.release.artefact import Release
from bot.release.layout import Reader
from bot.storage import schema, tables
from bot.storage.database import connect
from bot.storage.sqlite import Sqlite
from bot.storage.store import Store
from bot.storage.work import Opened, Work, encode, fresh_id
from bot.turn import Turned, Turns
from bot.vault import marks, seal
from tests.anonymity.breaking import Break
from tests.anonymity.breaks_files import (
    POSTGRES,
    at_server,
    both,
    done,
    made_with,
    none,
    nothing,
    put,
)

RUN: Final = Turns.run
RESPONSES: Final = Store.each_response
RENDERED: Final = files._rendered
STANDING: Final = surveys._standing

# Before Send. -----------------------------------------------------------------------------------


async def drafted(turns: Turns, person: int, place: Place, event: ev.Happened) -> Turned:
    """Answers on the way are kept, as most bots do."""
    if isinstance(event, ev.Answer | ev.Toggle):
        async with turns.store.database.write() as connection:
            await connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS draft (answer TEXT)")
            await connection.exec_driver_sql(f"INSERT INTO draft VALUES ('{event.option}')")
    return await RUN(turns, person, place, event)


async def unasked(turns: Turns, person: int, place: Place, event: ev.Happened) -> Turned:
    await turns.store.remember(person, place, 24_323)
    return await RUN(turns, person, place, event)


def of_any_chat(key: bytes, nonce: bytes, person: int) -> bytes:
    return hmac.digest(key, nonce, "sha256")[:10]


# Order. -----------------------------------------------------------------------------------------


class Unshuffled(SystemRandom):
    def shuffle(self, x: MutableSequence[Any]) -> None:
        """As they came."""


def counted() -> Callable[[], bytes]:
    numbers = count(1)
    return lambda: next(numbers).to_bytes(16)


def unsorted(number: int) -> list[bytes]:
    return [fresh_id() for _ in range(number)]


async def straight(work: Work, survey: Opened, code: bytes, answers: Answers) -> None:
    """No urn: the Send writes the response."""
    mark = marks.withdrawal(work.keyring.get(survey.withdraw_key), code)
    box = seal.seal(work.keyring.get(survey.data_key), encode(answers), survey.data_shelf)
    row = {"survey": survey.id, "id": fresh_id(), "withdraw_mark": mark, "box": box}
    await work.connection.execute(tables.response.insert().values(row))


async def by_code(work: Work, survey: Opened, key: bytes, records: Sequence[bytes]) -> None:
    """Who waits keeps a row of the same id."""
    for record in records:
        box = seal.seal(key, record, survey.urn_shelf)
        row = {"survey": survey.id, "id": record[:10].ljust(16, b"\0"), "box": box}
        await work.connection.execute(tables.urn.insert().values(row))


@asynccontextmanager
async def talkative(address: str) -> AsyncIterator[str]:
    """A server that notes when something happened, for as long as this trial lasts."""
    async with schema.scratch(address) as fresh:
        await ask(fresh, "ALTER ROLE CURRENT_USER SET log_duration = on")
        try:
            yield fresh
        finally:
            await ask(fresh, "ALTER ROLE CURRENT_USER RESET log_duration")


async def ask(address: str, statement: str) -> None:
    database = connect(address)
    async with database.write() as connection:
        await connection.exec_driver_sql(statement)
    await database.dispose()


NO_ORDER_LOST: Final = both(
    put("proof.attacks.p06.RUNS", 2),
    put("storage.mixing.SystemRandom", Unshuffled),
)

# Logs. ------------------------------------------------------------------------------------------


def told_in_words(chain: Sequence[BaseException]) -> Iterator[str]:
    """As nearly every log does."""
    return map(repr, chain)


async def told(turns: Turns, person: int, place: Place, event: ev.Happened) -> Turned:
    turned = await RUN(turns, person, place, event)
    logging.getLogger("bot.turn").info("a turn was made")
    return turned


ONE_LEVEL: Final = put("proof.attacks.p13.LEVELS", ("INFO",))

# One voice, and one's own answers. --------------------------------------------------------------


async def found_nowhere(*_: object) -> None:
    return None


ANY_CODE: Final = SimpleNamespace(compare_digest=lambda _, __: True)
FEW_CODES: Final = put("proof.attacks.p16.CODES", 40)

# Releases and staff. ----------------------------------------------------------------------------


async def with_marks(store: Store, survey: str, take: Callable[[Sequence[Answers]], None]) -> None:
    async with store.database.read() as connection:
        await connection.exec_driver_sql("SELECT count(*) FROM mark")
    await RESPONSES(store, survey, take)


def stamped(release: Release, whom: Reader, kind: str) -> bytes:
    return RENDERED(release, whom, kind) + secrets.token_bytes(4)


def rounded_down(keys: Sequence[int]) -> int:
    return len(keys) // 5 * 5


def by_the_cell(keys: Sequence[int]) -> int:
    return (len(keys) + secrets.randbelow(5)) // 5 * 5


def everything(base: int, row_of: int | None = None) -> Allowed:
    return Allowed(least=0, shares=True)


async def exact(visit: Visit, survey: Survey, wrong: str) -> Standing:
    standing = await STANDING(visit, survey, wrong)
    return replace(standing, tens=await visit.house.store.mixed(survey.id))


async def nothing_listed(_: object) -> str:
    return ""


SOON: Final = put("proof.attacks.p19.SEEDS", 400)
BY_PAGE: Final = put("proof.attacks.p23.listed", nothing_listed)


BREAKS: Final = (
    Break(5, "draft", "answers on the way are kept in a table of drafts", "broken",
          put("turn.Turns.run", drafted)),
    Break(5, "place", "language and city are remembered unasked", "broken",
          put("turn.Turns.run", unasked)),
    Break(5, "foreign", "a button works in any chat", "broken",
          put("vault.marks.code", of_any_chat)),
    Break(6, "order", "ids are counted and nothing is shuffled", "broken",
          both(NO_ORDER_LOST, put("storage.work.fresh_id", counted()))),
    Break(6, "place", "rows lie in the file in the order in which they came", "broken",
          both(NO_ORDER_LOST, put("storage.work.fresh_id", counted()),
               put("storage.mixing._ids", unsorted), put("storage.work.RECORD_BYTES", 256),
               put("storage.sqlite.Sqlite.vacuum", Sqlite.truncate))),
    Break(6, "heap", "on PostgreSQL ids are counted and nothing is shuffled", "broken",
          both(NO_ORDER_LOST, put("storage.work.fresh_id", counted())), POSTGRES),
    Break(6, "mark", "on PostgreSQL marks stay where they were first written", "broken",
          both(put("proof.attacks.p06.RUNS", 2), put("storage.mixing.rewrite_marks", none)),
          POSTGRES),
    Break(7, "xmin", "the Send itself writes the response", "broken",
          put("storage.answers.put_in_urn", straight), POSTGRES),
    Break(7, "dead", "earlier keys stay, and open dead rows", "broken",
          put("vault.keyring.Keyring.destroy", nothing), POSTGRES),
    Break(7, "diary", "the server logs how long each statement took", "broken",
          both(put("proof.trial.empty_place", talkative), put("storage.postgres._QUIET", {})),
          POSTGRES),
    Break(8, "few", "answers are mixed by fives", "broken",
          both(put("storage.mixing.BATCH", 5), put("storage.mixing.KEPT", 0))),
    Break(8, "empty", "nobody waits behind in the urn", "broken", put("storage.mixing.KEPT", 0)),
    Break(8, "same", "who waits keeps a row of the same id", "broken",
          put("storage.mixing._put_urn", by_code)),
    Break(13, "words", "logs tell the words of exceptions", "broken",
          both(ONE_LEVEL, put("logs._told", told_in_words))),
    Break(13, "line", "each turn leaves a line", "broken",
          both(ONE_LEVEL, put("turn.Turns.run", told))),
    Break(13, "flag", "DEBUG needs no flag", "broken",
          both(put("proof.attacks.p13.LEVELS", ()), put("settings._level", lambda _: "DEBUG"))),
    Break(15, "twice", "the mark is not asked for", "broken",
          put("storage.answers._add_mark", done)),
    Break(15, "lost", "a Send that comes again is not known", "broken",
          put("storage.answers._find", found_nowhere)),
    Break(16, "adds", "a change leaves the earlier answers", "broken",
          both(FEW_CODES, put("storage.answers._take_out", found_nowhere))),
    Break(16, "any", "any code opens what waits in the urn", "broken",
          both(FEW_CODES, put("storage.answers.hmac", ANY_CODE))),
    Break(17, "trigger", "the database lets a published survey be changed", "broken",
          made_with("DROP TRIGGER survey_frozen;")),
    Break(17, "server", "PostgreSQL lets a published survey be changed", "broken",
          at_server("DROP TRIGGER survey_frozen ON survey"), POSTGRES),
    Break(18, "fresh", "files are made for each who asks", "broken",
          put("release.files._rendered", stamped)),
    Break(18, "again", "the next who asks gets another release", "broken",
          put("release.artefact.MORE", 0)),
    Break(18, "fifth", "there may be more than four interim results", "broken",
          put("release.artefact.MOST_INTERIMS", 9)),
    Break(18, "spy", "a release counts the marks", "broken",
          put("storage.store.Store.each_response", with_marks)),
    Break(19, "exact", "true counts are published", "broken",
          both(SOON, put("release.tables.rounded", len),
               put("release.tables._refuse_exact", nothing))),
    Break(19, "down", "counts are always rounded down", "broken",
          both(SOON, put("release.tables.rounded", rounded_down))),
    Break(19, "cell", "each cell is rounded by itself", "broken",
          both(SOON, put("release.tables.rounded", by_the_cell))),
    Break(19, "base", "answers of few people are shown", "broken",
          both(SOON, put("release.tables.allowed", everything))),
    Break(23, "one", "staff see every answer come in", "broken",
          both(BY_PAGE, put("console.surveys._standing", exact))),
    Break(23, "role", "every role may do everything", "broken",
          both(BY_PAGE, put("console.visit.Visit.may", lambda *_: True))),
    Break(24, "lint", "no survey is refused for its breakdowns", "broken",
          put("content.check_survey.lint", lambda _: ())),
)  # fmt: skip
