"""The imperative shell of one turn: step, at most one effect, one screen."""

from asyncio import to_thread
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random, SystemRandom
from typing import assert_never
from zoneinfo import ZoneInfo

from bot import personal
from bot.content.search import Index
from bot.core import commenting
from bot.core import effect as ef
from bot.core import event as ev
from bot.core.effect import (
    Became,
    Effect,
)
from bot.core.engine import outcome, step
from bot.core.event import (
    Happened,
    Now,
)
from bot.core.model import LANGUAGES, Catalogue
from bot.core.screen import Screen
from bot.core.sheet import (
    Place,
)
from bot.storage.store import Store

FRESH = 10
"""Bytes of a nonce: 80 bits, as the wire carries them."""
ODDS = 10
"""Reach counts one event in ten, as ten."""


WRITES = (
    ef.Submit, ef.Replace, ef.Withdraw, ef.Remember, ef.Forget,
    ef.SaveComment, ef.DeleteComment, ef.LinkStaff,
)  # fmt: skip


class WorldBroken(Exception):
    """Database, keys or disk: nothing was written, and it is nobody's update that is at fault."""


@dataclass(frozen=True, slots=True)
class Turned:
    """What a turn made, and the catalogue it was made from: its buttons are packed by that one."""

    screen: Screen
    catalogue: Catalogue
    wrote: bool = False


@dataclass(slots=True)
class Shown:
    """What is there to read and answer right now; the tick replaces it whole."""

    catalogue: Catalogue
    index: Index


@dataclass(slots=True)
class Turns:
    shown: Shown
    store: Store
    clock: Callable[[], datetime]
    """Now, with its time zone."""
    chance: Random = field(default_factory=SystemRandom)
    sources: frozenset[str] = frozenset()
    """The source tags that links were made with; no other word of a link is ever counted."""
    reach: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """(ISO week, city, what) or (ISO week, source, what), in steps of ten; the tick stores it."""

    async def place(self, person: int, app_language: str | None) -> Place:
        """For a message that says nothing of it: what they asked us to remember, or nowhere."""
        try:
            kept = await self.store.kept(person)
        except Exception as error:
            raise WorldBroken from error
        lang = (app_language or "").split("-")[0].lower()
        return kept.place or Place(lang if lang in LANGUAGES else self._fallback())

    def _fallback(self) -> str:
        city = next(iter(self.shown.catalogue.cities.values()), None)
        return city.languages[0] if city else LANGUAGES[0]

    async def run(self, person: int, place: Place, event: Happened) -> Turned:
        """One turn. WorldBroken when what had to be written or read could not be."""
        catalogue = self.shown.catalogue
        day = self._day(place, event)
        now = Now(event, day, self.chance.getrandbits(16), self.chance.randbytes(FRESH))
        result = step(catalogue, place, now)
        if isinstance(result, Screen):
            self._count(result.place, event)
            return Turned(result, catalogue)
        try:
            became = await self._effect(person, place, result)
        except Exception as error:
            raise WorldBroken from error
        wrote = isinstance(result, WRITES) and not isinstance(became, ef.Personal)
        return Turned(outcome(catalogue, place, now, became), catalogue, wrote=wrote)

    def _day(self, place: Place, event: Happened) -> date:
        """A survey's last day is that of the city which asks, wherever the person is."""
        about = getattr(event, "sheet", event)
        survey = getattr(about, "survey", None)
        return self.survey_day(survey) if isinstance(survey, str) else self.today(place)

    def today(self, place: Place) -> date:
        """The day in the person's city, else in the first one."""
        cities = self.shown.catalogue.cities
        city = cities.get(place.city or "") or next(iter(cities.values()), None)
        zone = ZoneInfo(city.time_zone) if city else None
        return self.clock().astimezone(zone).date()

    def survey_day(self, survey: str) -> date:
        """The day in the city that asks."""
        known = self.shown.catalogue.surveys.get(survey)
        return self.today(Place(LANGUAGES[0], known.cities[0] if known else None))

    async def _effect(self, person: int, place: Place, effect: Effect) -> Became:
        store = self.store
        match effect:
            case ef.Submit(survey, answers, nonce):
                return await store.submit(survey, person, answers, nonce, self.survey_day(survey))
            case ef.Replace(survey, answers, receipt):
                return await store.replace(survey, person, answers, receipt)
            case ef.Withdraw(survey, receipt):
                return await store.withdraw(survey, person, receipt, self.today(place))
            case ef.Show(survey, receipt, purpose):
                return await store.show(survey, person, receipt, purpose)
            case ef.Remember(kept):
                day = self.today(place)
                await store.remember(person, kept, day.year * 12 + day.month - 1)
                return ef.Remembered()
            case ef.Forget():
                return await store.forget(person, self.today(place))
            case ef.ShowKept():
                return await store.kept(person)
            case ef.Search(text, topics):
                return ef.Found(self.shown.index.find(text, place.lang, topics))
            case ef.SaveComment():
                return await self._comment(person, effect)
            case ef.ShowComment(survey, receipt):
                return await store.show_comment(survey, person, receipt)
            case ef.DeleteComment(survey, receipt):
                return await store.delete_comment(survey, person, receipt, self.today(place))
            case ef.LinkStaff(token):
                return await store.staff.link_chat(token, person, self.clock())
            case _:
                assert_never(effect)

    async def _comment(self, person: int, save: ef.SaveComment) -> Became:
        """Personal data is looked for before anything is kept."""
        text = save.text
        if save.check is ef.Check.WARN and (found := await to_thread(personal.find, text)):
            kinds = tuple(dict.fromkeys(one.kind for one in found))
            return ef.Personal(save.survey, save.receipt, text, kinds)
        if save.check is ef.Check.MASK:
            text = (await to_thread(personal.mask, text))[: commenting.MOST]
        return await self.store.save_comment(save.survey, person, save.receipt, text, save.lang)

    def _count(self, place: Place, event: Happened) -> None:
        """Reach: one event in ten counts as ten, and otherwise nothing is added."""
        what = _what(event)
        if what is None or self.chance.randrange(ODDS):
            return
        year, week, _ = self.today(place).isocalendar()
        name = f"{year}-W{week:02}"
        self.reach[name, place.city or "", what] += ODDS
        if isinstance(event, ev.Opened) and event.source in self.sources:
            self.reach[name, f"source:{event.source}", what] += ODDS
        self.reach[name, f"lang:{place.lang}", what] += ODDS


def _what(event: Happened) -> str | None:
    """What reach counts: a topic or survey opened, never a Send, never anything typed."""
    match event:
        case ev.Opened():
            return "start"
        case ev.ReadTopic(topic) | ev.Guess(topic):
            return f"topic:{topic}"
        case ev.Consent(survey):
            return f"survey:{survey}"
        case _:
            return None
