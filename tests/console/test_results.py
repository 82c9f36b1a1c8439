import csv
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from hashlib import sha256
from io import BytesIO, StringIO

import openpyxl
import pytest
import pytest_asyncio

from bot.console.charts import charts
from bot.core.model import LANGUAGES
from bot.release.artefact import Release
from bot.release.canonical import from_row, to_row
from bot.release.layout import Reader
from bot.release.tables import Cell
from tests.console.conftest import SURVEY, Office, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")
AT = f"/staff/results/{SURVEY}"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office() -> AsyncIterator[Office]:
    """Brussels after the close: 140 people answered."""
    async with AsyncExitStack() as stack:
        office = await opened(stack, {})
        await office.answer(140)
        steward, survey = await office.member("steward"), await office.survey()
        data = {"title": survey.title["en"]}
        closed = await steward.post(f"/staff/surveys/{SURVEY}/close", data=data)
        assert closed.status_code == 303
        yield office


async def newest(office: Office) -> Release:
    return from_row((await office.house.store.releases(SURVEY))[-1])


def numbers(html: str) -> list[str]:
    return re.findall(r'<td class="number">(.*?)</td>', html)


async def test_the_page_shows_every_count_and_share_of_the_stored_release(office: Office) -> None:
    page = (await (await office.member("moderator")).get(AT)).text
    release = await newest(office)
    wanted: list[str] = []
    for table in release.tables.tables:
        if table.breakdown is None:
            for cell in table.cells:
                wanted += [str(cell.count), str(cell.share or ""), str(cell.share_answered or "")]
            wanted += [str(table.base), str(table.answered)]
    one_way = re.sub(r"<details>.*?</details>", "", page, flags=re.DOTALL)
    shown = [re.sub(r"[^\d]", "", text) for text in numbers(one_way)]
    fewer = re.sub(r"[^\d]", "", office.says("console.results.fewer"))
    expected = [fewer if text == "0" else text for text in wanted]
    assert shown == expected
    assert len(shown) > 100


async def test_a_shown_zero_reads_fewer_than_five_without_a_share(office: Office) -> None:
    survey, release = await office.survey(), await newest(office)
    table = release.tables.tables[0]
    zero = replace(table, cells=(Cell(table.cells[0].option, 0), *table.cells[1:]))
    tables = replace(release.tables, tables=(zero,))
    reader = Reader(survey, "en", lambda key, **_: key)
    (chart,) = charts(replace(release, tables=tables), reader)
    assert chart.bars[0].count == "console.results.fewer"
    assert (chart.bars[0].share, chart.bars[0].share_answered, chart.bars[0].width) == ("", "", 0)


async def test_a_question_with_too_few_answers_says_so_and_shows_no_number(office: Office) -> None:
    survey, release = await office.survey(), await newest(office)
    bare = replace(release.tables.tables[0], base=None, answered=None, cells=(), most=())
    few = replace(release, sequence=9, tables=replace(release.tables, tables=(bare,), people=None))
    (chart,) = charts(few, Reader(survey, "en", lambda key, **_: key))
    assert (chart.base, chart.bars, chart.verdict) == ("", (), "")
    other = await opened(office.stack, {})
    await other.house.store.save_release(to_row(few))
    page = (await (await other.member("moderator")).get(AT)).text
    assert page.count(office.says("release.note.too-few")) == 2
    assert numbers(page) == []


async def test_the_final_is_crossed_by_each_declared_breakdown(office: Office) -> None:
    survey, page = await office.survey(), (await (await office.member("moderator")).get(AT)).text
    assert survey.breakdowns == ("age-group", "online")
    crossed = re.findall(r"<details>.*?</details>", page, flags=re.DOTALL)
    assert len(crossed) == 2 * len(survey.questions) - 2
    assert all('scope="col"' in table and 'scope="row"' in table for table in crossed)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_everyone_gets_the_same_bytes_and_the_audit_knows_who_took_them(
    office: Office, kind: str, lang: str
) -> None:
    form = {"format": kind, "language": lang}
    first, second = await office.member("analyst"), await office.member("steward")
    one, two = [await browser.post(f"{AT}/file", data=form) for browser in (first, second)]
    assert one.status_code == 200
    assert one.content == two.content
    name = f'attachment; filename="{SURVEY}-1-{lang}.{kind}"'
    assert one.headers["content-disposition"] == name
    digest = sha256(one.content).hexdigest()
    taken = [row for row in await office.house.store.staff.audit() if row.subject == digest]
    assert [row.did for row in taken] == ["download", "download"]
    assert len({row.staff for row in taken}) == 2
    assert {row.day for row in taken} == {office.clock().date()}


async def test_the_files_open_and_hold_the_release(office: Office) -> None:
    browser, release = await office.member("analyst"), await newest(office)
    text = (await browser.post(f"{AT}/file", data={"format": "csv", "language": "nl"})).content
    rows = list(csv.DictReader(StringIO(text.decode("utf-8-sig"))))
    assert rows[0]["count"] == str(release.tables.people)
    sheet = (await browser.post(f"{AT}/file", data={"format": "xlsx", "language": "bg"})).content
    assert len(openpyxl.load_workbook(BytesIO(sheet)).sheetnames) == 4


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"format": "csv"},
        {"format": "../../etc/passwd", "language": "en"},
        {"format": "csv", "language": "de"},
        {"format": "CSV", "language": "en"},
    ],
)
async def test_another_file_than_those_offered_does_not_exist(
    office: Office, form: dict[str, str]
) -> None:
    before = await office.house.store.staff.audit()
    browser = await office.member("analyst")
    assert (await browser.post(f"{AT}/file", data=form)).status_code == 404
    assert await office.house.store.staff.audit() == before


async def test_a_file_sent_in_place_of_a_word_is_no_word(office: Office) -> None:
    browser = await office.member("analyst")
    files = {"format": ("csv", b"csv"), "language": ("en", b"en")}
    assert (await browser.post(f"{AT}/file", files=files)).status_code == 404


async def test_a_moderator_is_not_offered_what_a_moderator_may_not_take(office: Office) -> None:
    page = (await (await office.member("moderator")).get(AT)).text
    assert office.says("console.take") not in page
    assert "/staff/poster" not in page


async def test_pages_hold_no_script_and_no_style_of_their_own(office: Office) -> None:
    browser = await office.member("steward")
    for path in ("", "/poster", f"/results/{SURVEY}", "/nothing"):
        text = (await browser.get("/staff" + path)).text.lower()
        assert [bad for bad in ("<script", "<style", " style=", " onclick") if bad in text] == []
