"""The screens of a survey up to its last question."""

from collections.abc import Iterable

from bot.core import event as ev
from bot.core.here import Here, word_in
from bot.core.menu import Row, button, notice, open_surveys, row, titled, to_topics, ways
from bot.core.model import Audience, Question, State, Survey
from bot.core.offering import Asked, how, so_far
from bot.core.offering import rows as offered
from bot.core.reading import page_block
from bot.core.screen import Block, Bold, Say, Screen, Text
from bot.core.screen import Value as Filling
from bot.core.sheet import Sheet
from bot.core.survey import ahead, before, in_pretest, is_open


def surveys(here: Here) -> Screen:
    """The surveys that are open in this city."""
    if here.city is None:
        return notice(here, Say("surveys.no_city"))
    found = open_surveys(here)
    rows = tuple(titled(here, here.text(found.button), ev.Consent(found.id)) for found in found)
    return notice(here, Say("surveys.open" if found else "surveys.none"), rows=rows)


def _facts(here: Here, survey: Survey) -> dict[str, Filling]:
    """What the consent texts say of this survey."""
    asking = here.catalogue.cities.get(survey.cities[0])
    return {
        "title": here.text(survey.title),
        "purpose": here.text(survey.purpose),
        "body": Text(word_in(asking.body, here.place.lang, asking) if asking else ""),
        "page": Text(asking.page if asking else ""),
        "contact": Text(asking.contact if asking else ""),
        "authority": Text(word_in(asking.authority, here.place.lang, asking) if asking else ""),
        "questions": len(survey.questions),
        "minutes": survey.minutes,
        "age": survey.age,
        "until": survey.until or "",
        "basis": Say(f"basis.{survey.legal_basis}"),
        "comments": Say("notice.comment") if survey.comment else "",
        "records": _records(survey),
    }


def _records(survey: Survey) -> Filling:
    """What may be given out beside tables, where this survey allows it."""
    if survey.rows is None:
        return ""
    public = survey.rows.audience is Audience.ROWS_PUBLIC
    return Say("notice.rows-public" if public else "notice.rows-staff")


def consent(here: Here, survey: Survey) -> Screen:
    """At most 60 words and three buttons, before question 1."""
    if in_pretest(survey):
        return _try_out(here, survey)
    if not is_open(survey, here.today):
        return ended(here, survey)
    rows: tuple[Row, ...] = (
        row(here, "start", ev.Start(survey.id), age=survey.age),
        row(here, "no_thanks", ev.Decline(survey.id)),
        row(here, "read_everything", ev.ReadNotice(survey.id)),
        ways(here, ev.Consent(survey.id)),
    )
    blocks = (_heading(here, survey), Say("consent.text", _facts(here, survey)))
    return Screen(here.place, blocks, rows)


def _try_out(here: Here, survey: Survey) -> Screen:
    """Before a pretest, of which nothing is stored: so there is no more to read."""
    rows: tuple[Row, ...] = (
        row(here, "start_test", ev.Start(survey.id)),
        row(here, "no_thanks", ev.Decline(survey.id)),
        ways(here, ev.Consent(survey.id)),
    )
    blocks = (_heading(here, survey), Say("consent.pretest", _facts(here, survey)))
    return Screen(here.place, blocks, rows)


def _heading(here: Here, survey: Survey) -> Bold:
    return Bold(here.text(survey.title))


def full_notice(here: Here, survey: Survey) -> Screen:
    body = page_block(here, "notice", _facts(here, survey))
    back = row(here, "back", ev.Consent(survey.id))
    return Screen(here.place, (body,), (back, ways(here, ev.ReadNotice(survey.id))))


def ended(here: Here, survey: Survey) -> Screen:
    title = here.text(survey.title)
    told = Say("survey.ended", {"title": title})
    return notice(here, told, *results(here, survey), rows=(to_topics(here),))


def results(here: Here, survey: Survey) -> tuple[Block, ...]:
    """Where everybody may read them, once they are there."""
    if survey.state is not State.CLOSED or not here.catalogue.site:
        return ()
    return (Say("survey.results", {"address": f"{here.catalogue.site}/results/{survey.id}"}),)


def declined(here: Here, survey: Survey) -> Screen:
    """Said no, stopped, or is younger: nothing was stored, and there is more to read."""
    again = row(here, "begin_again", ev.Consent(survey.id))
    return notice(here, Say("survey.declined"), rows=(to_topics(here), again))


def takes(here: Here, sheet: Sheet) -> bool:
    """May this sheet still be filled in? Sent answers may be changed until the close."""
    survey = here.survey(sheet.survey)
    if sheet.receipt is not None:
        return survey.state is not State.CLOSED
    return in_pretest(survey) or is_open(survey, here.today)


def ask(asked: Asked, note: Say | None = None) -> Screen:
    """One question: what it offers in words, and a button for each."""
    here, sheet, question = asked.here, asked.sheet, asked.question
    blocks = (
        *((note,) if note else ()),
        _progress(here, sheet, question),
        *_text(here, question),
        *how(asked),
        *so_far(asked),
    )
    rows = (*offered(asked), *_around(here, sheet, question), ways(here, asked.again))
    return Screen(here.place, blocks, rows)


def _text(here: Here, question: Question) -> tuple[Block, ...]:
    """Its note, then of a row of a matrix what stands above all its rows."""
    note = (here.text(question.note),) if question.note else ()
    if not question.matrix:
        return (*note, Bold(here.text(question.text)))
    return (*note, here.text(question.stem), Bold(here.text(question.row)))


def _progress(here: Here, sheet: Sheet, question: Question) -> Say:
    """Counts what may still come: the total can shrink on the way, but never grows."""
    met = [known.id for known in ahead(here.survey(sheet.survey), sheet.answers)]
    position = met.index(question.id) + 1 if question.id in met else len(met)
    return Say("survey.progress", {"position": position, "total": len(met)})


def _around(here: Here, sheet: Sheet, question: Question) -> tuple[Row, ...]:
    """Keep an earlier answer, go back, stop."""
    earlier = before(here.survey(sheet.survey), sheet.answers, question.id)
    back = (button(here, "back", ask_again(sheet, earlier)),) if earlier else ()
    stop = button(here, "stop", leave(sheet))
    if question.id not in sheet.answers:
        return ((*back, stop),)
    return (row(here, "keep", ev.Review(sheet)), (*back, stop))


def ask_again(sheet: Sheet, question: Question) -> ev.Ask:
    """The question with what was ticked there before."""
    answer = sheet.answers.get(question.id)
    return ev.Ask(sheet, question.id, answer if isinstance(answer, tuple) else ())


def leave(sheet: Sheet) -> ev.Pressed:
    """Out of the survey; who was only changing sent answers comes back to the thanks."""
    return ev.Thanks(sheet.survey, sheet.receipt) if sheet.receipt else ev.Decline(sheet.survey)


def question_of(events: Iterable[ev.Pressed]) -> ev.Ask | ev.Dial | None:
    """The question whose buttons these are, as it stands: what a typed answer belongs to."""
    for event in events:
        match event:
            case ev.Languages(ev.Ask() | ev.Dial() as shown):
                return shown
            case _:
                continue
    return None
