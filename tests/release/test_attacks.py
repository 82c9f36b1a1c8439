"""What an attacker who knows the method learns from all releases of a survey."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from math import prod
from random import Random

from bot.core.disclosure import rounded
from bot.core.model import Option, Question, Survey, Type
from bot.core.sheet import (
    Answers,
)
from bot.release.tables import Tables, build

SEEDS = 2000
FOUR = ("a", "b", "c", "d")


def asked(survey: Survey, *breakdowns: str) -> Survey:
    options = tuple(Option(id_, {}, {}) for id_ in FOUR)
    first = Question("first", Type.SINGLE, {}, options)
    group = Question("group", Type.SINGLE, {}, options)
    return replace(survey, questions=(first, group), breakdowns=breakdowns)


def published(survey: Survey, responses: Sequence[Answers], chance: Random) -> Tables:
    keys = [chance.getrandbits(64) for _ in responses]
    return build(survey, responses, keys, final=True)


def counts(tables: Tables) -> list[int]:
    shown = [cell.count for cell in tables.tables[0].cells[:4]]
    return [count for count in shown if count is not None]


def chance_of(shown: int, count: int) -> float:
    """The public table of probabilities: how likely a true count is shown so."""
    down, rest = divmod(count, 5)
    return {5 * down: 1 - rest / 5, 5 * down + 5: rest / 5}.get(shown, 0.0)


def draw(chance: Random) -> list[int]:
    """What people chose before the newcomer came: enough for a table in full."""
    return [chance.randint(10, 20) for _ in FOUR]


def people(chosen: Sequence[int], chance: Random) -> list[Answers]:
    return [
        {"first": option, "group": chance.choice(FOUR)}
        for option, count in zip(FOUR, chosen, strict=True)
        for _ in range(count)
    ]


def best(likely: Sequence[float], chance: Random) -> int:
    return max(range(4), key=lambda option: (likely[option], chance.random()))


def test_one_newcomer_stays_hidden_from_who_knows_all_earlier_counts(survey: Survey) -> None:
    """The hardest case: the earlier true counts are known, and so is the method."""
    chance, hits = Random(20), 0
    for _ in range(SEEDS):
        known, newcomer = draw(chance), chance.randrange(4)
        after = [count + (option == newcomer) for option, count in enumerate(known)]
        shown = counts(published(asked(survey), people(after, chance), chance))
        likely = [
            prod(
                chance_of(s, n + (i == guess))
                for i, (s, n) in enumerate(zip(shown, known, strict=True))
            )
            for guess in range(4)
        ]
        hits += best(likely, chance) == newcomer
    assert hits / SEEDS < 0.45


def test_one_newcomer_stays_hidden_between_the_last_interim_and_the_final(survey: Survey) -> None:
    """The attacker sees both, with the final's crossed tables, and tries every count that fits."""
    chance, hits = Random(21), 0
    for _ in range(SEEDS):
        earlier, newcomer = draw(chance), chance.randrange(4)
        after = [count + (option == newcomer) for option, count in enumerate(earlier)]
        interim = counts(published(asked(survey), people(earlier, chance), chance))
        final = published(asked(survey, "group"), people(after, chance), chance)
        seen = list(zip(interim, counts(final), map(summed, groups(final)), strict=True))
        likely = [
            prod(fits(*one, added=option == guess) for option, one in enumerate(seen))
            for guess in range(4)
        ]
        hits += best(likely, chance) == newcomer
    assert hits / SEEDS < 0.45


def groups(final: Tables) -> list[list[int]]:
    """Per option, its shown counts in the groups of the crossed table; empty if a row lacks."""
    rows = [table for table in final.tables if table.breakdown and table.question == "first"]
    if any(row.base is None for row in rows[:4]):
        return [[] for _ in FOUR]
    return [[row.cells[option].count or 0 for row in rows[:4]] for option in range(4)]


def summed(shown: Sequence[int]) -> dict[int, float]:
    """How likely the groups' true counts add up to each total; empty: nothing is known."""
    totals = {0: 1.0} if shown else {}
    for count in shown:
        totals = convolved(totals, {n: chance_of(count, n) for n in range(count + 5)})
    return totals


def convolved(left: dict[int, float], right: dict[int, float]) -> dict[int, float]:
    out: dict[int, float] = {}
    for (a, p), (b, q) in product(left.items(), right.items()):
        out[a + b] = out.get(a + b, 0.0) + p * q
    return out


def fits(interim: int, final: int, totals: dict[int, float], *, added: bool) -> float:
    return sum(
        chance_of(interim, count)
        * chance_of(final, count + added)
        * (totals.get(count + added, 0.0) if totals else 1.0)
        for count in range(max(0, interim - 4), interim + 5)
    )


def test_all_releases_together_hide_a_count_that_never_changed() -> None:
    """Four interim releases and the final; the most likely count of 1-4 is guessed."""
    chance, hits = Random(22), 0
    for _ in range(SEEDS):
        count = chance.randint(1, 4)
        seen = [rounded([chance.getrandbits(64) for _ in range(count)]) for _ in range(5)]
        likely = [prod(chance_of(shown, guess) for shown in seen) for guess in range(1, 5)]
        hits += 1 + best(likely, chance) == count
    assert hits / SEEDS <= 0.60
