import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import PREFER_NOT, Catalogue, Question, State
from bot.core.sheet import RECORD, Value
from bot.core.survey import (
    accepts,
    ahead,
    before,
    codes,
    first_open,
    is_open,
    path,
    record,
    record_size,
    shown,
    toggled,
)
from bot.storage.work import RECORD_BYTES
from bot.vault import marks, seal
from bot.vault.errors import TooLong
from bot.vault.seal import Shelf
from tests.core.test_wire import values


def ids(catalogue: Catalogue, **answers: object) -> list[str]:
    return [q.id for q in path(catalogue.surveys["ways"], answers)]  # type: ignore[arg-type]  # test


def question(catalogue: Catalogue, name: str) -> Question:
    return next(q for q in catalogue.surveys["ways"].questions if q.id == name)


def test_a_condition_opens_a_question(catalogue: Catalogue) -> None:
    assert ids(catalogue) == ["way", "tools", "heard"]
    assert ids(catalogue, way="web") == ["way", "tools", "ease", "heard"]


def test_every_condition_must_hold(catalogue: Catalogue) -> None:
    assert "age" not in ids(catalogue, heard="yes")
    assert "age" in ids(catalogue, heard="yes", tools=("app",))


def test_an_answer_left_behind_opens_nothing_and_is_not_stored(catalogue: Catalogue) -> None:
    survey = catalogue.surveys["ways"]
    answers: dict[str, Value] = {
        "way": "desk",
        "ease": "hard",
        "heard": "no",
        "tools": ("pen",),
        "age": 20,
    }
    assert record(survey, answers) == {"way": "desk", "tools": ("pen",), "heard": "no"}


def test_the_number_of_questions_ahead_never_grows(catalogue: Catalogue) -> None:
    survey = catalogue.surveys["ways"]
    steps: list[dict[str, Value]] = [{}, {"way": "web"}, {"way": "web", "tools": ("mail",)}]
    assert [len(list(ahead(survey, answers))) for answers in steps] == [5, 5, 4]


def test_the_next_question_is_the_first_open_one(catalogue: Catalogue) -> None:
    survey = catalogue.surveys["ways"]
    asked = first_open(survey, {"way": "desk"})
    assert asked is not None
    assert asked.id == "tools"
    assert first_open(survey, {"way": "desk", "tools": PREFER_NOT, "heard": "no"}) is None


def test_back_leads_along_the_path(catalogue: Catalogue) -> None:
    survey = catalogue.surveys["ways"]
    earlier = before(survey, {"way": "desk"}, "heard")
    assert earlier is not None
    assert earlier.id == "tools"
    assert before(survey, {}, "way") is None


def test_a_seed_gives_one_order_and_fixed_options_stay(catalogue: Catalogue) -> None:
    tools = question(catalogue, "tools")
    orders = {shown(tools, seed) for seed in range(200)}
    assert len(orders) == 6
    assert all(order[3:] == ("none", PREFER_NOT) for order in orders)
    assert all(sorted(order) == sorted(codes(tools)) for order in orders)


def test_a_choice_never_grows_beyond_its_limit(catalogue: Catalogue) -> None:
    tools = question(catalogue, "tools")
    assert toggled(tools, ("pen", "app"), "mail") is None
    assert toggled(tools, ("app",), "pen") == ("pen", "app")
    assert toggled(tools, ("pen", "app"), "pen") == ("app",)


def test_none_of_these_stands_alone(catalogue: Catalogue) -> None:
    tools = question(catalogue, "tools")
    assert toggled(tools, ("pen", "app"), "none") == ("none",)
    assert toggled(tools, ("none",), "pen") == ("pen",)
    assert not accepts(tools, ("pen", "none"))


def test_a_ranking_holds_each_option_once_in_any_order(catalogue: Catalogue) -> None:
    order = catalogue.surveys["kinds"].questions[0]
    assert accepts(order, ("shops", "parks"))
    assert not accepts(order, ("shops", "shops"))
    assert not accepts(order, ("shops", "moon"))
    assert not accepts(order, ())


def test_the_last_day_is_still_open(catalogue: Catalogue) -> None:
    survey = catalogue.surveys["ways"]
    assert is_open(survey, date(2026, 12, 31))
    assert not is_open(survey, date(2027, 1, 1))
    assert survey.state == State.OPEN


@given(st.data())
def test_no_record_is_larger_than_the_size_that_is_checked(
    catalogue: Catalogue, data: st.DataObject
) -> None:
    survey = catalogue.surveys["ways"]
    answers = {q.id: data.draw(values(q)) for q in survey.questions}
    assert len(json.dumps(answers, separators=(",", ":"))) <= record_size(survey)
    # "none" stands alone on a screen; the size does not look so closely.
    largest = '{"way":"prefer-not","tools":["mail","none"],"ease":"prefer-not",'
    assert record_size(survey) == len(largest + '"heard":"prefer-not","age":"prefer-not"}')
    kinds = catalogue.surveys["kinds"]
    answers = {q.id: data.draw(values(q)) for q in kinds.questions}
    kept = record(kinds, answers, "bg")
    assert len(json.dumps(kept, separators=(",", ":"))) <= record_size(kinds)


def test_the_checked_size_fits_a_box_beside_a_code() -> None:
    code = bytes(marks.CODE_BYTES)
    seal.seal(bytes(32), code + bytes(RECORD), Shelf("urn", RECORD_BYTES))
    with pytest.raises(TooLong):
        seal.seal(bytes(32), code + bytes(RECORD + 1), Shelf("urn", RECORD_BYTES))
