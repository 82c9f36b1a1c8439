from datetime import timedelta

import pytest

from bot.house import DATABASE
from tests.console.conftest import NAME, Clock, Office, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def office(shared: Office) -> Office:
    shared.clock.now = Clock().now
    return shared


async def test_looking_at_an_invitation_does_not_spend_it(office: Office) -> None:
    path, browser = await office.invitation("analyst"), await office.stranger()
    for _ in range(3):
        looked = await browser.get(path)
        assert looked.status_code == 200
        assert office.says("console.invitation.open") in looked.text
        assert "set-cookie" not in looked.headers
    assert (await browser.post(path)).headers["location"] == "/staff"
    assert NAME in (await browser.get("/staff")).text


async def test_a_used_late_or_invented_link_gets_the_same_friendly_page(office: Office) -> None:
    browser = await office.stranger()
    used, late = await office.invitation("analyst"), await office.invitation("analyst")
    await browser.post(used)
    browser.cookies.clear()
    office.clock.now += timedelta(days=8)
    seen = [
        (answer.status_code, answer.text.replace(path, ""))
        for path in (used, late, "/staff/invite/x", "/staff/invite/" + "A" * 43)
        for answer in (await browser.get(path), await browser.post(path))
    ]
    assert seen[0][0] == 410
    assert len({status for status, _ in seen}) == 1
    # A page asked for by its address offers the languages at that address; one sent does not.
    assert len({text for _, text in seen[::2]}) == 1
    assert len({text for _, text in seen[1::2]}) == 1
    assert office.says("console.error.invitation") in seen[0][1]
    assert browser.cookies == {}


async def test_over_https_the_cookie_cannot_be_read_sent_abroad_or_set_by_others(
    office: Office,
) -> None:
    office = await opened(office.stack, {"RIGHTSBOT_PUBLIC_URL": "https://rights.example"})
    browser = await office.stranger()
    cookie = (await browser.post(await office.invitation("analyst"))).headers["set-cookie"]
    name, *attributes = cookie.split("; ")
    assert name.startswith("__Host-")
    assert {"HttpOnly", "Secure", "SameSite=strict", "Path=/", "Max-Age=43200"} <= set(attributes)
    assert NAME in (await browser.get("/staff")).text


async def test_on_this_machine_without_https_the_cookie_still_works(office: Office) -> None:
    browser = await office.stranger()
    cookie = (await browser.post(await office.invitation("analyst"))).headers["set-cookie"]
    assert not cookie.startswith("__Host-")
    assert "Secure" not in cookie
    assert "HttpOnly" in cookie


async def test_signing_out_ends_the_session_also_for_a_copy_of_its_cookie(office: Office) -> None:
    browser, thief = await office.member("steward"), await office.stranger()
    thief.cookies.update(browser.cookies)
    assert (await thief.get("/staff")).status_code == 200
    left = await browser.post("/staff/leave")
    assert office.says("console.left.title") in left.text
    assert (await thief.get("/staff")).status_code == 403
    assert browser.cookies == {}


async def test_a_session_ends_by_itself(office: Office) -> None:
    browser = await office.member("steward")
    office.clock.now += timedelta(hours=11)
    assert (await browser.get("/staff")).status_code == 200
    office.clock.now += timedelta(days=1)
    assert (await browser.get("/staff")).status_code == 403


async def test_a_colleague_who_was_removed_is_out_at_once(office: Office) -> None:
    browser = await office.member("steward")
    for member in await office.house.store.staff.members():
        await office.house.store.staff.remove(member.id, office.clock.now.date())
    assert (await browser.get("/staff")).status_code == 403


@pytest.mark.parametrize("suffix", ["", "-wal"])
async def test_the_database_holds_no_token_that_opens_anything(office: Office, suffix: str) -> None:
    path, browser = await office.invitation("analyst"), await office.stranger()
    await browser.post(path)
    spare = await office.invitation("analyst")
    database = office.house.settings.data_dir / DATABASE
    file = database.with_name(database.name + suffix).read_bytes()
    tokens = [path.rpartition("/")[2], spare.rpartition("/")[2], *browser.cookies.values()]
    assert len(tokens) == 3
    assert not [token for token in tokens if token.encode() in file]
