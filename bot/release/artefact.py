"""A release: made once, stored, and handed out unchanged to everyone who asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.disclosure import FEW, SOLID, STEP
from bot.core.model import Audience, Lang
from bot.release.tables import Tables, build
from bot.release.tally import Tally

MOST_INTERIMS = 4
MORE = 20
"""Responses that must have been added since the interim release before."""


class NotYet(ValueError):
    """The rule allows no release now; the last one stands."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who stands behind a release, when, and what people had agreed to."""

    day: date
    maker: str
    notices: Mapping[Lang, str]
    """SHA-256 in hex of the survey's frozen notice, per language."""
    approver: str = ""
    """Tables need none."""


@dataclass(frozen=True, slots=True)
class Release:
    survey: str
    sequence: int
    """1 for the first release of a survey."""
    audience: Audience
    tables: Tables
    parameters: Mapping[str, int]
    """The rules it was made by (see `parameters`)."""
    signed: Signed

    @property
    def final(self) -> bool:
        return self.tables.final

    @property
    def next_at(self) -> int | None:
        """Mixed responses from which the next interim release may be made; None: no more."""
        return self.parameters.get("next")


def next_interim(mixed_before: int | None, made: int) -> int | None:
    """How many mixed responses the next interim release needs; None: four were made.

    `mixed_before` is the number that the last release was made of, None before the first. The
    answer is always a multiple of ten: compare it with the count that staff see.
    """
    if made >= MOST_INTERIMS:
        return None
    if mixed_before is None:
        return SOLID
    return max(SOLID, -(-(mixed_before + MORE) // 10) * 10)


def may_make(mixed: int, last: Release | None, *, final: bool = False) -> bool:
    """Whether the survey's next release may be made of this many mixed responses."""
    if final:
        return last is None or not last.final
    needed = next_interim(None, 0) if last is None else last.next_at
    return needed is not None and mixed >= needed


def due(results_on: Sequence[date], last: Release | None, today: date) -> bool:
    """Whether results were promised for a day that has come, and none were made on it or since.

    After four of them, or the final ones, no more are.
    """
    if last is None:
        return any(day <= today for day in results_on)
    more = last.next_at is not None
    return more and any(last.signed.day < day <= today for day in results_on)


def make(tally: Tally, signed: Signed, *, last: Release | None, final: bool) -> Release:
    """The release after `last`, of a tally of ALL mixed responses.

    Raises NotYet where the rule forbids it.
    """
    if not may_make(tally.number, last, final=final):
        raise NotYet
    sequence = 1 if last is None else last.sequence + 1
    return Release(
        survey=tally.survey.id,
        sequence=sequence,
        audience=Audience.PUBLIC,
        tables=build(tally, final=final),
        parameters=parameters(None if final else next_interim(tally.number, sequence)),
        signed=signed,
    )


def parameters(next_at: int | None) -> Mapping[str, int]:
    """The number of responses is not among them: what is stored is only when more are enough."""
    rules = {"rounded-to": STEP, "least-base": FEW, "full-base": SOLID}
    return rules if next_at is None else rules | {"next": next_at}
