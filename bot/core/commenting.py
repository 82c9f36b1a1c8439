"""The screens of the comment: the one question that is answered in own words, after Send."""

from collections.abc import Iterable
from typing import Final, assert_never
from unicodedata import category

from bot.core import effect as ef
from bot.core import event as ev
from bot.core import sending
from bot.core.asking import question_of
from bot.core.effect import Check, Effect
from bot.core.here import Here
from bot.core.menu import Row, row, ways
from bot.core.model import State, Survey
from bot.core.screen import Block, Bold, Lines, Quote, Reply, Say, Screen
from bot.core.sheet import Receipt

MOST: Final = 500
"""Characters of a comment."""
_KEPT: Final = "\n\u200c\u200d"
"""Line ends, and what joins the parts of a letter or an emoji."""


def ask(here: Here, survey: Survey, receipt: Receipt, note: Say | None = None) -> Screen:
    """The question, what it is for, and that nobody should name themselves."""
    if survey.comment is None or survey.state is State.CLOSED:
        return sending.thanks(here, survey, receipt)
    about = (Say("comment.names"), Say("comment.readers"), Say("comment.apart"))
    blocks: tuple[Block, ...] = (
        *((note,) if note else ()),
        Bold(here.text(survey.comment.text)),
        here.text(survey.comment.purpose),
        Lines(about),
    )
    write = ev.WriteComment(survey.id, receipt)
    rows = (_back(here, survey, receipt), ways(here, write))
    reply = Reply(Say("reply.comment", {"most": MOST}), Say("reply.comment_hint"), write)
    return Screen(here.place, blocks, rows, reply)


def _back(here: Here, survey: Survey, receipt: Receipt) -> Row:
    return row(here, "back", ev.Thanks(survey.id, receipt))


def written(here: Here, text: str, about: ev.WriteComment) -> Screen | Effect:
    """A reply to it."""
    return _judged(here, text, about, Check.WARN)


def decided(here: Here, text: str, about: ev.KeepComment) -> Screen | Effect:
    """What to do with words that the bot had warned of."""
    return _judged(here, text, about, Check.MASK if about.masked else Check.AS_IT_IS)


def _judged(here: Here, text: str, about: ev.Own, check: Check) -> Screen | Effect:
    survey, words = here.survey(about.survey), plain(text)
    if survey.comment is None:
        return sending.thanks(here, survey, about.receipt)
    if not words:
        return ask(here, survey, about.receipt, Say("comment.only_words"))
    if len(words) > MOST:
        too_long = Say("comment.too_long", {"length": len(words), "most": MOST})
        return ask(here, survey, about.receipt, too_long)
    return ef.SaveComment(survey.id, about.receipt, words, here.place.lang, check)


def plain(text: str) -> str:
    """Without what nobody sees: half characters, control characters, space around."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    return "".join(sign for sign in whole if sign in _KEPT or category(sign)[0] != "C").strip()


def became(here: Here, became: ef.AboutComment) -> Screen:
    survey = here.survey(became.survey)
    match became:
        case ef.Personal(_, receipt, text, found):
            return _warned(here, survey, receipt, text, found)
        case ef.Commented(_, receipt, text):
            return _stands(here, survey, receipt, Say("comment.stored"), text)
        case ef.CommentFound(_, receipt, ""):
            return ask(here, survey, receipt)
        case ef.CommentFound(_, receipt, text):
            return _stands(here, survey, receipt, Say("comment.yours"), text)
        case ef.CommentDeleted(_, receipt):
            rows = (_back(here, survey, receipt), ways(here, ev.Thanks(survey.id, receipt)))
            return Screen(here.place, (Say("comment.deleted"),), rows)
        case ef.CommentRefused():
            return sending.told(here, Say("comment.refused"))
        case _:
            assert_never(became)


def _warned(
    here: Here, survey: Survey, receipt: Receipt, text: str, found: tuple[str, ...]
) -> Screen:
    """The words wait in this message alone: a press brings them back."""
    kinds = Lines(tuple(Say(f"comment.found.{kind}") for kind in found))
    rows = (
        row(here, "comment_mask", ev.KeepComment(survey.id, receipt, masked=True)),
        row(here, "comment_as_it_is", ev.KeepComment(survey.id, receipt, masked=False)),
        row(here, "comment_anew", ev.WriteComment(survey.id, receipt)),
        _back(here, survey, receipt),
    )
    blocks = (
        Say("comment.not_stored"),
        Quote(text),
        kinds,
        Say("comment.hidden"),
        Say("comment.remove", {"n": len(found)}),
    )
    return Screen(here.place, blocks, rows)


def _stands(here: Here, survey: Survey, receipt: Receipt, head: Say, text: str) -> Screen:
    """Exactly what is stored, and what can be done with it."""
    rows = (
        row(here, "comment_change", ev.WriteComment(survey.id, receipt)),
        row(here, "comment_delete", ev.DropComment(survey.id, receipt)),
        _back(here, survey, receipt),
        ways(here, ev.SeeComment(survey.id, receipt)),
    )
    return Screen(here.place, (head, Quote(text), Say("comment.once")), rows)


def typed_about(screen: Screen) -> ev.Ask | ev.Dial | ev.WriteComment | None:
    """What a typed answer to this screen belongs to."""
    asked = screen.reply.event if screen.reply else None
    if isinstance(asked, ev.Ask | ev.WriteComment):
        return asked
    return answered_by_typing(button.event for buttons in screen.rows for button in buttons)


def answered_by_typing(events: Iterable[ev.Pressed]) -> ev.Ask | ev.Dial | ev.WriteComment | None:
    """The same by its buttons alone; who was warned may simply write again."""
    known = tuple(events)
    for event in known:
        if isinstance(event, ev.KeepComment):
            return ev.WriteComment(event.survey, event.receipt)
    return question_of(known)
