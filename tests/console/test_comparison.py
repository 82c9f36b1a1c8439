import re
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest
import pytest_asyncio
from sqlalchemy import text

from tests.console.conftest import SURVEY, Office, opened
from tests.release import every
from tests.release.test_compare import DUBLIN, released, sent

pytestmark = pytest.mark.asyncio(loop_scope="module")
AT = "/staff/compare"
ZIP = "application/zip"
File = tuple[str, tuple[str, bytes, str]]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office() -> AsyncIterator[Office]:
    """Brussels after the close: 140 people answered."""
    async with AsyncExitStack() as stack:
        office = await opened(stack, {})
        await office.answer(140)
        today = office.clock().date()
        await office.house.life.close_now(SURVEY, today)
        await office.house.life.release(await office.survey(), today, "tick")
        yield office


def file(data: bytes, name: str = "dublin.datapackage.zip") -> File:
    return "files", (name, data, ZIP)


def foreign(title: str = "Everything", city: str = "dublin") -> bytes:
    survey = replace(DUBLIN, title=every.words(title), cities=(city,))
    return sent(survey, released(survey, 300))


async def stored(office: Office) -> list[tuple[object, ...]]:
    """Every line of every table."""
    async with office.house.store.database.read() as connection:
        names = await connection.scalars(
            text("SELECT name FROM sqlite_master WHERE type = 'table'")
        )
        found: list[tuple[object, ...]] = []
        for name in names.all():
            lines = await connection.exec_driver_sql(f'SELECT * FROM "{name}"')
            found.extend(tuple(line) for line in lines)
    return found


async def test_files_of_other_cities_stand_side_by_side_and_nothing_of_them_is_stored(
    office: Office,
) -> None:
    browser = await office.member("analyst")
    before = await stored(office)
    other = sent(every.SURVEY, released(every.SURVEY, 400))
    answer = await browser.post(AT, files=[file(foreign()), file(other, "sofia.zip")])
    assert answer.status_code == 200
    assert answer.text.count('<section class="chart"') == 10
    assert {"dublin", "sofia"} <= set(re.findall(r"<strong>(\w+)</strong>", answer.text))
    assert await stored(office) == before
    table = re.findall(r'href="data:text/csv;base64,([^"]*)"', answer.text)
    assert b64decode(table[0]).decode("utf-8-sig").startswith("question,question_label")


async def test_an_own_survey_is_ticked_and_compared_like_a_file_of_it(office: Office) -> None:
    browser = await office.member("analyst")
    survey = await office.survey()
    row = (await office.house.store.releases(SURVEY))[-1]
    assert survey.title["en"] in (await browser.get(AT)).text
    answer = await browser.post(AT, data={"own": SURVEY}, files=[file(foreign())])
    assert office.says("console.compare.nothing") in answer.text
    again = await browser.post(AT, data={"own": SURVEY}, files=[file(await own(office), "own.zip")])
    assert again.status_code == 400
    assert office.says("console.compare.wrong.twice") in again.text
    assert row.sequence == 1


async def own(office: Office) -> bytes:
    """As the results page hands it out."""
    browser = await office.member("analyst")
    wish = {"format": "datapackage", "language": "en"}
    return (await browser.post(f"/staff/results/{SURVEY}/file", data=wish)).content


async def test_what_is_wrong_is_said_by_file_and_the_ticks_stay(office: Office) -> None:
    browser = await office.member("analyst")
    name = "<script>alert(1)</script>.zip"
    answer = await browser.post(
        f"{AT}?lang=fr", data={"own": SURVEY}, files=[file(b"nothing", name)]
    )
    assert answer.status_code == 400
    assert office.says("console.compare.wrong.other", "fr") in answer.text
    assert "<script" not in answer.text
    assert f'value="{SURVEY}" checked' in answer.text


async def test_one_alone_is_no_comparison(office: Office) -> None:
    browser = await office.member("analyst")
    few = office.says("console.compare.wrong.number", fewest=2, most=6)
    assert few in (await browser.post(AT, files=[file(foreign())])).text
    assert few in (await browser.post(AT)).text
    many = [file(foreign(city=f"city-{number}")) for number in range(7)]
    assert few in (await browser.post(AT, files=many)).text


async def test_words_of_a_stranger_are_only_words(office: Office) -> None:
    browser = await office.member("analyst")
    files = [file(foreign('<img src=x onerror="alert(1)">')), file(foreign("{{ 7*7 }}", "sofia"))]
    page = (await browser.post(AT, files=files)).text
    assert "<img src=x" not in page
    assert "{{ 7*7 }}" in page


async def test_another_citys_closed_survey_is_not_to_be_ticked(office: Office) -> None:
    dublin = await office.member("analyst", "dublin")
    assert SURVEY not in (await dublin.get(AT)).text
    answer = await dublin.post(AT, data={"own": SURVEY}, files=[file(foreign())])
    assert answer.status_code == 400
