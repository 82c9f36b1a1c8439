from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from bot.console.invitation import renew
from bot.house import DATABASE
from tests.console.colleague import PASSWORD, Colleague, joined, scanned
from tests.console.conftest import Clock, Office, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def office(shared: Office) -> Office:
    shared.clock.now = Clock().now
    return shared


async def invited(office: Office) -> Colleague:
    return Colleague(office, await office.hired("analyst"), await office.stranger())


async def test_an_invitation_sets_password_and_phone_and_lets_in(office: Office) -> None:
    ada = await invited(office)
    path = await ada.invitation()
    looked = [await ada.browser.get(path) for _ in range(2)]
    assert {page.status_code for page in looked} == {200}
    assert all(ada.row.name in page.text and "set-cookie" not in page.headers for page in looked)
    form = {"password": PASSWORD, "repeat": PASSWORD, "code": ada.code}
    assert (await ada.browser.post(path, data=form)).headers["location"] == "/staff"
    assert ada.row.name in (await ada.browser.get("/staff")).text


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ({"password": "kort", "repeat": "kort"}, "console.password.short"),
        ({"password": "password2026!", "repeat": "password2026!"}, "console.password.common"),
        ({"password": "Ada.Example.2026"}, "console.password.common"),
        ({"password": "x" * 257}, "console.password.long"),
        ({"repeat": PASSWORD.upper()}, "console.password.differs"),
        ({"code": "000000"}, "console.invitation.code"),
        ({"code": "２２２２２２"}, "console.invitation.code"),
    ],
)
async def test_what_does_not_fit_is_named_and_spends_nothing(
    office: Office, form: dict[str, str], key: str
) -> None:
    ada = await invited(office)
    path = await ada.invitation()
    right = {"password": PASSWORD, "repeat": PASSWORD, "code": ada.code}
    refused = await ada.browser.post(path, data=right | form)
    assert refused.status_code == 400
    assert office.says(key) in refused.text
    assert form.get("password", PASSWORD) not in refused.text
    assert (await ada.browser.post(path, data=right)).status_code == 303


async def test_who_else_saw_a_link_knows_no_second_factor_of_it(office: Office) -> None:
    ada, other = await invited(office), await office.stranger()
    path = await ada.invitation()
    looked = await other.get(path)
    assert {"HttpOnly", "SameSite=strict"} <= set(looked.headers["set-cookie"].split("; "))
    assert scanned(looked) != ada.letters
    assert scanned(await ada.browser.get(path)) == ada.letters
    right = {"password": PASSWORD, "repeat": PASSWORD, "code": ada.code}
    assert (await other.post(path, data=right)).status_code == 400
    assert (await ada.browser.post(path, data=right)).status_code == 303
    assert "rightsbot-invited" not in ada.browser.cookies


async def test_a_browser_that_lost_its_cookie_gets_a_new_picture_and_kind_words(
    office: Office,
) -> None:
    ada = await invited(office)
    path, old = await ada.invitation(), ada.code
    ada.browser.cookies.clear()
    lost = await ada.browser.post(
        path, data={"password": PASSWORD, "repeat": PASSWORD, "code": old}
    )
    assert lost.status_code == 400
    assert office.says("console.invitation.new") in lost.text
    ada.letters = scanned(lost)
    right = {"password": PASSWORD, "repeat": PASSWORD, "code": ada.code}
    assert (await ada.browser.post(path, data=right)).status_code == 303


async def test_a_used_late_or_invented_link_gets_the_same_friendly_page(office: Office) -> None:
    ada, late = await joined(office, "analyst"), await invited(office)
    used = urlsplit(await renew(office.house, ada.row)).path
    await ada.browser.post(
        used, data={"password": PASSWORD, "repeat": PASSWORD, "code": await _code(ada, used)}
    )
    paths = (used, await late.invitation(), "/staff/invite/x", "/staff/invite/" + "A" * 43)
    office.clock.now += timedelta(days=8)
    browser = await office.stranger()
    seen = [
        (answer.status_code, answer.text.replace(path, ""))
        for path in paths
        for answer in (await browser.get(path), await browser.post(path))
    ]
    assert {status for status, _ in seen} == {410}
    assert len({text for _, text in seen}) == 1
    assert office.says("console.error.invitation") in seen[0][1]
    assert browser.cookies == {}


