"""The screens of a survey up to its last question."""

from collections.abc import Iterable

from bot.core import event as ev
from bot.core.here import Here
from bot.core.menu import Row, button, notice, open_surveys, row, titled, to_topics, ways
from bot.core.model import PREFER_NOT, Question, State, Survey, Type
from bot.core.reading import page_block
from bot.core.screen import Block, Bold, Button, Lines, Reply, Say, Screen, Text
from bot.core.screen import Value as Filling
from bot.core.sheet import (
    Sheet,
    Value,
)
from bot.core.survey import ahead, before, is_open, most, option, shown


def surveys(here: Here) -> Screen:
    """The surveys that are open in this city."""
    if here.city is None:
        return notice(here, Say("surveys.no_city"))
    found = open_surveys(here)
    rows = tuple(titled(here, here.word(found.button), ev.Consent(found.id)) for found in found)
    return notice(here, Say("surveys.open" if found else "surveys.none"), rows=rows)


def _facts(here: Here, survey: Survey) -> dict[str, Filling]:
    """What the consent texts say of this survey."""
    asking = here.catalogue.cities.get(survey.cities[0])
    return {
        "title": Text(here.word(survey.title)),
        "purpose": Text(here.word(survey.purpose)),
        "body": Text(here.word(asking.body) if asking else ""),
        "page": Text(asking.page if asking else ""),
        "contact": Text(asking.contact if asking else ""),
        "authority": Text(here.word(asking.authority) if asking else ""),
        "questions": len(survey.questions),
        "minutes": survey.minutes,
        "age": survey.age,
        "until": survey.until or "",
        "basis": Say(f"basis.{survey.legal_basis}"),
    }


def consent(here: Here, survey: Survey) -> Screen:
    """At most 60 words and three buttons, before question 1."""
    if not is_open(survey, here.today):
        return ended(here, survey)
    rows: tuple[Row, ...] = (
        row(here, "start", ev.Start(survey.id), age=survey.age),
        row(here, "no_thanks", ev.Decline(survey.id)),
        row(here, "read_everything", ev.ReadNotice(survey.id)),
        ways(here, ev.Consent(survey.id)),
    )
    title = Bold(Text(here.word(survey.title)))
    return Screen(here.place, (title, Say("consent.text", _facts(here, survey))), rows)


def full_notice(here: Here, survey: Survey) -> Screen:
    body = page_block(here, "notice", _facts(here, survey))
    back = row(here, "back", ev.Consent(survey.id))
    return Screen(here.place, (body,), (back, ways(here, ev.ReadNotice(survey.id))))


def ended(here: Here, survey: Survey) -> Screen:
    title = Text(here.word(survey.title))
    return notice(here, Say("survey.ended", {"title": title}), rows=(to_topics(here),))


def declined(here: Here, survey: Survey) -> Screen:
    """Said no, stopped, or is younger: nothing was stored, and there is more to read."""
    again = row(here, "begin_again", ev.Consent(survey.id))
    return notice(here, Say("survey.declined"), rows=(to_topics(here), again))


def takes(here: Here, sheet: Sheet) -> bool:
    """May this sheet still be filled in? Sent answers may be changed until the close."""
    survey = here.survey(sheet.survey)
    if sheet.receipt is not None:
        return survey.state is not State.CLOSED
    return is_open(survey, here.today)


def ask(
    here: Here,
    sheet: Sheet,
    question: Question,
    chosen: tuple[str, ...] = (),
    note: Say | None = None,
) -> Screen:
    """One question: its options numbered in the text, a button for each."""
    blocks = (
        *((note,) if note else ()),
        _progress(here, sheet, question),
        Bold(Text(here.word(question.text))),
        *_hints(here, sheet, question, chosen),
    )
    shown_again = ev.Ask(sheet, question.id, chosen)
    rows = (
        *_option_rows(here, sheet, question, chosen),
        *_around(here, sheet, question),
        ways(here, shown_again),
    )
    return Screen(here.place, blocks, rows, _reply(question, shown_again))


