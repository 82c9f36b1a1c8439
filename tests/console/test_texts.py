"""Texts in the console: found, changed, looked at, published, brought back, and nothing lost."""

import re
from collections.abc import Mapping, Sequence
from html import unescape
from pathlib import Path

import httpx
import pytest

from bot.content.source import MOST_OF_MARKDOWN
from bot.content.styled import Styled
from tests.console.colleague import joined
from tests.console.conftest import Office

TOPIC, CITY = "topics/cameras/en.md", "cities/brussels.yaml"
FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
BOX = re.compile(r"<textarea[^>]*>\n(.*?)</textarea>", re.DOTALL)


def at(path: str, act: str = "edit") -> str:
    return f"/staff/texts/{act}/{path}"


def form(page: httpx.Response) -> dict[str, str]:
    """What the page's form carries, with the box where it has one."""
    first = page.text.partition("<main")[2].partition("</form>")[0]
    fields = {name: unescape(value) for name, value in FIELD.findall(first)}
    box = BOX.search(first)
    return fields | ({"text": unescape(box[1])} if box else {})


async def sends(browser: httpx.AsyncClient, path: str, typed: Mapping[str, str]) -> httpx.Response:
    return await browser.post(at(path), data=dict(typed), follow_redirects=True)


async def change(
    browser: httpx.AsyncClient, path: str, old: str, new: str, **more: str
) -> httpx.Response:
    """Opens, changes some words, and presses the button that `do` names."""
    typed = form(await browser.get(at(path)))
    assert old in typed["text"]
    return await sends(browser, path, typed | {"text": typed["text"].replace(old, new)} | more)


def stands(office: Office, path: str) -> str:
    return office.house.texts.read(path) or ""


async def did(office: Office) -> list[tuple[str, str]]:
    return [(row.did, row.subject) for row in await office.house.store.staff.audit()]


async def test_a_phone_number_is_found_changed_and_read_by_residents(office: Office) -> None:
    moderator = await office.member("moderator")
    found = await moderator.get("/staff/texts", params={"find": "02 274 48 00"})
    (link,) = re.findall(r'href="(/staff/texts/edit/[^"]*line=\d+)"', found.text)
    typed = form(await moderator.get(link))
    assert typed["text"].count("need:") == 1
    mended = typed | {"text": typed["text"].replace("274 48 00", "274 48 01")}
    look = await sends(moderator, CITY, mended)
    assert "+32 2 274 48 01" in look.text
    assert stands(office, CITY).count("274 48 01") == 0
    done = await sends(moderator, CITY, form(look) | {"do": "publish"})
    assert office.says("console.text.done.published") in done.text
    helpers = office.house.turns.shown.catalogue.cities["brussels"].helpers
    assert [h.phone for h in helpers if h.need == "data"] == ["+32 2 274 48 01"]
    assert await did(office) == [("text", f"{CITY} 2")]


async def test_what_misleads_is_refused_beside_its_line_and_stays_in_the_box(
    office: Office,
) -> None:
    moderator = await office.member("moderator")
    page = await change(moderator, TOPIC, "button: A camera", "buton: A camera", do="publish")
    assert page.status_code == 400
    assert office.says("console.text.line", line=6) in page.text
    assert '<p class="copy">buton: A camera filmed me</p>' in page.text
    assert "buton: A camera" in form(page)["text"]
    assert await did(office) == []


async def test_nothing_typed_is_lost_when_somebody_else_was_quicker(office: Office) -> None:
    one, two = await office.member("moderator"), await office.member("moderator")
    mine = form(await one.get(at(TOPIC)))
    mine["text"] = mine["text"].replace("You get on a bus.", "You get on a tram.")
    await change(two, TOPIC, "You get on a bus.", "You enter.", do="publish", meaning="no")
    for do in ("look", "publish"):
        late = await sends(one, TOPIC, mine | {"do": do, "meaning": "no"})
        assert late.status_code == 409
        assert "You get on a tram." in form(late)["text"]
        assert re.search("<ins>.*?enter.*?</ins>", late.text)
        assert re.search("<del>.*?tram.*?</del>", late.text)
        assert "Ada Example 2" in late.text
    assert "You enter." in stands(office, TOPIC)
    done = await sends(one, TOPIC, form(late) | {"do": "publish", "meaning": "no"})
    assert done.status_code == 200
    assert "You get on a tram." in stands(office, TOPIC)


