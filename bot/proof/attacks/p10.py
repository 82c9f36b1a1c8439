"""Property 10: what one resident leaves in two surveys has nothing in common."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from typing import Final

from bot.proof.finding import Finding, How, Line, judged
from bot.proof.outsider import ANSWERS, SIDES, Loot, unboxed
from bot.proof.traces import pieces
from bot.proof.trial import OTHER, SURVEY, Trial

NUMBER: Final = 10
PEOPLE: Final = range(22)
SURVEYS: Final = (SURVEY, OTHER)
CODE: Final = 10
GENERATIONS: Final = range(8)


async def attack(trial: Trial) -> Finding:
    """Every value of every row, before and after they are mixed; and the codes, with all keys."""
    await trial.publish(OTHER)
    for survey in SURVEYS:
        await trial.send(PEOPLE, survey)
        await trial.comment(PEOPLE, survey)
    await trial.remember(PEOPLE)
    faults = [line async for line in _shared(trial.loot())]
    for survey in SURVEYS:
        await trial.flush(survey)
    faults += [line async for line in _shared(trial.loot())]
    values = {"people": len(PEOPLE), "surveys": len(SURVEYS)}
    return judged(NUMBER, How.TRIAL, faults, Line("proof.10.kept", values))


async def _shared(loot: Loot) -> AsyncIterator[Line]:
    """The nonces of both Sends are the same, so a code would be if the keys did not differ."""
    alike = overlapping([value async for value in _values(loot)])
    if alike:
        yield Line("proof.10.broken", {"values": alike})
    codes = [code async for code in _codes(loot)]
    if overlapping(codes):
        yield Line("proof.10.code")


async def _values(loot: Loot) -> AsyncIterator[bytes]:
    for table in SIDES:
        for row in await loot.table(table):
            for value in row.values():
                if isinstance(value, bytes):
                    yield value


async def _codes(loot: Loot) -> AsyncIterator[bytes]:
    """Of those that wait in the urn: the box holds the code, then the answers."""
    keys = [key for name, key in loot.keys().items() if name.startswith("urn.")]
    for row in await loot.table(ANSWERS[0]):
        record = unboxed(row["box"], ANSWERS[0], row["survey"], keys, GENERATIONS)
        if record is not None:
            yield record[:CODE]


def overlapping(values: Iterable[bytes]) -> int:
    """How many pieces of eight bytes occur in more than one of the values."""
    return sum(number > 1 for number in Counter(p for v in values for p in pieces([v])).values())
