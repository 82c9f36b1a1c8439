"""The comment after Send: what is asked, what is kept, and what is never kept unasked."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot import personal
from bot.content.words import SOURCE, Dictionary
from bot.core import effect as ef
from bot.core import event as ev
from bot.core import wire
from bot.core.commenting import MOST, answered_by_typing, plain, typed_about
from bot.core.effect import Check
from bot.core.engine import outcome
from bot.core.model import LANGUAGES, Catalogue, State
from bot.core.rights import is_way_back
from bot.core.screen import Quote, Screen
from bot.core.sheet import Place
from tests.core.pressing import HOME, RECEIPT, now, pressed, result, said, screen

SURVEY = "kinds"
"""Takes a comment; "ways" takes none."""
WRITE = ev.WriteComment(SURVEY, RECEIPT)
KEPT = ev.KeepComment(SURVEY, RECEIPT, masked=True)
LOCALES = Path(__file__).parents[2] / "locales"


def after(catalogue: Catalogue, became: ef.AboutComment) -> Screen:
    return outcome(catalogue, HOME, now(WRITE), became)


def buttons(shown: Screen) -> list[ev.Pressed]:
    return [button.event for row in shown.rows for button in row]


def test_the_question_comes_with_a_message_that_any_worker_can_read(catalogue: Catalogue) -> None:
    shown = screen(catalogue, WRITE)
    assert {"comment.names", "comment.readers", "comment.apart"} <= said(shown)
    assert shown.reply is not None
    assert shown.reply.event == WRITE
    assert wire.unpack(catalogue, wire.pack(catalogue, WRITE, HOME)) == (WRITE, HOME)
    assert typed_about(shown) == WRITE
    assert pressed(shown, "button.back") == ev.Thanks(SURVEY, RECEIPT)


def test_what_is_written_is_looked_at_before_it_is_kept(catalogue: Catalogue) -> None:
    saved = result(catalogue, ev.Typed("  More trees\t ", WRITE), Place("bg", "north"))
    assert saved == ef.SaveComment(SURVEY, RECEIPT, "More trees", "bg", Check.WARN)


@pytest.mark.parametrize("masked", [True, False])
def test_a_decision_keeps_what_the_message_quotes(catalogue: Catalogue, *, masked: bool) -> None:
    event = ev.Decided("Call 112", replace(KEPT, masked=masked))
    check = Check.MASK if masked else Check.AS_IT_IS
    assert result(catalogue, event) == ef.SaveComment(SURVEY, RECEIPT, "Call 112", "en", check)


@pytest.mark.parametrize("text", ["", " \n ", "\x00\u200b", "\ud83c", "x" * (MOST + 1)])
def test_nothing_or_too_much_is_asked_for_again(catalogue: Catalogue, text: str) -> None:
    for event in (ev.Typed(text, WRITE), ev.Decided(text, KEPT)):
        shown = screen(catalogue, event)
        assert typed_about(shown) == WRITE
        assert {"comment.only_words", "comment.too_long"} & said(shown)


@given(some.text(some.characters(categories=["L", "Zs", "Cc", "Cs", "So", "Mn"]), max_size=60))
def test_a_comment_can_be_stored_and_is_the_same_when_read_twice(text: str) -> None:
    words = plain(text)
    assert words.encode().decode() == words == plain(words)
    assert words == words.strip()
    assert len(words) <= len(text)


def test_words_letters_and_signs_stay_as_they_are() -> None:
    for text in (
        "Ë, ç; „Ъгъл“ – 100 %",
        "Line one\nline two",
        "Vraiment\u202f? Oui\xa0!",
        "👩‍🦽🌳🇧🇬 trees",
    ):
        assert plain(text) == text


def test_the_words_are_quoted_whole_and_nothing_is_kept_yet(catalogue: Catalogue) -> None:
    warned = after(catalogue, ef.Personal(SURVEY, RECEIPT, "Call +32", ("phone", "email")))
    assert Quote("Call +32") in warned.blocks
    assert {"comment.not_stored", "comment.found.phone", "comment.found.email"} <= said(warned)
    assert KEPT in buttons(warned)
    assert replace(KEPT, masked=False) in buttons(warned)
    assert not [e for e in buttons(warned) if isinstance(e, ev.Languages)]


def test_every_kind_of_personal_data_has_its_words() -> None:
    words = Dictionary.load(LOCALES).keys[SOURCE]
    assert {f"comment.found.{kind}" for kind in personal.KINDS} == {
        key for key in words if key.startswith("comment.found.")
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_warned_comment_of_any_kind_fits_one_message(lang: str) -> None:
    """Else its quote could be cut, and the press would bring back only a part."""
    words = Dictionary.load(LOCALES)
    around = ("comment.not_stored", *(f"comment.found.{kind}" for kind in personal.KINDS))
    length = sum(len(words.say(lang, key)) + 2 for key in around) + 2 * MOST
    assert length + len(words.say(lang, "comment.remove", {"n": 9})) < 4096


def test_what_is_stored_is_shown_and_can_be_changed_and_deleted(catalogue: Catalogue) -> None:
    for became in (
        ef.Commented(SURVEY, RECEIPT, "Trees"),
        ef.CommentFound(SURVEY, RECEIPT, "Trees"),
    ):
        shown = after(catalogue, became)
        assert Quote("Trees") in shown.blocks
        assert pressed(shown, "button.comment_change") == WRITE
        assert pressed(shown, "button.comment_delete") == ev.DropComment(SURVEY, RECEIPT)
        assert typed_about(shown) is None
        assert ev.Languages(ev.SeeComment(SURVEY, RECEIPT)) in buttons(shown)


def test_who_has_added_none_is_asked_for_one(catalogue: Catalogue) -> None:
    assert typed_about(after(catalogue, ef.CommentFound(SURVEY, RECEIPT, ""))) == WRITE
    assert result(catalogue, ev.SeeComment(SURVEY, RECEIPT)) == ef.ShowComment(SURVEY, RECEIPT)
    assert result(catalogue, ev.DropComment(SURVEY, RECEIPT)) == ef.DeleteComment(SURVEY, RECEIPT)


def test_after_a_warning_one_may_write_anew(catalogue: Catalogue) -> None:
    warned = after(catalogue, ef.Personal(SURVEY, RECEIPT, "Call +32", ("phone",)))
    assert typed_about(warned) == answered_by_typing(buttons(warned)) == WRITE
    assert typed_about(screen(catalogue, KEPT)) == WRITE


def test_a_comment_that_was_deleted_is_not_added_again(catalogue: Catalogue) -> None:
    deleted = after(catalogue, ef.CommentDeleted(SURVEY, RECEIPT))
    assert pressed(deleted, "button.back") == ev.Thanks(SURVEY, RECEIPT)
    assert "comment.refused" in said(after(catalogue, ef.CommentRefused(SURVEY)))


@pytest.mark.parametrize(
    "event",
    [
        ev.WriteComment("ways", RECEIPT),
        ev.KeepComment("ways", RECEIPT, masked=False),
        ev.Typed("words", ev.WriteComment("ways", RECEIPT)),
        ev.Decided("words", ev.KeepComment("ways", RECEIPT, masked=False)),
    ],
)
def test_a_survey_that_takes_none_leads_back_to_the_thanks(
    catalogue: Catalogue, event: ev.Happened
) -> None:
    assert "survey.thanks" in said(screen(catalogue, event))


def test_a_closed_survey_asks_for_no_comment(catalogue: Catalogue) -> None:
    shut = replace(catalogue.surveys[SURVEY], state=State.CLOSED)
    closed = replace(catalogue, surveys={**catalogue.surveys, SURVEY: shut})
    assert "survey.closed" in said(screen(closed, WRITE))


def test_tidying_keeps_what_leads_to_a_comment(catalogue: Catalogue) -> None:
    assert is_way_back(buttons(after(catalogue, ef.Commented(SURVEY, RECEIPT, "Trees"))))
    assert not is_way_back([KEPT])
