"""Comments are read one by one, masked, and released once by a steward."""

import csv
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from io import StringIO
from time import time

import httpx
import pytest

from bot.core.model import Audience, Comment, Lang, Survey
from bot.core.sheet import Receipt
from bot.core.survey import record
from bot.storage.comments import Decision
from bot.tick import Tick
from tests.console.conftest import SURVEY, Office

QUESTION = Comment("wishes", {"en": "What else?"}, {"en": "To plan the year."})
PHONE = "0470 12 34 56"
pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(frozen=True, slots=True)
class Case:
    """A survey that asks for comments, in an office that others use as well."""

    office: Office
    id: str

    @property
    def at(self) -> str:
        return f"/staff/comments/{self.id}"

    async def survey(self) -> Survey:
        return replace(await self.office.survey(), id=self.id, comment=QUESTION, tag=2)

    async def write(self, texts: Sequence[tuple[Lang, str]], *, close: bool = True) -> None:
        house, today, survey = self.office.house, self.office.clock().date(), await self.survey()
        assert await house.life.publish(house.content, survey, today)
        for person, (lang, text) in enumerate(texts, self.office.people):
            answers = record(survey, self.office._answers(survey))
            nonce = self.office.chance.randbytes(10)
            await house.store.submit(self.id, person, answers, nonce, today)
            await house.store.save_comment(self.id, person, Receipt(nonce), text, lang)
        if close:
            assert await house.life.close_now(self.id, today)
        await Tick(house.turns, house.life, house.shelf).refresh()

    async def decide(
        self, browser: httpx.AsyncClient, decision: str, *, text: str = "", starts: str = ""
    ) -> httpx.Response:
        """Of the first comment that is still to be read, and begins so."""
        rows = await self.office.house.store.comments(self.id)
        found = [r for r in rows if r.decision is Decision.NONE and r.text.startswith(starts)]
        form = {"comment": found[0].id.hex(), "decision": decision, "text": text}
        return await browser.post(self.at, data=form, follow_redirects=True)

    async def accept_all(self, browser: httpx.AsyncClient) -> None:
        for row in await self.office.house.store.comments(self.id):
            if row.decision is Decision.NONE:
                await self.decide(browser, "accepted")

    async def take(self, browser: httpx.AsyncClient, lang: Lang) -> list[str]:
        file = await browser.post(f"{self.at}/file", data={"language": lang})
        assert file.status_code == 200
        lines = csv.reader(StringIO(file.content.decode("utf-8-sig"), newline=""))
        return [cell for (cell,) in lines]


@pytest.fixture
def office(shared: Office) -> Office:
    return shared


@pytest.fixture
async def case(office: Office) -> Case:
    return Case(office, f"comments-{office.chance.getrandbits(32)}")


def some(number: int, lang: Lang = "en") -> list[tuple[Lang, str]]:
    return [(lang, f"{chr(ord('a') + n)} wish") for n in range(number)]


def texts_on(page: httpx.Response) -> list[str]:
    found = re.findall(r'<blockquote class="bubble" lang="\w\w">(.*?)</blockquote>', page.text)
    return [re.sub("<.*?>", "", text) for text in found]


async def test_moderators_read_and_a_steward_releases(office: Office, case: Case) -> None:
    await case.write([*some(11), ("en", f"call me {PHONE}"), ("nl", "een wens")])
    reader, steward = await office.member("moderator"), await office.member("steward")
    assert (
        office.says("console.reading.to_read", count="10 or more")
        in (await reader.get("/staff/comments")).text
    )
    dropped = await case.decide(reader, "dropped", starts="a")
    assert office.says("console.reading.done.dropped") in dropped.text
    edited = await case.decide(reader, "edited", starts="b", text=f"better, {PHONE}")
    assert office.says("console.reading.done.edited") in edited.text
    assert (await steward.post(f"{case.at}/release")).status_code == 409
    await case.accept_all(reader)
    assert (await reader.post(f"{case.at}/release")).status_code == 403
    assert office.says("console.reading.release") + "<" not in (await reader.get(case.at)).text
    done = await steward.post(f"{case.at}/release", follow_redirects=True)
    assert office.says("console.reading.done.released") in done.text
    assert office.says("console.reading.absent", least=10) in done.text
    told = await case.take(await office.member("analyst"), "en")
    wishes = [f"{letter} wish" for letter in "cdefghijk"]
    assert told == ["wishes", "better, [•••]", "c wish", "call me [•••]", *wishes[1:]]
    nothing = await steward.post(f"{case.at}/file", data={"language": "nl"})
    assert nothing.status_code == 404


