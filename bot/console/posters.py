"""Sheets to print and hang up, one for each place, with a code that opens the bot."""

import asyncio
import re
import unicodedata
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import segno
from starlette.responses import RedirectResponse, Response

from bot.console.guard import Act
from bot.console.visit import ANALYST, ROOT, Visit
from bot.core import wire
from bot.core.event import Opened
from bot.core.model import LANGUAGES, Helper, Lang, State, Survey

ALL = "*"
"""Ticked instead of places, of which none can be called so."""
LONGEST = 20
"""Characters of a place: with a survey made here, city and language it fits every link."""
NEEDS = ("digital", "city")
"""Of the city's helpers, those for who has no phone of the right kind."""
BULGARIAN = {
    **dict(zip("абвгдезийклмнопрстуфхъь", "abvgdeziyklmnoprstufhay", strict=True)),
    "ж": "zh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "sht",
    "ю": "yu",
    "я": "ya",
}
"""In Latin letters as its law has it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be printed: no survey is the start of the bot, no place one sheet for none."""

    survey: Survey | None
    langs: tuple[Lang, ...]
    """One or two, side by side on each sheet."""
    places: tuple[str, ...]

    @property
    def query(self) -> str:
        """The same as part of an address, but for the places."""
        first, *second = self.langs
        survey = self.survey.id if self.survey else ""
        return urlencode({"survey": survey, "in": first, "and": "".join(second)})


@dataclass(frozen=True, slots=True)
class Sheet:
    place: str
    address: str
    code: str
    """The same as a QR code: an image as a data: address."""


async def posters(visit: Visit) -> Response:
    return await _page(visit)


async def _page(visit: Visit, *, typed: str = "", wrong: str = "") -> Response:
    """`wrong`: why the new place was refused, in words; what was typed stays."""
    known = sorted(await visit.house.store.sources())
    mine = [s for s in (await visit.desk.surveys()).values() if _asks(visit, s)]
    wish = _wish(visit, mine, known)
    sheets = await asyncio.to_thread(lambda: [_sheet(visit, wish, p) for p in wish.places or ("",)])
    return visit.page(
        "posters",
        status=400 if wrong else 200,
        surveys=mine,
        known=known,
        wish=wish,
        sheets=[sheet for sheet in sheets if sheet is not None],
        # A survey whose id is long may leave too little room for a place whose name is.
        unfit=[place for place, sheet in zip(wish.places, sheets, strict=False) if sheet is None],
        voices=[replace(visit, lang=lang) for lang in wish.langs],
        helpers=_helpers(visit),
        made=visit.request.query_params.get("made", "") if not wrong else "",
        typed=typed,
        wrong=wrong,
    )


def _asks(visit: Visit, survey: Survey) -> bool:
    """Of this city, and there to be answered."""
    return survey.cities[0] == visit.city.id and survey.state is State.OPEN


def _wish(visit: Visit, surveys: list[Survey], known: list[str]) -> Wish:
    """What is unknown is passed over. Unasked, the city's first two languages are shown."""
    query = visit.request.query_params
    first, *others = visit.city.languages
    langs = (query.get("in", first), query.get("and", next(iter(others), "")))
    spoken = tuple(dict.fromkeys(lang for lang in langs if lang in LANGUAGES))
    ticked = query.getlist("place")
    return Wish(
        survey=next((s for s in surveys if s.id == query.get("survey")), None),
        langs=spoken or (first,),
        places=tuple(place for place in known if ALL in ticked or place in ticked),
    )


def _sheet(visit: Visit, wish: Wish, place: str) -> Sheet | None:
    """A sheet in two languages opens in that of each person's app. None: too long for a link."""
    survey = wish.survey.id if wish.survey else None
    lang = wish.langs[0] if len(wish.langs) == 1 else None
    try:
        payload = wire.link(Opened(visit.city.id, lang, survey=survey, source=place or None))
    except ValueError:
        return None
    address = f"https://t.me/{visit.desk.username()}?start={payload}"
    return Sheet(place, address, segno.make(address, error="m", micro=False).svg_data_uri(border=0))


def _helpers(visit: Visit) -> list[Helper]:
    """Where one can go or call; a site alone helps nobody who has no phone for it."""
    helpers = [helper for helper in visit.city.helpers if helper.need in NEEDS]
    return [h for h in helpers if h.phone or h.address] or helpers


async def add(visit: Visit) -> Response:
    """From now on who comes from there is counted, roughly; before, its sheet is not printed."""
    name = await visit.typed("name")
    place = place_of(name)
    if not place:
        return await _page(visit, typed=name, wrong=visit.say("console.posters.place.wrong"))
    if place in await visit.house.store.sources():
        reason = visit.say("console.posters.place.known", place=place)
        return await _page(visit, typed=name, wrong=reason)
    await visit.house.life.give_out(place, visit.today)
    kept = [
        (key, value) for key, value in visit.request.query_params.multi_items() if key != "made"
    ]
    query = urlencode([*kept, ("place", place), ("made", place)])
    return RedirectResponse(f"{ROOT}/posters?{query}", 303)


def place_of(name: str) -> str:
    """The words of a name that links and counts have room for; "" where none can be written."""
    latin = "".join(BULGARIAN.get(letter, letter) for letter in name.lower())
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    words = re.findall("[a-z0-9]+", plain)
    shorter = ("-".join(word[:most] for word in words) for most in range(LONGEST, 0, -1))
    # Long words give way before any is left out: the last one often tells two places apart.
    return next((cut for cut in shorter if len(cut) <= LONGEST), "-".join(words)[:LONGEST]).strip(
        "-"
    )


ADDRESSES: dict[str, dict[str, Act]] = {
    "/posters": {"GET": Act(ANALYST, posters), "POST": Act(ANALYST, add)},
}
