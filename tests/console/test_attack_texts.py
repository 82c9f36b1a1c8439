"""What a moderator tries who wants more than to change a text, and what texts do to the console."""

import os
import shutil
from pathlib import Path

import pytest

from bot.console.passage import Passage, put_back
from bot.console.texts import LONGEST
from bot.console.wording import differences
from bot.content.locate import locate
from tests.console.conftest import Opening
from tests.console.test_texts import CITY, TOPIC, at, change, did, form, sends, stands
from tests.growth import grows_evenly


async def test_a_moderator_cannot_say_how_many_stewards_must_agree(opening: Opening) -> None:
    office = await opening({})
    moderator = await office.member("moderator")
    for line in ("stewards: 1\npage: ", '"stewards": "1"\npage: '):
        page = await change(moderator, CITY, "page: ", line, do="publish")
        assert page.status_code == 400
        assert office.says("console.text.wrong.stewards") in page.text
    assert "stewards" not in stands(office, CITY)
    assert await did(office) == []


async def test_nor_by_bringing_back_a_version_that_says_so(opening: Opening) -> None:
    office = await opening({})
    moderator = await office.member("moderator")
    texts = office.house.texts
    before = stands(office, CITY)
    texts.publish(CITY, f"{before}stewards: 1\n", by="", base=texts.digest(CITY))
    texts.publish(CITY, before, by="", base=texts.digest(CITY))
    page = await moderator.post(at(CITY, "history"), data={"number": "2"})
    assert office.says("console.text.wrong.stewards") in page.text
    assert stands(office, CITY) == before


async def test_one_file_that_cannot_be_read_leaves_the_page_of_texts(
    opening: Opening, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(locate("content"), tmp_path / "content"))
    office = await opening({"RIGHTSBOT_CONTENT_DIR": str(folder)})
    (folder / TOPIC).unlink()
    os.mkfifo(folder / TOPIC)
    moderator = await office.member("moderator")
    page = await moderator.get("/staff/texts", params={"find": "bus"})
    assert page.status_code == 200


async def test_markup_in_a_title_or_note_is_only_characters(opening: Opening) -> None:
    office = await opening({})
    moderator = await office.member("moderator")
    bad = "<script>alert(1)</script>"
    typed = form(await moderator.get(at(TOPIC)))
    typed["text"] = typed["text"].replace("a bus", f"{bad} [x](javascript:alert(1))")
    typed |= {"note": bad, "in": bad, "line": bad, "base": bad}
    for do in ("look", "publish", "send", "write"):
        page = await sends(moderator, TOPIC, typed | {"do": do})
        assert bad not in page.text
        assert 'href="javascript' not in page.text
    out = await (await office.stranger()).post(at(TOPIC), data=typed)
    assert bad not in out.text
    where = {"find": bad, "state": bad}
    assert bad not in (await moderator.get("/staff/texts", params=where)).text


@pytest.mark.parametrize(
    ("before", "after", "most"),
    [
        ("a ", "b a ", 2000),
        ("a\n", "b\na\n", 20_000),
        ("a b c d ", "d c b a ", 250_000),
    ],
)
def test_no_two_texts_take_long_to_be_compared(before: str, after: str, most: int) -> None:
    assert differences(before * most, after * most + "b")
    assert grows_evenly(lambda size: differences(before * size, after * size + "b"), most)


def test_no_passage_takes_long_to_be_put_back() -> None:
    def put(size: int) -> None:
        whole = "a\n" * size + "b"
        assert put_back(whole, Passage(1, "a\n" * (size // 2) + "c"), "x") is None
        assert put_back(whole, Passage(9, "a"), "x\ny") is not None
        assert put_back(whole, Passage(2 * size, "b"), "x") == "a\n" * size + "x"

    assert grows_evenly(put, 250_000)


async def test_no_search_is_longer_than_a_line(opening: Opening) -> None:
    office = await opening({})
    moderator = await office.member("moderator")
    page = await moderator.get("/staff/texts", params={"find": "1" * (LONGEST + 1)})
    assert "1" * LONGEST in page.text
    assert "1" * (LONGEST + 1) not in page.text.partition("<main")[2]
