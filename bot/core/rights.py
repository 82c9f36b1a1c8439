"""The screens of a resident's rights: what is stored, the way back, forgetting, tidying."""

from collections.abc import Iterable
from datetime import date

from bot.core import event as ev
from bot.core.here import Here
from bot.core.menu import OWN_NAMES, Row, named, notice, row, to_menu, ways
from bot.core.screen import Block, Say, Screen
from bot.core.sheet import Place


def tied(here: Here, kept: Place | None) -> Screen:
    """What is tied to this chat; answers are not, so only their code finds them."""
    forget = () if kept is None else (row(here, "forget", ev.AskForget()),)
    rows = (row(here, "way_back", ev.WayBack()), row(here, "tidy", ev.AskTidy()), *forget)
    return _page(here, ev.MyData(), _remembered(here, kept), Say("mydata.code"), rows=rows)


def _remembered(here: Here, kept: Place | None) -> Block:
    if kept is None:
        return Say("mydata.nothing")
    city = here.catalogue.cities.get(kept.city or "")
    name = named(here, city) if city else "-"
    return Say("mydata.kept", {"language": OWN_NAMES[kept.lang], "city": name})


def _page(here: Here, shown: ev.Pressed, *blocks: Block, rows: tuple[Row, ...]) -> Screen:
    """A notice that another language shows again."""
    return Screen(here.place, blocks, (*rows, to_menu(here), ways(here, shown)))


def way_back(here: Here) -> Screen:
    """What to do with a code, and without one."""
    rows = (row(here, "my_data", ev.MyData()),)
    return _page(here, ev.WayBack(), Say("way_back.text"), rows=rows)


def bad_code(here: Here) -> Screen:
    return notice(here, Say("mydata.bad_code"), rows=(row(here, "way_back", ev.WayBack()),))


def not_found(here: Here) -> Screen:
    """A whole code that finds nothing. After the close nobody can tell why: its key is gone."""
    return notice(here, Say("mydata.not_found"), rows=(row(here, "way_back", ev.WayBack()),))


def ask_forget(here: Here) -> Screen:
    rows = (row(here, "forget_yes", ev.ForgetMe()),)
    return _page(here, ev.AskForget(), Say("forget.ask"), rows=rows)


def forgotten(here: Here, marks_until: tuple[date, ...], *, remembered: bool) -> Screen:
    """What is gone, and what stays for how long."""
    marks = (Say("forget.marks", {"until": max(marks_until)}),) if marks_until else ()
    tidy = row(here, "tidy", ev.AskTidy())
    if not remembered:
        return notice(here, Say("mydata.nothing"), *marks, rows=(tidy,))
    return notice(here, Say("forget.deleted"), *marks, Say("forget.note"), rows=(tidy,))


def ask_tidy(here: Here) -> Screen:
    """One confirmation: what goes, and what ends if the thanks go too."""
    rows: tuple[Row, ...] = (
        row(here, "tidy_keep", ev.Tidy(everything=False)),
        row(here, "tidy_all", ev.Tidy(everything=True)),
        row(here, "no", ev.Home()),
        ways(here, ev.AskTidy()),
    )
    return Screen(here.place, (Say("tidy.ask"), Say("tidy.thanks")), rows)


def tidied(here: Here, *, everything: bool) -> Screen:
    """The chat deletes what it remembers before it shows this."""
    if everything:
        return notice(here, Say("tidy.done_all"), Say("tidy.rest"))
    return notice(here, Say("tidy.done_kept"), Say("tidy.rest"), Say("tidy.copy"))


def is_way_back(events: Iterable[ev.Pressed]) -> bool:
    """Whether one of these buttons leads back to answers that were sent.

    A warning of a comment is none: once its words are replaced its buttons must go, and the thanks
    stand above it.
    """
    known = tuple(events)
    warns = any(isinstance(event, ev.KeepComment) for event in known)
    return not warns and any(map(_finds_answers, known))


def _finds_answers(event: ev.Pressed) -> bool:
    about = event.then if isinstance(event, ev.Languages | ev.Cities) else event
    sheet = getattr(about, "sheet", None)
    return isinstance(about, ev.Own) or (sheet is not None and sheet.receipt is not None)
