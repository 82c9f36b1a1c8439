"""Faults in what is released of single people, and in what staff see and may do."""

from dataclasses import replace
from typing import Any, Final

from bot.console import standing
from bot.console.standing import Standing
from bot.console.visit import Visit
from bot.core.model import Audience, Survey
from bot.storage.requests import Requests
from tests.anonymity.breaking import Break
from tests.anonymity.breaks_files import both, put

DECIDE: Final = Requests.decide
STANDING: Final = standing.standing


async def exact(visit: Visit, survey: Survey) -> Standing:
    seen = await STANDING(visit, survey)
    return replace(seen, tens=await visit.house.store.mixed(survey.id))


async def nothing_listed(_: object) -> str:
    return ""


async def by_anybody(
    requests: Requests, *seen: Any,  # noqa: ANN401 - handed on as they come
    approve: bool, alone: bool = False,
) -> bool:  # fmt: skip
    return await DECIDE(requests, *seen, approve=approve, alone=True)


BY_PAGE: Final = put("proof.attacks.p23.listed", nothing_listed)

BREAKS: Final[tuple[Break, ...]] = (
    Break(21, "few", "records of two people stand alone", "broken",
          put("release.rows.LEAST_GROUP", dict.fromkeys(Audience, 2))),
    Break(21, "alike", "all of a group may have given one answer", "broken",
          put("release.lattice._alike", lambda _: False)),
    Break(21, "rare", "an answer of one person is told", "broken",
          put("release.hiding.LEAST", 1)),
    Break(21, "asked", "who was asked tells a breakdown that is not told", "broken",
          put("release.lattice.untold", lambda *_: set())),
    Break(21, "dropped", "one record in three may be left out", "broken",
          put("release.lattice.MOST_DROPPED", 3)),
    Break(21, "order", "records lie as they were counted", "broken",
          put("release.rows._in_order", list)),
    Break(23, "one", "staff see every answer come in", "broken",
          both(BY_PAGE, put("console.surveys.standing", exact))),
    Break(23, "page", "the page of a survey tells the true count", "broken",
          both(BY_PAGE, put("console.survey.standing", exact))),
    Break(23, "role", "every role may do everything", "broken",
          both(BY_PAGE, put("console.visit.Visit.may", lambda *_: True))),
    Break(23, "alone", "a steward approves their own request", "broken",
          both(BY_PAGE, put("storage.requests.Requests.decide", by_anybody))),
)  # fmt: skip
