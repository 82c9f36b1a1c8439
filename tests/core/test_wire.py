from dataclasses import replace
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import event as ev
from bot.core import orders, subsets
from bot.core.dialling import begun
from bot.core.fields import TABLE
from bot.core.model import LANGUAGES, PREFER_NOT, Catalogue, Option, Part, Question, Type
from bot.core.month import month
from bot.core.sheet import (
    Place,
    Receipt,
    Sheet,
    Value,
)
from bot.core.survey import SEVERAL, accepts, codes, most
from bot.core.wire import LONGEST, BadButton, link, opened, pack, room, unpack

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def values(question: Question) -> st.SearchStrategy[Value]:
    prefer = st.just(PREFER_NOT)
    if question.type is Type.NUMBER:
        return prefer | st.integers(question.low, question.high)
    if question.type is Type.MULTIPLE:
        chosen = st.sets(st.sampled_from([o.id for o in question.options]), min_size=1)
        ordered = chosen.map(lambda c: tuple(o.id for o in question.options if o.id in c))
        return prefer | ordered.filter(lambda c: accepts(question, c))
    if question.type is Type.MONTH:
        return prefer | st.integers(question.low, question.high).map(month)
    if question.type is Type.RANKING:
        order = st.permutations([o.id for o in question.options])
        length = st.integers(1, most(question))
        return prefer | st.builds(lambda ids, n: tuple(ids[:n]), order, length)
    return st.sampled_from(codes(question))


secrets = st.binary(min_size=10, max_size=10)
receipts = st.builds(Receipt, secrets, st.booleans())


@st.composite
def sheets(draw: st.DrawFn, catalogue: Catalogue) -> Sheet:
    survey = draw(st.sampled_from(list(catalogue.surveys.values())))
    asked = draw(st.sets(st.sampled_from([q.id for q in survey.questions])))
    answers = {q.id: draw(values(q)) for q in survey.questions if q.id in asked}
    seed = draw(st.integers(0, 0xFFFF))
    return Sheet(survey.id, seed, answers, draw(st.none() | receipts))


@st.composite
def events(draw: st.DrawFn, catalogue: Catalogue, *, nested: bool = True) -> ev.Pressed:
    kind = draw(st.sampled_from(list(TABLE)))
    if kind in {ev.Languages, ev.Cities}:
        return kind(draw(events(catalogue, nested=False))) if nested else ev.Home()
    sheet = draw(sheets(catalogue))
    question = draw(st.sampled_from(catalogue.surveys[sheet.survey].questions))
    chosen = draw(values(question)) if question.type in SEVERAL else ()
    number = st.integers(question.low, question.high)
    if kind is ev.Dial:
        number = st.integers(*begun(question))
    given_values = {
        "topic": "cameras",
        "part": draw(st.sampled_from(Part)),
        "true": draw(st.booleans()),
        "full": draw(st.booleans()),
        "survey": sheet.survey,
        "sheet": sheet,
        "question": question.id,
        "chosen": chosen if isinstance(chosen, tuple) else (),
        "option": draw(st.sampled_from(codes(question))),
        "nonce": draw(st.just(b"") | secrets),
        "receipt": draw(receipts),
        "everything": draw(st.booleans()),
        "masked": draw(st.booleans()),
        "number": draw(number if kind is ev.Enter else st.none() | number),
    }
    return kind(**{name: given_values[name] for name in TABLE[kind]})  # type: ignore[no-any-return]  # a class of the table


places = st.builds(Place, st.sampled_from(LANGUAGES), st.sampled_from([None, "north", "south"]))


@given(data=st.data())
def test_every_event_comes_back_as_it_was_packed(catalogue: Catalogue, data: st.DataObject) -> None:
    event, place = data.draw(events(catalogue)), data.draw(places)
    packed = pack(catalogue, event, place)
    assert len(packed.encode()) <= LONGEST
    assert set(packed) <= set(ALPHABET)
    assert unpack(catalogue, packed) == (event, place)


@given(data=st.text() | st.text(ALPHABET, max_size=64).map(lambda t: "0" + t))
def test_forged_bytes_are_an_event_or_refused(catalogue: Catalogue, data: str) -> None:
    try:
        event, place = unpack(catalogue, data)
    except BadButton:
        return
    assert len(data) <= LONGEST
    assert unpack(catalogue, pack(catalogue, event, place)) == (event, place)