async def test_two_who_change_other_parts_do_not_stop_each_other(office: Office) -> None:
    one, two = await office.member("moderator"), await office.member("moderator")
    number = stands(office, CITY).split("\n").index("  - need: equality") + 1
    typed = form(await one.get(at(CITY), params={"line": str(number)}))
    await change(
        two, CITY, "page: https://www.brussels.be", "# x\npage: https://x.be", do="publish"
    )
    mended = typed["text"].replace("0800 12 800", "0800 12 801")
    done = await sends(one, CITY, typed | {"text": mended, "do": "publish"})
    assert done.status_code == 200
    assert {"0800 12 801", "https://x.be"} <= set(
        re.findall(r"0800 12 801|https://x.be", stands(office, CITY))
    )


async def test_what_was_typed_outlives_the_session(office: Office) -> None:
    moderator, stranger = await office.member("moderator"), await office.stranger()
    typed = form(await moderator.get(at(TOPIC)))
    typed["text"] = typed["text"].replace("a bus", 'a "tram" &amp')
    out = await stranger.post(at(TOPIC), data=typed)
    assert out.status_code == 403
    assert office.says("console.text.out.again") in out.text
    assert form(out)["text"] == typed["text"].removesuffix("\n") + "\n"
    look = await sends(moderator, TOPIC, form(out))
    assert office.says("console.text.publish") in look.text


async def test_the_meaning_is_asked_once_and_raises_the_number(office: Office) -> None:
    moderator = await office.member("moderator")
    asked = await change(moderator, TOPIC, "a bus", "a tram", do="publish")
    assert asked.status_code == 400
    assert office.says("console.text.wrong.meaning") in asked.text
    assert "version: 1\n" in stands(office, TOPIC)
    await sends(moderator, TOPIC, form(asked) | {"do": "publish", "meaning": "yes"})
    assert "version: 2\n" in stands(office, TOPIC)
    french = "topics/cameras/fr.md"
    assert office.says("console.texts.is.stale") in (await moderator.get("/staff/texts")).text
    page = await moderator.get(at(french))
    assert office.says("console.text.behind", language="English", version=2) in page.text
    typed = form(page) | {"do": "publish", "follows": "yes"}
    await sends(moderator, french, typed | {"text": typed["text"].replace("version", "x") + "\n."})
    assert "of: 2\n" in stands(office, french)


async def test_an_earlier_text_comes_back_and_its_undoing_too(office: Office) -> None:
    moderator = await office.member("moderator")
    before = stands(office, TOPIC)
    await change(moderator, TOPIC, "a bus", "a tram", do="publish", meaning="no")
    for number, text in ((1, before), (2, before.replace("a bus", "a tram"))):
        data = {"number": str(number)}
        done = await moderator.post(at(TOPIC, "history"), data=data, follow_redirects=True)
        assert office.says("console.text.done.undone") in done.text
        assert stands(office, TOPIC) == text
    assert [what for what, _ in await did(office)].count("text-undo") == 2
    wrong = await moderator.post(at(TOPIC, "history"), data={"number": "99"})
    assert wrong.status_code == 400


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("a bus".encode("utf-16"), "check.ENCODING"),
        (b"x" * (MOST_OF_MARKDOWN + 1), "check.SIZE"),
    ],
)
async def test_a_file_that_is_no_text_is_refused_and_the_box_stays(
    office: Office, data: bytes, code: str
) -> None:
    moderator = await office.member("moderator")
    typed = form(await moderator.get(at(TOPIC)))
    typed["text"] = typed["text"].replace("a bus", "a tram")
    page = await moderator.post(at(TOPIC), data=typed, files={"file": ("en.md", data)})
    assert page.status_code == 400
    assert office.says(code, most=MOST_OF_MARKDOWN) in page.text
    assert "a tram" in form(page)["text"]


async def test_a_file_of_notepad_takes_the_place_of_the_box(office: Office) -> None:
    moderator = await office.member("moderator")
    typed = form(await moderator.get(at(TOPIC)))
    words = typed["text"].replace("a bus", "a tram").replace("\n", "\r\n").encode("utf-8-sig")
    look = await moderator.post(at(TOPIC), data=typed, files={"file": ("en.md", words)})
    done = await sends(moderator, TOPIC, form(look) | {"do": "publish", "meaning": "no"})
    assert done.status_code == 200
    assert stands(office, TOPIC) == typed["text"].replace("a bus", "a tram")


