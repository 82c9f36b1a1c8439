from tests.console.conftest import SURVEY, Office

WEEK = "2026-W48"
COUNTS = {
    (WEEK, "brussels", "start"): 40,
    (WEEK, "brussels", "topic:cctv"): 20,
    (WEEK, "brussels", f"survey:{SURVEY}"): 30,
    (WEEK, "dublin", "start"): 770,
    (WEEK, "lang:bg", "start"): 10,
    (WEEK, "source:library", "start"): 20,
    ("2026-W20", "brussels", "start"): 900,
}


async def test_staff_see_what_is_read_and_where_people_came_from(office: Office) -> None:
    await office.house.store.add_reach(COUNTS)
    browser = await office.member("moderator")
    page = (await browser.get("/staff/reach")).text
    for words in ("Български", "library", "Counter, phone or screen?", ">40<", ">30<", ">20<"):
        assert words in page
    assert "770" not in page
    assert "940" in (await browser.get("/staff/reach?weeks=104")).text


async def test_the_file_holds_only_tens_of_the_own_city(office: Office) -> None:
    await office.house.store.add_reach(COUNTS)
    browser = await office.member("moderator")
    body = (await browser.get("/staff/reach.csv")).content.decode("utf-8-sig")
    lines = [line.split(",") for line in body.splitlines()[1:]]
    assert {line[1] for line in lines} == {"brussels", "lang:bg", "source:library"}
    assert all(int(line[3]) % 10 == 0 for line in lines)
