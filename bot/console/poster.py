"""A poster to print: one sheet with a code that opens the bot where it should."""

import re
from dataclasses import dataclass, replace

import segno
from starlette.responses import Response

from bot.console.visit import Visit
from bot.core import wire
from bot.core.event import Opened
from bot.core.model import LANGUAGES, Lang, State, Survey

SOURCE = re.compile(r"[a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the form asks for: an unknown survey or language is passed over, a source never."""

    survey: Survey | None
    lang: Lang
    source: str


@dataclass(frozen=True, slots=True)
class Sheet:
    address: str
    code: str
    """The same as a QR code: an image as a data: address."""


async def poster(visit: Visit) -> Response:
    mine = [
        survey
        for survey in (await visit.desk.surveys()).values()
        if survey.cities[0] == visit.city.id and survey.state is State.OPEN
    ]
    wish = _wish(visit, mine)
    sheet = _sheet(visit, wish)
    if sheet is not None and wish.source:
        # From the moment its poster exists the source is counted; doing it again changes nothing.
        await visit.house.life.give_out(wish.source, visit.house.turns.survey_day(""))

    there = replace(visit, lang=wish.lang)
    return visit.page(
        "poster",
        status=400 if sheet is None else 200,
        surveys=mine,
        wish=wish,
        sheet=sheet,
        there=there,
    )


def _wish(visit: Visit, surveys: list[Survey]) -> Wish:
    query = visit.request.query_params
    wanted, lang = query.get("survey"), query.get("in", "")
    return Wish(
        survey=next((survey for survey in surveys if survey.id == wanted), None),
        lang=lang if lang in LANGUAGES else visit.city.languages[0],
        source=query.get("source", "").strip(),
    )


def _sheet(visit: Visit, wish: Wish) -> Sheet | None:
    """None: the source cannot stand in a link."""
    if not SOURCE.fullmatch(wish.source):
        return None
    survey = wish.survey.id if wish.survey else None
    opened = Opened(visit.city.id, wish.lang, survey=survey, source=wish.source or None)
    try:
        payload = wire.link(opened)
    except ValueError:
        return None
    address = f"https://t.me/{visit.desk.username()}?start={payload}"
    return Sheet(address, segno.make(address, error="m", micro=False).svg_data_uri(border=2))
