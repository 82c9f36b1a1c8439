from dataclasses import replace
from datetime import date

import pytest

from bot.core import effect as ef
from bot.core import event as ev
from bot.core.engine import outcome, step
from bot.core.model import LANGUAGES, Catalogue, Page, Part, State
from bot.core.screen import Bold, Lines, Markdown, Screen, Text
from bot.core.sheet import (
    Place,
    Sheet,
)
from tests.core.pressing import (
    HOME,
    NONCE,
    RECEIPT,
    TO_REVIEW,
    answered,
    now,
    pressed,
    result,
    said,
    screen,
)


def test_the_first_screen_is_three_lines(catalogue: Catalogue) -> None:
    shown = screen(catalogue, ev.Home())
    assert [type(block) for block in shown.blocks] == [Lines]
    (who,) = shown.blocks
    assert isinstance(who, Lines)
    assert len(who.blocks) == 3


def test_an_alert_stands_above_the_first_screen(catalogue: Catalogue) -> None:
    leak = Page("alert", dict.fromkeys(LANGUAGES, "Some data leaked."))
    alarmed = replace(catalogue, pages={**catalogue.pages, "alert": leak})
    for place in (HOME, Place("bg")):
        assert screen(alarmed, ev.Home(), place).blocks[0] == Markdown("Some data leaked.")


def test_a_link_with_survey_and_city_opens_the_consent_at_once(catalogue: Catalogue) -> None:
    shown = screen(catalogue, ev.Opened("north", "bg", survey="ways"), Place("en"))
    assert shown.place == Place("bg", "north")
    assert isinstance(pressed(shown, "button.start"), ev.Start)


def test_a_link_to_nowhere_is_a_normal_start(catalogue: Catalogue) -> None:
    shown = screen(catalogue, ev.Opened("atlantis", "xx", "no", "no", "poster"), Place("nl"))
    assert shown.place == Place("nl")
    assert "home.no_city" in said(shown)


def test_only_one_city_served_needs_no_choice(catalogue: Catalogue) -> None:
    alone = replace(catalogue, cities={"south": catalogue.cities["south"]})
    shown = screen(alone, ev.Opened(), Place("nl"))
    assert shown.place.city == "south"
    assert "button.city" not in said(shown)


def test_switching_language_and_city_keeps_the_answers(catalogue: Catalogue) -> None:
    asked = answered(catalogue, "desk")
    choice = screen(catalogue, pressed(asked, "button.language"))
    button = next(b for row in choice.rows for b in row if b.label == Text("Български"))
    assert button.place == Place("bg", "north")
    again = screen(catalogue, button.event, button.place)
    assert isinstance(button.event, ev.Ask)
    assert button.event.sheet.answers == {"way": "desk"}
    towns = screen(catalogue, pressed(again, "button.city"), button.place)
    south = next(b for row in towns.rows for b in row if b.place.city == "south")
    assert south.event == button.event


def test_back_shows_the_earlier_answer_and_keeps_the_later_ones(catalogue: Catalogue) -> None:
    asked = answered(catalogue, "desk", "option.prefer-not")
    earlier = screen(catalogue, pressed(asked, "button.back"))
    assert "survey.your_answer" in said(earlier)
    onwards = screen(catalogue, pressed(earlier, "button.keep"))
    assert onwards.blocks == asked.blocks


def test_a_change_in_the_review_can_open_a_question(catalogue: Catalogue) -> None:
    review = answered(catalogue, *TO_REVIEW)
    changes = screen(catalogue, pressed(review, "button.change"))
    way = screen(catalogue, pressed(changes, "desk"))
    opened = screen(catalogue, pressed(way, "web"))
    assert any(isinstance(block, Bold) and "How easy" in str(block) for block in opened.blocks)


def test_send_carries_the_nonce_of_its_review_and_the_record_of_the_path(
    catalogue: Catalogue,
) -> None:
    review = answered(catalogue, *TO_REVIEW)
    effect = result(catalogue, pressed(review, "button.send"))
    record_ = {"way": "desk", "tools": "prefer-not", "heard": "no"}
    assert effect == ef.Submit("ways", record_, NONCE)


def test_a_forged_send_without_all_answers_asks_on(catalogue: Catalogue) -> None:
    sheet = Sheet("ways", 1, {"way": "desk"})
    shown = screen(catalogue, ev.Send(sheet, NONCE))
    assert any("Which tools" in str(block) for block in shown.blocks)


