"""The end of a pretest: what was unclear is for the tester to tell, and is stored nowhere."""

from bot.core import event as ev
from bot.core.here import Here
from bot.core.menu import Row, row, to_menu, ways
from bot.core.model import Survey
from bot.core.screen import Bold, Lines, Say, Screen
from bot.core.sheet import Sheet
from bot.core.survey import path


def unclear(here: Here, survey: Survey, sheet: Sheet) -> Screen:
    """Nothing was stored; the questions that were met, to look over once more."""
    met = enumerate(path(survey, sheet.answers), start=1)
    questions = tuple(
        Say("review.question", {"number": n, "question": here.text(question.text)})
        for n, question in met
    )
    blocks = (
        Bold(Say("pretest.unclear")),
        Say("pretest.tell"),
        Lines(questions),
        Say("pretest.nothing_stored"),
    )
    rows: tuple[Row, ...] = (
        row(here, "look_again", ev.Review(sheet)),
        row(here, "test_again", ev.Consent(survey.id)),
        to_menu(here),
        ways(here, ev.Tested(sheet)),
    )
    return Screen(here.place, blocks, rows)
