"""Reading comments before they are released: accept, edit or drop each; then the release."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from bot.console.guard import Act
from bot.console.reading import Card
from bot.console.visit import ANALYST, MODERATOR, ROOT, STEWARD, Refused, Visit
from bot.core.commenting import MOST, plain
from bot.core.menu import OWN_NAMES
from bot.core.model import Lang, State, Survey
from bot.personal import MASK
from bot.release import comments as release
from bot.release.comments import Pile, Released
from bot.storage.comments import Decision
from bot.storage.rows import AuditRow

A_PAGE: Final = 10
"""Comments."""
SHOWN: Final = {"new": Decision.NONE, "accepted": Decision.ACCEPTED, "dropped": Decision.DROPPED}
"""What can be looked at, by its name in the address."""
EDITED: Final = "edited"
DECIDED: Final = (Decision.ACCEPTED, Decision.DROPPED, EDITED)
DONE: Final = (*DECIDED, "released")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the reader is looking at."""

    lang: Lang
    shown: str
    """One of SHOWN."""
    page: int

    def after(self, survey: str, done: str) -> str:
        """The address that shows the same, and says what was done."""
        query = {"in": self.lang, "shown": self.shown, "page": self.page, "done": done}
        return f"{ROOT}/comments/{survey}?{urlencode(query)}#first"


@dataclass(frozen=True, slots=True)
class Wrong:
    """An edited comment that cannot stay so: which, as it was typed, and the key of the reason."""

    id: bytes
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Line:
    """A survey in the list of those that ask for comments."""

    survey: Survey
    piles: tuple[Pile, ...]
    released: Released | None

    @property
    def to_read(self) -> int:
        """To be told in tens."""
        return sum(pile.to_read for pile in self.piles)


async def overview(visit: Visit) -> Response:
    mine = [s for s in (await visit.desk.surveys()).values() if s.cities[0] == visit.staff.city]
    asked = [s for s in mine if s.comment and s.state is not State.DRAFT]
    return visit.page("comments", lines=[await _line(visit, survey) for survey in asked])


async def _line(visit: Visit, survey: Survey) -> Line:
    done = await release.released(visit.house.store, survey.id)
    return Line(survey, release.piles(await _cards(visit, survey)), done)


async def _cards(visit: Visit, survey: Survey) -> Sequence[Card]:
    return await visit.desk.reading.of(visit.house.store, survey.id)


async def read(visit: Visit) -> Response:
    query = visit.request.query_params
    asked = (query.get("in", ""), query.get("shown", ""), query.get("page", ""))
    return await _page(visit, await _survey(visit), asked)


async def _survey(visit: Visit) -> Survey:
    found = await visit.survey()
    if found.comment is None or found.state is not State.CLOSED:
        raise Refused(409, "console.error.no_comments")
    return found


async def _page(
    visit: Visit, survey: Survey, asked: tuple[str, str, str], wrong: Wrong | None = None
) -> Response:
    cards = await _cards(visit, survey)
    found = release.piles(cards)
    wish, some = _some(cards, _wish(asked, found))
    rows = await visit.house.store.comments(survey.id, [card.id for card in some[:A_PAGE]])
    done = visit.request.query_params.get("done", "")
    return visit.page(
        "reading",
        status=400 if wrong else 200,
        survey=survey,
        piles=found,
        wish=wish,
        shown=tuple(SHOWN),
        names=OWN_NAMES,
        comments=[release.seen(row) for row in release.in_order(rows)],
        more=len(some) > A_PAGE,
        released=await release.released(visit.house.store, survey.id),
        ready=release.may_release(found),
        least=release.LEAST,
        most=MOST,
        mask=MASK,
        done=done if done in DONE else "",
        wrong=wrong,
    )


