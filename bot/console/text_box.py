"""The box in which a text is changed, with what must be mended and what others did meanwhile."""

import asyncio
from collections.abc import Mapping

from starlette.responses import Response

from bot.console import numbering
from bot.console.passage import around, numbered
from bot.console.survey import NOTHING
from bot.console.text_files import ALERT, Text, fields, opened, titled
from bot.console.text_remarks import remarks
from bot.console.text_typed import Typed
from bot.console.visit import Visit
from bot.console.wording import differences
from bot.content.problem import Problem
from bot.content.versions import Version, digest
from bot.core.menu import OWN_NAMES


async def edit(visit: Visit) -> Response:
    """The whole file, or with `line` the part around that line."""
    text, lang = await asyncio.to_thread(opened, visit)
    path, line = text.path(lang), numbered(visit.request.query_params.get("line", ""))
    now = await asyncio.to_thread(visit.house.texts.read, path)
    was = around(path, now, line) if now and line else None
    box = was.text if was else now
    if box is None:
        source = await source_of(visit, text)
        is_source = lang == text.source
        box = numbering.begun(source) if source else numbering.blank(is_source=is_source)
    return await written(visit, Typed(text, lang, box, was, digest(now), now, now or ""))


async def source_of(visit: Visit, text: Text) -> str | None:
    return await asyncio.to_thread(visit.house.texts.read, text.path(text.source))


async def written(
    visit: Visit,
    found: Typed,
    wrong: Mapping[str, str] = NOTHING,
    problems: tuple[Problem, ...] = (),
) -> Response:
    """The page with what was typed in the box; also after a refusal, and when somebody else was
    quicker: nothing is ever lost.
    """
    source = await source_of(visit, found.text) if found.lang != found.text.source else None
    shown = found.anew() if found.conflict else found
    return visit.page(
        "text",
        status=409 if found.conflict else 400 if wrong or problems else 200,
        found=shown,
        title=title_of(visit, found),
        names=OWN_NAMES,
        source=source,
        kept=bool(await asyncio.to_thread(visit.house.texts.history, found.path)),
        ends=found.text.id == ALERT and bool(found.text.files),
        behind=numbering.behind(found.now, source),
        remarks=remarks(visit, problems, found.path, found.whole),
        theirs=differences(found.box, shown.standing) if found.conflict else (),
        newer=await asyncio.to_thread(_newer, visit, found) if found.conflict else None,
        wrong=wrong,
    )


def _newer(visit: Visit, found: Typed) -> Version | None:
    """What somebody else published meanwhile; None: the file was changed elsewhere."""
    latest = next(iter(visit.house.texts.history(found.path)), None)
    return latest if latest and latest.text == found.now else None


def title_of(visit: Visit, found: Typed) -> str:
    return titled(visit, found.text, (fields(found.path, found.now or found.whole or found.box),))
