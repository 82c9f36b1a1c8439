"""Before question 1, in a pretest, and when it is over."""

from dataclasses import replace

from bot.core import event as ev
from bot.core.model import Catalogue, State
from bot.core.screen import Bold, Say, Screen, Text
from bot.core.sheet import Sheet
from tests.core.pressing import HOME, NONCE, RECEIPT, pressed, result, said, screen

DONE = Sheet("trial", 7, {"order": ("shops",), "rate": "7"})


def with_state(catalogue: Catalogue, survey: str, state: State) -> Catalogue:
    changed = replace(catalogue.surveys[survey], state=state)
    return replace(catalogue, surveys={**catalogue.surveys, survey: changed})


def test_a_pretest_is_reached_by_its_link_and_listed_nowhere(catalogue: Catalogue) -> None:
    consent = screen(catalogue, ev.Opened("north", survey="trial"))
    assert "consent.pretest" in said(consent)
    for listed in (screen(catalogue, ev.Home()), screen(catalogue, ev.Surveys())):
        events = [button.event for row in listed.rows for button in row]
        assert ev.Consent("ways") in events
        assert ev.Consent("trial") not in events


def test_a_draft_that_is_no_pretest_is_not_reached_by_a_link(catalogue: Catalogue) -> None:
    drafted = with_state(catalogue, "ways", State.DRAFT)
    assert "consent.text" not in said(screen(drafted, ev.Opened("north", survey="ways")))


def test_a_pretest_ends_with_what_was_unclear_and_sends_nothing(catalogue: Catalogue) -> None:
    review = screen(catalogue, ev.Review(DONE))
    assert {"review.intro_pretest", "button.finish_test"} <= said(review)
    assert not {"button.send", "review.nothing_else"} & said(review)
    last = screen(catalogue, pressed(review, "button.finish_test"))
    assert {"pretest.unclear", "pretest.nothing_stored"} <= said(last)
    assert isinstance(result(catalogue, ev.Send(DONE, NONCE)), Screen)
    assert isinstance(result(catalogue, ev.Send(replace(DONE, receipt=RECEIPT), b"")), Screen)


def test_once_published_a_pretest_is_over(catalogue: Catalogue) -> None:
    opened = with_state(catalogue, "trial", State.CLOSED)
    assert "survey.ended" in said(screen(opened, ev.Tested(DONE)))


def test_nobody_finishes_the_test_of_an_open_survey(catalogue: Catalogue) -> None:
    ways = Sheet("ways", 7, {"way": "desk", "tools": "prefer-not", "heard": "no"})
    assert "button.send" in said(screen(catalogue, ev.Tested(ways)))


def test_a_closed_survey_leads_to_its_results(catalogue: Catalogue) -> None:
    closed = with_state(catalogue, "ways", State.CLOSED)
    link = Say("survey.results", {"address": "https://north.example/results/ways"})
    for event in (
        ev.Consent("ways"),
        ev.Thanks("ways", RECEIPT),
        ev.Opened("north", survey="ways"),
    ):
        assert link in screen(closed, event).blocks
    ended = with_state(catalogue, "ways", State.ENDED)
    assert link not in screen(ended, ev.Consent("ways"), HOME).blocks
    nowhere = replace(closed, site="")
    assert "survey.results" not in said(screen(nowhere, ev.Consent("ways")))


def test_a_note_stands_before_its_question_and_nowhere_else(catalogue: Catalogue) -> None:
    note = dict.fromkeys(("fr", "nl", "en", "bg", "sq"), "Some words first.")
    ways = catalogue.surveys["ways"]
    noted = replace(ways, questions=(replace(ways.questions[0], note=note), *ways.questions[1:]))
    changed = replace(catalogue, surveys={**catalogue.surveys, "ways": noted})
    asked = screen(changed, ev.Start("ways"))
    question = Bold(Text(noted.questions[0].text["en"]))
    assert asked.blocks[asked.blocks.index(question) - 1] == Text("Some words first.")
    review = screen(changed, ev.Review(Sheet("ways", 7, {"way": "desk"})))
    assert "Some words first." not in repr(review)
