"""Closing a survey by hand: says what is destroyed, and wants the title typed."""

import unicodedata

from starlette.responses import Response

from bot.console.survey import back
from bot.console.visit import Visit
from bot.core.model import Survey, Words
from bot.storage.life import FEWEST, TIME_TO_EXTEND


async def ask(visit: Visit) -> Response:
    return _page(visit, await visit.running(), wrong=False)


async def close(visit: Visit) -> Response:
    survey = await visit.running()
    if not is_title(await visit.typed("title"), survey.title):
        return _page(visit, survey, wrong=True)
    closed = await visit.house.life.close_now(survey.id, visit.today)
    await visit.note("close", survey.id)
    if closed:
        await _finish(visit, survey)
    await visit.desk.refresh()
    return back(survey.id, "closed" if closed else "ended")


async def _finish(visit: Visit, survey: Survey) -> None:
    """The final release; the tick would make it too, a minute later."""
    now = (await visit.desk.surveys())[survey.id]
    await visit.house.life.release(now, visit.today, visit.staff.id)


def _page(visit: Visit, survey: Survey, *, wrong: bool) -> Response:
    return visit.page(
        "close",
        status=400 if wrong else 200,
        survey=survey,
        wrong=wrong,
        fewest=FEWEST,
        days=TIME_TO_EXTEND.days,
    )


def is_title(typed: str, title: Words) -> bool:
    """In whichever language."""
    plain = _plain(typed)
    return bool(plain) and plain in {_plain(text) for text in title.values()}


def _plain(title: str) -> str:
    """Only the letters and digits: nobody is to fail on a space, a capital or a curly quote.

    A title without any is kept as it is, for else it would be like no title at all.
    """
    folded = unicodedata.normalize("NFKC", title).casefold()
    return "".join(character for character in folded if character.isalnum()) or folded.strip()