def test_another_structure_is_another_survey(catalogue: Catalogue) -> None:
    packed = pack(catalogue, ev.Consent("ways"), Place("bg", "south"))
    changed = replace(catalogue.surveys["ways"], tag=0xABCDEE)
    without = replace(catalogue, surveys={"ways": changed})
    with pytest.raises(BadButton) as refused:
        unpack(without, packed)
    assert refused.value.survey
    assert refused.value.place == Place("bg", "south")


def test_a_city_no_longer_served_is_no_city(catalogue: Catalogue) -> None:
    packed = pack(catalogue, ev.Home(), Place("en", "south"))
    smaller = replace(catalogue, cities={"north": catalogue.cities["north"]})
    assert unpack(smaller, packed) == (ev.Home(), Place("en", None))


def test_room_counts_the_bits_that_are_left(catalogue: Catalogue) -> None:
    ways = catalogue.surveys["ways"]
    wide = replace(ways.questions[4], high=16 + (1 << 60), ask_if={})
    free = room(ways)
    assert 0 < free < 378
    assert room(replace(ways, questions=(*ways.questions[:4], wide))) < free - 50


def test_a_survey_that_does_not_fit_says_by_how_much(catalogue: Catalogue) -> None:
    ways = catalogue.surveys["ways"]
    many = tuple(replace(ways.questions[0], id=f"q{n}") for n in range(100))
    assert room(replace(ways, questions=many)) < 0


@pytest.mark.parametrize("numbering", [subsets, orders])
@given(n=st.integers(1, 6), data=st.data())
def test_every_choice_has_one_number(numbering: ModuleType, n: int, data: st.DataObject) -> None:
    most_ = data.draw(st.integers(1, n))
    choices = [numbering.unrank(number, n) for number in range(numbering.count(n, most_))]
    assert len(set(choices)) == numbering.count(n, most_)
    assert all(len(set(members)) == len(members) <= most_ for members in choices)
    assert [numbering.rank(members, n) for members in choices] == list(range(len(choices)))


def test_the_numbers_of_choices_are_all_there_are() -> None:
    assert subsets.count(10, 3) == 1 + 10 + 45 + 120
    assert orders.count(6, 6) == 1 + 6 + 30 + 120 + 360 + 720 + 720


def options(n: int) -> tuple[Option, ...]:
    return tuple(Option(f"o{i}", {}, {}) for i in range(n))


def test_fourteen_questions_with_a_ranking_of_six_and_three_of_ten_fit(
    catalogue: Catalogue,
) -> None:
    asked = (
        *(Question(f"q{i}", Type.SINGLE, {}, options(6)) for i in range(6)),
        *(Question(f"m-{i}", Type.SINGLE, {}, options(5), matrix="m") for i in range(3)),
        Question("order", Type.RANKING, {}, options(6)),
        Question("several", Type.MULTIPLE, {}, options(10), at_most=3),
        Question("rate", Type.POINTS, {}),
        Question("age", Type.NUMBER, {}, low=16, high=120),
        Question("moved", Type.MONTH, {}, low=12 * 1986, high=12 * 2026 - 1),
    )
    assert len(asked) == 14
    assert room(replace(catalogue.surveys["ways"], questions=asked)) >= 100


@pytest.mark.parametrize("type_", [Type.NUMBER, Type.MONTH])
def test_a_survey_that_fits_leaves_room_for_what_is_begun(
    catalogue: Catalogue, type_: Type
) -> None:
    for bits in range(100, 160):
        question = Question("wide", type_, {}, low=1, high=1 << bits)
        wide = replace(catalogue.surveys["ways"], questions=(question,))
        world = replace(catalogue, surveys={"ways": wide})
        sheet = Sheet("ways", 0xFFFF, {}, Receipt(bytes([255] * 10), is_code=True))
        if room(wide) >= 0:
            last = ev.Dial(sheet, "wide", begun(question)[1])
            assert pack(world, ev.Languages(last), Place("sq"))


def test_a_deep_link_says_city_language_and_survey() -> None:
    link_of = ev.Opened("brussels", "nl", None, "brussels-counter", "poster-3")
    assert link(link_of) == "cbrussels_lnl_sbrussels-counter_xposter-3"
    assert opened("cbrussels_lnl_sbrussels-counter_xposter-3") == link_of


@pytest.mark.parametrize("payload", ["", "0AAAA", "../../x", "zfoo_cNORTH_", "_".join("x" * 40)])
def test_unknown_parts_of_a_link_are_passed_over(payload: str) -> None:
    assert opened(payload) == ev.Opened(source=None)


def test_a_link_that_telegram_would_refuse_is_not_made() -> None:
    with pytest.raises(ValueError, match="64"):
        link(ev.Opened(survey="a" * 70))
