import asyncio
import logging
import re
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette

from bot.console.guard import HEADERS
from bot.console.routes import ADDRESSES, routes
from bot.core.model import LANGUAGES
from bot.logs import Discreet
from bot.proof.addresses import ALLOWED
from tests.console.conftest import NAME, SURVEY, Clock, Office

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def office(shared: Office) -> Office:
    shared.clock.now = Clock().now
    return shared


ROLES = ("", "moderator", "analyst", "steward")
PARTS = {"token": "no-such-token", "rest": "nothing/here"}


def address(path: str, survey: str = SURVEY) -> str:
    return "/staff" + re.sub(r"\{(\w+)(?::path)?\}", lambda name: PARTS.get(name[1], survey), path)


async def come(office: Office, role: str, city: str = "brussels") -> httpx.AsyncClient:
    return await office.member(role, city) if role else await office.stranger()


@pytest.mark.parametrize("role", ROLES)
async def test_every_role_may_do_what_is_listed_and_nothing_else(office: Office, role: str) -> None:
    browser = await come(office, role)
    for path in ADDRESSES:
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            answer = await browser.request(method, address(path))
            least = ALLOWED.get((method, path))
            if least is None:
                assert answer.status_code in {404, 405}, (method, path)
            else:
                allowed = ROLES.index(role) >= ROLES.index(least)
                assert (answer.status_code != 403) is allowed, (method, path)
            if (method, path) == ("POST", "/leave"):
                browser = await come(office, role)


@pytest.mark.parametrize(
    ("role", "city"), [("mayor", "brussels"), ("steward", "atlantis"), ("", "brussels")]
)
async def test_a_role_or_city_that_does_not_exist_may_nothing(
    office: Office, role: str, city: str
) -> None:
    browser = await office.stranger()
    link = await office.invitation(role, "brussels")
    await browser.post(link)
    async with office.house.store.database.write() as connection:
        await connection.exec_driver_sql("UPDATE staff SET role = ?, city = ?", (role, city))
    assert (await browser.get("/staff")).status_code == 403
    assert (await browser.get("/staff/posters")).status_code == 403


@pytest.mark.parametrize(("method", "path"), [key for key in ALLOWED if "{survey}" in key[1]])
async def test_another_citys_survey_is_as_unknown_as_one_that_does_not_exist(
    office: Office, method: str, path: str
) -> None:
    dublin = await office.member("steward", "dublin")
    theirs = await dublin.request(method, address(path))
    unknown = await dublin.request(method, address(path, "atlantis"))
    assert theirs.status_code == unknown.status_code == 404
    assert theirs.text.replace(SURVEY, "atlantis") == unknown.text
    assert SURVEY not in (await dublin.get("/staff")).text


FOREIGN: tuple[dict[str, str], ...] = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8080"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {},
)


@pytest.mark.parametrize("headers", FOREIGN)
async def test_a_form_of_another_site_changes_nothing(
    office: Office, headers: dict[str, str]
) -> None:
    browser = await office.member("steward")
    del browser.headers["Sec-Fetch-Site"]
    before = await office.survey()
    for act in ("extend", "close"):
        form = {"until": "2027-06-01", "title": before.title["en"]}
        answer = await browser.post(f"/staff/surveys/{SURVEY}/{act}", data=form, headers=headers)
        assert answer.status_code == 403
    assert (await browser.post("/staff/leave", headers=headers)).status_code == 403
    assert await office.survey() == before
    assert (await browser.get("/staff")).status_code == 200


async def test_a_browser_that_only_names_its_origin_is_let_through(office: Office) -> None:
    browser = await office.member("steward")
    del browser.headers["Sec-Fetch-Site"]
    origin = {"Origin": office.house.settings.public_url}
    assert (await browser.post("/staff/leave", headers=origin)).status_code == 200


async def test_a_form_larger_than_any_of_ours_is_refused_unread(office: Office) -> None:
    browser = await office.member("steward")
    answer = await browser.post(f"/staff/surveys/{SURVEY}/close", data={"title": "x" * 20_000})
    assert answer.status_code == 413


@pytest.mark.parametrize("role", ["", "steward"])
async def test_every_answer_carries_the_headers_that_keep_it_in(office: Office, role: str) -> None:
    browser = await come(office, role)
    for path in ADDRESSES:
        for method in ("GET", "POST", "HEAD", "PUT"):
            headers = (await browser.request(method, address(path))).headers
            assert {name: headers.get(name) for name in HEADERS} == HEADERS, (method, path)
            kind = headers.get("content-type", "")
            assert not kind.startswith("text/") or "charset=utf-8" in kind, (method, path)
            assert "access-control-allow-origin" not in headers


