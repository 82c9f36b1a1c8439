"""Each kind of question on the screen: what its buttons make of an answer."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.core import effect as ef
from bot.core import event as ev
from bot.core.commenting import typed_about
from bot.core.dialling import begun, is_stuck
from bot.core.engine import outcome
from bot.core.event import Pressed
from bot.core.model import PREFER_NOT, Catalogue, Question, Type
from bot.core.screen import Bold, Button, Say, Screen, Text
from bot.core.sheet import Place, Sheet, Value
from bot.core.survey import record, shown
from tests.core.pressing import HOME, RECEIPT, now, pressed, result, said, screen

SHEET = Sheet("kinds", 7)
ALL: dict[str, Value] = {
    "order": ("buses",),
    "rate": "7",
    "spring": "2024-04",
    "degrees": -3,
    "places-park": "good",
    "places-square": "poor",
    "why": ("near", "other"),
}


def asked(catalogue: Catalogue, question: str, *keys: str) -> Screen:
    """The question after these keys, each named by its label."""
    seen = screen(catalogue, ev.Ask(SHEET, question))
    for key in keys:
        seen = screen(catalogue, pressed(seen, key))
    return seen


def answer(event: Pressed, catalogue: Catalogue, question: str) -> object:
    """What the sheet holds after this press, as the next screen's buttons carry it."""
    again = pressed(screen(catalogue, event), f"option.{PREFER_NOT}")
    assert isinstance(again, ev.Answer)
    return again.sheet.answers.get(question)


def label(button: Button) -> str:
    return button.label.key if isinstance(button.label, Say) else button.label.text


def labels(seen: Screen) -> list[list[str]]:
    return [list(map(label, row)) for row in seen.rows]


def test_a_ranking_keeps_the_order_of_the_taps(catalogue: Catalogue) -> None:
    seen = asked(catalogue, "order", "shops", "parks", "homes", "parks", "parks")
    assert "survey.place" in said(seen)
    done = pressed(seen, "button.done")
    assert done == ev.Done(SHEET, "order", ("shops", "homes", "parks"))
    assert answer(done, catalogue, "order") == ("shops", "homes", "parks")


def test_a_ranking_takes_no_more_places_than_it_has(catalogue: Catalogue) -> None:
    seen = asked(catalogue, "order", "shops", "parks", "homes", "buses")
    assert "error.too_many" in said(seen)
    assert pressed(seen, "button.done") == ev.Done(SHEET, "order", ("shops", "parks", "homes"))


def test_a_ranking_is_done_when_something_is_first(catalogue: Catalogue) -> None:
    assert "button.done" not in said(asked(catalogue, "order", "shops", "shops"))


def test_points_stand_in_rows_and_say_what_their_ends_mean(catalogue: Catalogue) -> None:
    seen = asked(catalogue, "rate")
    assert labels(seen)[:2] == [list("012345"), ["6", "7", "8", "9", "10"]]
    assert "survey.end" in said(seen)
    ten = pressed(seen, "10")
    assert ten == ev.Answer(SHEET, "rate", "10")


def test_a_number_is_dialled_digit_by_digit(catalogue: Catalogue) -> None:
    seen = asked(catalogue, "degrees", "3", "9")
    assert "error.not_a_number" in said(seen)
    assert "survey.dialled" in said(seen)
    assert pressed(asked(catalogue, "degrees", "3", "9", "5"), "button.done") == ev.Enter(
        SHEET, "degrees", 35
    )


def test_a_number_can_be_rubbed_out_and_turned_below_zero(catalogue: Catalogue) -> None:
    seen = asked(catalogue, "degrees", "1", "button.minus", "2", "button.rub_out", "0")
    done = pressed(seen, "button.done")
    assert done == ev.Enter(SHEET, "degrees", -10)
    assert answer(done, catalogue, "degrees") == -10
    empty = asked(catalogue, "degrees", "1", "button.rub_out")
    assert "survey.dialled" not in said(empty)
    assert "button.done" not in said(empty)


@given(number=st.integers(-129, 359))
def test_whatever_stands_on_the_pad_a_digit_more_is_shown_or_refused(
    catalogue: Catalogue, number: int
) -> None:
    low, high = begun(catalogue.surveys["kinds"].questions[4])
    assert (low, high) == (-359, 359)
    seen = screen(catalogue, ev.Dial(SHEET, "degrees", number))
    stands = number if abs(number) <= 35 else int(number / 10)
    assert ("error.not_a_number" in said(seen)) is (stands != number)
    assert ("button.done" in said(seen)) is (-12 <= stands <= 35)


@given(low=st.integers(-130, 130), more=st.integers(0, 130), number=st.integers(-130, 130))
def test_a_pad_on_which_nothing_can_fit_any_more_says_what_fits(
    low: int, more: int, number: int
) -> None:
    question = Question("q", Type.NUMBER, {}, low=low, high=low + more)
    begins = str(abs(number)) if number else ""
    fits = any(str(abs(other)).startswith(begins) for other in range(low, low + more + 1))
    assert is_stuck(question, number) is not fits


