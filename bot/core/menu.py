"""The screens around everything else: first screen, language, city, and the rows under each."""

from typing import TypeAlias

from bot.core import event as ev
from bot.core.event import (
    Pressed,
)
from bot.core.here import Here, word_in
from bot.core.model import LANGUAGES, City, Survey
from bot.core.screen import Block, Button, Lines, Markdown, Say, Screen, Text, Value
from bot.core.sheet import (
    Place,
)
from bot.core.survey import is_open

Row: TypeAlias = tuple[Button, ...]

OWN_NAMES = {
    "fr": "Français",
    "nl": "Nederlands",
    "en": "English",
    "bg": "Български",
    "sq": "Shqip",
}


def button(here: Here, key: str, event: Pressed, **values: Value) -> Button:
    return Button(Say(f"button.{key}", values), event, here.place)


def row(here: Here, key: str, event: Pressed, **values: Value) -> Row:
    """One button on its own line."""
    return (button(here, key, event, **values),)


def titled(here: Here, text: Text, event: Pressed) -> Row:
    """A button that carries a moderator's words."""
    return (Button(text, event, here.place),)


def ways(here: Here, shown: Pressed) -> Row:
    """The row under every screen: language and city, coming back to what is shown."""
    language = button(here, "language", ev.Languages(shown))
    if len(here.catalogue.cities) <= 1:
        return (language,)
    return (language, button(here, "city", ev.Cities(shown)))


def to_menu(here: Here) -> Row:
    return row(here, "menu", ev.Home())


def to_topics(here: Here) -> Row:
    return row(here, "topics", ev.Topics())


def notice(here: Here, *blocks: Block, rows: tuple[Row, ...] = ()) -> Screen:
    """A short message with the menu under it."""
    return Screen(here.place, blocks, (*rows, to_menu(here), ways(here, ev.Home())))


def first(here: Here, note: Say | None = None) -> Screen:
    """The first screen: at most three lines, and what there is to do."""
    notes: tuple[Block, ...] = (*_alert(here), *((note,) if note else ()))
    if here.city is None and here.catalogue.cities:
        return cities(here, ev.Home(), (*notes, Say("home.no_city")))
    return Screen(here.place, (*notes, _who(here)), _menu(here))


def _alert(here: Here) -> tuple[Block, ...]:
    """What everybody must know today (a leak, a breakdown): the page `alert`, while it exists."""
    alert = here.catalogue.pages.get("alert")
    return (Markdown(here.word(alert.text), lang=here.foreign(alert.text)),) if alert else ()


def _who(here: Here) -> Block:
    city = here.city
    body = here.word(city.body) if city else ""
    page = city.page.removeprefix("https://").removeprefix("www.").rstrip("/") if city else ""
    return Lines(
        (
            Say("home.who", {"body": Text(body)}),
            Say("home.promise"),
            Say("home.check", {"page": Text(page)}),
        )
    )


def _menu(here: Here) -> tuple[Row, ...]:
    surveys = (
        row(here, "survey", ev.Consent(survey.id), title=here.text(survey.button))
        for survey in open_surveys(here)
    )
    return (
        to_topics(here),
        *surveys,
        row(here, "helpers", ev.Helpers()),
        (button(here, "privacy", ev.Privacy()), button(here, "help", ev.Help())),
        row(here, "remember", ev.RememberMe()),
        ways(here, ev.Home()),
    )


def open_surveys(here: Here) -> tuple[Survey, ...]:
    """Those that take answers in this city today."""
    return tuple(
        survey
        for survey in here.catalogue.surveys.values()
        if is_open(survey, here.today) and here.place.city in survey.cities
    )


def languages(here: Here, then: Pressed) -> Screen:
    """Five languages by their own names; each button shows `then` in that language."""
    rows = tuple(
        (Button(Text(OWN_NAMES[lang]), then, Place(lang, here.place.city)),) for lang in LANGUAGES
    )
    return Screen(here.place, (Say("language.choose"),), rows)


def named(here: Here, city: City) -> Text:
    """A city by its name, which the city itself writes first."""
    return Text(word_in(city.name, here.place.lang, city))


def cities(here: Here, then: Pressed, blocks: tuple[Block, ...] = ()) -> Screen:
    """The cities served; each button shows `then` in that city."""
    rows = tuple(
        (Button(named(here, city), then, Place(here.place.lang, city.id)),)
        for city in here.catalogue.cities.values()
    )
    language = row(here, "language", ev.Languages(then))
    return Screen(here.place, (*blocks, Say("city.choose")), (*rows, language))


def staff_linked(here: Here, name: str) -> Screen:
    """What became of the link by which staff tie a chat to their account."""
    return notice(here, Say("staff.linked", {"name": name}) if name else Say("staff.not_linked"))
