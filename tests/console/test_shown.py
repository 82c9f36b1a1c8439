"""What staff read: results in the survey's languages, files by name, and each finding once."""

import csv
import re
from dataclasses import replace
from hashlib import sha256
from html import unescape
from io import StringIO

import httpx
import pytest

from bot.core.menu import OWN_NAMES
from bot.core.model import Survey
from bot.core.survey import record
from bot.life import current
from tests.console.conftest import Office
from tests.console.test_drafts import reads, sent
from tests.content.forms import Line, form, options

SPOKEN = ("fr", "nl")
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def office(shared: Office) -> Office:
    return shared


async def closed(office: Office, *, finished: bool = True) -> Survey:
    """A survey in two languages only, that 40 people answered."""
    house, today, id_ = office.house, office.clock().date(), f"two-{office.chance.getrandbits(32)}"
    asked = await office.survey()
    title = {lang: asked.title[lang] for lang in SPOKEN}
    survey = replace(asked, id=id_, title=title, purpose=title, tag=9)
    assert await house.life.publish(house.content, survey, today)
    for _ in range(40):
        office.people += 1
        answers = record(survey, office._answers(survey))
        nonce = office.chance.randbytes(10)
        await house.store.submit(id_, office.people, answers, nonce, today)
    await house.life.close_now(id_, today)
    found = current(house.content, await house.store.surveys()).surveys[id_]
    if finished:
        await house.life.release(found, today, "tick")
    return found


async def take(browser: httpx.AsyncClient, survey: str, **form: str) -> httpx.Response:
    return await browser.post(f"/staff/results/{survey}/file", data=form)


async def test_results_are_offered_in_the_survey_s_languages_alone(office: Office) -> None:
    survey, analyst = await closed(office), await office.member("analyst")
    page = (await analyst.get(f"/staff/results/{survey.id}")).text
    offered = re.search('<select id="language".*?</select>', page, re.DOTALL)
    assert offered is not None
    assert re.findall('value="(..)"', offered[0]) == list(SPOKEN)
    for lang in OWN_NAMES:
        kept = await take(analyst, survey.id, format="csv", language=lang)
        assert kept.status_code == (200 if lang in SPOKEN else 404)
        public = await analyst.get(f"/staff/results/{survey.id}?lang={lang}")
        shown = re.findall('<section class="chart"[^>]*lang="(..)"', public.text)
        assert set(shown) == {lang if lang in SPOKEN else "fr"}
        told = office.says("console.results.other_language", lang, language="Français")
        assert (told in public.text) == (lang not in SPOKEN)


async def test_a_closed_survey_is_being_finished_until_its_final_results_are_there(
    office: Office,
) -> None:
    survey, steward = await closed(office, finished=False), await office.member("steward")
    pages = "/staff", f"/staff/surveys/{survey.id}"
    soon, deleted = office.says("console.people.soon"), office.says("console.people.deleted")
    for page in pages:
        text = (await steward.get(page)).text
        assert soon in text
        assert deleted not in text
    await office.house.life.release(survey, office.clock().date(), "tick")
    for page in pages:
        text = (await steward.get(page)).text
        assert soon not in text
        assert deleted not in text


async def test_the_audit_says_which_file_of_which_survey_was_taken(office: Office) -> None:
    survey, steward = await closed(office), await office.member("steward")
    taken = await take(steward, survey.id, format="docx", language="nl")
    whole = await take(steward, survey.id, format="datapackage", language="nl")
    titled = survey.title["fr"]
    report, data = (office.says(f"console.take.{kind}") for kind in ("docx", "datapackage"))
    page = unescape((await steward.get(f"/staff/audit?survey={survey.id}")).text)
    for words, body in ((f"{titled}: {report}, Nederlands", taken), (f"{titled}: {data}", whole)):
        digest = sha256(body.content).hexdigest()
        assert f"{words}<br><small>{digest}</small>" in page
    file = (await steward.get("/staff/audit.csv")).content.decode("utf-8-sig")
    lines = list(csv.reader(StringIO(file)))
    assert f"{titled}: {report}, Nederlands" in {line[3] for line in lines}
    assert sha256(taken.content).hexdigest() in {line[4] for line in lines}


async def test_an_empty_cell_is_told_once_with_its_row_and_no_line_of_a_file(
    office: Office,
) -> None:
    moderator = await office.member("moderator")
    rows: list[Line] = [
        {"type": "select_one yn", "name": "q", "label::fr": "Oui\xa0?", "label::nl": ""}
    ]
    choices = [{**line, "label::fr": "x", "label::nl": "x"} for line in options("yn", "a", "b")]
    made = await moderator.post(
        "/staff/surveys/new", files=sent(form(rows, choices)), follow_redirects=True
    )
    page = reads(made)
    lacking = office.says("import.untranslated", languages="Nederlands")
    assert page.count(lacking) == 1
    assert office.says("console.draft.cell", sheet="survey", row=2) in page
    assert office.says("console.draft.errors", n=1) in page
    assert ".yaml" not in page