HOSTS = (
    ("http://127.0.0.1:8080", "127.0.0.1:8080", 200),
    ("http://127.0.0.1:8080", "localhost:8080", 200),
    ("http://127.0.0.1:8080", "[::1]:8080", 200),
    ("http://127.0.0.1:8080", "localhost", 421),
    ("http://127.0.0.1:8080", "evil.example", 421),
    ("http://127.0.0.1:8080", "127.0.0.1:8080.evil.example", 421),
    ("https://rights.example", "Rights.Example", 200),
    ("https://rights.example", "rights.example.evil.example", 421),
    ("https://rights.example", "localhost", 421),
    ("https://rights.example", "", 421),
)


async def test_only_under_its_own_name_it_answers(office: Office) -> None:
    for public, host, status in HOSTS:
        settings = replace(office.house.settings, public_url=public)
        house = replace(office.house, settings=settings)
        browser = await office.stranger()
        browser._transport = httpx.ASGITransport(Starlette(routes=routes(house, lambda: "bot")))
        for method in ("GET", "POST"):
            answer = await browser.request(method, "/staff/sign-in", headers={"Host": host})
            assert (answer.status_code == 421) is (status == 421), (public, host, method)
            assert "evil.example" not in answer.text + str(answer.headers)


async def test_what_breaks_is_told_by_a_number_and_nothing_of_the_person_is_logged(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    browser = await office.member("steward")
    broken = replace(office.house, life=replace(office.house.life, store=None))  # type: ignore[arg-type]  # a broken world
    browser._transport = httpx.ASGITransport(Starlette(routes=routes(broken, lambda: "bot")))
    with caplog.at_level(logging.DEBUG):
        answer = await browser.get("/staff?x=a-word-of-theirs")
    assert answer.status_code == 500
    (line,) = [record for record in caplog.records if record.name == "bot.console.guard"]
    logged = Discreet("%(message)s").format(line)
    number = line.getMessage().rpartition(" ")[2]
    assert number in logged
    assert len(number) == 8
    secrets = (NAME, "a-word-of-theirs", *browser.cookies.values())
    assert not [word for word in secrets if word in logged]


async def test_no_page_waits_long_while_answers_are_mixed(office: Office) -> None:
    browser = await office.member("steward")
    office.clock.now += timedelta(minutes=5)
    async with office.house.store.database.write(), asyncio.timeout(5):
        assert (await browser.get("/staff/account")).status_code == 200


async def test_each_refusal_leaves_a_line_that_tells_of_nobody(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    browser, stranger = await office.member("moderator"), await office.stranger()
    with caplog.at_level(logging.INFO, "bot.console.guard"):
        await browser.get("/staff/members")
        await stranger.get("/staff/members")
        await browser.post("/staff/leave", headers={"Sec-Fetch-Site": "cross-site"})
        await stranger.get("/staff/sign-in", headers={"Host": "evil.example"})
    lines = [record.getMessage() for record in caplog.records if "refused" in record.getMessage()]
    assert len(lines) == 4
    assert not [line for line in lines if NAME in line or "members" in line or "evil" in line]


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_each_language_can_be_chosen_and_stays(office: Office, lang: str) -> None:
    browser = await office.member("moderator")
    chosen = await browser.get("/staff", params={"lang": lang})
    later = await browser.get("/staff/nothing")
    assert f'<html lang="{lang}">' in chosen.text
    assert f'<html lang="{lang}">' in later.text


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("bg-BG,bg;q=0.9,en;q=0.8", "bg"),
        ("de, sq;q=0.4, nl;q=0.7", "nl"),
        ("de", "fr"),
        ("en;q=0, de", "fr"),
        (";;;,q=,en;q=x", "fr"),
        ("", "fr"),
    ],
)
async def test_else_the_browser_decides_and_else_the_city(
    office: Office, header: str, lang: str
) -> None:
    browser = await office.stranger()
    answer = await browser.get("/staff", headers={"Accept-Language": header})
    assert f'<html lang="{lang}">' in answer.text


async def test_the_citys_own_language_is_that_of_the_person_who_signed_in(office: Office) -> None:
    browser = await office.member("moderator", "sofia")
    answer = await browser.get("/staff", headers={"Accept-Language": "de"})
    assert '<html lang="bg">' in answer.text
