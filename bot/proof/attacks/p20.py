"""Property 20: who compares results over time learns little of a newcomer, or of a few people."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from math import prod
from random import Random
from statistics import fmean
from typing import Final, TypeAlias

from bot.core.model import Option, Question, Type
from bot.core.sheet import Answers
from bot.proof.attacks.p19 import asked
from bot.proof.finding import Finding, How, Line, Verdict
from bot.proof.guessing import by_group, divided, likeliest, of, together, whole
from bot.proof.trial import Trial
from bot.release.artefact import Release, Signed, make, next_interim
from bot.release.tables import Tables
from bot.release.tally import count

NUMBER: Final = 20
SEEDS: Final = 2000
MOST_GUESSED: Final = 0.45
"""Of newcomers, by a guess among four options: by chance it is a quarter."""
MOST_AVERAGED: Final = 0.60
"""Of counts of 1 to 4, by a guess among these."""
WAYS: Final = ("a", "b", "c", "d")
FEWEST, MOST = 10, 20
"""Who chose each way before the newcomer came."""
GROUPS: Final = ("x", "y")
BY: Final = ("home", "age", "work")
"""As many breakdowns as there may be."""

WAY: Final = Question("way", Type.SINGLE, {}, tuple(Option(id_, {}, {}) for id_ in WAYS))
DIVIDING: Final = [
    Question(id_, Type.SINGLE, {}, tuple(Option(group, {}, {}) for group in GROUPS)) for id_ in BY
]
SURVEY: Final = asked(WAY, *DIVIDING, by=BY)

Guess: TypeAlias = Callable[[int, Random], tuple[bool, bool]]
"""One attempt, by its number, with people of its own: whether the guess of one who reckons with
all likelihoods was right, and that of one who takes shown counts as they are."""


async def attack(_: Trial) -> Finding:
    shares = [await asyncio.to_thread(_share, guess) for guess in (_known, _between, _averaged)]
    newcomers, counts = max(shares[:2]), shares[2]
    kept = newcomers < MOST_GUESSED and counts <= MOST_AVERAGED
    values = {"newcomers": round(100 * newcomers), "counts": round(100 * counts), "seeds": SEEDS}
    if kept:
        return Finding(NUMBER, How.TRIAL, Verdict.KEPT, Line("proof.20.kept", values))
    return Finding(NUMBER, How.TRIAL, Verdict.BROKEN, Line("proof.20.broken", values))


def _share(guess: Guess) -> float:
    """Of the better one. The same in every run: no chance decides whether the property is kept.

    In the long run 0.39, 0.40 and 0.59.
    """
    tried = [guess(seed, Random(str(seed))) for seed in range(SEEDS)]  # noqa: S311 - made up
    return max(map(sum, zip(*tried, strict=True))) / SEEDS


# A newcomer. ------------------------------------------------------------------------------------


def _known(number: int, chance: Random) -> tuple[bool, bool]:
    """Who knows all the earlier true counts, as from the table of somebody careless."""
    before, newcomer = _chosen(chance), number % len(WAYS)
    after = [chose + (way == newcomer) for way, chose in enumerate(before)]
    shown = _ways(_released(_people(after, chance), chance).tables)
    seen = list(zip(shown, before, strict=True))
    likely = [
        prod(of(count, true + (way == guess)) for way, (count, true) in enumerate(seen))
        for guess in range(len(WAYS))
    ]
    return _guessed(newcomer, likely, [count - true for count, true in seen], chance)


def _between(number: int, chance: Random) -> tuple[bool, bool]:
    """Who has the last interim results, and the final ones with all their crossed tables."""
    before, newcomer = _chosen(chance), number % len(WAYS)
    people = _people(before, chance)
    first = _released(people, chance)
    newcomers = [_person(WAYS[newcomer], chance)]
    final = _released([*people, *newcomers], chance, last=first).tables
    seen = list(zip(_ways(first.tables), _ways(final), _divided(final), strict=True))
    likely = [
        prod(_fits(*one, more=way == guess) for way, one in enumerate(seen))
        for guess in range(len(WAYS))
    ]
    return _guessed(newcomer, likely, [later - earlier for earlier, later, _ in seen], chance)


def _guessed(
    newcomer: int, likely: Sequence[float], grown: Sequence[int], chance: Random
) -> tuple[bool, bool]:
    return likeliest(likely, chance) == newcomer, likeliest(grown, chance) == newcomer


def _fits(first: int, final: int, groups: Sequence[tuple[int, ...]], *, more: bool) -> float:
    """How likely this option is shown so, whatever its true count, with the newcomer or without."""
    return sum(
        of(first, true)
        * of(final, true + more)
        * prod(divided(shown, final, true + more) for shown in groups)
        for true in range(FEWEST, MOST + 1)
    )


# A few people who never change. -----------------------------------------------------------------


def _averaged(number: int, chance: Random) -> tuple[bool, bool]:
    """Who has all the results that a survey may ever have, the final ones included."""
    few = 1 + number % 4
    people = [_person(WAYS[0], chance) for _ in range(few)]
    releases = [release.tables for release in _series(people, chance)]
    shown = [_ways(read)[0] for read in releases]
    groups = _divided(releases[-1])[0]
    likely = [
        together(shown, true) * prod(divided(one, shown[-1], true) for one in groups)
        for true in range(1, 5)
    ]
    return 1 + likeliest(likely, chance) == few, round(fmean(shown)) == few


def _series(few: Sequence[Answers], chance: Random) -> Iterator[Release]:
    """As many interim results as there may be, as early as they may be, and the final ones."""
    people, last, needed = list(few), None, next_interim(None, 0)
    while needed is not None:
        people += [_person(WAYS[1], chance) for _ in range(needed - len(people))]
        last = _released(people, chance, last=last, final=False)
        needed = last.next_at
        yield last
    yield _released(people, chance, last=last)


# People and releases. ---------------------------------------------------------------------------


def _chosen(chance: Random) -> list[int]:
    """Enough for a table in full."""
    return [chance.randint(FEWEST, MOST) for _ in WAYS]


def _people(chosen: Sequence[int], chance: Random) -> list[Answers]:
    return [
        _person(way, chance) for way, chose in zip(WAYS, chosen, strict=True) for _ in range(chose)
    ]


def _person(way: str, chance: Random) -> Answers:
    return {"way": way, **{by: chance.choice(GROUPS) for by in BY}}


def _released(
    people: Sequence[Answers],
    chance: Random,
    last: Release | None = None,
    *,
    final: bool | None = None,
) -> Release:
    """By itself the first is an interim release, and what follows one is final."""
    closed = last is not None if final is None else final
    tally = count(SURVEY, people, chance.randbytes)
    return make(tally, Signed(date.min, "", {}), last=last, final=closed)


def _ways(read: Tables) -> list[int]:
    return whole(read, WAY.id, WAYS)


def _divided(read: Tables) -> list[list[tuple[int, ...]]]:
    """Per way, its shown counts in the groups of each breakdown."""
    rows = [by_group(read, WAY.id, by, GROUPS) for by in BY]
    return [[row.get(way, ()) for row in rows] for way in WAYS]
