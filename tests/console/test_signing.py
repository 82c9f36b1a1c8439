import asyncio
import logging
import re
from datetime import timedelta
from statistics import median
from time import perf_counter
from urllib.parse import urlsplit

import pytest

from bot.console.password import NOBODYS, Passwords
from bot.console.patience import ALL
from bot.logs import Discreet
from tests.console.colleague import PASSWORD, joined
from tests.console.conftest import Clock, Office

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def office(shared: Office) -> Office:
    shared.clock.now = Clock().now
    return shared


async def test_name_password_and_code_let_in_and_lead_where_one_wanted_to_go(
    office: Office,
) -> None:
    ada, browser = await joined(office), await office.stranger()
    wanted = await browser.get("/staff/account")
    assert wanted.status_code == 403
    assert 'value="/staff/account"' in wanted.text
    came = await ada.sign_in(browser, name=f"  {ada.row.name.upper()} ", after="/staff/account")
    assert came.headers["location"] == "/staff/account"
    assert (await browser.get("/staff/account")).status_code == 200


@pytest.mark.parametrize(
    "after", ["https://evil.example", "//evil.example", "/staff//evil.example", "/staff\\x", "/x"]
)
async def test_a_sign_in_leads_only_to_our_own_pages(office: Office, after: str) -> None:
    ada = await joined(office)
    assert (await ada.sign_in(ada.browser, after=after)).headers["location"] == "/staff"


async def test_whatever_was_wrong_the_answer_is_the_same(office: Office) -> None:
    ada = await joined(office)
    waiting = await office.hired("analyst")
    wrong: tuple[dict[str, str], ...] = (
        {"password": PASSWORD + "x"},
        {"password": f" {PASSWORD}"},
        {"code": "000000"},
        {"name": "Nobody of that name"},
        {"name": waiting.name},
    )
    seen = set()
    for form in wrong:
        answer = await ada.sign_in(await office.stranger(), **form)
        typed = form.get("name", ada.row.name)
        seen.add((answer.status_code, answer.text.replace(typed, "")))
        assert "set-cookie" not in answer.headers
    ((status, text),) = seen
    assert status == 400
    assert office.says("console.sign_in.wrong") in text


async def test_a_name_that_exists_takes_as_long_as_one_that_does_not(office: Office) -> None:
    ada = await joined(office)

    async def seconds(name: str) -> float:
        browser = await office.stranger()
        began = perf_counter()
        answer = await ada.sign_in(browser, name=name, password="quite another one", code="123456")
        assert answer.status_code == 400
        return perf_counter() - began

    pairs = [(await seconds(ada.row.name), await seconds("Nobody")) for _ in range(5)]
    known, unknown = (median(times) for times in zip(*pairs, strict=True))
    assert 0.5 < known / unknown < 2
    assert not Passwords().hasher.check_needs_rehash(NOBODYS)


async def test_a_code_works_once_and_not_after_its_time(office: Office) -> None:
    ada = await joined(office)
    code = ada.later()
    assert (await ada.sign_in(await office.stranger(), code=code)).status_code == 303
    assert (await ada.sign_in(await office.stranger(), code=code)).status_code == 400
    late = ada.later()
    office.clock.now += timedelta(seconds=61)
    assert (await ada.sign_in(await office.stranger(), code=late)).status_code == 400