async def test_what_looks_personal_is_never_shown_and_the_page_says_what_it_was(
    office: Office, case: Case
) -> None:
    await case.write([*some(10), ("en", f"<b>call</b> {PHONE}")])
    page = await (await office.member("moderator")).get(f"{case.at}?shown=new")
    assert PHONE not in page.text
    assert "&lt;b&gt;call&lt;/b&gt; <mark>" in page.text
    assert office.says("console.reading.kind.phone") in page.text
    assert office.says("console.reading.no_way_back") in page.text


async def test_comments_stand_in_alphabetical_order_ten_a_page(office: Office, case: Case) -> None:
    written = some(23)
    office.chance.shuffle(written)
    await case.write([*written, ("fr", "un vœu")])
    reader = await office.member("moderator")
    pages = [texts_on(await reader.get(f"{case.at}?in=en&page={page}")) for page in (1, 2, 3, 99)]
    assert [len(texts) for texts in pages] == [10, 10, 3, 3]
    assert [*pages[0], *pages[1], *pages[2]] == sorted(text for _, text in written)
    assert texts_on(await reader.get(f"{case.at}?in=fr&page=x&shown=y")) == ["un vœu"]


async def test_a_page_opens_nothing_but_its_own_comments(office: Office, case: Case) -> None:
    """Whatever else cannot be opened once the list is known, the page is there."""
    await case.write(some(23))
    reader, other = await office.member("moderator"), await office.member("moderator")
    await reader.get(case.at)
    kept = {row.id for row in await office.house.store.comments(case.id) if row.text[0] > "j"}
    spoil(office, case, kept)
    assert len(texts_on(await reader.get(f"{case.at}?in=en&page=3"))) == 3
    form = {"comment": max(kept).hex(), "decision": "accepted"}
    assert (await other.post(case.at, data=form)).status_code == 303
    assert len(texts_on(await reader.get(f"{case.at}?in=en&shown=accepted"))) == 1


def spoil(office: Office, case: Case, kept: set[bytes]) -> None:
    """The boxes of all others: what they begin with stays."""
    with closing(sqlite3.connect(office.house.settings.data_dir / "rightsbot.db")) as database:
        for id_, box in database.execute("SELECT id, box FROM comment WHERE survey = ?", [case.id]):
            if id_ not in kept:
                spoilt = [box[:-1] + bytes([box[-1] ^ 1]), id_]
                database.execute("UPDATE comment SET box = ? WHERE id = ?", spoilt)
        database.commit()


async def test_what_changed_elsewhere_is_seen_at_the_next_visit(office: Office, case: Case) -> None:
    """A second process has no memory of what the first one showed, nor the first of its doings."""
    await case.write(some(12))
    reader = await office.member("moderator")
    assert len(texts_on(await reader.get(case.at))) == 10
    store = office.house.store
    for row in await store.comments(case.id):
        await store.decide_comment(case.id, row.id, Decision.DROPPED, None)
    assert texts_on(await reader.get(f"{case.at}?shown=new")) == []
    key = next(n for n in store.keyring.names() if n.startswith(f"data.{case.id}.c"))
    now = time()
    assert await store.reseal(case.id, now + store.keyring.age(key, now) + 8 * 86400)
    assert len(texts_on(await reader.get(f"{case.at}?shown=dropped&page=2"))) == 2


async def test_until_the_release_counts_are_told_in_tens(office: Office, case: Case) -> None:
    await case.write(some(23))
    page = await (await office.member("steward")).get(case.at)
    assert office.says("console.reading.to_read", count="20 or more") in page.text
    assert "23" not in re.sub("<.*?>", "", page.text)