def _wish(asked: tuple[str, str, str], found: Sequence[Pile]) -> Wish:
    """What is asked for, where it exists; else a language in which something is to be read."""
    lang, shown, page = asked
    langs = [pile.lang for pile in sorted(found, key=lambda pile: not pile.to_read)]
    return Wish(
        lang if lang in langs else next(iter(langs), ""),
        shown if shown in SHOWN else "new" if _to_read(found) else "accepted",
        max(1, int(page)) if page.isascii() and page.isdecimal() and len(page) < A_PAGE else 1,
    )


def _to_read(found: Sequence[Pile]) -> bool:
    return any(pile.to_read for pile in found)


def _some(cards: Sequence[Card], wish: Wish) -> tuple[Wish, Sequence[Card]]:
    """All from the asked page on; from the last one, where there are no longer so many."""
    mine = [c for c in cards if c.lang == wish.lang and c.decision is SHOWN[wish.shown]]
    page = min(wish.page, 1 + max(0, len(mine) - 1) // A_PAGE)
    return replace(wish, page=page), mine[(page - 1) * A_PAGE :]


async def decide(visit: Visit) -> Response:
    """One comment, as often as one likes until the release."""
    survey, id_ = await _survey(visit), _id(await visit.typed("comment"))
    said, text = await visit.typed("decision"), plain(await visit.exact("text"))
    if said not in DECIDED:
        raise Refused(404, "console.error.unknown")
    if await release.released(visit.house.store, survey.id):
        raise Refused(409, "console.error.comments_released")
    asked = (await visit.typed("in"), await visit.typed("shown"), await visit.typed("page"))
    if said == EDITED and (not text or len(text) > MOST):
        key = "console.reading.too_long" if text else "console.reading.empty"
        return await _page(visit, survey, asked, Wrong(id_, text, key))
    decision = Decision.DROPPED if said == Decision.DROPPED else Decision.ACCEPTED
    words = text if said == EDITED else None
    if not await visit.house.store.decide_comment(survey.id, id_, decision, words):
        raise Refused(409, "console.error.comment_moved")
    await _note(visit, survey)
    wish = _wish(asked, release.piles(await _cards(visit, survey)))
    return RedirectResponse(wish.after(survey.id, said), 303)


def _id(typed: str) -> bytes:
    try:
        return bytes.fromhex(typed)
    except ValueError:
        return b""


async def _note(visit: Visit, survey: Survey) -> None:
    """Once a day: neither which comments, nor how many, nor in which order."""
    row = AuditRow(visit.today, visit.staff.id, "comment", survey.id)
    if row not in await visit.house.store.staff.audit():
        await visit.house.store.staff.note(row)


async def make(visit: Visit) -> Response:
    survey = await _survey(visit)
    if not await release.release(visit.house.store, survey, visit.staff.id, visit.today):
        raise Refused(409, "console.error.comments_not_ready")
    await visit.note("release-comments", survey.id)
    return RedirectResponse(f"{ROOT}/comments/{survey.id}?done=released", 303)


async def take(visit: Visit) -> Response:
    """The file of one language as it was made; the audit keeps who took it."""
    survey = await _survey(visit)
    found = await release.released(visit.house.store, survey.id)
    which = found.of(await visit.typed("language")) if found else None
    if which is None:
        raise Refused(404, "console.error.unknown")
    await visit.note("download", which.file.sha256)
    headers = {
        "Content-Disposition": f'attachment; filename="{survey.id}-comments-{which.lang}.csv"'
    }
    body = await visit.house.store.file(which.file.sha256)
    return Response(body, media_type="text/csv", headers=headers)


ADDRESSES: dict[str, dict[str, Act]] = {
    "/comments": {"GET": Act(MODERATOR, overview)},
    "/comments/{survey}": {"GET": Act(MODERATOR, read), "POST": Act(MODERATOR, decide)},
    "/comments/{survey}/release": {"POST": Act(STEWARD, make)},
    "/comments/{survey}/file": {"POST": Act(ANALYST, take)},
}
