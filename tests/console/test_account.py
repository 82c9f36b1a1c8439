import re
from datetime import timedelta

import httpx
import pytest

from bot.core.screen import Say
from bot.core.sheet import Place
from bot.core.wire import opened
from tests.console.colleague import PASSWORD, Colleague, joined, scanned
from tests.console.conftest import Clock, Office

pytestmark = pytest.mark.asyncio(loop_scope="module")
NEW = "twaalf groene paraplu's"
CHANGES = (
    ("POST", "/staff/account/password"),
    ("GET", "/staff/account/phone"),
    ("POST", "/staff/account/phone"),
    ("POST", "/staff/account/telegram"),
    ("POST", "/staff/account/telegram/end"),
    ("POST", "/staff/account/sessions"),
)


@pytest.fixture
def office(shared: Office) -> Office:
    shared.clock.now = Clock().now
    return shared


async def change(ada: Colleague, **other: str) -> httpx.Response:
    form = {"current": PASSWORD, "password": NEW, "repeat": NEW} | other
    return await ada.browser.post("/staff/account/password", data=form)


async def test_a_new_password_takes_the_place_of_the_old_and_ends_other_sessions(
    office: Office,
) -> None:
    ada, elsewhere = await joined(office), await office.stranger()
    assert (await ada.sign_in(elsewhere)).status_code == 303
    assert (await change(ada)).headers["location"] == "/staff/account?done=password"
    assert (await ada.browser.get("/staff/account")).status_code == 200
    assert (await elsewhere.get("/staff/account")).status_code == 403
    assert (await ada.sign_in(elsewhere)).status_code == 400
    assert (await ada.sign_in(elsewhere, password=NEW)).status_code == 303


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ({"current": "another one"}, "console.account.current_wrong"),
        ({"password": "short", "repeat": "short"}, "console.password.short"),
        ({"repeat": "another one"}, "console.password.differs"),
    ],
)
async def test_a_password_is_changed_by_who_knows_the_one_before(
    office: Office, form: dict[str, str], key: str
) -> None:
    ada = await joined(office)
    refused = await change(ada, **form)
    assert refused.status_code == 400
    assert office.says(key) in refused.text
    assert (await ada.sign_in(await office.stranger())).status_code == 303


async def test_a_new_phone_takes_the_place_of_the_old_once_its_code_fits(office: Office) -> None:
    ada = await joined(office)
    old, page = ada.letters, await ada.browser.get("/staff/account/phone")
    ada.letters = scanned(page)
    wrong = await ada.browser.post("/staff/account/phone", data={"code": "000000"})
    assert (wrong.status_code, scanned(wrong)) == (400, ada.letters)
    saved = await ada.browser.post("/staff/account/phone", data={"code": ada.code})
    assert saved.headers["location"] == "/staff/account?done=phone"
    assert (await ada.sign_in(await office.stranger())).status_code == 303
    ada.letters = old
    assert (await ada.sign_in(await office.stranger())).status_code == 400


@pytest.mark.parametrize(("method", "path"), CHANGES)
async def test_ten_minutes_after_the_sign_in_one_shows_again_that_it_is_oneself(
    office: Office, method: str, path: str
) -> None:
    ada = await joined(office)
    office.clock.now += timedelta(minutes=11)
    asked = await ada.browser.request(
        method, path, data={"which": "others"} if method == "POST" else None
    )
    assert asked.status_code == 403
    assert office.says("console.sign_in.again") in asked.text
    again = await ada.sign_in(ada.browser, after="/staff/account")
    assert again.headers["location"] == "/staff/account"
    answer = await ada.browser.request(
        method, path, data={"which": "others"} if method == "POST" else None
    )
    assert answer.status_code != 403


