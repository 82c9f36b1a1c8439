"""What a person can press: every button ever shown, old ones included."""

from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.content.words import Dictionary
from bot.core import effect as ef
from bot.core import event as ev
from bot.core.effect import (
    Effect,
)
from bot.core.engine import outcome, step
from bot.core.event import (
    Happened,
)
from bot.core.model import Catalogue, State, Survey
from bot.core.screen import Screen
from bot.core.sheet import (
    Place,
    Receipt,
    Sheet,
)
from bot.core.states import answer_of
from bot.core.survey import LANGUAGE, asked, first_open, keeps_language, path, record
from bot.core.wire import pack, unpack
from tests.core.pressing import HOME, NONCE, RECEIPT, TODAY, now, said, screen


@dataclass
class Resident:
    """Presses what was ever shown; every button goes through the wire."""

    catalogue: Catalogue
    chance: Random
    place: Place = HOME
    buttons: list[str] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    def see(self, shown: Screen) -> None:
        assert shown.blocks
        assert shown.rows
        self.keys |= said(shown)
        for row in shown.rows:
            for button in row:
                self.buttons.append(pack(self.catalogue, button.event, button.place))

    def happen(self, event: Happened, place: Place) -> None:
        self.place = place
        became = step(self.catalogue, place, now(event))
        if isinstance(became, Screen):
            self.see(became)
            return
        self.check(became)
        for end in outcomes(self.catalogue, became):
            self.see(outcome(self.catalogue, place, now(event), end))

    def check(self, effect: Effect) -> None:
        if isinstance(effect, ef.Submit | ef.Replace):
            survey = self.catalogue.surveys[effect.survey]
            assert first_open(survey, effect.answers) is None
            assert record(survey, effect.answers) == effect.answers
            asked_ = [q.id for q in path(survey, effect.answers)]
            spoken = [LANGUAGE] if keeps_language(survey) else []
            assert [*asked_, *spoken] == list(effect.answers)
            assert effect.answers.get(LANGUAGE) in {None, self.place.lang}
            assert survey.state is not State.DRAFT

    def press(self) -> None:
        newest = self.buttons[-12:] if self.chance.random() < 0.7 else self.buttons
        event, place = unpack(self.catalogue, self.chance.choice(newest))
        self.happen(event, place)

    def type(self, text: str, about: ev.Ask | None) -> None:
        self.happen(ev.Typed(text, about), self.place)


def filled(survey: Survey) -> Sheet:
    """With an answer to every question that is met."""
    answers = {question.id: answer_of(question, 2) for question in survey.questions}
    return Sheet(survey.id, 7, asked(survey, record(survey, answers)))


def outcomes(catalogue: Catalogue, effect: Effect) -> list[ef.Became]:
    match effect:
        case ef.Submit(survey, _, nonce):
            return [ef.Sent(survey, Receipt(nonce)), ef.AlreadyAnswered(survey), ef.Ended(survey)]
        case ef.Replace(survey, _, receipt):
            return [ef.Sent(survey, receipt), ef.Gone(survey), ef.Ended(survey)]
        case ef.Withdraw(survey, _):
            return [ef.Withdrawn(survey), ef.Gone(survey), ef.Ended(survey)]
        case ef.Show(survey, receipt, purpose):
            known = catalogue.surveys[survey or "ways"]
            stored = record(known, filled(known).answers, "bg")
            found = ef.Stored(known.id, receipt, stored, "CODE", purpose)
            return [found, ef.Gone(survey), ef.Ended(known.id)]
        case ef.Remember():
            return [ef.Remembered()]
        case ef.Forget():
            return [ef.Forgotten(), ef.Forgotten((TODAY,))]
        case ef.ShowKept():
            return [ef.Kept(None), ef.Kept(Place("bg", "south")), ef.Kept(Place("fr"))]
        case ef.Search():
            return [ef.Found(()), ef.Found(tuple(catalogue.topics))]
        case ef.SaveComment(survey, receipt, text):
            kept: list[ef.Became] = [
                ef.Commented(survey, receipt, text),
                ef.CommentRefused(survey),
                ef.Ended(survey),
            ]
            return [*kept, ef.Personal(survey, receipt, text, ("phone",)), ef.Gone(survey)]
        case ef.ShowComment(survey, receipt):
            seen: list[ef.Became] = [
                ef.CommentFound(survey, receipt, ""),
                ef.CommentFound(survey, receipt, "Hm"),
            ]
            return [*seen, ef.Gone(survey), ef.Ended(survey)]
        case ef.DeleteComment(survey, receipt):
            return [ef.CommentDeleted(survey, receipt), ef.Gone(survey), ef.Ended(survey)]
        case ef.LinkStaff():
            return [ef.StaffLinked("Ada"), ef.StaffLinked("")]


