"""The one pure verb: an event either shows a screen or asks for one effect, never both."""

from dataclasses import replace
from typing import assert_never

from bot.core import answering, asking, commenting, menu, reading, returning, rights, sending
from bot.core import effect as ef
from bot.core import event as ev
from bot.core.effect import (
    Became,
    Effect,
    Purpose,
)
from bot.core.event import (
    Happened,
    Now,
    Surveying,
)
from bot.core.foreign import noted
from bot.core.here import Here
from bot.core.model import LANGUAGES, Catalogue, Part, State, Survey
from bot.core.screen import Say, Screen
from bot.core.sheet import (
    Place,
    Receipt,
    Sheet,
)
from bot.core.survey import in_pretest


def step(catalogue: Catalogue, place: Place, now: Now) -> Screen | Effect:
    """What a person sees after what they did, or the effect whose outcome is to be shown.

    The turn runs the effect and hands its event back to `outcome`: so there are never more than
    one transaction and exactly one screen in a turn. Never raises for anything a person can do.
    """
    result = _happened(_here(catalogue, place, now), now.event)
    return noted(result) if isinstance(result, Screen) else result


def outcome(catalogue: Catalogue, place: Place, now: Now, became: Became) -> Screen:
    """The screen for what became of an effect."""
    return noted(_became(_here(catalogue, place, now), now.event, became))


def _here(catalogue: Catalogue, place: Place, now: Now) -> Here:
    """With one city served there is nothing to choose; a city no longer served is none."""
    city = place.city if place.city in catalogue.cities else None
    only = next(iter(catalogue.cities)) if len(catalogue.cities) == 1 else None
    return Here(catalogue, Place(place.lang, city or only), now.today, now.seed, now.nonce)


def _happened(here: Here, event: Happened) -> Screen | Effect:
    if isinstance(event, ev.Unpressed):
        return _without_button(here, event)
    if isinstance(event, ev.Surveying):
        return _surveying(here, event)
    match event:
        case ev.Home():
            return menu.first(here)
        case ev.Languages(then):
            return menu.languages(here, then)
        case ev.Cities(then):
            return menu.cities(here, then)
        case ev.Topics():
            return reading.topics(here)
        case ev.ReadTopic(topic, part):
            return reading.read(here, here.catalogue.topics[topic], part)
        case ev.Guess(topic, true):
            return reading.guessed(here, here.catalogue.topics[topic], guess=true)
        case ev.Helpers():
            return reading.helpers(here)
        case ev.Privacy(full):
            return reading.privacy(here, full=full)
        case ev.Help():
            return reading.page(here, "help", event)
        case ev.RememberMe():
            return ef.Remember(here.place)
        case ev.AskForget():
            return rights.ask_forget(here)
        case ev.ForgetMe():
            return ef.Forget()
        case ev.MyData():
            return ef.ShowKept()
        case ev.WayBack():
            return rights.way_back(here)
        case ev.AskTidy():
            return rights.ask_tidy(here)
        case ev.Tidy(everything):
            return rights.tidied(here, everything=everything)
        case _:
            assert_never(event)


def _without_button(here: Here, event: ev.Unpressed) -> Screen | Effect:
    match event:
        case ev.Opened(key=str(token)):
            return ef.LinkStaff(token)
        case ev.Opened():
            return _opened(here, event)
        case ev.Typed(text, about):
            return _typed(here, text, about)
        case ev.Decided(text, about):
            return commenting.decided(here, text, about)
        case ev.UsedCode(code, withdraw):
            purpose = Purpose.TAKE_BACK if withdraw else Purpose.SEE
            return ef.Show("", Receipt(code, is_code=True), purpose)
        case ev.BadCode():
            return rights.bad_code(here)
        case ev.SentOther():
            return menu.first(here, Say("error.only_text"))
        case ev.Stop():
            return menu.notice(here, Say("stop.text"))
        case ev.Developer():
            return menu.notice(here, Say("developer.text", reading.names(here)))
        case ev.Unreadable(survey):
            return menu.first(here, Say("error.survey_changed" if survey else "error.old_button"))
        case _:
            assert_never(event)


