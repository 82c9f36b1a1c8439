"""Faults in what the bot does and shows; each must be noticed by the attack on its property."""

import hmac
import logging
from collections.abc import AsyncIterator, Callable, Iterator, MutableSequence, Sequence
from contextlib import asynccontextmanager
from itertools import count
from random import SystemRandom
from types import SimpleNamespace
from typing import Any, Final

from bot.core import event as ev
from bot.core.sheet import Place
from bot.storage import schema
from bot.storage.database import connect
from bot.storage.opened import Pool
from bot.storage.sqlite import Sqlite
from bot.storage.work import Work, fresh_id
from bot.turn import Turned, Turns
from bot.vault import seal
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


async def straight(work: Work, pool: Pool, code: bytes, record: bytes) -> None:
    """No urn: what is sent is mixed with nothing."""
    mark = pool.found_by(work.keyring.get(f"withdraw.{pool.survey}"), code)
    box = seal.seal(work.keyring.get(pool.key), record, pool.shelf)
    row = {**pool.columns, "id": fresh_id(), "withdraw_mark": mark, "box": box}
    await work.connection.execute(pool.kind.mixed.insert().values(row))


async def by_code(work: Work, pool: Pool, key: bytes, records: Sequence[bytes]) -> None:
    """Who waits keeps a row of the same id."""
    for record in records:
        box = seal.seal(key, record, pool.urn_shelf)
        row = {**pool.columns, "id": record[:10].ljust(16, b"\0"), "box": box}
        await work.connection.execute(pool.kind.waiting.insert().values(row))


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

# Staff. ------------------------------------------------------------------------------------------


BREAKS: Final = (
    Break(5, "draft", "answers on the way are kept in a table of drafts", "broken",
          put("turn.Turns.run", drafted)),
    Break(5, "place", "language and city are remembered unasked", "broken",
          put("turn.Turns.run", unasked)),
    Break(5, "foreign", "a button works in any chat", "broken",
          put("vault.marks.code", of_any_chat)),
    Break(6, "order", "ids are counted and nothing is shuffled", "broken",
          both(NO_ORDER_LOST, put("storage.opened.fresh_id", counted()))),
    Break(6, "place", "rows lie in the file in the order in which they came", "broken",
          both(NO_ORDER_LOST, put("storage.opened.fresh_id", counted()),
               put("storage.mixing._ids", unsorted), put("storage.opened.RECORD_BYTES", 256),
               put("storage.sqlite.Sqlite.vacuum", Sqlite.truncate))),
    Break(6, "heap", "on PostgreSQL ids are counted and nothing is shuffled", "broken",
          both(NO_ORDER_LOST, put("storage.opened.fresh_id", counted())), POSTGRES),
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
          put("storage.answers.add_mark", done)),
    Break(15, "lost", "a Send that comes again is not known", "broken",
          put("storage.answers.find", found_nowhere)),
    Break(16, "adds", "a change leaves the earlier answers", "broken",
          both(FEW_CODES, put("storage.answers.take_out", found_nowhere))),
    Break(16, "any", "any code opens what waits in the urn", "broken",
          both(FEW_CODES, put("storage.finding.hmac", ANY_CODE))),
    Break(17, "trigger", "the database lets a published survey be changed", "broken",
          made_with("DROP TRIGGER survey_frozen;")),
    Break(17, "server", "PostgreSQL lets a published survey be changed", "broken",
          at_server("DROP TRIGGER survey_frozen ON survey"), POSTGRES),
    Break(24, "lint", "no survey is refused for its breakdowns", "broken",
          put("content.check_survey.lint", lambda _: ())),
)  # fmt: skip