def comments(survey: str) -> list[ev.Typed | ev.Decided]:
    """What may be written as one, and decided on it."""
    write = ev.WriteComment(survey, RECEIPT)
    typed = [ev.Typed(text, write) for text in ("More buses.", " ", "x" * 501)]
    kept = [ev.KeepComment(survey, RECEIPT, masked=masked) for masked in (True, False)]
    return [*typed, *(ev.Decided("Call me.", keep) for keep in kept)]


@given(seed=st.integers(0, 1 << 32), city=st.sampled_from([None, "north", "south"]))
def test_whatever_a_person_presses_there_is_a_screen_with_a_way_on(
    catalogue: Catalogue, seed: int, city: str | None
) -> None:
    resident = Resident(catalogue, Random(seed), Place("sq", city))
    resident.happen(ev.Opened(), resident.place)
    for survey in ("ways", "kinds", "trial"):
        resident.happen(ev.Opened(city="north", survey=survey), resident.place)
    for event in comments("kinds"):
        resident.happen(event, resident.place)
    for _ in range(60):
        resident.press()


def test_every_sentence_of_the_core_is_written(catalogue: Catalogue) -> None:
    everything: set[str] = set()
    for seed in range(40):
        resident = Resident(catalogue, Random(seed))
        events = [ev.Opened("north", survey=id_) for id_ in catalogue.surveys]
        for event in (ev.Opened(), *events, ev.Stop(), ev.Developer(), *comments("kinds")):
            resident.happen(event, resident.place)
        for typed in ("1", "hello", "²"):
            resident.type(typed, None)
        for survey in catalogue.surveys.values():
            sheet = filled(survey)
            resident.happen(ev.Review(sheet), HOME)
            for question in survey.questions:
                resident.type("hello", ev.Ask(sheet, question.id))
        resident.happen(ev.SentOther(), resident.place)
        resident.happen(ev.Unreadable(survey=True), resident.place)
        resident.happen(ev.BadCode(), resident.place)
        resident.happen(ev.UsedCode(NONCE, withdraw=True), resident.place)
        for _ in range(80):
            resident.press()
        everything |= resident.keys
    dictionary = Dictionary.load(Path(__file__).parents[2] / "locales")
    assert dictionary.missing(everything) == ()
    assert everything >= {"survey.place", "survey.dialled", "survey.month", "pretest.unclear"}
    assert len(everything) > 75


ANSWERS = ev.Answer | ev.Toggle | ev.Done | ev.Dial | ev.Enter


@given(seed=st.integers(0, 1 << 16), survey=st.sampled_from(["ways", "kinds", "trial"]))
def test_every_survey_ends(catalogue: Catalogue, seed: int, survey: str) -> None:
    chance = Random(seed)
    shown = screen(catalogue, ev.Start(survey))
    for _ in range(12 * len(catalogue.surveys[survey].questions)):
        events = [b.event for row in shown.rows for b in row if isinstance(b.event, ANSWERS)]
        if not events:
            break
        done = [event for event in events if isinstance(event, ev.Done | ev.Enter)]
        shown = screen(catalogue, chance.choice(done or events))
    assert {"button.finish_test" if survey == "trial" else "button.send"} <= said(shown)
