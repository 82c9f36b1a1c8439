"""Coming back to answers that were sent: what a press there leads to, and what was found."""

from typing import TypeAlias, assert_never

from bot.core import answering, commenting, sending
from bot.core import effect as ef
from bot.core import event as ev
from bot.core.effect import Effect, Purpose
from bot.core.here import Here
from bot.core.screen import Screen
from bot.core.sheet import Sheet
from bot.core.survey import asked

Returned: TypeAlias = (
    ev.Thanks | ev.More | ev.Edit | ev.AskWithdraw | ev.TakeBack
    | ev.SeeComment | ev.WriteComment | ev.KeepComment | ev.DropComment
)  # fmt: skip
"""Every kind of `Own`."""


def pressed(here: Here, event: Returned) -> Screen | Effect:
    survey, receipt = event.survey, event.receipt
    match event:
        case ev.Thanks():
            return sending.thanks(here, here.survey(survey), receipt)
        case ev.AskWithdraw():
            return sending.ask_withdraw(here, here.survey(survey), receipt)
        case ev.More():
            return ef.Show(survey, receipt)
        case ev.Edit():
            return ef.Show(survey, receipt, Purpose.EDIT)
        case ev.TakeBack():
            return ef.Withdraw(survey, receipt)
        case ev.SeeComment():
            return ef.ShowComment(survey, receipt)
        case ev.WriteComment() | ev.KeepComment():
            # KeepComment arrives here when its message no longer quotes the words.
            return commenting.ask(here, here.survey(survey), receipt)
        case ev.DropComment():
            return ef.DeleteComment(survey, receipt)
        case _:
            assert_never(event)


def found(here: Here, stored: ef.Stored) -> Screen:
    """The answers, for the reason they were looked up."""
    survey = here.survey(stored.survey)
    match stored.purpose:
        case Purpose.SEE:
            return sending.more(here, survey, stored)
        case Purpose.EDIT:
            answers = asked(survey, stored.answers)
            return answering.filling(here, Sheet(survey.id, here.seed, answers, stored.receipt))
        case Purpose.TAKE_BACK:
            return sending.ask_withdraw(here, survey, stored.receipt)
        case _:
            assert_never(stored.purpose)