def _progress(here: Here, sheet: Sheet, question: Question) -> Say:
    """Counts what may still come: the total can shrink on the way, but never grows."""
    met = [known.id for known in ahead(here.survey(sheet.survey), sheet.answers)]
    position = met.index(question.id) + 1 if question.id in met else len(met)
    return Say("survey.progress", {"position": position, "total": len(met)})


def _hints(
    here: Here, sheet: Sheet, question: Question, chosen: tuple[str, ...]
) -> tuple[Block, ...]:
    """How to answer, what there is to choose, and what is chosen already, in words."""
    limits = {"low": question.low, "high": question.high}
    answer = sheet.answers.get(question.id)
    hints: list[Block] = []
    if question.type is Type.NUMBER:
        hints.append(Say("survey.type_number", limits))
    if question.type is Type.MULTIPLE:
        hints.append(Say("survey.choose_several", {"n": most(question)}))
    if question.type is not Type.NUMBER:
        hints.append(_numbered(here, sheet, question))
    if chosen:
        hints.append(Say("survey.chosen", {"list": named(here, question, chosen)}))
    elif answer is not None:
        hints.append(Say("survey.your_answer", {"answer": named(here, question, answer)}))
    return tuple(hints)


def _numbered(here: Here, sheet: Sheet, question: Question) -> Block:
    order = enumerate(shown(question, sheet.seed), start=1)
    return Lines(
        tuple(
            Say("survey.option", {"number": number, "label": named(here, question, code)})
            for number, code in order
        )
    )


def named(here: Here, question: Question, answer: Value) -> Say | Text:
    """An answer in words."""
    if isinstance(answer, int):
        return Text(str(answer))
    if isinstance(answer, tuple):
        found = (option(question, code) for code in answer)
        return Text(", ".join(here.word(known.label) for known in found if known))
    known = option(question, answer)
    return Text(here.word(known.label)) if known else Say(f"option.{answer}")


def short(here: Here, question: Question, code: str) -> Say | Text:
    """An option as its button says it."""
    found = option(question, code)
    return Text(here.word(found.button)) if found else Say(f"option.{code}")


def _option_rows(
    here: Here, sheet: Sheet, question: Question, chosen: tuple[str, ...]
) -> tuple[Row, ...]:
    if question.type is Type.NUMBER:
        prefer_not = ev.Answer(sheet, question.id, PREFER_NOT)
        return ((Button(Say(f"option.{PREFER_NOT}"), prefer_not, here.place),),)
    rows = tuple(
        (Button(short(here, question, code), _tap(sheet, question, chosen, code), here.place, n),)
        for n, code in enumerate(shown(question, sheet.seed), start=1)
    )
    if question.type is Type.MULTIPLE and chosen:
        return (*rows, row(here, "done", ev.Done(sheet, question.id, chosen)))
    return rows


def _tap(sheet: Sheet, question: Question, chosen: tuple[str, ...], code: str) -> ev.Pressed:
    if question.type is Type.MULTIPLE and code != PREFER_NOT:
        return ev.Toggle(sheet, question.id, chosen, code)
    return ev.Answer(sheet, question.id, code)


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


def _reply(question: Question, shown_again: ev.Ask) -> Reply | None:
    if question.type is not Type.NUMBER:
        return None
    return Reply(Say("reply.number"), Say("reply.number_hint"), shown_again)


def question_of(events: Iterable[ev.Pressed]) -> ev.Ask | None:
    """The question whose buttons these are: what a typed answer belongs to."""
    for event in events:
        match event:
            case ev.Toggle(sheet, question, chosen) | ev.Done(sheet, question, chosen):
                return ev.Ask(sheet, question, chosen)
            case ev.Answer(sheet, question):
                return ev.Ask(sheet, question)
            case _:
                continue
    return None