async def test_five_wrong_tries_of_a_name_make_it_wait_whether_it_exists_or_not(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    ada, guesser = await joined(office), await office.stranger()
    await ada.link_telegram()
    for name in (ada.row.name, "Nobody At All"):
        answers = [
            await ada.sign_in(guesser, name=name, password="wrong enough", code="123456")
            for _ in range(6)
        ]
        assert [answer.status_code for answer in answers] == [400] * 5 + [429]
        assert office.says("console.sign_in.wait") in answers[-1].text
    assert (await ada.sign_in(guesser)).status_code == 429
    await office.house.alerts.settled()
    assert ada.told == [office.house.dictionary.say("en", "alert.tried")]
    assert len([line for line in caplog.records if line.levelno == logging.WARNING]) == 2
    audit = [row.did for row in await office.house.store.staff.audit() if row.staff == ada.row.id]
    assert audit.count("refused") == 5
    assert ada.row.name not in " ".join(map(Discreet("%(message)s").format, caplog.records))
    ada.later(minutes=15)
    assert (await ada.sign_in(guesser)).status_code == 303


async def test_a_stranger_who_tries_a_name_keeps_its_owner_out_of_no_browser_of_theirs(
    office: Office,
) -> None:
    ada, guesser = await joined(office), await office.stranger()
    for _ in range(6):
        await ada.sign_in(guesser, password="wrong enough")
    await ada.browser.post("/staff/leave")
    assert (await ada.sign_in(ada.browser)).status_code == 303


async def test_names_that_a_stranger_invents_stop_strangers_alone(office: Office) -> None:
    ada, guesser = await joined(office), await office.stranger()
    await ada.link_telegram()
    ada.later(hours=1)
    await asyncio.gather(*(ada.sign_in(guesser, name=f"N{n}", code="1") for n in range(ALL)))
    refused = [await ada.sign_in(guesser, name=name, code="1") for name in (ada.row.name, "Nobody")]
    said = {page.text.replace(ada.row.name, "").replace("Nobody", "") for page in refused}
    assert ({page.status_code for page in refused}, len(said)) == ({429}, 1)
    assert (await ada.sign_in(ada.browser, code=ada.code)).status_code == 303
    for _ in range(ALL):
        await guesser.post("/staff/sign-in/telegram", data={"name": "Nobody"})
    await guesser.post("/staff/sign-in/telegram", data={"name": ada.row.name})
    await office.house.alerts.settled()
    (link,) = re.findall(r"/staff/enter/\w+", " ".join(ada.told))
    assert (await guesser.post(link, data={"code": "000000"})).status_code == 400


async def test_a_new_sign_in_ends_the_session_before_it(office: Office) -> None:
    ada, copy = await joined(office), await office.stranger()
    copy.cookies.update(ada.browser.cookies)
    assert (await ada.sign_in(ada.browser)).status_code == 303
    assert (await copy.get("/staff")).status_code == 403
    assert (await ada.browser.get("/staff")).status_code == 200


async def test_a_link_in_telegram_takes_the_place_of_the_password_once(office: Office) -> None:
    ada, browser = await joined(office), await office.stranger()
    await ada.link_telegram()
    await browser.post("/staff/sign-in/telegram", data={"name": ada.row.name})
    await office.house.alerts.settled()
    (words,) = ada.told
    (link,) = re.findall(r"http\S+/staff/enter/\w+", words)
    path = urlsplit(link).path
    looked = [await browser.get(path) for _ in range(2)]
    assert [page.status_code for page in looked] == [200, 200]
    assert (await browser.post(path, data={"code": "000000"})).status_code == 400
    assert (await browser.post(path, data={"code": ada.later()})).status_code == 303
    assert (await browser.get("/staff/account")).status_code == 200
    assert (await browser.post(path, data={"code": ada.later()})).status_code == 410


async def test_a_link_in_telegram_is_for_ten_minutes_and_five_codes(office: Office) -> None:
    ada, browser = await joined(office), await office.stranger()
    await ada.link_telegram()
    for _ in range(2):
        await browser.post("/staff/sign-in/telegram", data={"name": ada.row.name})
        await office.house.alerts.settled()
    first, second = (re.findall(r"/staff/enter/\w+", words)[0] for words in ada.told)
    assert (await browser.get(first)).status_code == 410
    tries = [await browser.post(second, data={"code": "000000"}) for _ in range(6)]
    assert [answer.status_code for answer in tries] == [400] * 5 + [429]
    office.clock.now += timedelta(minutes=11)
    assert (await browser.get(second)).status_code == 410


async def test_asking_for_a_link_tells_nobody_who_is_there(office: Office) -> None:
    ada, plain = await joined(office), await joined(office)
    await ada.link_telegram()
    browser, seen = await office.stranger(), set()
    async with office.house.store.database.write(), asyncio.timeout(5):
        # Nothing can be written meanwhile, so what has to be written is not waited for.
        for name in (ada.row.name, plain.row.name, "Nobody", ""):
            answer = await browser.post("/staff/sign-in/telegram", data={"name": name})
            seen.add((answer.status_code, answer.headers["location"], answer.text))
    assert len(seen) == 1
    await office.house.alerts.settled()
    assert len(ada.told) == 1
