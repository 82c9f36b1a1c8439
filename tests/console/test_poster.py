import re

import pytest
import segno

from bot.core import wire
from bot.core.event import Opened
from bot.core.model import LANGUAGES
from tests.console.conftest import SURVEY, Clock, Office

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def office(shared: Office) -> Office:
    shared.clock.now = Clock().now
    return shared


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_poster_leads_where_it_says_in_its_own_language(office: Office, lang: str) -> None:
    browser = await office.member("analyst")
    wish = {"survey": SURVEY, "in": lang, "source": "library-2"}
    page = (await browser.get("/staff/poster", params=wish)).text
    (address,) = re.findall(r"t\.me/city_rights_bot\?start=([\w-]+)", page)
    assert wire.opened(address) == Opened("brussels", lang, survey=SURVEY, source="library-2")
    code = segno.make(f"https://t.me/city_rights_bot?start={address}", error="m", micro=False)
    assert code.svg_data_uri(border=2) in page.replace("&#39;", "'")
    sheet = page.partition('<article class="sheet"')[2]
    assert sheet.startswith(f' lang="{lang}"')
    assert office.says("console.poster.there.telegram", lang) in sheet
    city = office.house.content.cities["brussels"]
    assert city.body[lang] in sheet
    contact = office.says(
        "console.poster.there.contact", lang, contact=city.contact, page=city.page
    )
    assert contact in sheet
    assert (await office.survey()).title[lang] in sheet


async def test_without_a_survey_it_leads_to_the_city(office: Office) -> None:
    browser = await office.member("analyst")
    page = (await browser.get("/staff/poster")).text
    (address,) = re.findall(r"t\.me/city_rights_bot\?start=([\w-]+)", page)
    assert wire.opened(address) == Opened("brussels", "fr")


@pytest.mark.parametrize(
    "source",
    ["Library", "a b", "a_b", "é", "x" * 60, "<script>", "a\nb", "a.b", "--&--", "a_cdublin"],
)
async def test_a_source_that_fits_no_link_is_refused_in_words(office: Office, source: str) -> None:
    browser = await office.member("steward")
    answer = await browser.get("/staff/poster", params={"source": source, "survey": SURVEY})
    assert answer.status_code == 400
    assert office.says("console.poster.wrong") in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert 'class="sheet"' not in answer.text
    assert "<script" not in answer.text


async def test_a_source_with_spaces_around_it_is_understood(office: Office) -> None:
    browser = await office.member("steward")
    answer = await browser.get("/staff/poster", params={"source": " metro "})
    assert "_xmetro" in answer.text


async def test_another_citys_survey_is_on_no_poster(office: Office) -> None:
    browser = await office.member("steward", "dublin")
    answer = await browser.get("/staff/poster", params={"survey": SURVEY})
    assert SURVEY not in answer.text.partition('<article class="sheet"')[2]
