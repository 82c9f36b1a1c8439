"""The screens from the review on: send, thanks, and the way back."""

from bot.core import event as ev
from bot.core.asking import ask, ask_again, leave, results
from bot.core.effect import Stored
from bot.core.event import Happened
from bot.core.here import Here
from bot.core.menu import OWN_NAMES, Row, notice, row, to_menu, to_topics, ways
from bot.core.model import Question, State, Survey
from bot.core.naming import in_full, short
from bot.core.offering import Asked
from bot.core.screen import Block, Bold, Button, Code, Lines, Say, Screen, Text
from bot.core.sheet import Answers, Receipt, Sheet, Value
from bot.core.survey import LANGUAGE, first_open, in_pretest, keeps_language, record


def review(here: Here, sheet: Sheet) -> Screen:
    """Exactly the record that will be stored, field by field; or the question still open."""
    survey = here.survey(sheet.survey)
    missing = first_open(survey, sheet.answers)
    if missing is not None:
        return ask(Asked(here, sheet, missing))
    rows: tuple[Row, ...] = (
        _finish(here, survey, sheet),
        row(here, "change", ev.Changes(sheet)),
        row(here, "stop", leave(sheet)),
        ways(here, ev.Review(sheet)),
    )
    above, below = _around(survey, sheet)
    kept = record(survey, sheet.answers, here.place.lang)
    blocks = (
        Bold(here.text(survey.title)),
        above,
        *_lines(here, survey, kept),
        *below,
    )
    return Screen(here.place, blocks, rows)


def _finish(here: Here, survey: Survey, sheet: Sheet) -> Row:
    if in_pretest(survey):
        return row(here, "finish_test", ev.Tested(sheet))
    return row(here, "send", ev.Send(sheet, b"" if sheet.receipt else here.nonce))


def _around(survey: Survey, sheet: Sheet) -> tuple[Say, tuple[Say, ...]]:
    """What is said above the record and below it."""
    if in_pretest(survey):
        return Say("review.intro_pretest"), ()
    intro = "review.intro" if sheet.receipt is None else "review.intro_change"
    return Say(intro), (Say("review.nothing_else"),)


def _lines(here: Here, survey: Survey, answers: Answers) -> tuple[Block, ...]:
    """Field by field; the language of answering last, if it is stored."""
    fields = tuple(_field(here, n, q, answers[q.id]) for n, q in _met(survey, answers))
    spoken = answers.get(LANGUAGE) if keeps_language(survey) else None
    if spoken is None:
        return fields
    return (*fields, Say("review.language", {"language": OWN_NAMES[str(spoken)]}))


def _field(here: Here, number: int, question: Question, answer: Value) -> Lines:
    text = _question(here, number, question)
    return Lines((text, *map(Bold, in_full(here, question, answer))))


def _question(here: Here, number: int, question: Question) -> Say:
    text = here.text(question.text)
    return Say("review.question", {"number": number, "question": text})


def _met(survey: Survey, answers: Answers) -> tuple[tuple[int, Question], ...]:
    """The answered questions, numbered from 1."""
    answered = (question for question in survey.questions if question.id in answers)
    return tuple(enumerate(answered, start=1))


def changes(here: Here, sheet: Sheet) -> Screen:
    """Which answer to change: numbered as in the review."""
    survey = here.survey(sheet.survey)
    kept = record(survey, sheet.answers)
    rows = tuple(
        (
            Button(
                _label(here, question, kept[question.id]), ask_again(sheet, question), here.place, n
            ),
        )
        for n, question in _met(survey, kept)
    )
    back = row(here, "back", ev.Review(sheet))
    blocks = (Say("review.which"), *_lines(here, survey, kept))
    return Screen(here.place, blocks, (*rows, back, ways(here, ev.Changes(sheet))))


def _label(here: Here, question: Question, answer: Value) -> Say | Text:
    if isinstance(answer, int):
        return Text(str(answer))
    if isinstance(answer, str):
        return short(here, question, answer)
    if len(answer) == 1:
        return short(here, question, answer[0])
    return Say("review.several", {"n": len(answer)})


def thanks(here: Here, survey: Survey, receipt: Receipt) -> Screen:
    """One calm message, with the way back; it stays that in another language too."""
    if survey.state is State.CLOSED:
        return closed(here, survey)
    more = row(here, "more", ev.More(survey.id, receipt))
    rows = (*_manage(here, survey, receipt), *_comment(here, survey, receipt), more)
    under = (to_menu(here), ways(here, ev.Thanks(survey.id, receipt)))
    says = Say("survey.thanks", {"until": survey.until or ""})
    return Screen(here.place, (says,), (*rows, *under))


def _comment(here: Here, survey: Survey, receipt: Receipt) -> tuple[Row, ...]:
    """Only where the survey asks for one."""
    if survey.comment is None:
        return ()
    return (row(here, "add_comment", ev.SeeComment(survey.id, receipt)),)


def _manage(here: Here, survey: Survey, receipt: Receipt) -> tuple[Row, ...]:
    return (
        row(here, "edit", ev.Edit(survey.id, receipt)),
        row(here, "take_back", ev.AskWithdraw(survey.id, receipt)),
    )


def more(here: Here, survey: Survey, stored: Stored) -> Screen:
    """What is stored, and the code as text to copy."""
    blocks = (
        Bold(Say("more.title")),
        *_lines(here, survey, stored.answers),
        Say("more.nothing_else"),
        Say("more.code"),
        Code(stored.code),
        Say("more.code_use"),
    )
    back = row(here, "back", ev.Thanks(survey.id, stored.receipt))
    rows = (*_manage(here, survey, stored.receipt), row(here, "tidy", ev.AskTidy()), back)
    return Screen(here.place, blocks, (*rows, ways(here, ev.More(survey.id, stored.receipt))))


def ask_withdraw(here: Here, survey: Survey, receipt: Receipt) -> Screen:
    """One confirmation, which says what cannot be undone and offers what can."""
    if survey.state is State.CLOSED:
        return closed(here, survey)
    rows: tuple[Row, ...] = (
        row(here, "take_back_yes", ev.TakeBack(survey.id, receipt)),
        row(here, "edit_instead", ev.Edit(survey.id, receipt)),
        row(here, "keep_answers", ev.Thanks(survey.id, receipt)),
        ways(here, ev.AskWithdraw(survey.id, receipt)),
    )
    comment = (Say("comment.goes_too"),) if survey.comment else ()
    return Screen(here.place, (Say("survey.ask_withdraw"), *comment), rows)


def told(here: Here, *blocks: Block) -> Screen:
    """What became of a Send or a withdrawal, in a sentence or two."""
    return notice(here, *blocks, rows=(to_topics(here),))


def closed(here: Here, survey: Survey) -> Screen:
    """The keys that could find answers are gone, so nothing is possible with them any more."""
    return told(here, Say("survey.closed"), *results(here, survey))


def too_late(here: Here, event: Happened, survey: Survey) -> Screen:
    """A first Send may come when the survey has ended; all else is possible until the close."""
    first = isinstance(event, ev.Send) and event.sheet.receipt is None
    if first:
        return told(here, Say("survey.too_late"), *results(here, survey))
    return closed(here, survey)
