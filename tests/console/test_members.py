import re
from urllib.parse import urlsplit

import httpx
import pytest

from tests.console.colleague import Colleague, joined
from tests.console.conftest import Clock, Office

pytestmark = pytest.mark.asyncio(loop_scope="module")
LINK = re.compile(r'class="copy">(http[^<]+)<')


@pytest.fixture
def office(shared: Office) -> Office:
    shared.clock.now = Clock().now
    return shared


def link_of(page: httpx.Response) -> str:
    (link,) = LINK.findall(page.text)
    return urlsplit(str(link)).path


async def test_a_steward_invites_a_colleague_who_then_comes_in(office: Office) -> None:
    steward, name = await office.member("steward"), "Boyan Примеров"
    made = await steward.post("/staff/members", data={"name": name, "role": "analyst"})
    browser = await office.stranger()
    assert name in (await browser.get(link_of(made))).text
    listed = await steward.get("/staff/members")
    assert name in listed.text
    assert office.says("console.members.waiting") in listed.text
    rows = await office.house.store.staff.members()
    assert [(row.role, row.city) for row in rows if row.name == name] == [("analyst", "brussels")]


async def test_a_hostile_name_is_shown_as_text(office: Office) -> None:
    steward, name = await office.member("steward"), '"><script>alert(1)</script>{{ 7 * 7 }}%s'
    made = await steward.post("/staff/members", data={"name": name, "role": "analyst"})
    invited = await (await office.stranger()).get(link_of(made))
    for page in (made, invited, await steward.get("/staff/members")):
        assert "<script" not in page.text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 * 7 }}%s" in page.text


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ({"name": "", "role": "analyst"}, "console.members.no_name"),
        ({"name": "x" * 121, "role": "analyst"}, "console.members.no_name"),
        ({"name": "Sock Puppet", "role": "steward"}, "console.members.no_name"),
        ({"name": "Sock Puppet", "role": ""}, "console.members.no_name"),
        ({"name": "  ADA  example 1 ", "role": "analyst"}, "console.members.taken"),
    ],
)
async def test_an_invitation_that_cannot_be_made_makes_nothing_and_says_why(
    office: Office, form: dict[str, str], key: str
) -> None:
    steward = await office.member("steward")
    before = await office.house.store.staff.members()
    refused = await steward.post("/staff/members", data=form)
    assert refused.status_code == 400
    assert office.says(key) in refused.text
    assert await office.house.store.staff.members() == before


async def test_who_lost_the_phone_gets_a_new_invitation_and_hears_of_it(office: Office) -> None:
    ada, steward = await joined(office, "analyst"), await office.member("steward")
    await ada.link_telegram()
    made = await steward.post(f"/staff/members/{ada.row.id}/link")
    await office.house.alerts.settled()
    assert ada.told == [office.house.dictionary.say("en", "alert.renewed")]
    assert (await ada.browser.get("/staff/account")).status_code == 200
    assert ada.row.name in (await (await office.stranger()).get(link_of(made))).text


async def test_no_steward_can_become_the_second_one_that_a_request_needs(office: Office) -> None:
    """Neither by inviting one, nor by taking another's new link."""
    ada, other = await office.member("steward"), await office.hired("steward")
    assert (await ada.post(f"/staff/members/{other.id}/link")).status_code == 403
    made = await ada.post("/staff/members", data={"name": "Second One", "role": "steward"})
    assert made.status_code == 400


async def test_a_removed_colleague_is_out_and_the_audit_knows_who_did_it(office: Office) -> None:
    ada, steward = await joined(office, "analyst"), await joined(office)
    path = f"/staff/members/{ada.row.id}/remove"
    assert ada.row.name in (await steward.browser.get(path)).text
    assert (await ada.browser.get("/staff")).status_code == 200
    done = await steward.browser.post(path)
    assert done.headers["location"] == "/staff/members?done=removed"
    assert (await ada.browser.get("/staff")).status_code == 403
    noted = [row for row in await office.house.store.staff.audit() if row.did == "removed"]
    assert [(row.staff, row.subject) for row in noted] == [(steward.row.id, ada.row.id)]


async def test_nobody_removes_themselves(office: Office) -> None:
    ada = await joined(office)
    for method in ("GET", "POST"):
        path = f"/staff/members/{ada.row.id}/remove"
        assert (await ada.browser.request(method, path)).status_code == 403
    assert (await ada.browser.get("/staff")).status_code == 200


async def test_another_citys_staff_are_as_unknown_as_those_that_do_not_exist(
    office: Office,
) -> None:
    dublin, ada = await office.member("steward", "dublin"), await office.hired("analyst")
    for act, method in (("link", "POST"), ("remove", "GET"), ("remove", "POST")):
        theirs = await dublin.request(method, f"/staff/members/{ada.id}/{act}")
        unknown = await dublin.request(method, f"/staff/members/{'0' * 16}/{act}")
        assert theirs.status_code == unknown.status_code == 404
        assert theirs.text.replace(ada.id, "0" * 16) == unknown.text
    assert ada.name not in (await dublin.get("/staff/members")).text


async def test_every_way_in_and_every_invitation_is_noted(office: Office) -> None:
    ada = await joined(office)
    await ada.link_telegram()
    await ada.sign_in(await office.stranger())
    await _by_telegram(office, ada)
    await ada.browser.post("/staff/members", data={"name": "Noted", "role": "moderator"})
    noted = [row.did for row in await office.house.store.staff.audit() if row.staff == ada.row.id]
    assert noted == ["invited", "joined", "signed-in", "signed-in-by-telegram", "telegram"]


async def _by_telegram(office: Office, ada: Colleague) -> None:
    browser = await office.stranger()
    await browser.post("/staff/sign-in/telegram", data={"name": ada.row.name})
    await office.house.alerts.settled()
    (path,) = re.findall(r"/staff/enter/\w+", ada.told[-1])
    assert (await browser.post(path, data={"code": ada.later()})).status_code == 303
