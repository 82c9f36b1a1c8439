"""Takes down what stood above everybody's first screen, when it is over."""

import asyncio

from starlette.responses import RedirectResponse, Response

from bot.console.guard import Act
from bot.console.text_files import ALERT, Kind, texts
from bot.console.visit import MODERATOR, ROOT, Refused, Visit
from bot.content.texts import Unwritable


async def end(visit: Visit) -> Response:
    """In all languages at once; each file can be brought back from its history."""
    known = await asyncio.to_thread(texts, visit)
    files = next(t.files for t in known if t.kind is Kind.PAGE and t.id == ALERT)
    try:
        await asyncio.to_thread(
            visit.house.texts.take_down, tuple(files.values()), by=visit.staff.name
        )
    except Unwritable:
        raise Refused(409, "console.text.wrong.stays") from None
    if files:
        await visit.note("text-end", f"pages/{ALERT}")
        await visit.desk.refresh()
    return RedirectResponse(f"{ROOT}/texts?done=ended", 303)


ADDRESSES: dict[str, dict[str, Act]] = {
    "/texts/alert/end": {"POST": Act(MODERATOR, end)},
}