async def test_one_sees_where_one_is_signed_in_and_ends_it_there(office: Office) -> None:
    ada = await joined(office)
    others = [await office.stranger() for _ in range(3)]
    for browser in others:
        await ada.sign_in(browser)
    bo = await office.member("analyst")
    page = await ada.browser.get("/staff/account")
    places = re.findall(r'name="which" value="([0-9a-f]{16})"', page.text)
    assert len(places) == 3
    await bo.post("/staff/account/sessions", data={"which": places[0]})
    await ada.browser.post("/staff/account/sessions", data={"which": places[0]})
    alive = [(await browser.get("/staff/account")).status_code == 200 for browser in others]
    assert sorted(alive) == [False, True, True]
    await ada.browser.post("/staff/account/sessions", data={"which": "others"})
    assert {(await browser.get("/staff/account")).status_code for browser in others} == {403}
    assert (await ada.browser.get("/staff/account")).status_code == 200


async def test_telegram_can_be_linked_once_by_a_link_and_the_link_ended(office: Office) -> None:
    ada = await joined(office)
    await ada.link_telegram()
    page = await ada.browser.get("/staff/account")
    assert office.says("console.account.telegram.linked") in page.text
    await office.house.alerts.tell("brussels", "steward", "alert.changed")
    await office.house.alerts.settled()
    assert ada.told == [office.house.dictionary.say("en", "alert.changed")]
    await ada.browser.post("/staff/account/telegram/end")
    await office.house.alerts.tell("brussels", "steward", "alert.changed")
    await office.house.alerts.settled()
    assert len(ada.told) == 1


async def test_who_opens_the_link_in_the_chat_reads_that_it_is_tied_or_that_it_is_too_late(
    office: Office,
) -> None:
    ada, turns = await joined(office), office.house.turns
    page = await ada.browser.post("/staff/account/telegram")
    (payload,) = re.findall(r"start=(k[0-9a-f]+)", page.text)
    seen = [await turns.run(6_000_000_009, Place("en"), opened(payload)) for _ in range(2)]
    keys = [
        {block.key for block in turned.screen.blocks if isinstance(block, Say)} for turned in seen
    ]
    assert ["staff.linked" in keys[0], "staff.not_linked" in keys[1]] == [True, True]


async def test_a_link_to_telegram_ties_one_chat_to_one_account_in_ten_minutes(
    office: Office,
) -> None:
    ada, bo, staff = await joined(office), await joined(office), office.house.store.staff

    async def key(colleague: Colleague) -> str:
        page = await colleague.browser.post("/staff/account/telegram")
        (found,) = re.findall(r"start=k([0-9a-f]+)", page.text)
        return str(found)

    stale, late = await key(ada), await key(bo)
    fresh, now = await key(ada), office.clock()
    chat, other = 6_000_000_001, 6_000_000_002
    assert (await staff.link_chat(stale, chat, now)).name == ""
    assert (await staff.link_chat(fresh, chat, now)).name == ada.row.name
    assert (await staff.link_chat(fresh, other, now)).name == ""
    assert (await staff.link_chat(late, chat, now + timedelta(minutes=11))).name == ""
    assert (await staff.link_chat(await key(bo), chat, now)).name == bo.row.name
    linked = {chat.staff.id: chat.number for chat in await staff.tickets.chats()}
    assert (linked.get(ada.row.id), linked[bo.row.id]) == (None, chat)


async def test_alerts_reach_the_city_and_the_role_they_are_meant_for_and_break_nothing(
    office: Office,
) -> None:
    steward, analyst = await joined(office), await joined(office, "analyst")
    elsewhere = await joined(office, "steward", "dublin")
    for colleague in (steward, analyst, elsewhere):
        await colleague.link_telegram()
    told: list[int] = []

    async def send(chat: int, words: str) -> None:
        told.append(chat)
        raise ConnectionError(words)

    office.house.alerts.send = send
    await office.house.alerts.tell("dublin", "moderator", "alert.changed")
    await office.house.alerts.settled()
    mine = {chat.staff.id: chat.number for chat in await office.house.store.staff.tickets.chats()}
    assert told == [mine[elsewhere.row.id]]
    await office.house.alerts.tell("brussels", "steward", "alert.changed")
    await office.house.alerts.settled()
    assert mine[steward.row.id] in told
    assert mine[analyst.row.id] not in told
