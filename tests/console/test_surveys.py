import re

from bot.core.model import State
from tests.console.conftest import SURVEY, Office
from tests.console.small import office as office  # noqa: PLC0414 - a fixture

AT = f"/staff/surveys/{SURVEY}"


def text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


async def test_the_mixed_answers_are_shown_in_steps_of_ten(office: Office) -> None:
    moderator = await office.member("moderator")
    for more, mixed, shown in ((0, 0, 0), (19, 0, 0), (6, 15, 10), (40, 55, 50)):
        await office.answer(more)
        assert await office.house.store.mixed(SURVEY) == mixed
        for path in ("/staff", AT):
            page = (await moderator.get(path)).text
            tens = office.says("console.mixed.tens", tens=shown)
            assert (tens if shown else office.says("console.mixed.few")) in page
            assert not re.search(rf"\b{mixed or 'none'}\b", text(page))


async def test_surveys_stand_by_state_and_each_draft_says_what_is_next(office: Office) -> None:
    steward = await office.member("steward")
    office.house.own.copy(SURVEY, "second", {"en": "The second one"}, "brussels")
    await office.answer(30)
    page = text((await steward.get("/staff")).text)
    assert page.index("In preparation") < page.index("The second one") < page.index("Running")
    assert office.says("console.surveys.next.basis") in page
    assert office.says("console.surveys.closed") not in page
    survey = await office.survey()
    await steward.post(f"{AT}/close", data={"title": survey.title["en"]})
    assert (await office.survey()).state is State.CLOSED
    page = text((await steward.get("/staff")).text)
    assert office.says("console.surveys.running") not in page
    assert page.index("Closed") < page.index(survey.title["en"])


async def test_a_city_without_surveys_is_told_how_to_begin(office: Office) -> None:
    dublin = await office.member("moderator", "sofia")
    page = (await dublin.get("/staff")).text
    assert office.says("console.surveys.begin") in page
    assert SURVEY not in page


async def test_what_was_done_is_told_and_nothing_else_that_an_address_says(office: Office) -> None:
    steward = await office.member("steward")
    for path, done in (("/staff", "deleted"), (AT, "published")):
        assert (
            office.says(f"console.done.{done}") in (await steward.get(f"{path}?done={done}")).text
        )
        assert 'class="done"' not in (await steward.get(f"{path}?done=hacked")).text
