"""What was looked at, told so that nobody learns a secret, a path or a true count from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version

from bot.core.model import State
from bot.proof.outsider import Loot

STEP = 10
LIVES = (State.OPEN, State.ENDED, State.CLOSED)


@dataclass(frozen=True, slots=True)
class Scene:
    day: date
    version: str
    """Of the program; empty if it does not know."""
    cities: tuple[str, ...]
    database: str
    """Its kind: sqlite or postgresql; empty if there is none yet."""
    surveys: Mapping[str, int]
    """How many are open, ended, closed."""
    responses: int
    """Mixed ones, those of each survey rounded down to a multiple of ten."""
    people: int
    """How many were searched for by name."""


async def look_around(loot: Loot, day: date, cities: tuple[str, ...], people: int) -> Scene:
    surveys = dict.fromkeys(map(str, LIVES), 0)
    responses = 0
    if loot.exists:
        states = await loot.rows("SELECT state, count(*) FROM survey GROUP BY state")
        surveys |= {str(state): int(count) for state, count in states}
        counts = await loot.rows("SELECT count(*) FROM response GROUP BY survey")
        responses = sum(int(count) // STEP * STEP for (count,) in counts)
    return Scene(day, program(), cities, kind(loot), surveys, responses, people)


def kind(loot: Loot) -> str:
    if not loot.exists:
        return ""
    return "postgresql" if loot.database is None else "sqlite"


def program() -> str:
    try:
        return version("rightsbot")
    except PackageNotFoundError:
        return ""
