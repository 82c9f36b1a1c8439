"""One survey, before and while it runs and after: what stands, and what may be done now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import BytesIO
from types import MappingProxyType

import segno
from starlette.responses import RedirectResponse, Response

from bot.console import notes
from bot.console.findings import Draft, draft, repeated, told
from bot.console.guard import Act
from bot.console.preview import languages, preview
from bot.console.standing import standing
from bot.console.visit import ANALYST, MODERATOR, ROOT, STEWARD, Refused, Visit
from bot.content.load_survey import BASES
from bot.core import wire
from bot.core.event import Opened
from bot.core.model import State
from bot.core.survey import LONGEST, too_late
from bot.core.tour import opened
from bot.storage.life import FEWEST

DONE = (
    "made", "again", "changed", "test", "tested", "basis", "published", "released", "extended",
    "ended", "closed",
)  # fmt: skip
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Door:
    """The way into a survey for a phone."""

    address: str
    code: str
    """The same as a QR code: an image as a data: address."""


async def page(visit: Visit) -> Response:
    return await shown(visit)


async def shown(visit: Visit, wrong: Mapping[str, str] = NOTHING, status: int = 400) -> Response:
    """`wrong`: the field that was refused, and why, in words; `status` is for that alone."""
    found = (await visit.desk.surveys()).get(visit.path("survey"))
    if found is None or found.state is State.DRAFT:
        return await _draft(visit, await draft(visit), wrong, status)
    survey = await visit.survey()
    return visit.page(
        "survey",
        status=status if wrong else 200,
        survey=survey,
        standing=await standing(visit, survey),
        door=door(visit, survey.id) if survey.state is State.OPEN else None,
        fewest=FEWEST,
        done=_done(visit),
        wrong=wrong,
    )


async def _draft(visit: Visit, found: Draft, wrong: Mapping[str, str], status: int) -> Response:
    survey, remarks = found.survey, notes.kept(visit.house.own, found.id)
    cells = repeated(found, remarks)
    return visit.page(
        "draft",
        status=status if wrong else 200,
        draft=found,
        digest=digest(visit, found.id),
        survey=survey,
        findings=told(visit, found, remarks),
        before=found.before(visit),
        notes=[note for note in remarks if note not in cells],
        bases=BASES,
        entered=await _entered(visit, found.id),
        until=opened(survey, visit.today).until if survey else None,
        tabs=tuple(languages(visit, survey)) if survey else (),
        door=door(visit, found.id) if survey and survey.pretest else None,
        done=_done(visit),
        wrong=wrong,
    )


def digest(visit: Visit, survey: str) -> str:
    """Of a draft's files, as hex: what is published must be what was read."""
    files = sorted(visit.house.own.read(survey).items())
    return sha256(repr(files).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Entered:
    name: str
    day: date


async def _entered(visit: Visit, survey: str) -> Entered | None:
    """Who entered the legal basis that holds now. None: it stands in the file."""
    store = visit.house.store.staff
    rows = [row for row in await store.audit() if (row.did, row.subject) == ("basis", survey)]
    names = {member.id: member.name for member in await store.members()}
    return Entered(names.get(rows[0].staff, ""), rows[0].day) if rows else None


def _done(visit: Visit) -> str:
    done = visit.request.query_params.get("done", "")
    return done if done in DONE else ""


def back(survey: str, done: str) -> Response:
    """To the survey's page, which says what was done."""
    return RedirectResponse(f"{ROOT}/surveys/{survey}?done={done}", 303)


def door(visit: Visit, survey: str) -> Door:
    """In the language of each person's app; none is named."""
    payload = wire.link(Opened(visit.city.id, survey=survey))
    address = f"https://t.me/{visit.desk.username()}?start={payload}"
    return Door(address, segno.make(address, error="m", micro=False).svg_data_uri(border=2))


async def release(visit: Visit) -> Response:
    """Results now, where the rule allows; else the last ones stand and nothing is noted."""
    survey = await visit.running()
    before = await visit.house.life.last(survey.id)
    made = await visit.house.life.release(survey, visit.today, visit.staff.id)
    if made is None or (before is not None and made.sequence == before.sequence):
        raise Refused(409, "console.error.not_yet")
    await visit.note("release", survey.id)
    return back(survey.id, "released")


async def extend(visit: Visit) -> Response:
    survey = await visit.running()
    until = _day(await visit.typed("until"))
    if until is None:
        return await shown(visit, {"until": visit.say("console.extend.not_a_day")})
    if too_late(until, visit.today):
        reason = visit.say("console.extend.too_late", day=visit.today + LONGEST)
        return await shown(visit, {"until": reason})
    extended = until >= visit.today and await visit.house.store.extend(
        survey.id, until, visit.today
    )
    if not extended:
        reason = visit.say("console.extend.not_later", until=survey.until or "")
        return await shown(visit, {"until": reason})
    await visit.note("extend", survey.id)
    await visit.desk.refresh()
    return back(survey.id, "extended")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


async def code(visit: Visit) -> Response:
    """The QR code alone, for a leaflet or a screen."""
    survey = await visit.survey()
    picture = BytesIO()
    segno.make(door(visit, survey.id).address, error="m", micro=False).save(
        picture, kind="svg", scale=8, border=4
    )
    headers = {"Content-Disposition": f'attachment; filename="{survey.id}.svg"'}
    return Response(picture.getvalue(), media_type="image/svg+xml", headers=headers)


ADDRESSES: dict[str, dict[str, Act]] = {
    "/surveys/{survey}": {"GET": Act(MODERATOR, page)},
    "/surveys/{survey}/preview": {"GET": Act(MODERATOR, preview)},
    "/surveys/{survey}/code": {"GET": Act(MODERATOR, code)},
    "/surveys/{survey}/release": {"POST": Act(ANALYST, release)},
    "/surveys/{survey}/extend": {"POST": Act(STEWARD, extend)},
}
