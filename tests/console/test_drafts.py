"""From an idea to an open survey, and everything that must not open one."""

import re
import shutil
from html import unescape
from pathlib import Path

import httpx
import pytest

from bot.console import notes
from bot.content.own import STRUCTURE_FILE
from bot.content.xlsform import MOST_BYTES
from bot.core import event as ev
from bot.core.engine import step
from bot.core.event import Now
from bot.core.model import State
from bot.core.screen import Screen
from bot.core.sheet import Place
from tests.console.conftest import SURVEY, Office
from tests.console.small import office as office  # noqa: PLC0414 - a fixture

TITLES = {"title-fr": "Guichet, la suite", "title-nl": "Het loket, vervolg"}
COPY = "guichet-la-suite"


async def copied(office: Office, steward: httpx.AsyncClient) -> str:
    """The address of a fresh copy of the open survey."""
    made = await steward.post("/staff/surveys/new/copy", data={"of": SURVEY, **TITLES})
    assert made.status_code == 303, office.says("console.done.made")
    return made.headers["location"].partition("?")[0]


def sent(data: bytes, name: str = "form.xlsx") -> dict[str, tuple[str, bytes]]:
    return {"form": (name, data)}


async def did(office: Office) -> list[str]:
    return sorted(row.did for row in await office.house.store.staff.audit())


async def publish(
    steward: httpx.AsyncClient, at: str, *, read: str = "yes", follow_redirects: bool = False
) -> httpx.Response:
    """As the page is when it is opened now."""
    digest = re.search('name="digest" value="([0-9a-f]{64})"', (await steward.get(at)).text)
    form = {"read": read, "digest": digest[1] if digest else ""}
    return await steward.post(f"{at}/publish", data=form, follow_redirects=follow_redirects)


async def state(office: Office, survey: str) -> State | None:
    """In the database; None: it was never published."""
    rows = await office.house.store.surveys()
    return next((row.state for row in rows if row.id == survey), None)


def reads(page: httpx.Response) -> str:
    return unescape(" ".join(re.sub("<[^>]*>", " ", page.text).split()))


async def test_a_copy_goes_from_new_to_open_in_the_order_of_its_page(office: Office) -> None:
    steward = await office.member("steward")
    at = await copied(office, steward)
    page = await steward.get(at)
    assert office.says("console.before.basis") in page.text
    assert f'action="{at}/publish"' not in page.text
    page = await steward.post(f"{at}/basis", data={"basis": "consent"}, follow_redirects=True)
    assert re.search("Entered by Ada Example.* on 24 November 2026[.]", reads(page))
    page = await publish(steward, at, follow_redirects=True)
    assert office.says("console.done.published") in page.text
    assert await state(office, COPY) is State.OPEN
    opened = office.house.turns.shown.catalogue.surveys[COPY]
    assert (opened.title["fr"], opened.legal_basis) == (TITLES["title-fr"], "consent")
    assert await did(office) == ["basis", "copy", "publish"]


async def test_the_example_is_made_into_a_survey_and_every_remark_is_told(office: Office) -> None:
    moderator = await office.member("moderator")
    example = (await moderator.get("/staff/surveys/new/example")).content
    made = await moderator.post("/staff/surveys/new", files=sent(example), follow_redirects=True)
    assert office.says("console.done.made") in made.text
    assert "stop" not in re.findall('<li class="card ([a-z]*)', made.text)[:1]
    (id_,) = office.house.own.ids()
    page = reads(await moderator.get(f"/staff/surveys/{id_}"))
    for note in notes.kept(office.house.own, id_):
        assert office.house.dictionary.say("en", note.key, note.values) in page


@pytest.mark.parametrize(
    ("data", "key"),
    [(b"", "console.new.no_file"), (b"a,b\n1,2\n", "import.refused.other")],
)
async def test_a_file_that_is_no_form_is_refused_beside_its_field(
    office: Office, data: bytes, key: str
) -> None:
    moderator = await office.member("moderator")
    page = await moderator.post("/staff/surveys/new", files=sent(data))
    assert page.status_code == 400
    assert office.says(key) in page.text
    assert 'aria-describedby="form-help form-wrong" aria-invalid="true"' in page.text
    assert office.house.own.ids() == ()


async def test_a_file_larger_than_any_form_is_refused_unread(office: Office) -> None:
    moderator = await office.member("moderator")
    page = await moderator.post("/staff/surveys/new", files=sent(bytes(MOST_BYTES + 200_000)))
    assert page.status_code == 413
    assert office.house.own.ids() == ()