def _surveying(here: Here, event: Surveying) -> Screen | Effect:
    match event:
        case ev.Surveys():
            return asking.surveys(here)
        case ev.Consent(survey):
            return asking.consent(here, here.survey(survey))
        case ev.ReadNotice(survey):
            return asking.full_notice(here, here.survey(survey))
        case ev.Decline(survey):
            return asking.declined(here, here.survey(survey))
        case ev.Start(survey):
            return answering.filling(here, Sheet(survey, here.seed))
        case ev.Ask(sheet, question, chosen):
            return answering.asked(here, sheet, question, chosen)
        case ev.Answer(sheet, question, option):
            return answering.answered(here, sheet, question, option)
        case ev.Toggle(sheet, question, chosen, option):
            return answering.tapped(here, ev.Ask(sheet, question, chosen), option)
        case ev.Done(sheet, question, chosen):
            return answering.answered(here, sheet, question, chosen)
        case ev.Dial(sheet, question, number):
            return answering.dialled(here, sheet, question, number)
        case ev.Enter(sheet, question, number):
            return answering.entered(here, sheet, question, number)
        case ev.Review(sheet):
            return answering.filling(here, sheet)
        case ev.Changes(sheet):
            return answering.changing(here, sheet)
        case ev.Send(sheet, nonce):
            return answering.sent(here, sheet, nonce)
        case ev.Tested(sheet):
            return answering.tested(here, sheet)
        case _ if isinstance(event, ev.Own):
            return returning.pressed(here, event)
        case _:
            assert_never(event)


def _became(here: Here, event: Happened, became: Became) -> Screen:
    match became:
        case ef.Sent(survey, receipt):
            return sending.thanks(here, here.survey(survey), receipt)
        case ef.AlreadyAnswered():
            return sending.told(here, Say("survey.already"))
        case ef.Ended(survey):
            return sending.too_late(here, event, here.survey(survey))
        case ef.Gone(survey):
            return sending.told(here, Say("survey.gone")) if survey else rights.not_found(here)
        case ef.Withdrawn():
            return sending.told(here, Say("survey.withdrawn"), Say("survey.withdrawn_note"))
        case ef.Stored():
            return returning.found(here, became)
        case ef.Remembered():
            return menu.first(here, Say("remember.done"))
        case ef.Forgotten(until, remembered):
            return rights.forgotten(here, until, remembered=remembered)
        case ef.Kept(kept):
            return rights.tied(here, kept)
        case ef.Found(topics):
            return reading.found(here, topics)
        case ef.StaffLinked(name):
            return menu.staff_linked(here, name)
        case _ if isinstance(became, ef.AboutComment):
            return commenting.became(here, became)
        case _:
            assert_never(became)


def _opened(here: Here, event: ev.Opened) -> Screen:
    """A link with a survey and a city opens the consent screen at once."""
    lang = event.lang if event.lang in LANGUAGES else here.place.lang
    city = event.city if event.city in here.catalogue.cities else here.place.city
    there = replace(here, place=Place(lang, city))
    survey = here.catalogue.surveys.get(event.survey or "")
    topic = here.catalogue.topics.get(event.topic or "")
    if survey is not None and city is not None and _may_open(survey):
        return asking.consent(there, survey)
    if topic is not None:
        return reading.read(there, topic, Part.MYTH)
    return menu.first(there)


def _may_open(survey: Survey) -> bool:
    return survey.state is not State.DRAFT or in_pretest(survey)


def _typed(
    here: Here, text: str, about: ev.Ask | ev.Dial | ev.WriteComment | None
) -> Screen | Effect:
    if isinstance(about, ev.WriteComment):
        return commenting.written(here, text, about)
    if about is not None:
        return answering.typed_answer(here, text, about)
    if text.strip().isdecimal():
        return menu.notice(here, Say("error.lost_thread"))
    return reading.search(here, text)