def test_changed_answers_replace_by_their_receipt(catalogue: Catalogue) -> None:
    stored = ef.Stored(
        "ways", RECEIPT, {"way": "desk", "tools": ("pen",), "heard": "no"}, "C", ef.Purpose.EDIT
    )
    edit = ev.Edit("ways", RECEIPT)
    assert result(catalogue, edit) == ef.Show("ways", RECEIPT, ef.Purpose.EDIT)
    review = outcome(catalogue, HOME, now(edit), stored)
    changes = screen(catalogue, pressed(review, "button.change"))
    way = screen(catalogue, pressed(changes, "desk"))
    changed = screen(catalogue, pressed(way, "phone"))
    effect = result(catalogue, pressed(changed, "button.send"))
    assert effect == ef.Replace("ways", stored.answers | {"way": "phone"}, RECEIPT)  # type: ignore[operator]  # a dict


def test_after_the_last_day_nothing_new_is_taken_but_a_send_is_judged_by_the_store(
    catalogue: Catalogue,
) -> None:
    late = date(2027, 1, 1)
    ask = pressed(answered(catalogue, "desk"), "button.back")
    over = step(catalogue, HOME, now(ask, late))
    assert isinstance(over, Screen)
    assert "survey.ended" in said(over)
    send = pressed(answered(catalogue, *TO_REVIEW), "button.send")
    assert isinstance(step(catalogue, HOME, now(send, late)), ef.Submit)


def test_sent_answers_may_be_changed_until_the_close(catalogue: Catalogue) -> None:
    ways = catalogue.surveys["ways"]
    sheet = Sheet("ways", 1, {}, RECEIPT)
    for state, key in ((State.ENDED, "survey.progress"), (State.CLOSED, "survey.closed")):
        world = replace(catalogue, surveys={"ways": replace(ways, state=state)})
        shown = step(world, HOME, now(ev.Review(sheet), date(2027, 1, 2)))
        assert isinstance(shown, Screen)
        assert key in said(shown)


def test_typed_answers_go_where_the_question_is(catalogue: Catalogue) -> None:
    first = ev.Ask(Sheet("ways", 7), "way")
    asked = screen(catalogue, ev.Typed("desk (en)", first))
    assert any("Which tools" in str(block) for block in asked.blocks)
    again = screen(catalogue, ev.Typed("a banana", first))
    assert "error.not_an_option" in said(again)


def test_several_typed_numbers_are_ticked_and_wait_for_done(catalogue: Catalogue) -> None:
    tools = ev.Ask(Sheet("ways", 7, {"way": "desk"}), "tools")
    ticked = screen(catalogue, ev.Typed("1 2", tools))
    assert isinstance(pressed(ticked, "button.done"), ev.Done)


def test_a_number_without_its_question_asks_kindly_for_a_press(catalogue: Catalogue) -> None:
    assert "error.lost_thread" in said(screen(catalogue, ev.Typed("3")))


def test_any_other_text_is_searched(catalogue: Catalogue) -> None:
    assert result(catalogue, ev.Typed("cameras")) == ef.Search("cameras", frozenset({"cameras"}))


def test_too_many_ticks_change_nothing_and_say_so(catalogue: Catalogue) -> None:
    sheet = Sheet("ways", 1, {"way": "desk"})
    shown = screen(catalogue, ev.Toggle(sheet, "tools", ("pen", "app"), "mail"))
    assert "error.too_many" in said(shown)
    done = pressed(shown, "button.done")
    assert done == ev.Done(sheet, "tools", ("pen", "app"))


@pytest.mark.parametrize("part", [Part.SHORT, Part.STEPS, Part.LAW, Part.HELP])
def test_a_city_without_its_own_law_does_not_show_the_topic(
    catalogue: Catalogue, part: Part
) -> None:
    shown = screen(catalogue, ev.ReadTopic("cameras", part), Place("en", "south"))
    assert "topic.not_here" in said(shown)


@pytest.mark.parametrize("guess", [True, False])
def test_a_guess_gets_kind_feedback_and_the_topic(catalogue: Catalogue, guess: bool) -> None:  # noqa: FBT001 - a parameter
    shown = screen(catalogue, ev.Guess("cameras", guess))
    assert ("topic.guess_other" if guess else "topic.guess_right") in said(shown)
    assert "topic.is_myth" in said(shown)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_way_to_language_and_city_is_one_tap(catalogue: Catalogue, lang: str) -> None:
    for event in (ev.Topics(), ev.Helpers(), ev.Privacy(), ev.Help(), ev.Surveys()):
        shown = screen(catalogue, event, Place(lang, "north"))
        assert {"button.language", "button.city"} <= said(shown)
