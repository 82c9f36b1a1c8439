"""Who did what with surveys and results: by day, for the stewards of the city."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

from starlette.responses import Response

from bot.console.guard import Act
from bot.console.visit import STEWARD, Visit
from bot.core.model import Survey
from bot.release.formats.csv import safe
from bot.storage.rows import AuditRow

MACHINES = ("command", "tick")
"""Makers that are no member of staff: an operator's command, and the bot itself."""

DEEDS = (
    "approve-rows", "ask-rows", "basis", "close", "comment", "copy", "delete", "download", "extend",
    "import", "invited", "invited-again", "joined", "new-password", "new-phone", "publish",
    "refuse-rows", "refused", "release", "release-comments", "removed", "signed-in",
    "signed-in-by-city", "signed-in-by-telegram", "take-back-rows", "telegram", "telegram-end",
    "test", "tested",
)  # fmt: skip
"""All that is noted, as it is noted; each has words."""


@dataclass(frozen=True, slots=True)
class Deed:
    day: str
    who: str
    did: str
    subject: str
    """A survey's title, a colleague's name, or the sha256 of a file."""
    survey: str
    staff: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What the reader asked to see; empty: all."""

    survey: str
    staff: str

    def takes(self, deed: Deed) -> bool:
        return self.survey in {"", deed.survey} and self.staff in {"", deed.staff}


async def audit(visit: Visit) -> Response:
    wish = _wish(visit)
    deeds = await _all(visit)
    return visit.page(
        "audit",
        wish=wish,
        deeds=[deed for deed in deeds if wish.takes(deed)],
        people=sorted({(deed.who, deed.staff) for deed in deeds}),
        surveys=sorted({(deed.subject, deed.survey) for deed in deeds if deed.survey}),
    )


async def take(visit: Visit) -> Response:
    """The same lines as a file."""
    wish, out = _wish(visit), StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow(visit.say(f"console.audit.{name}") for name in ("day", "who", "did", "subject"))
    for deed in await _all(visit):
        if wish.takes(deed):
            lines.writerow(map(safe, (deed.day, deed.who, deed.did, deed.subject)))
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"'}
    return Response(out.getvalue().encode("utf-8-sig"), media_type="text/csv", headers=headers)


def _wish(visit: Visit) -> Wish:
    query = visit.request.query_params
    return Wish(query.get("survey", ""), query.get("who", ""))


async def _all(visit: Visit) -> list[Deed]:
    """What people of this city did, and what was done with its surveys; newest day first."""
    members = await visit.house.store.staff.members()
    names = {member.id: member.name for member in members if member.city == visit.staff.city}
    everyone = {member.id for member in members}
    surveys = await visit.desk.surveys()
    mine = {id_: s for id_, s in surveys.items() if s.cities[0] == visit.staff.city}
    rows = await visit.house.store.staff.audit()
    return list(_told(visit, _mine(rows, names, everyone, mine), names, mine))


def _mine(
    rows: tuple[AuditRow, ...],
    names: Mapping[str, str],
    everyone: set[str],
    surveys: Mapping[str, Survey],
) -> Iterator[AuditRow]:
    """Of somebody whose name is gone, only what the subject shows to be this city's."""
    for row in rows:
        if row.staff in names or (row.staff not in everyone and row.subject in surveys):
            yield row


def _told(
    visit: Visit, rows: Iterator[AuditRow], names: Mapping[str, str], surveys: Mapping[str, Survey]
) -> Iterator[Deed]:
    for row in rows:
        survey = surveys.get(row.subject)
        yield Deed(
            day=visit.shown(row.day),
            who=_who(visit, row.staff, names),
            did=_deed(visit, row.did),
            subject=visit.word(survey.title) if survey else names.get(row.subject, row.subject),
            survey=row.subject if survey else "",
            staff=row.staff,
        )


def _deed(visit: Visit, did: str) -> str:
    """In words; what has none, of an earlier version perhaps, is shown as it was noted."""
    return visit.say(f"console.audit.did.{did}") if did in DEEDS else did


def _who(visit: Visit, staff: str, names: Mapping[str, str]) -> str:
    if staff in MACHINES:
        return visit.say(f"console.audit.{staff}")
    return names.get(staff) or visit.say("console.audit.gone")


ADDRESSES: dict[str, dict[str, Act]] = {
    "/audit": {"GET": Act(STEWARD, audit)},
    "/audit.csv": {"GET": Act(STEWARD, take)},
}
