import re
from itertools import pairwise

import pytest
import segno

from bot.console.posters import LONGEST, place_of
from bot.core import wire
from bot.core.event import Opened
from bot.core.model import LANGUAGES
from tests.console.conftest import SURVEY, Clock, Office

pytestmark = pytest.mark.asyncio(loop_scope="module")
AT = "/staff/posters"


@pytest.fixture
def office(shared: Office) -> Office:
    shared.clock.now = Clock().now
    return shared


def sheets(page: str) -> list[str]:
    return page.split('<article class="sheet"')[1:]


def opens(sheet: str) -> Opened:
    (payload,) = re.findall(r"t\.me/city_rights_bot\?start=([\w-]+)", sheet)
    code = segno.make(f"https://t.me/city_rights_bot?start={payload}", error="m", micro=False)
    assert code.svg_data_uri(border=0) in sheet.replace("&#39;", "'")
    return wire.opened(payload)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_poster_leads_where_it_says_in_its_own_language(office: Office, lang: str) -> None:
    browser = await office.member("analyst")
    await office.house.life.give_out("library-2", office.clock().date())
    wish = {"survey": SURVEY, "in": lang, "and": "", "place": "library-2"}
    (sheet,) = sheets((await browser.get(AT, params=wish)).text)
    assert opens(sheet) == Opened("brussels", lang, survey=SURVEY, source="library-2")
    city, survey = office.house.content.cities["brussels"], await office.survey()
    assert set(re.findall(r' lang="(\w+)"', sheet)) == {lang}
    for words in (city.body[lang], survey.title[lang], survey.purpose[lang], "+32 2 279 22 11"):
        assert words in sheet
    for key in ("scan", "telegram", "without"):
        assert office.says(f"console.poster.there.{key}", lang) in sheet
    values = {"contact": city.contact, "page": city.page}
    assert office.says("console.poster.there.contact", lang, **values) in sheet


@pytest.mark.parametrize("langs", list(pairwise(LANGUAGES)))
async def test_one_in_two_languages_opens_in_that_of_the_app(
    office: Office, langs: tuple[str, str]
) -> None:
    browser = await office.member("analyst")
    wish = {"survey": SURVEY, "in": langs[0], "and": langs[1]}
    (sheet,) = sheets((await browser.get(AT, params=wish)).text)
    assert opens(sheet) == Opened("brussels", None, survey=SURVEY)
    for lang in langs:
        assert (await office.survey()).title[lang] in sheet


async def test_unasked_it_leads_to_the_city_in_the_citys_languages(office: Office) -> None:
    brussels = await office.member("analyst")
    (sheet,) = sheets((await brussels.get(AT)).text)
    assert opens(sheet) == Opened("brussels")
    assert set(re.findall(r' lang="(\w+)"', sheet)) == {"fr", "nl"}
    sofia = await office.member("analyst", "sofia")
    (sheet,) = sheets((await sofia.get(AT)).text)
    assert opens(sheet) == Opened("sofia", "bg")


async def test_a_new_place_is_counted_from_then_on_and_gets_its_sheet(office: Office) -> None:
    browser = await office.member("analyst")
    answer = await browser.post(
        f"{AT}?survey={SURVEY}&in=nl&and=", data={"name": " Métro Botanique "}
    )
    assert answer.status_code == 303
    assert "metro-botanique" in await office.house.store.sources()
    page = (await browser.get(answer.headers["location"])).text
    assert office.says("console.posters.place.made", place="metro-botanique") in page
    (sheet,) = sheets(page)
    assert opens(sheet) == Opened("brussels", "nl", survey=SURVEY, source="metro-botanique")


@pytest.mark.parametrize("name", ["", " ", "!?", "🙂", "<>"])
async def test_a_name_of_which_no_link_can_be_made_is_refused_in_words(
    office: Office, name: str
) -> None:
    browser = await office.member("analyst")
    before = await office.house.store.sources()
    answer = await browser.post(AT, data={"name": name})
    assert answer.status_code == 400
    assert office.says("console.posters.place.wrong") in answer.text
    assert await office.house.store.sources() == before


async def test_a_place_that_is_there_is_not_made_again(office: Office) -> None:
    browser = await office.member("analyst")
    await browser.post(AT, data={"name": "Desk"})
    answer = await browser.post(AT, data={"name": "DESK!"})
    assert answer.status_code == 400
    assert 'value="DESK!"' in answer.text


async def test_looking_at_posters_makes_no_place(office: Office) -> None:
    browser = await office.member("analyst")
    before = await office.house.store.sources()
    page = (await browser.get(AT, params={"place": "<script>", "survey": "atlantis"})).text
    assert opens(sheets(page)[0]) == Opened("brussels")
    assert await office.house.store.sources() == before


async def test_all_places_are_printed_at_once_each_on_its_sheet(office: Office) -> None:
    browser = await office.member("analyst")
    for name in ("North desk", "South desk"):
        await browser.post(AT, data={"name": name})
    known = sorted(await office.house.store.sources())
    page = (await browser.get(AT, params={"survey": SURVEY, "in": "fr", "place": "*"})).text
    assert [opens(sheet).source for sheet in sheets(page)] == known
    assert office.says("console.posters.places.all") in page


async def test_another_citys_survey_is_on_no_poster(office: Office) -> None:
    browser = await office.member("steward", "dublin")
    (sheet,) = sheets((await browser.get(AT, params={"survey": SURVEY})).text)
    assert opens(sheet).survey is None


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Central library 2", "central-library-2"),
        ("Bibliothèque Saint-Josse-ten-Noode", "bib-sai-jos-ten-noo"),
        ("Bibliothèque centrale n° 2", "bibliot-central-n-2"),
        ("Bibliothèque des Riches-Claires", "bibl-des-rich-clai"),
        ("Bibliothèque des Mots", "bibliothequ-des-mots"),
        ("Библиотека „Люлин“", "biblioteka-lyulin"),
        ("Площад Щъркел", "ploshtad-shtarkel"),
        ("Qendra e Gjelbër", "qendra-e-gjelber"),
        ("x" * 50, "x" * LONGEST),
        ("a_cdublin", "a-cdublin"),
        ("Library of the north", "library-of-the-north"),
    ],
)
async def test_a_name_becomes_what_links_can_carry(name: str, place: str) -> None:
    assert place_of(name) == place
    assert wire.link(Opened("brussels", "fr", survey="s" * 20, source=place))
