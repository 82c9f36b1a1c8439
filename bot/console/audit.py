"""Who did what with surveys and results: by day, for the stewards of the city."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

from starlette.responses import Response

from bot.console.guard import Act
from bot.console.visit import STEWARD, Visit
from bot.core.menu import OWN_NAMES
from bot.core.model import Audience, Survey
from bot.release.files import kind_of
from bot.release.formats.csv import safe
from bot.release.rows import FILE as RECORDS
from bot.storage.rows import AuditRow, TakenRow

MACHINES = ("command", "tick")
"""Makers that are no member of staff: an operator's command, and the bot itself."""

DEEDS = (
    "approve-rows", "ask-rows", "basis", "close", "comment", "copy", "delete", "download", "extend",
    "import", "invited", "invited-again", "joined", "new-password", "new-phone", "publish",
    "refuse-rows", "refused", "release", "release-comments", "removed", "signed-in",
    "signed-in-by-city", "signed-in-by-telegram", "take-back-rows", "telegram", "telegram-end",
    "test", "tested", "text", "text-undo", "text-end",
)  # fmt: skip
"""All that is noted, as it is noted; each has words."""


COLUMNS = ("day", "who", "did", "subject", "fingerprint")


@dataclass(frozen=True, slots=True)
class Deed:
    day: str
    who: str
    did: str
    subject: str
    """A survey's title, a colleague's name, or what a file is."""
    survey: str
    staff: str
    fingerprint: str = ""
    """SHA-256 of a file that was taken, as hex."""


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
    titles = {id_: visit.word(survey.title) for id_, survey in (await _surveys(visit)).items()}
    return visit.page(
        "audit",
        wish=wish,
        deeds=[deed for deed in deeds if wish.takes(deed)],
        people=sorted({(deed.who, deed.staff) for deed in deeds}),
        surveys=sorted({(titles[deed.survey], deed.survey) for deed in deeds if deed.survey}),
    )


async def take(visit: Visit) -> Response:
    """The same lines as a file."""
    wish, out = _wish(visit), StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow(visit.say(f"console.audit.{name}") for name in COLUMNS)
    for deed in await _all(visit):
        if wish.takes(deed):
            cells = (deed.day, deed.who, deed.did, deed.subject, deed.fingerprint)
            lines.writerow(map(safe, cells))
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
    known = _Known(visit, names, await _surveys(visit), await visit.house.store.owners())
    rows = await visit.house.store.staff.audit()
    return [known.deed(row) for row in _mine(rows, names, everyone, known.surveys)]


async def _surveys(visit: Visit) -> Mapping[str, Survey]:
    """The city's."""
    surveys = await visit.desk.surveys()
    return {id_: s for id_, s in surveys.items() if s.cities[0] == visit.staff.city}


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


@dataclass(frozen=True, slots=True)
class _Known:
    """What stands behind the numbers, ids and fingerprints that are noted."""

    visit: Visit
    names: Mapping[str, str]
    surveys: Mapping[str, Survey]
    files: Mapping[str, TakenRow]

    def deed(self, row: AuditRow) -> Deed:
        file = self.files.get(row.subject)
        survey = self.surveys.get(file.survey if file else row.subject)
        return Deed(
            day=self.visit.shown(row.day),
            who=_who(self.visit, row.staff, self.names),
            did=_deed(self.visit, row.did),
            subject=self._subject(row.subject, survey, file),
            survey=survey.id if survey else "",
            staff=row.staff,
            fingerprint=row.subject if file else "",
        )

    def _subject(self, noted: str, survey: Survey | None, file: TakenRow | None) -> str:
        """What is no longer known is shown as it was noted."""
        if survey is None:
            return self.names.get(noted, noted)
        title = self.visit.word(survey.title)
        return _file(self.visit, title, file) if file else title


def _file(visit: Visit, title: str, file: TakenRow) -> str:
    kind, lang = kind_of(file.name)
    key = f"console.take.{kind}"
    if file.audience == Audience.COMMENTS:
        key = "console.audit.comments"
    elif file.name == RECORDS:
        key = "console.audit.records"
    words = {"survey": title, "kind": visit.say(key)}
    if not lang:
        return visit.say("console.audit.file", **words)
    return visit.say("console.audit.file.lang", **words, language=OWN_NAMES[lang])


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
