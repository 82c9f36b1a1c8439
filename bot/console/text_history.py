"""Who published what of a text, and when; and the way back to any of it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.responses import RedirectResponse, Response

from bot.console.guard import Act
from bot.console.text_files import keeps_owner, keeps_stewards, opened, title
from bot.console.visit import MODERATOR, ROOT, Visit
from bot.console.wording import Piece, differences
from bot.content.texts import Conflict, Held, Unwritable
from bot.content.versions import Version
from bot.core.menu import OWN_NAMES

DONE = ("published", "undone")
SHOWN = 20
"""Versions on one page, the newest first; the others are kept too."""


@dataclass(frozen=True, slots=True)
class Step:
    version: Version
    day: str
    time: str
    """Both in the city's time zone."""
    changes: tuple[Piece, ...]
    """Against the version before."""
    first: bool
    """Nothing is known of what stood there before."""


async def history(visit: Visit) -> Response:
    return await _page(visit)


async def _page(visit: Visit, wrong: str = "", status: int = 400) -> Response:
    text, lang = await asyncio.to_thread(opened, visit)
    path = text.path(lang)
    versions = await asyncio.to_thread(visit.house.texts.history, path)
    done = visit.request.query_params.get("done", "")
    return visit.page(
        "text_history",
        status=status if wrong else 200,
        path=path,
        lang=lang,
        names=OWN_NAMES,
        title=await asyncio.to_thread(title, visit, text, lang),
        steps=await asyncio.to_thread(_steps, visit, versions),
        more=len(versions) > SHOWN,
        now=await asyncio.to_thread(visit.house.texts.read, path),
        done=done if done in DONE else "",
        wrong=wrong,
    )


def _steps(visit: Visit, versions: Sequence[Version]) -> list[Step]:
    before: list[Version | None] = [*versions[1:], None]
    return [_step(visit, *pair) for pair in zip(versions[:SHOWN], before, strict=False)]


def _step(visit: Visit, version: Version, before: Version | None) -> Step:
    at: datetime = version.at.astimezone(ZoneInfo(visit.city.time_zone))
    changes = differences(before.text, version.text) if before else ()
    return Step(version, visit.shown(at.date()), f"{at:%H:%M}", changes, before is None)


async def bring_back(visit: Visit) -> Response:
    """An earlier version as a new one."""
    text, lang = await asyncio.to_thread(opened, visit)
    path, number = text.path(lang), await visit.typed("number")
    known = {str(found.number): found for found in await asyncio.to_thread(_history, visit, path)}
    if number not in known:
        return await _page(visit, visit.say("console.text.wrong.version"))
    if not keeps_stewards(visit, text, known[number].text):
        return await _page(visit, visit.say("console.text.wrong.stewards"))
    if not keeps_owner(text, lang, path, known[number].text):
        return await _page(visit, visit.say("console.text.wrong.owner"))
    try:
        version = await asyncio.to_thread(
            visit.house.texts.undo, path, int(number), by=visit.staff.name
        )
    except Held:
        return await _page(visit, visit.say("console.text.wrong.held"))
    except Conflict:
        return await _page(visit, visit.say("console.text.wrong.meanwhile"), 409)
    except Unwritable:
        return await _page(visit, visit.say("console.text.wrong.disk"))
    await visit.note("text-undo", f"{path} {version.number}")
    await visit.desk.refresh()
    return RedirectResponse(f"{ROOT}/texts/history/{path}?done=undone", 303)


def _history(visit: Visit, path: str) -> tuple[Version, ...]:
    return visit.house.texts.history(path)


ADDRESSES: dict[str, dict[str, Act]] = {
    "/texts/history/{file:path}": {
        "GET": Act(MODERATOR, history),
        "POST": Act(MODERATOR, bring_back),
    },
}
