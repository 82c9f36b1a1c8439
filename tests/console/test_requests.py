"""Single records leave the house when one steward asks and another approves."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta

import httpx
import pytest

from bot.core.model import PREFER_NOT, Audience, Rows, Survey
from bot.core.survey import record
from bot.life import current
from bot.release.approved import make_approved
from bot.release.rows import read
from bot.storage.requests import RequestState
from bot.storage.rows import ReleaseRow
from bot.tick import Tick
from tests.console.conftest import SURVEY, Office

AGES = ("age-16-29", "age-30-49", "age-50-64", "age-65-over")
ROWS = Rows(
    Audience.ROWS_STAFF, {"age-group": ((AGES[:2], AGES[2:], (PREFER_NOT,)), (AGES, (PREFER_NOT,)))}
)
pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(frozen=True, slots=True)
class Case:
    """A survey of which records may be released, in an office that others use as well."""

    office: Office
    id: str

    @property
    def at(self) -> str:
        return f"/staff/requests/{self.id}"

    async def survey(self) -> Survey:
        return replace(await self.office.survey(), id=self.id, rows=ROWS, expected=600, tag=1)

    async def answer(self, people: int, *, close: bool = True) -> None:
        house, today, survey = self.office.house, self.office.clock().date(), await self.survey()
        assert await house.life.publish(house.content, survey, today)
        for number in range(people):
            answers = record(survey, self.office._answers(survey))
            nonce = self.office.chance.randbytes(10)
            await house.store.submit(self.id, self.office.people + number, answers, nonce, today)
        if close:
            await house.life.close_now(self.id, today)
            await house.life.release(await self.closed(), today, "tick")
        await Tick(house.turns, house.life, house.shelf).refresh()

    async def closed(self) -> Survey:
        rows = await self.office.house.store.surveys()
        return current(self.office.house.content, rows).surveys[self.id]

    async def press(self, browser: httpx.AsyncClient, act: str) -> httpx.Response:
        """A button of the page as it stands."""
        found = await self.office.house.store.requests.of(self.id)
        form = {"request": found[0].id} if found else {}
        return await browser.post(f"{self.at}/{act}", data=form, follow_redirects=True)

    async def states(self) -> list[RequestState]:
        return [row.state for row in await self.office.house.store.requests.of(self.id)]

    async def released(self) -> list[ReleaseRow]:
        rows = await self.office.house.store.releases(self.id)
        return [row for row in rows if row.audience != Audience.PUBLIC]


@pytest.fixture
def office(shared: Office) -> Office:
    return shared


@pytest.fixture
async def case(office: Office) -> Case:
    return Case(office, f"records-{office.chance.getrandbits(32)}")


async def test_one_steward_asks_and_another_approves_what_was_shown(
    office: Office, case: Case
) -> None:
    await case.answer(40)
    one, two = await office.hired("steward"), await office.hired("steward")
    ada, bob = await office.signed_in(one), await office.signed_in(two)
    page = await case.press(ada, "ask")
    assert office.says("console.requests.done.asked") in page.text
    assert office.says("console.requests.another") in page.text
    assert office.says("console.requests.approve") + "<" not in page.text
    assert not await case.released()
    seen = (await bob.get("/staff/requests")).text
    assert office.says("console.requests.group", others=4) in seen
    assert (
        office.says("console.requests.at_least", records=40) in seen
        or office.says("console.requests.at_least", records=30) in seen
    )
    done = await case.press(bob, "approve")
    assert office.says("console.requests.done.made") in done.text
    (row,) = await case.released()
    assert (row.maker, row.approver, row.sequence) == (one.id, two.id, 1)
    file = await ada.post(f"{case.at}/file")
    assert 38 <= len(list(read(row.tables, file.content).records)) <= 40
    noted = [(entry.staff, entry.did) for entry in await office.house.store.staff.audit()]
    assert {(one.id, "ask-rows"), (two.id, "approve-rows"), (one.id, "download")} <= set(noted)


async def test_nobody_approves_what_they_asked_for(office: Office, case: Case) -> None:
    await case.answer(40)
    ada = await office.member("steward")
    await case.press(ada, "ask")
    refused = await case.press(ada, "approve")
    assert refused.status_code == 403
    assert office.says("console.error.own_request") in refused.text
    assert await case.states() == [RequestState.ASKED]
    assert not await case.released()


async def test_where_the_city_says_so_one_steward_is_enough(office: Office, case: Case) -> None:
    await case.answer(40)
    before = office.house.shelf.catalogue
    brussels = replace(before.cities["brussels"], stewards=1)
    office.house.shelf.catalogue = replace(before, cities={**before.cities, "brussels": brussels})
    ada = await office.member("steward")
    page = await case.press(ada, "ask")
    assert office.says("console.requests.done.asked_alone") in page.text
    assert office.says("console.requests.done.made") in (await case.press(ada, "approve")).text
    office.house.shelf.catalogue = before


async def test_records_are_released_once(office: Office, case: Case) -> None:
    await case.answer(40)
    ada, bob = await office.member("steward"), await office.member("steward")
    await case.press(ada, "ask")
    await case.press(bob, "approve")
    before = await office.house.store.releases(case.id)
    assert (await case.press(bob, "ask")).status_code == 409
    assert (await case.press(bob, "approve")).status_code == 409
    assert await office.house.store.releases(case.id) == before


async def test_a_request_can_be_refused_or_taken_back_and_asked_again(
    office: Office, case: Case
) -> None:
    await case.answer(40)
    ada, bob = await office.member("steward"), await office.member("steward")
    for who, said in ((bob, "refused"), (ada, "taken_back")):
        await case.press(ada, "ask")
        page = await case.press(who, "refuse")
        assert office.says(f"console.requests.done.{said}") in page.text
        assert not await case.released()
    await case.press(ada, "ask")
    assert await case.states() == ["asked", "refused", "refused"]


async def test_of_two_who_ask_at_once_one_is_heard(office: Office, case: Case) -> None:
    await case.answer(40)
    ada, bob = await office.member("steward"), await office.member("steward")
    answers = await asyncio.gather(*(case.press(browser, "ask") for browser in (ada, bob)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert await case.states() == ["asked"]


async def test_an_approval_that_a_crash_cut_short_is_made_up_for_by_the_tick(
    office: Office, case: Case
) -> None:
    await case.answer(40)
    house, today = office.house, office.clock().date()
    await case.press(await office.member("steward"), "ask")
    (request,) = await house.store.requests.of(case.id)
    assert await house.store.requests.decide(request.id, "another", today, approve=True)
    await Tick(house.turns, house.life, house.shelf).once()
    assert len(await case.released()) == 1
    assert not await make_approved(house.store, await case.closed(), today)


async def test_once_the_answers_are_deleted_an_approval_makes_nothing(
    office: Office, case: Case
) -> None:
    await case.answer(40)
    await case.press(await office.member("steward"), "ask")
    later = office.clock().date() + timedelta(days=91)
    await office.house.store.purge(later, later.year * 12 + later.month - 1)
    ada, bob = await office.member("steward"), await office.member("steward")
    page = await case.press(bob, "approve")
    assert office.says("console.requests.done.lapsed") in page.text
    assert not await case.released()
    assert office.says("console.requests.few") in (await case.press(ada, "ask")).text


@pytest.mark.parametrize("people", [12, 32])
async def test_before_the_close_and_of_too_few_nothing_can_be_asked_for(
    office: Office, case: Case, people: int
) -> None:
    await case.answer(people, close=people == 12)
    ada = await office.member("steward")
    assert (await case.press(ada, "ask")).status_code == 409
    assert not await case.states()


async def test_a_survey_that_did_not_say_so_gives_no_records(office: Office) -> None:
    elsewhere = await office.member("steward", "dublin")
    assert office.says("console.requests.none") in (await elsewhere.get("/staff/requests")).text
    ada = await office.member("steward")
    assert (await ada.post(f"/staff/requests/{SURVEY}/ask")).status_code == 409
    assert (await ada.post(f"/staff/requests/{SURVEY}/file")).status_code == 404