async def test_another_citys_own_text_is_as_unknown_as_one_that_does_not_exist(
    office: Office,
) -> None:
    dublin = await office.member("steward", "dublin")
    survey = "surveys/brussels-counter/fr.yaml"
    for path in (CITY, survey, "cities/atlantis.yaml", "topics/nothing/en.md", "../secret"):
        for act in ("edit", "history"):
            assert (await dublin.get(at(path, act))).status_code == 404, path
    for path in (CITY, survey, "cities/atlantis.yaml", "topics/../x/en.md", "pages/x/en.md"):
        assert (await dublin.post(at(path), data={"text": "x"})).status_code == 404, path
    assert "brussels" not in (await dublin.get("/staff/texts", params={"find": "dpo@"})).text


async def test_nobody_takes_a_shared_text_away_from_other_cities_or_writes_anothers(
    office: Office,
) -> None:
    dublin = await office.member("moderator", "dublin")
    page = await change(dublin, TOPIC, "order: 1", "cities: [dublin]\norder: 1", do="publish")
    assert office.says("console.text.wrong.owner") in page.text
    new = stands(office, TOPIC).replace("order: 1", "cities: [brussels]\norder: 1")
    page = await sends(dublin, "topics/drones/fr.md", {"text": new, "do": "publish"})
    assert office.says("console.text.wrong.owner") in page.text
    assert await did(office) == []


async def test_a_new_topic_is_begun_from_another_and_is_not_served_half(office: Office) -> None:
    moderator = await office.member("moderator")
    begin = {"title": "Дрон над двора", "of": "cameras", "whose": "all"}
    page = await moderator.post("/staff/texts/new", data=begin)
    (path,) = re.findall(r'action="/staff/texts/edit/(topics/[a-z0-9-]+/en\.md)"', page.text)
    assert (await moderator.get(at(path))).status_code == 404
    typed = form(page)
    words = typed["text"].replace('""', '"Some words."').replace("}\n", "}\n\nSome words.\n")
    words = words.replace("keywords: []", "keywords: [drone]")
    words = re.sub(r"(::: city [a-z ]+)\n", r"\1\nSome words.\n", words)
    done = await sends(moderator, path, typed | {"text": words, "do": "publish"})
    assert office.says("console.text.done.published") in done.text
    topic = path.split("/")[1]
    assert topic not in office.house.turns.shown.catalogue.topics
    assert office.says("console.texts.is.missing") in (await moderator.get("/staff/texts")).text
    french = form(await moderator.get(at(f"topics/{topic}/fr.md")))
    assert "of: 1\n" in french["text"]
    assert "help:" not in french["text"]


async def test_what_was_looked_at_goes_to_ones_own_chat_alone(office: Office) -> None:
    ada, bob = await joined(office, "moderator"), await joined(office, "moderator")
    sent: list[tuple[int, str]] = []

    async def show(chat: int, messages: Sequence[Styled]) -> None:
        sent.extend((chat, message.text) for message in messages)

    office.house.alerts.show = show
    await bob.link_telegram()
    look = await change(ada.browser, TOPIC, "a bus", "a tram")
    assert office.says("console.text.send.unlinked") in look.text
    refused = await sends(ada.browser, TOPIC, form(look) | {"do": "send", "in": "en"})
    assert office.says("console.text.wrong.unlinked") in refused.text
    await ada.link_telegram()
    done = await sends(ada.browser, TOPIC, form(look) | {"do": "send", "in": "en"})
    assert office.says("console.text.sent") in done.text
    await office.house.alerts.settled()
    assert len({chat for chat, _ in sent}) == 1
    assert sent[0][1] == office.house.dictionary.say("en", "console.text.sent.first")
    assert any("You get on a tram." in words for _, words in sent)
    assert "a tram" not in stands(office, TOPIC)


async def test_every_text_can_be_opened_and_its_page_holds_it_whole(office: Office) -> None:
    moderator = await office.member("moderator")
    listed = (await moderator.get("/staff/texts")).text
    paths = set(re.findall(r'href="/staff/texts/edit/([^"?]+)"', listed))
    folder = office.house.shelf.folder
    there = {str(p.relative_to(folder)) for p in folder.rglob("*.*") if p.is_file()}
    hidden = {p for p in there if p.startswith("cities/") and p != CITY} | {
        "surveys/brussels-counter/survey.yaml"
    }
    absent = {path for path in paths if path.startswith("pages/alert/")}
    assert paths - absent == {Path(p).as_posix() for p in there - hidden}
    for path in sorted(paths - absent):
        assert form(await moderator.get(at(path)))["text"] == stands(office, path)