async def _code(ada: Colleague, path: str) -> str:
    ada.letters = scanned(await ada.browser.get(path))
    return ada.later()


async def test_a_new_invitation_ends_what_let_in_before(office: Office) -> None:
    ada = await joined(office)
    await ada.link_telegram()
    stranger, old = await office.stranger(), ada.letters
    ada.browser = stranger
    assert (await ada.join()).status_code == 303
    assert ada.letters != old
    mine = [state for state in await office.house.store.staff.states() if state.staff == ada.row]
    assert [(state.joined, state.linked) for state in mine] == [(True, False)]
    assert len(await office.house.store.staff.sessions.of(ada.row.id, _minute(office))) == 1


def _minute(office: Office) -> int:
    return int(office.clock().timestamp()) // 60


async def test_over_https_the_cookies_cannot_be_read_sent_abroad_or_set_by_others(
    office: Office,
) -> None:
    office = await opened(office.stack, {"RIGHTSBOT_PUBLIC_URL": "https://rights.example"})
    ada = Colleague(office, await office.hired("analyst"), await office.stranger())
    came = await ada.join()
    spoken = await ada.browser.get("/staff/account", params={"lang": "nl"})
    seen = await ada.browser.get(urlsplit(await renew(office.house, ada.row)).path)
    cookies = [
        *seen.headers.get_list("set-cookie"),
        *came.headers.get_list("set-cookie"),
        *spoken.headers.get_list("set-cookie"),
    ]
    assert len(cookies) == 5
    for cookie in cookies:
        name, *attributes = cookie.split("; ")
        assert name.startswith("__Host-rightsbot-")
        assert {"HttpOnly", "Secure", "SameSite=strict", "Path=/"} <= set(attributes)
    assert "max-age=31536000" in spoken.headers["strict-transport-security"]


async def test_on_this_machine_without_https_the_cookie_still_works(office: Office) -> None:
    ada = await invited(office)
    cookie = (await ada.join()).headers["set-cookie"]
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


async def test_a_session_ends_half_an_hour_after_the_last_page(office: Office) -> None:
    browser = await office.member("steward")
    for _ in range(3):
        office.clock.now += timedelta(minutes=29)
        assert (await browser.get("/staff")).status_code == 200
    office.clock.now += timedelta(minutes=30)
    ended = await browser.get("/staff/account")
    assert ended.status_code == 403
    assert 'name="after" value="/staff/account"' in ended.text


async def test_a_session_ends_after_half_a_day_however_busy(office: Office) -> None:
    browser = await office.member("steward")
    for _ in range(35):
        office.clock.now += timedelta(minutes=20)
        assert (await browser.get("/staff")).status_code == 200
    office.clock.now += timedelta(minutes=20)
    assert (await browser.get("/staff")).status_code == 403


async def test_a_colleague_who_was_removed_is_out_at_once(office: Office) -> None:
    ada = await joined(office)
    assert await office.house.store.staff.remove(ada.row.id, office.clock.now.date())
    assert (await ada.browser.get("/staff")).status_code == 403
    assert (await ada.sign_in(await office.stranger())).status_code == 400


@pytest.mark.parametrize("suffix", ["", "-wal"])
async def test_the_database_holds_nothing_that_opens_anything(office: Office, suffix: str) -> None:
    ada = await joined(office)
    await ada.link_telegram()
    spare = await ada.invitation()
    database = office.house.settings.data_dir / DATABASE
    file = database.with_name(database.name + suffix).read_bytes()
    secrets = [spare.rpartition("/")[2], *ada.browser.cookies.values(), PASSWORD, ada.letters]
    assert len(secrets) == 6
    assert not [secret for secret in secrets if secret.encode() in file]