async def test_an_edited_text_that_cannot_stay_is_shown_again(office: Office, case: Case) -> None:
    await case.write(some(10))
    reader = await office.member("moderator")
    long = await case.decide(reader, "edited", starts="a", text="y" * 501)
    assert long.status_code == 400
    assert office.says("console.reading.too_long", most=500) in long.text
    assert "y" * 501 in long.text
    empty = await case.decide(reader, "edited", starts="a", text=" \r\n ")
    assert office.says("console.reading.empty") in empty.text
    decisions = {row.decision for row in await office.house.store.comments(case.id)}
    assert decisions == {Decision.NONE}


async def test_a_decision_can_be_changed_until_the_release(office: Office, case: Case) -> None:
    await case.write(some(10))
    steward, store = await office.member("steward"), office.house.store
    await case.accept_all(steward)
    assert (await steward.get("/staff/comments")).text.count(
        office.says("console.reading.all_read")
    )
    (first, *_) = await store.comments(case.id)
    form = {"comment": first.id.hex(), "decision": "dropped"}
    for decision in ("dropped", "accepted"):
        await steward.post(case.at, data=form | {"decision": decision})
    await steward.post(f"{case.at}/release")
    assert (await steward.post(case.at, data=form)).status_code == 409
    assert {row.decision for row in await store.comments(case.id)} == {Decision.ACCEPTED}


async def test_comments_are_released_once_and_the_files_never_change(
    office: Office, case: Case
) -> None:
    await case.write(some(10))
    steward = await office.member("steward")
    await case.accept_all(steward)
    assert (await steward.post(f"{case.at}/release")).status_code == 303
    before = await office.house.store.releases(case.id), await case.take(steward, "en")
    assert (await steward.post(f"{case.at}/release")).status_code == 409
    assert (await office.house.store.releases(case.id), await case.take(steward, "en")) == before


async def test_where_no_language_has_enough_nothing_is_released(office: Office, case: Case) -> None:
    await case.write([*some(9), *some(9, "bg")])
    steward = await office.member("steward")
    await case.accept_all(steward)
    page = await steward.get(case.at)
    assert office.says("console.reading.too_few", least=10) in page.text
    assert (await steward.post(f"{case.at}/release")).status_code == 409
    releases = await office.house.store.releases(case.id)
    assert Audience.COMMENTS not in {row.audience for row in releases}


async def test_the_audit_notes_the_survey_once_a_day_and_no_words(
    office: Office, case: Case
) -> None:
    await case.write(some(10))
    staff = await office.hired("steward")
    browser = await office.signed_in(staff)
    await case.accept_all(browser)
    await browser.post(f"{case.at}/release")
    rows = [row for row in await office.house.store.staff.audit() if row.staff == staff.id]
    assert [(row.did, row.subject) for row in rows] == [
        ("comment", case.id),
        ("release-comments", case.id),
    ]


async def test_before_the_close_and_of_another_city_nobody_reads(
    office: Office, case: Case
) -> None:
    await case.write(some(10), close=False)
    reader = await office.member("moderator")
    assert (await reader.get(case.at)).status_code == 409
    assert (await reader.get(f"/staff/comments/{SURVEY}")).status_code == 409
    assert office.says("console.reading.not_closed") in (await reader.get("/staff/comments")).text
    stranger = await office.member("steward", "dublin")
    assert (await stranger.get(case.at)).status_code == 404
    assert office.says("console.reading.no_survey") in (await stranger.get("/staff/comments")).text


async def test_a_comment_that_is_not_there_is_told_so(office: Office, case: Case) -> None:
    await case.write(some(10))
    reader = await office.member("moderator")
    for comment in ("", "zz", "00" * 16):
        form = {"comment": comment, "decision": "accepted"}
        moved = await reader.post(case.at, data=form)
        assert moved.status_code == 409
        assert office.says("console.error.comment_moved") in moved.text
        assert (await reader.post(case.at, data=form | {"decision": "eaten"})).status_code == 404
