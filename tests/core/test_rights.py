"""What residents can do about what is stored, by buttons and by commands."""

from dataclasses import replace
from datetime import date

import pytest

from bot import commands
from bot.core import effect as ef
from bot.core import event as ev
from bot.core.effect import Purpose
from bot.core.engine import outcome
from bot.core.model import Catalogue, State
from bot.core.rights import is_way_back
from bot.core.screen import Screen
from bot.core.sheet import Receipt, Sheet, Value
from bot.vault import marks
from tests.core.pressing import HOME, NONCE, RECEIPT, now, pressed, result, said, screen

CODE = Receipt(NONCE, is_code=True)
ANSWERS: dict[str, Value] = {"way": "desk", "tools": ("pen",), "heard": "no"}


def became(catalogue: Catalogue, event: ev.Happened, what: ef.Became) -> Screen:
    return outcome(catalogue, HOME, now(event), what)


def events(shown: Screen) -> list[ev.Pressed]:
    return [button.event for row in shown.rows for button in row]


def closed(catalogue: Catalogue) -> Catalogue:
    over = replace(catalogue.surveys["ways"], state=State.CLOSED)
    return replace(catalogue, surveys={**catalogue.surveys, "ways": over})


@pytest.mark.parametrize(
    ("command", "purpose", "key"),
    [
        ("/withdraw", Purpose.TAKE_BACK, "survey.ask_withdraw"),
        ("/mydata", Purpose.SEE, "more.code"),
    ],
)
def test_a_code_is_looked_up_in_every_survey_and_takes_nothing_back_yet(
    catalogue: Catalogue, command: str, purpose: Purpose, key: str
) -> None:
    event = commands.read(f"{command} {marks.spell(NONCE)}", None)
    assert result(catalogue, event) == ef.Show("", CODE, purpose)
    shown = became(catalogue, event, ef.Stored("ways", CODE, ANSWERS, "CODE", purpose))
    assert key in said(shown)


def test_after_the_one_confirmation_the_code_stands_in_the_nonces_place(
    catalogue: Catalogue,
) -> None:
    event = ev.UsedCode(NONCE, withdraw=True)
    found = ef.Stored("ways", CODE, ANSWERS, "CODE", Purpose.TAKE_BACK)
    asked = became(catalogue, event, found)
    assert result(catalogue, pressed(asked, "button.take_back_yes")) == ef.Withdraw("ways", CODE)
    edit = ef.Show("ways", CODE, Purpose.EDIT)
    assert result(catalogue, pressed(asked, "button.edit_instead")) == edit
    assert "survey.thanks" in said(screen(catalogue, pressed(asked, "button.keep_answers")))


@pytest.mark.parametrize("line", ["/withdraw", "/withdraw@city_rights_bot", "/mydata"])
def test_a_command_without_a_code_says_what_to_do_and_never_asks_for_answers(
    catalogue: Catalogue, line: str
) -> None:
    event = commands.read(line, None)
    if isinstance(event, ev.MyData):
        assert result(catalogue, event) == ef.ShowKept()
        shown = became(catalogue, event, ef.Kept(None))
        assert "mydata.code" in said(shown)
        assert pressed(shown, "button.way_back") == ev.WayBack()
    else:
        shown = screen(catalogue, event)
        assert "way_back.text" in said(shown)
        assert pressed(shown, "button.my_data") == ev.MyData()


def test_what_is_stored_about_me_is_two_buttons_away(catalogue: Catalogue) -> None:
    privacy = screen(catalogue, pressed(screen(catalogue, ev.Home()), "button.privacy"))
    assert result(catalogue, pressed(privacy, "button.my_data")) == ef.ShowKept()


def test_a_code_that_finds_nothing_may_be_of_a_closed_survey_and_says_so(
    catalogue: Catalogue,
) -> None:
    event = ev.UsedCode(NONCE, withdraw=False)
    assert "mydata.not_found" in said(became(catalogue, event, ef.Gone("")))
    assert "survey.gone" in said(became(catalogue, ev.More("ways", RECEIPT), ef.Gone("ways")))


