import csv
import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import asdict, replace
from hashlib import sha256
from io import BytesIO, StringIO
from zipfile import ZipFile

import docx
import openpyxl
import pytest
import pytest_asyncio

from bot.core.model import LANGUAGES, Audience
from bot.release.artefact import Release
from bot.release.canonical import from_row
from bot.release.charts import charts
from bot.release.files import reader
from bot.release.formats import FORMATS, KINDS
from bot.release.rows import FILE, Column
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
    return from_row((await office.house.store.releases(SURVEY))[0])


def numbers(html: str) -> list[str]:
    """In the tables of everyone; those of groups are behind their details."""
    one_way = re.sub(r"<details>.*?</details>", "", html, flags=re.DOTALL)
    return re.findall(r'<td class="number[^"]*">(.*?)</td>', one_way)


async def test_the_page_shows_every_count_and_share_of_the_stored_release(office: Office) -> None:
    page = (await (await office.member("moderator")).get(AT)).text
    release = await newest(office)
    few = re.sub(r"[^\d]", "", office.says("release.fewer"))
    wanted: list[str] = []
    for table in release.tables.tables:
        if table.breakdown is None:
            for cell in table.cells:
                count = str(cell.count) if cell.count else few
                wanted += [str(cell.share or ""), count, str(cell.share_answered or "")]
            assert office.says("release.base", base=table.base or 0) in page
    assert [re.sub(r"[^\d]", "", text) for text in numbers(page)] == wanted
    assert len(wanted) > 100


async def test_a_shown_zero_reads_fewer_than_five_without_a_share(office: Office) -> None:
    survey, release = await office.survey(), await newest(office)
    table = release.tables.tables[0]
    zero = replace(table, cells=(Cell(table.cells[0].option, 0), *table.cells[1:]))
    tables = replace(release.tables, tables=(zero,))
    whom = reader(survey, "en", office.house.dictionary)
    (chart,) = charts(replace(release, tables=tables), whom)
    assert chart.bars[0].count == office.says("release.fewer")
    assert (chart.bars[0].share, chart.bars[0].share_answered, chart.bars[0].width) == ("", "", 0)


async def test_the_final_is_crossed_by_each_declared_breakdown(office: Office) -> None:
    survey, page = await office.survey(), (await (await office.member("moderator")).get(AT)).text
    assert survey.breakdowns == ("age-group", "online")
    crossed = re.findall(r"<details>.*?</details>", page, flags=re.DOTALL)
    assert len(crossed) == 2 * len(survey.questions) - 2
    assert all('scope="col"' in table and 'scope="row"' in table for table in crossed)


async def test_surveys_with_results_come_before_those_without(office: Office) -> None:
    page = (await (await office.member("moderator")).get("/staff/results")).text
    survey = await office.survey()
    assert survey.title["en"] in page
    assert f'href="/staff/results/{SURVEY}"' in page
    assert office.says("release.report.kind.final") in page


@pytest.mark.parametrize("kind", FORMATS)
async def test_everyone_gets_the_same_bytes_and_the_audit_knows_who_took_them(
    office: Office, kind: str
) -> None:
    form = {"format": kind, "language": "bg"}
    first, second = await office.member("analyst"), await office.member("steward")
    one, two = [await browser.post(f"{AT}/file", data=form) for browser in (first, second)]
    assert one.status_code == 200
    assert one.content == two.content
    spoken = "-bg" if KINDS[kind].spoken else ""
    name = f'attachment; filename="{SURVEY}-1{spoken}.{KINDS[kind].suffix}"'
    assert one.headers["content-disposition"] == name
    assert one.headers["content-type"] == KINDS[kind].media
    digest = sha256(one.content).hexdigest()
    taken = [row for row in await office.house.store.staff.audit() if row.subject == digest]
    assert [row.did for row in taken] == ["download", "download"]
    assert len({row.staff for row in taken}) == 2
    assert {row.day for row in taken} == {office.clock().date()}