async def test_a_copy_without_a_title_keeps_what_was_typed(office: Office) -> None:
    moderator = await office.member("moderator")
    typed = {"of": SURVEY, "title-fr": "L’été", "title-nl": " "}
    page = await moderator.post("/staff/surveys/new/copy", data=typed)
    assert page.status_code == 400
    assert 'value="L’été"' in page.text
    assert 'id="title-nl-wrong"' in page.text
    assert (await moderator.post("/staff/surveys/new/copy", data=TITLES)).status_code == 400
    assert office.house.own.ids() == ()


async def test_two_surveys_of_one_name_are_two_surveys(office: Office) -> None:
    steward = await office.member("steward")
    assert await copied(office, steward) == f"/staff/surveys/{COPY}"
    assert await copied(office, steward) == f"/staff/surveys/{COPY}-2"


async def test_a_broken_draft_says_where_and_cannot_be_published_or_shown(office: Office) -> None:
    steward = await office.member("steward")
    at = await copied(office, steward)
    await steward.post(f"{at}/basis", data={"basis": "consent"})
    file = office.house.own.surveys / COPY / STRUCTURE_FILE
    file.write_text(file.read_text().replace("minutes: 3", "minutes: three"))
    page = await steward.get(at)
    assert office.says("console.draft.errors", n=1) in page.text
    assert STRUCTURE_FILE not in page.text
    assert (await publish(steward, at)).status_code == 400
    assert (await steward.get(f"{at}/preview")).status_code == 409
    assert office.says("console.surveys.next.mend") in (await steward.get("/staff")).text
    assert await state(office, COPY) is None


async def test_what_the_publish_linter_finds_can_be_looked_at_and_not_published(
    office: Office,
) -> None:
    steward = await office.member("steward")
    at = await copied(office, steward)
    await steward.post(f"{at}/basis", data={"basis": "consent"})
    file = office.house.own.surveys / COPY / STRUCTURE_FILE
    file.write_text(file.read_text().replace("expected: 150", "expected: 20"))
    assert (await steward.get(f"{at}/preview")).status_code == 200
    assert "20" in reads(await steward.get(at))
    assert (await publish(steward, at)).status_code == 400
    assert await state(office, COPY) is None


async def test_nothing_is_published_without_a_legal_basis_or_unread(office: Office) -> None:
    steward = await office.member("steward")
    at = await copied(office, steward)
    assert (await publish(steward, at)).status_code == 400
    assert (await steward.post(f"{at}/basis", data={"basis": "because"})).status_code == 400
    await steward.post(f"{at}/basis", data={"basis": "public-task"})
    unread = await publish(steward, at, read="")
    assert unread.status_code == 400
    assert office.says("console.publish.unread") in unread.text
    assert await state(office, COPY) is None


async def test_a_draft_that_changed_after_it_was_read_is_not_published(office: Office) -> None:
    steward = await office.member("steward")
    at = await copied(office, steward)
    await steward.post(f"{at}/basis", data={"basis": "consent"})
    read = re.findall('name="digest" value="([0-9a-f]{64})"', (await steward.get(at)).text)
    file = office.house.own.surveys / COPY / "fr.yaml"
    file.write_text(file.read_text().replace(TITLES["title-fr"], "Autre titre"))
    refused = await steward.post(f"{at}/publish", data={"read": "yes", "digest": read[0]})
    assert refused.status_code == 409
    assert office.says("console.publish.changed") in refused.text
    assert "Autre titre" in (await steward.get(at, params={"lang": "fr"})).text
    assert (await steward.post(f"{at}/publish", data={"read": "yes"})).status_code == 409
    assert await state(office, COPY) is None
    assert (await publish(steward, at)).status_code == 303


async def test_a_last_day_too_far_away_is_mended_first(office: Office) -> None:
    steward = await office.member("steward")
    at = await copied(office, steward)
    await steward.post(f"{at}/basis", data={"basis": "consent"})
    file = office.house.own.surveys / COPY / STRUCTURE_FILE
    file.write_text(re.sub("days: .*", "until: 9999-12-31", file.read_text()))
    assert office.says("console.before.far") in (await steward.get(at)).text
    assert office.says("console.surveys.next.far") in (await steward.get("/staff")).text
    assert (await publish(steward, at)).status_code == 400
    survey = office.house.content.surveys[COPY]
    assert not await office.house.life.publish(office.house.content, survey, office.clock().date())