@pytest.mark.parametrize("button", [ev.More, ev.Edit, ev.TakeBack, ev.Thanks, ev.AskWithdraw])
def test_after_the_close_every_old_button_says_no_longer_possible(
    catalogue: Catalogue, button: type[ev.Own]
) -> None:
    over, event = closed(catalogue), button("ways", RECEIPT)
    first = result(over, event)  # type: ignore[arg-type]  # each is a button
    shown = first
    if not isinstance(first, Screen):
        shown = became(over, event, ef.Ended("ways"))  # type: ignore[arg-type]  # each is a button
    assert isinstance(shown, Screen)
    assert "survey.closed" in said(shown)
    assert not is_way_back(events(shown))


def test_a_change_begun_before_the_close_and_sent_after_it_says_so_too(
    catalogue: Catalogue,
) -> None:
    sheet = Sheet("ways", 1, ANSWERS, RECEIPT)
    assert "survey.closed" in said(screen(closed(catalogue), ev.Review(sheet)))
    assert "survey.closed" in said(became(catalogue, ev.Send(sheet, b""), ef.Ended("ways")))
    first = ev.Send(replace(sheet, receipt=None), NONCE)
    assert "survey.too_late" in said(became(catalogue, first, ef.Ended("ways")))


def test_forgetting_names_what_stays_and_until_when(catalogue: Catalogue) -> None:
    marked = became(catalogue, ev.ForgetMe(), ef.Forgotten((date(2026, 12, 1), date(2027, 1, 1))))
    assert {"forget.deleted", "forget.marks", "forget.note"} <= said(marked)
    assert "datetime.date(2027, 1, 1)" in str(marked.blocks)
    free = became(catalogue, ev.ForgetMe(), ef.Forgotten())
    assert "forget.marks" not in said(free)
    assert "forget.note" in said(free)


def test_tidying_asks_once_and_has_three_answers(catalogue: Catalogue) -> None:
    asked = screen(catalogue, commands.read("/tidy", None))
    assert pressed(asked, "button.tidy_keep") == ev.Tidy(everything=False)
    assert pressed(asked, "button.tidy_all") == ev.Tidy(everything=True)
    assert pressed(asked, "button.no") == ev.Home()
    for done in (ev.Tidy(everything=False), ev.Tidy(everything=True)):
        assert "tidy.rest" in said(screen(catalogue, done))


def test_tidying_is_offered_where_data_are_spoken_of(catalogue: Catalogue) -> None:
    more = ef.Stored("ways", RECEIPT, ANSWERS, "CODE")
    for shown in (
        screen(catalogue, ev.Privacy()),
        became(catalogue, ev.MyData(), ef.Kept(HOME)),
        became(catalogue, ev.More("ways", RECEIPT), more),
        became(catalogue, ev.ForgetMe(), ef.Forgotten()),
    ):
        assert pressed(shown, "button.tidy") == ev.AskTidy()


def test_thanks_stay_the_way_back_in_every_language(catalogue: Catalogue) -> None:
    thanks = screen(catalogue, ev.Thanks("ways", RECEIPT))
    choice = screen(catalogue, pressed(thanks, "button.language"))
    assert is_way_back(events(choice))
    assert all(event == ev.Thanks("ways", RECEIPT) for event in events(choice))


def test_a_way_back_is_known_by_its_buttons(catalogue: Catalogue) -> None:
    for back in (ev.Thanks("ways", RECEIPT), ev.AskWithdraw("ways", RECEIPT)):
        assert is_way_back(events(screen(catalogue, back)))
    assert is_way_back(events(screen(catalogue, ev.Review(Sheet("ways", 1, ANSWERS, RECEIPT)))))
    for other in (ev.Home(), ev.Privacy(), ev.Review(Sheet("ways", 1, ANSWERS)), ev.AskTidy()):
        assert not is_way_back(events(screen(catalogue, other)))
