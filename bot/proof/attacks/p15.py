"""Property 15: one account has one voice, whatever it tries, and a lost Send is never lost."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from bot.core import event as ev
from bot.core.screen import Say, Screen
from bot.core.sheet import Sheet
from bot.house import House, house
from bot.proof.finding import Finding, How, Line, first, judged
from bot.proof.trial import SURVEY, Trial

NUMBER: Final = 15
CONCURRENT: Final = 20
GREEDY: Final = range(3)
"""Who try at the same time on two workers; the others send once."""
CROWD: Final = range(3, 28)
THANKS, ALREADY = "survey.thanks", "survey.already"
COMMENTED: Final = CROWD[3:6]
ADDED, HAD = "comment.stored", "comment.refused"
TABLES: Final = ("mark", "urn", "response", "comment_urn", "comment")
COUNTS: Final = tuple(
    f"SELECT count(*) FROM {table} WHERE survey = ?"  # noqa: S608 - names of our own
    for table in TABLES
)


async def attack(trial: Trial) -> Finding:
    faults = [Line("proof.15.broken", {"when": when}) for when in await first(_broken(trial))]
    return judged(NUMBER, How.TRIAL, faults, Line("proof.15.kept", {"attempts": CONCURRENT}))


def said(screen: Screen) -> frozenset[str]:
    """The keys of the sentences on a screen."""
    return frozenset(block.key for block in screen.blocks if isinstance(block, Say))


async def _broken(trial: Trial) -> AsyncIterator[str]:
    """When a second voice was taken, or a Send that was delivered again was not known."""
    async with house(trial.settings, clock=trial.clock) as second:
        workers = Workers(trial, (trial.house, second))
        for greedy in GREEDY:
            if not await workers.take_one_of_many(greedy):
                yield "at the same time"
        await trial.send(CROWD)
        if not await workers.know(CROWD[0]):
            yield "after Send"
        await trial.flush()
        if not await workers.know(*CROWD):
            yield "after mixing"
        for commenting in COMMENTED:
            if not await workers.comment_once(commenting):
                yield "in a comment"
        await trial.forget(CROWD[:3])
        if not await workers.know(*CROWD[:3]):
            yield "after /forget"
    await trial.restart()
    async with house(trial.settings, clock=trial.clock) as second:
        workers = Workers(trial, (trial.house, second))
        if not await workers.know(*CROWD[:3], *CROWD[-3:]):
            yield "after a restart"


@dataclass(frozen=True, slots=True)
class Workers:
    """Two of them on one database and one keyring, neither knowing the other."""

    trial: Trial
    houses: tuple[House, House]

    async def take_one_of_many(self, number: int) -> bool:
        """One of many Sends that come at the same time is taken, the others are told so."""
        before = await self.counts()
        nonces = [self.trial.chance.randbytes(10) for _ in range(CONCURRENT)]
        seen = await asyncio.gather(
            *(self._send(number, nonce, at % 2) for at, nonce in enumerate(nonces))
        )
        marks, voices, _ = await self.counts()
        once = (marks, voices) == (before[0] + 1, before[1] + 1)
        told = sorted(THANKS in keys for keys in seen) == [False] * (CONCURRENT - 1) + [True]
        return once and told and sum(ALREADY in keys for keys in seen) == CONCURRENT - 1

    async def know(self, *numbers: int) -> bool:
        """A second Send of these people is refused, and their first one is thanked for again."""
        before = await self.counts()
        for number in numbers:
            for at in (0, 1):
                again = await self._send(number, self.trial.person(number).nonce, at)
                second = await self._send(number, self.trial.chance.randbytes(10), at)
                if THANKS not in again or ALREADY not in second:
                    return False
        return await self.counts() == before

    async def comment_once(self, number: int) -> bool:
        """However often at once; and never again once it was deleted."""
        _, voices, before = await self.counts()
        about = ev.WriteComment(SURVEY, self.trial.person(number).receipt)
        seen = await asyncio.gather(
            *(self._run(number, ev.Typed(f"words {at}", about), at % 2) for at in range(CONCURRENT))
        )
        once = await self.counts()
        await self.trial.drop_comment([number])
        again = await self._run(number, ev.Typed("once more", about), 0)
        after = await self.counts()
        told = all(ADDED in keys for keys in seen) and HAD in again
        return told and once[1:] == (voices, before + 1) and after[1:] == (voices, before)

    async def counts(self) -> tuple[int, int, int]:
        """Marks, answers and comments wherever they lie, as an outsider counts them."""
        loot = self.trial.loot()
        marks, *said = [(await loot.rows(count, SURVEY))[0][0] for count in COUNTS]
        return marks, said[0] + said[1], said[2] + said[3]

    async def _send(self, number: int, nonce: bytes, at: int) -> frozenset[str]:
        person = self.trial.person(number)
        send = ev.Send(Sheet(SURVEY, 0, person.answers), nonce)
        return await self._run(number, send, at)

    async def _run(self, number: int, event: ev.Happened, at: int) -> frozenset[str]:
        person = self.trial.person(number)
        turned = await self.houses[at].turns.run(person.id, self.trial.place, event)
        return said(turned.screen)
