"""What everybody must know today: begun in the console, read at once, and taken down again."""

from bot.core.model import LANGUAGES
from tests.console.conftest import Office
from tests.console.test_texts import at, did, form, sends, stands

WORDS = "The city's app is out of order. Call 02 279 22 11."


def path(lang: str) -> str:
    return f"pages/alert/{lang}.md"


async def test_an_alert_is_begun_read_taken_down_and_can_be_brought_back(office: Office) -> None:
    moderator = await office.member("moderator")
    listed = await moderator.get("/staff/texts")
    assert listed.text.count("None today") == len(LANGUAGES)
    for lang in ("en", *(lang for lang in LANGUAGES if lang != "en")):
        typed = form(await moderator.get(at(path(lang))))
        begun = "" if WORDS in typed["text"] else WORDS
        sent = {"text": f"{typed['text']}{begun}\n", "do": "publish", "meaning": "no"}
        assert (await sends(moderator, path(lang), typed | sent)).status_code == 200
    pages = office.house.turns.shown.catalogue.pages
    assert {lang: WORDS in text for lang, text in pages["alert"].text.items()} == dict.fromkeys(
        LANGUAGES, True
    )

    over = await moderator.post("/staff/texts/alert/end", follow_redirects=True)
    assert "Taken down" in over.text
    assert "alert" not in office.house.turns.shown.catalogue.pages
    assert stands(office, path("en")) == ""
    assert ("text-end", "pages/alert") in await did(office)

    assert at(path("en"), "history") in (await moderator.get(at(path("en")))).text
    await moderator.post(at(path("en"), "history"), data={"number": "1"}, follow_redirects=True)
    assert WORDS in stands(office, path("en"))


async def test_taking_down_what_is_not_there_says_so_calmly(office: Office) -> None:
    moderator = await office.member("moderator")
    before = await did(office)
    over = await moderator.post("/staff/texts/alert/end", follow_redirects=True)
    assert over.status_code == 200
    assert await did(office) == before