async def test_a_corrected_form_takes_the_place_of_the_old_and_keeps_what_was_entered_here(
    office: Office,
) -> None:
    steward = await office.member("steward")
    example = (await steward.get("/staff/surveys/new/example")).content
    made = await steward.post("/staff/surveys/new", files=sent(example))
    at = made.headers["location"].partition("?")[0]
    await steward.post(f"{at}/basis", data={"basis": "consent"})
    await steward.post(f"{at}/test", data={"test": "on"})
    (id_,) = office.house.own.ids()
    file = office.house.own.surveys / id_ / STRUCTURE_FILE
    file.write_text(re.sub("minutes: .*", "minutes: three", file.read_text()))
    again = await steward.post(f"{at}/form", files=sent(example), follow_redirects=True)
    assert office.says("console.done.again") in again.text
    survey = office.house.content.surveys[id_]
    assert (survey.legal_basis, survey.pretest) == ("consent", True)


async def test_a_form_that_asks_something_else_drops_the_legal_basis_and_says_so(
    office: Office,
) -> None:
    steward = await office.member("steward")
    at = await copied(office, steward)
    await steward.post(f"{at}/basis", data={"basis": "consent"})
    example = (await steward.get("/staff/surveys/new/example")).content
    again = await steward.post(f"{at}/form", files=sent(example), follow_redirects=True)
    assert office.says("console.done.changed") in again.text
    assert office.says("console.before.basis") in again.text
    assert office.house.content.surveys[COPY].legal_basis == "not-set"
    assert TITLES["title-fr"] not in again.text


async def first(office: Office) -> Screen | object:
    """What somebody sees who opens the link of the copy."""
    catalogue = office.house.turns.shown.catalogue
    opened = Now(ev.Opened("brussels", "fr", survey=COPY), office.clock().date(), 0, bytes(10))
    return step(catalogue, Place("fr", "brussels"), opened)


def consents(shown: Screen | object) -> bool:
    events = [b.event for row in shown.rows for b in row] if isinstance(shown, Screen) else []
    return ev.Start(COPY) in events


async def test_a_test_can_be_reached_by_its_link_while_it_is_on_and_must_end(
    office: Office,
) -> None:
    steward = await office.member("steward")
    at = await copied(office, steward)
    await steward.post(f"{at}/basis", data={"basis": "consent"})
    assert not consents(await first(office))
    page = await steward.post(f"{at}/test", data={"test": "on"}, follow_redirects=True)
    assert f"?start=cbrussels_s{COPY}" in page.text
    assert consents(await first(office))
    assert (await publish(steward, at)).status_code == 400
    await steward.post(f"{at}/test", data={"test": "off"})
    assert not consents(await first(office))
    assert (await publish(steward, at)).status_code == 303


async def test_a_draft_is_deleted_for_good_and_a_published_survey_never(office: Office) -> None:
    steward = await office.member("steward")
    at = await copied(office, steward)
    gone = await steward.post(f"{at}/delete", follow_redirects=True)
    assert office.says("console.done.deleted") in gone.text
    assert (await steward.get(at)).status_code == 404
    at = await copied(office, steward)
    await steward.post(f"{at}/basis", data={"basis": "consent"})
    await publish(steward, at)
    for act in ("delete", "form", "basis", "test", "publish"):
        assert (await steward.post(f"{at}/{act}", data={})).status_code == 404
    assert COPY in office.house.own.ids()


async def test_a_draft_of_the_content_folder_is_published_but_not_changed_here(
    office: Office,
) -> None:
    folder = office.house.own.library / "surveys"
    file = Path(shutil.copytree(folder / SURVEY, folder / COPY)) / STRUCTURE_FILE
    file.write_text(file.read_text().replace("publish: auto\n", ""))
    steward, at = await office.member("steward"), f"/staff/surveys/{COPY}"
    before = office.house.own.read(COPY)
    assert office.says("console.draft.library") in (await steward.get(at)).text
    for act in ("delete", "form", "basis", "test"):
        form = {"basis": "consent", "test": "on"}
        assert (await steward.post(f"{at}/{act}", data=form)).status_code == 409
    assert office.house.own.read(COPY) == before
    await publish(steward, at)
    assert await state(office, COPY) is State.OPEN


async def test_another_citys_draft_is_as_unknown_as_one_that_does_not_exist(office: Office) -> None:
    at = await copied(office, await office.member("steward"))
    sofia = await office.member("steward", "sofia")
    assert COPY not in (await sofia.get("/staff")).text
    for method, act in (("GET", ""), ("GET", "/preview"), ("GET", "/delete"), ("POST", "/delete")):
        theirs = await sofia.request(method, at + act)
        unknown = await sofia.request(method, f"/staff/surveys/atlantis{act}")
        assert theirs.status_code == unknown.status_code == 404
        assert theirs.text.replace(COPY, "atlantis") == unknown.text
    taken = {"of": COPY, "title-bg": "Копие"}
    assert (await sofia.post("/staff/surveys/new/copy", data=taken)).status_code == 400
    assert office.house.own.ids() == (COPY,)
