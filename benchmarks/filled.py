"""An installation with a closed survey of any size: sealed rows by the store's own code."""
# ruff: noqa: INP001, S101, S311 - not a package; it was published before; made-up people

import resource
import sys
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Final

from bot.core.model import LANGUAGES, PREFER_NOT, Band, Option, Question, State, Survey, Type
from bot.core.model import Words as TextWords
from bot.core.month import month, month_of
from bot.core.sheet import Answers, Value
from bot.core.survey import codes, record
from bot.house import House, house
from bot.settings import read
from bot.storage import tables
from bot.storage.opened import find_survey, set_survey
from bot.storage.work import encode, fresh_id
from bot.vault import seal

TODAY: Final = date(2026, 11, 24)
CHUNK: Final = 1000
MB: Final = 2**20


def words(text: str) -> TextWords:
    return dict.fromkeys(LANGUAGES, text)


def options(number: int) -> tuple[Option, ...]:
    return tuple(Option(f"o{i}", words(f"Option {i}"), words(f"O{i}")) for i in range(number))


def survey() -> Survey:
    """Fourteen questions of every type, one of them a ranking of six, and three breakdowns."""
    years = tuple(Band(f"y{y}", 12 * y, 12 * y + 11) for y in range(2020, 2027))
    tens = tuple(Band(f"b{low}", low, low + 9) for low in range(0, 100, 10))
    asked = (
        *(Question(name, Type.SINGLE, words(name), options(size)) for name, size in _CHOICES),
        Question("order", Type.RANKING, words("Order"), options(6)),
        Question("tools", Type.MULTIPLE, words("Tools"), options(10), at_most=3),
        Question("near", Type.POINTS, words("Near"), lowest=words("No"), highest=words("Yes")),
        Question("far", Type.POINTS, words("Far"), lowest=words("No"), highest=words("Yes")),
        Question("visits", Type.NUMBER, words("Visits"), low=0, high=99, bands=tens),
        Question("moved", Type.MONTH, words("Moved"), low=_first(), high=_last(), bands=years),
        Question("online", Type.YES_NO, words("Online")),
    )
    return Survey(
        id="streets",
        cities=("brussels",),
        title=words("Streets"),
        button=words("Streets"),
        purpose=words("To mend the streets."),
        questions=asked,
        breakdowns=("zone", "age", "language"),
        minutes=5,
        age=16,
        expected=1_000_000,
        legal_basis="public-task",
        until=None,
        days=30,
        auto=False,
        state=State.DRAFT,
        tag=1,
    )


_CHOICES: Final = (
    ("zone", 7), ("age", 5), ("way", 6), ("wish", 6), ("bins", 4), ("light", 4), ("trees", 4),
)  # fmt: skip


def _first() -> int:
    return month_of("2020-01") or 0


def _last() -> int:
    return month_of("2026-12") or 0


def answers(asked: Survey, chance: Random) -> Answers:
    given = {question.id: _answer(question, chance) for question in asked.questions}
    (lang,) = chance.choices(LANGUAGES, (50, 30, 10, 6, 4))
    return record(asked, given, lang)


def _answer(question: Question, chance: Random) -> Value:
    if chance.random() < 0.05:  # noqa: PLR2004 - one in twenty
        return PREFER_NOT
    ids = [option.id for option in question.options]
    match question.type:
        case Type.NUMBER:
            return chance.randint(question.low, question.high)
        case Type.MONTH:
            return month(chance.randint(question.low, question.high))
        case Type.RANKING:
            return tuple(chance.sample(ids, 6))
        case Type.MULTIPLE:
            return tuple(sorted(chance.sample(ids, 3)))
        case _:
            return chance.choice(codes(question)[:-1])


@dataclass(frozen=True, slots=True)
class Installation:
    folder: Path
    address: str
    """Of a PostgreSQL database; empty: SQLite in the folder."""

    @asynccontextmanager
    async def house(self, *, alone: bool = False) -> AsyncIterator[House]:
        settings = read(
            {
                "RIGHTSBOT_DATA_DIR": str(self.folder / "data"),
                "RIGHTSBOT_KEYRING_DIR": str(self.folder / "keys"),
                "RIGHTSBOT_KEK": b64encode(b"k" * 32).decode(),
                "RIGHTSBOT_DATABASE_URL": self.address,
            }
        )
        async with house(settings, alone=alone) as opened:
            yield opened

    async def fill(self, size: int) -> None:
        """So many sealed responses of a survey that is closed and has no results yet."""
        asked = survey()
        async with self.house(alone=True) as opened:
            await opened.life.publish(opened.content, asked, TODAY)
            ids = sorted(fresh_id() for _ in range(size))
            for start in range(0, size, CHUNK):
                await _put(opened, asked, ids[start : start + CHUNK], Random(start))
            async with opened.store.work() as work:
                await set_survey(work, asked.id, state=State.CLOSED)


async def _put(opened: House, asked: Survey, ids: Sequence[bytes], chance: Random) -> None:
    async with opened.store.work() as work:
        found = await find_survey(work, asked.id)
        assert found is not None
        key, shelf = work.keyring.get(found.answers.key), found.answers.shelf
        rows = [
            {
                "survey": asked.id,
                "id": id_,
                "withdraw_mark": None,
                "box": seal.seal(key, encode(answers(asked, chance)), shelf),
            }
            for id_ in ids
        ]
        await work.connection.execute(tables.response.insert(), rows)


def closed() -> Survey:
    return replace(survey(), state=State.CLOSED, until=TODAY)


def memory() -> int:
    """The most that this process ever held. Linux counts in KiB, macOS in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """In Markdown, all columns to the right."""
    yield f"| {' | '.join(head)} |"
    yield "|" + "--:|" * len(head)
    for row in rows:
        yield f"| {' | '.join(row)} |"
