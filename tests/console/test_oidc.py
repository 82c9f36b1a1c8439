import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from importlib.util import find_spec
from urllib.parse import urlsplit

import httpx
import pytest
import pytest_asyncio

from bot.console.oidc import Flow
from tests.console.colleague import Colleague
from tests.console.conftest import Clock, Office, opened

if find_spec("joserfc") is None:
    pytest.skip("needs the extra `oidc`", allow_module_level=True)

from tests.console.provider import CLIENT, SECRET, Provider, providing

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hall() -> AsyncIterator[tuple[Office, Provider]]:
    """An office whose city has a sign-in service."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with AsyncExitStack() as stack:
        provider = await stack.enter_async_context(providing(port))
        known = {"ISSUER": provider.issuer, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET}
        settings = {f"RIGHTSBOT_OIDC_{name}": value for name, value in known.items()}
        yield await opened(stack, settings), provider


@pytest.fixture
def office(hall: tuple[Office, Provider]) -> Office:
    hall[0].clock.now = Clock().now
    return hall[0]


@pytest.fixture
def provider(office: Office, hall: tuple[Office, Provider]) -> Provider:
    service = hall[1]
    service.claims, service.facts, service.forged = {}, {}, False
    service.clock = office.clock().timestamp()
    return service


async def through(browser: httpx.AsyncClient, path: str) -> httpx.Response:
    """From a button of ours to the service and back; the answer that came of it."""
    away = await browser.get(path)
    if away.status_code != 303:
        return away
    async with httpx.AsyncClient() as other:
        back = await other.get(away.headers["location"])
    there = urlsplit(back.headers["location"])
    return await browser.get(f"{there.path}?{there.query}")


async def invited(office: Office, provider: Provider, person: str) -> Colleague:
    """Came in by an invitation and the city's account of this person."""
    provider.person = person
    ada = Colleague(office, await office.hired("steward"), await office.stranger())
    came = await through(ada.browser, f"{await ada.invitation()}/city")
    assert came.status_code == 200, came.text
    return ada


async def test_an_invitation_binds_the_citys_account_and_later_it_alone_lets_in(
    office: Office, provider: Provider
) -> None:
    ada, later = await invited(office, provider, "ada"), await office.stranger()
    assert (await ada.browser.get("/staff/account")).status_code == 200
    came = await through(later, "/staff/city?after=/staff/account")
    assert 'content="0;url=/staff/account"' in came.text
    page = await later.get("/staff/account")
    assert ada.row.name in page.text
    assert office.says("console.account.by_city") in page.text
    assert (await ada.sign_in(await office.stranger(), code="123456")).status_code == 400


async def test_an_account_that_nobody_invited_opens_nothing(
    office: Office, provider: Provider
) -> None:
    provider.person = "passer-by"
    came = await through(await office.stranger(), "/staff/city")
    assert came.status_code == 403
    assert office.says("console.error.service_unknown") in came.text


async def test_one_account_of_the_city_is_one_person_here(
    office: Office, provider: Provider
) -> None:
    await invited(office, provider, "bo")
    second = Colleague(office, await office.hired("analyst"), await office.stranger())
    path = await second.invitation()
    assert (await through(second.browser, f"{path}/city")).status_code == 409
    assert (await second.browser.get(path)).status_code == 200


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "http://127.0.0.1:1/realm"},
        {"aud": "another client"},
        {"aud": [CLIENT, "another client"]},
        {"azp": "another client"},
        {"nonce": "of another sign-in"},
        {"exp": 1},
        {"exp": "soon"},
        {"iat": 9_999_999_999},
        {"sub": ""},
        {"sub": 7},
        {"amr": ["pwd"]},
    ],
)
async def test_a_token_that_is_not_of_this_sign_in_opens_nothing(
    office: Office, provider: Provider, claims: dict[str, object]
) -> None:
    await _once(office, provider)
    provider.claims = claims
    browser = await office.stranger()
    assert (await through(browser, "/staff/city")).status_code == 502
    assert (await browser.get("/staff")).status_code == 403


async def _once(office: Office, provider: Provider) -> None:
    """Somebody whom the service lets in here sits before the browser."""
    provider.person = "cy"
    if (await through(await office.stranger(), "/staff/city")).status_code == 403:
        await invited(office, provider, "cy")


async def test_a_token_that_another_key_signed_opens_nothing(
    office: Office, provider: Provider
) -> None:
    await _once(office, provider)
    assert (await through(await office.stranger(), "/staff/city")).status_code == 200
    provider.forged = True
    assert (await through(await office.stranger(), "/staff/city")).status_code == 502


@pytest.mark.parametrize(
    "facts",
    [
        {"issuer": "https://evil.example"},
        {"authorization_endpoint": "http://evil.example/enter"},
        {"token_endpoint": "javascript:alert(1)"},
        {"jwks_uri": ""},
    ],
)
async def test_a_service_that_names_itself_otherwise_is_not_believed(
    office: Office, provider: Provider, facts: dict[str, object]
) -> None:
    provider.facts = facts
    away = await (await office.stranger()).get("/staff/city")
    assert away.status_code == 502
    assert "location" not in away.headers


async def test_what_this_browser_did_not_begin_is_refused(
    office: Office, provider: Provider
) -> None:
    await _once(office, provider)
    mine, theirs = await office.stranger(), await office.stranger()
    away = await theirs.get("/staff/city")
    async with httpx.AsyncClient() as other:
        back = urlsplit((await other.get(away.headers["location"])).headers["location"])
    for browser in (mine, theirs):
        if browser is mine:
            await mine.get("/staff/city")
        answer = await browser.get(f"{back.path}?{back.query}")
        assert answer.status_code == (400 if browser is mine else 200)
    again = await theirs.get(f"{back.path}?{back.query}")
    assert again.status_code == 400


async def test_who_changes_something_signs_in_there_anew(
    office: Office, provider: Provider
) -> None:
    ada = await invited(office, provider, "dee")
    office.clock.now += timedelta(minutes=11)
    provider.clock = office.clock().timestamp()
    assert (await ada.browser.post("/staff/account/telegram")).status_code == 403
    provider.claims = {"auth_time": int(provider.clock) - 660}
    assert (await through(ada.browser, "/staff/city")).status_code == 502
    provider.claims = {}
    assert (await through(ada.browser, "/staff/city")).status_code == 200
    assert (await ada.browser.post("/staff/account/telegram")).status_code == 200


async def test_who_signs_in_at_the_city_gets_no_link_that_would_pass_it_by(
    office: Office, provider: Provider
) -> None:
    ada = await invited(office, provider, "eve")
    await ada.link_telegram()
    await ada.browser.post("/staff/sign-in/telegram", data={"name": ada.row.name})
    await office.house.alerts.settled()
    assert ada.told == []


async def test_the_cookie_of_a_sign_in_under_way_comes_back_with_it_and_is_short_lived(
    office: Office, provider: Provider
) -> None:
    cookie = (await (await office.stranger()).get("/staff/city")).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Max-Age=600"} <= set(cookie.split("; "))
    assert Flow.unpacked("no base64!") is None
    assert Flow.unpacked("e30=") is None


async def test_without_a_service_its_addresses_open_nothing(shared: Office) -> None:
    browser = await shared.stranger()
    assert (await browser.get("/staff/city")).status_code == 404
    assert shared.says("console.sign_in.city.go") not in (await browser.get("/staff/sign-in")).text
