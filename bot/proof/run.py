"""Runs every look at the installation itself, and every attack on a trial of its own."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import monotonic
from traceback import extract_tb

from bot.proof import checks
from bot.proof.checks import Attack
from bot.proof.finding import Finding, How, Line, Verdict
from bot.proof.outsider import Loot
from bot.proof.promises import PROPERTIES
from bot.proof.trial import trial
from bot.settings import Settings

PROGRAM = Path(__file__).parents[1]
PATIENCE = 300
"""Seconds after which a check counts as one that could not be done."""


@dataclass(frozen=True, slots=True)
class Probe:
    property: int
    how: How
    work: Callable[[], Awaitable[Finding]]

    async def finding(self) -> Finding:
        """What could not be done is broken: nobody may rely on what was not looked at."""
        began = monotonic()
        try:
            async with asyncio.timeout(PATIENCE):
                found = await self.work()
        except Exception as error:  # noqa: BLE001 - whatever it met, nothing is proved
            found = self.found(Verdict.BROKEN, _cannot(error))
        return replace(found, seconds=round(monotonic() - began, 1))

    def found(self, verdict: Verdict, evidence: Line) -> Finding:
        return Finding(self.property, self.how, verdict, evidence)


def _cannot(error: Exception) -> Line:
    """Kind and place, never the message: it may hold what was being searched for."""
    frames = extract_tb(error.__traceback__)
    last = [frame for frame in frames if Path(frame.filename).is_relative_to(PROGRAM)][-1]
    place = f"{type(error).__name__}, {Path(last.filename).name}:{last.lineno}"
    return Line("proof.cannot", {"error": place})


def probes(settings: Settings, loot: Loot) -> list[Probe]:
    """By number; of each property the look at what is live comes first."""
    live = [Probe(n, How.LIVE, partial(look, loot, settings)) for n, look in checks.LOOKS.items()]
    tried = [
        Probe(n, How.TRIAL, partial(_tried, one, settings)) for n, one in checks.ATTACKS.items()
    ]
    return sorted([*live, *tried], key=lambda probe: (probe.property, probe.how))


async def _tried(attack: Attack, settings: Settings) -> Finding:
    async with trial(settings) as opened:
        return await attack(opened)


def complete(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """With what is not built, and with what was not looked at; by number."""
    found = [*findings, *map(_unbuilt, checks.UNBUILT)]
    found += _missing({finding.property for finding in found})
    return tuple(sorted(found, key=lambda finding: finding.property))


def _unbuilt(number: int) -> Finding:
    return Finding(number, How.TRIAL, Verdict.NOT_BUILT, Line(f"proof.unbuilt.{number}"))


def _missing(found: set[int]) -> Iterator[Finding]:
    for number in PROPERTIES:
        if number not in found:
            yield Finding(number, How.TRIAL, Verdict.BROKEN, Line("proof.missing"))