def test_a_number_that_cannot_be_reached_any_more_is_told_before_another_key(
    catalogue: Catalogue,
) -> None:
    for number, told in ((1, False), (15, True), (16, False), (9, False), (0, False)):
        seen = said(screen(catalogue, ev.Dial(Sheet("ways", 7), "age", number)))
        assert ("error.not_a_number" in seen) is told, number


def test_a_month_typed_under_its_year_needs_no_year(catalogue: Catalogue) -> None:
    about = typed_about(asked(catalogue, "moved", "2024"))
    for text in ("may", "mai", "5", "05/2024"):
        seen = screen(catalogue, ev.Typed(text, about))
        sheet = pressed(seen, f"option.{PREFER_NOT}")
        assert isinstance(sheet, ev.Answer)
        assert sheet.sheet.answers == {"moved": "2024-05"}, text
    slip = screen(catalogue, ev.Typed("soon", about))
    assert said(slip) >= {"error.not_a_month", "survey.year", "option.month-5"}


def test_too_many_typed_at_once_gets_the_reason(catalogue: Catalogue) -> None:
    about = ev.Ask(SHEET, "order")
    for text, told in (("1 2 3 4", True), ("1 2 3", False), ("1 2 2 3", False), ("9 8 7 6", False)):
        seen = said(screen(catalogue, ev.Typed(text, about)))
        assert ("error.too_many_typed" in seen) is told, text


def test_a_month_is_chosen_by_its_year(catalogue: Catalogue) -> None:
    years = asked(catalogue, "moved")
    assert labels(years)[0] == ["2023", "2024", "2025"]
    first = asked(catalogue, "moved", "2023")
    assert labels(first)[:2] == [["option.month-11", "option.month-12"], ["button.other_year"]]
    december = pressed(first, "option.month-12")
    assert answer(december, catalogue, "moved") == "2023-12"


def test_a_month_of_the_only_year_is_one_press(catalogue: Catalogue) -> None:
    seen = asked(catalogue, "spring")
    assert labels(seen)[0] == ["option.month-3", "option.month-4", "option.month-5"]
    assert "button.other_year" not in said(seen)


def test_another_language_keeps_what_is_begun(catalogue: Catalogue) -> None:
    for question, key in (("degrees", "2"), ("moved", "2024"), ("order", "shops")):
        seen = asked(catalogue, question, key)
        languages = pressed(seen, "button.language")
        assert isinstance(languages, ev.Languages)
        assert screen(catalogue, languages.then) == seen


def test_a_row_of_a_matrix_stands_under_its_stem_in_one_order(catalogue: Catalogue) -> None:
    park, square = (asked(catalogue, f"places-{row}") for row in ("park", "square"))
    assert park.blocks[1:3] == (Text("How are these? (en)"), Bold(Text("park (en)")))
    assert labels(park)[:4] == labels(square)[:4]
    questions = {q.id: q for q in catalogue.surveys["kinds"].questions}
    rows = [
        [shown(questions[f"places-{r}"], seed) for seed in range(30)] for r in ("park", "square")
    ]
    assert rows[0] == rows[1]
    assert len(set(rows[0])) == 6


def test_every_question_can_be_left_unsaid(catalogue: Catalogue) -> None:
    for question in catalogue.surveys["kinds"].questions:
        refused = pressed(asked(catalogue, question.id), f"option.{PREFER_NOT}")
        assert refused == ev.Answer(SHEET, question.id, PREFER_NOT)


def test_an_open_ranking_opens_what_depends_on_an_option_in_it(catalogue: Catalogue) -> None:
    survey = catalogue.surveys["kinds"]
    assert "moved" not in record(survey, {"order": ("buses",), "moved": "2024-01"})
    assert "moved" in record(survey, {"order": ("buses", "parks"), "moved": "2024-01"})


def test_the_language_of_answering_is_shown_stored_and_rides_in_no_button(
    catalogue: Catalogue,
) -> None:
    sheet = replace(SHEET, answers=ALL)
    review = screen(catalogue, ev.Review(sheet), Place("bg", "north"))
    assert "review.language" in said(review)
    send = pressed(review, "button.send")
    assert isinstance(send, ev.Send)
    assert send.sheet == sheet
    effect = result(catalogue, send, Place("bg", "north"))
    assert isinstance(effect, ef.Submit)
    assert effect.answers == {**ALL, "language": "bg"}


def test_changed_answers_carry_the_language_in_which_they_are_changed(catalogue: Catalogue) -> None:
    stored = ef.Stored("kinds", RECEIPT, {**ALL, "language": "bg"}, "C", ef.Purpose.EDIT)
    review = outcome(catalogue, HOME, now(ev.Edit("kinds", RECEIPT)), stored)
    effect = result(catalogue, pressed(review, "button.send"))
    assert effect == ef.Replace("kinds", {**ALL, "language": "en"}, RECEIPT)


def test_a_survey_with_a_comment_offers_it_under_the_thanks(catalogue: Catalogue) -> None:
    thanks = screen(catalogue, ev.Thanks("kinds", RECEIPT))
    assert pressed(thanks, "button.add_comment") == ev.SeeComment("kinds", RECEIPT)
    assert "button.add_comment" not in said(screen(catalogue, ev.Thanks("ways", RECEIPT)))