async def test_the_set_is_one_archive_of_the_files_as_each_is_taken_alone(office: Office) -> None:
    browser = await office.member("analyst")
    form = {"format": "set", "language": "nl"}
    taken = await browser.post(f"{AT}/file", data=form)
    assert (await browser.post(f"{AT}/file", data=form)).content == taken.content
    with ZipFile(BytesIO(taken.content)) as archive:
        names = archive.namelist()
        for kind in ("docx", "csv"):
            alone = await browser.post(f"{AT}/file", data={"format": kind, "language": "nl"})
            assert archive.read(f"{SURVEY}-1-nl.{kind}") == alone.content
    survey = await office.survey()
    for kind in ("png", "svg"):
        folder = [name for name in names if name.startswith(f"{kind}/")]
        assert len(folder) == len(survey.questions)


async def test_the_files_open_and_hold_the_release(office: Office) -> None:
    browser, release = await office.member("analyst"), await newest(office)

    async def taken(kind: str, lang: str) -> bytes:
        form = {"format": kind, "language": lang}
        return (await browser.post(f"{AT}/file", data=form)).content

    rows = list(csv.DictReader(StringIO((await taken("csv", "nl")).decode("utf-8-sig"))))
    assert rows[0]["count"] == str(release.tables.people)
    sheet = openpyxl.load_workbook(BytesIO(await taken("xlsx", "bg")))
    assert len(sheet.sheetnames) == 4
    report = docx.Document(BytesIO(await taken("docx", "fr")))
    assert (await office.survey()).title["fr"] in {part.text for part in report.paragraphs}


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"format": "csv"},
        {"format": "../../etc/passwd", "language": "en"},
        {"format": "csv", "language": "de"},
        {"format": "CSV", "language": "en"},
        {"format": "sav", "language": "en"},
    ],
)
async def test_another_file_than_those_offered_does_not_exist(
    office: Office, form: dict[str, str]
) -> None:
    before = await office.house.store.staff.audit()
    browser = await office.member("analyst")
    assert (await browser.post(f"{AT}/file", data=form)).status_code == 404
    assert await office.house.store.staff.audit() == before


async def test_single_answers_are_taken_by_stewards_alone_once_they_are_released(
    office: Office,
) -> None:
    store, columns = office.house.store, [Column("office", "office", "", ("yes", "no"))]
    (tables,) = await store.releases(SURVEY)
    meta = json.dumps({"columns": [asdict(column) for column in columns]})
    row = replace(tables, audience=Audience.ROWS_STAFF, tables=meta)
    await store.save_release(row)
    await store.keep_file(row, FILE, b"office\n" + b"no\n" * 20 + b"yes\n" * 30)
    steward, analyst = await office.member("steward"), await office.member("analyst")
    form = {"format": "sav", "language": "sq"}
    taken = await steward.post(f"{AT}/file", data=form)
    assert taken.content.startswith(b"$FL2")
    name = f'attachment; filename="{SURVEY}-1-rows-staff-sq.sav"'
    assert taken.headers["content-disposition"] == name
    assert (await analyst.post(f"{AT}/file", data=form)).status_code == 404
    package = {"format": "datapackage", "language": "sq"}
    for browser, files in ((steward, 4), (analyst, 3)):
        body = (await browser.post(f"{AT}/file", data=package)).content
        with ZipFile(BytesIO(body)) as archive:
            assert len(archive.namelist()) == files
    assert office.says("console.take.sav") in (await steward.get(AT)).text
    assert office.says("console.take.sav") not in (await analyst.get(AT)).text


async def test_a_file_sent_in_place_of_a_word_is_no_word(office: Office) -> None:
    browser = await office.member("analyst")
    files = {"format": ("csv", b"csv"), "language": ("en", b"en")}
    assert (await browser.post(f"{AT}/file", files=files)).status_code >= 400


async def test_a_moderator_is_not_offered_what_a_moderator_may_not_take(office: Office) -> None:
    page = (await (await office.member("moderator")).get(AT)).text
    assert office.says("console.take") not in page


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_pages_hold_no_script_and_no_style_of_their_own(office: Office, lang: str) -> None:
    browser = await office.member("steward")
    for path in ("/results", f"/results/{SURVEY}"):
        text = (await browser.get(f"/staff{path}?lang={lang}")).text.lower()
        assert [bad for bad in ("<script", "<style", " style=", " onclick") if bad in text] == []
