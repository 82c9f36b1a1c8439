import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from bot.console.closing import is_title
from bot.console.preview import html
from bot.content.styled import Entity, Styled, units
from bot.core.effect import Ended, Sent
from bot.core.model import LANGUAGES, State
from bot.core.survey import LONGEST
from tests.console.conftest import SURVEY, Office
from tests.console.small import office as office  # noqa: PLC0414 - a fixture

AT = f"/staff/surveys/{SURVEY}"


async def did(office: Office) -> list[str]:
    return [row.did for row in await office.house.store.staff.audit()]


async def test_results_are_made_when_the_rule_allows_and_the_page_says_from_when(
    office: Office,
) -> None:
    analyst = await office.member("analyst")
    button = office.says("console.release") + "<"
    page = await analyst.get(AT)
    assert office.says("console.release.next", mixed=30) in page.text
    assert button not in page.text
    early = await analyst.post(f"{AT}/release")
    assert early.status_code == 409
    await office.answer(60)
    assert button in (await analyst.get(AT)).text
    made = await analyst.post(f"{AT}/release", follow_redirects=True)
    assert office.says("console.done.released") in made.text
    assert office.says("console.release.next", mixed=70) in made.text
    again = await analyst.post(f"{AT}/release")
    assert again.status_code == 409
    assert len(await office.house.store.releases(SURVEY)) == 1
    assert await did(office) == ["release"]


async def test_a_survey_can_be_made_longer(office: Office) -> None:
    steward, before = await office.member("steward"), await office.survey()
    assert before.until is not None
    later = before.until + timedelta(days=10)
    page = await steward.post(f"{AT}/extend", data={"until": str(later)}, follow_redirects=True)
    assert office.says("console.done.extended") in page.text
    assert await office.survey() == replace(before, until=later)
    assert office.house.turns.shown.catalogue.surveys[SURVEY].until == later
    assert await did(office) == ["extend"]


async def test_never_shorter_and_a_wrong_date_is_told_beside_its_field(office: Office) -> None:
    steward, before = await office.member("steward"), await office.survey()
    assert before.until == date(2027, 1, 22)
    for until in ("", "soon", "2026-13-01", "2026-11-24", "2020-01-01", "2027-01-22"):
        page = await steward.post(f"{AT}/extend", data={"until": until})
        assert page.status_code == 400
        assert 'aria-describedby="until-help until-wrong" aria-invalid="true"' in page.text
        assert await office.survey() == before


async def test_a_far_last_day_is_refused_kindly_and_the_page_bears_one_that_stands(
    office: Office,
) -> None:
    steward, before = await office.member("steward"), await office.survey()
    furthest = office.clock().date() + LONGEST
    for until in (furthest + timedelta(days=1), date.max):
        page = await steward.post(f"{AT}/extend", data={"until": str(until)})
        assert page.status_code == 400
        assert "Please choose 29 December 2027 or an earlier day." in page.text
        assert f'max="{furthest}"' in page.text
        assert await office.survey() == before
    for until in (furthest, date.max):
        assert await office.house.store.extend(SURVEY, until, until)
        assert (await steward.get(AT)).status_code == 200


async def test_an_ended_survey_is_not_extended_to_a_day_that_has_passed(office: Office) -> None:
    await office.answer(5)
    office.clock.now += timedelta(days=65)
    steward, before = await office.member("steward"), await office.survey()
    assert before.until == date(2027, 1, 22)
    for until, status in (("2027-01-27", 400), ("2027-01-28", 303)):
        page = await steward.post(f"{AT}/extend", data={"until": until})
        assert page.status_code == status


async def test_closing_wants_the_title_and_is_kind_about_a_wrong_one(office: Office) -> None:
    steward, before = await office.member("steward"), await office.survey()
    asked = await steward.get(f"{AT}/close")
    assert office.says("console.close.destroyed") in asked.text
    for typed in ("", "yes", "Counter, phone", SURVEY):
        answer = await steward.post(f"{AT}/close", data={"title": typed})
        assert answer.status_code == 400
        assert office.says("console.close.wrong") in answer.text
        assert await office.survey() == before


def test_a_title_without_letters_is_typed_as_it_is_and_never_left_empty() -> None:
    title = {"en": "🚲 …?"}
    assert [is_title(typed, title) for typed in ("", " ", "?", "🚲 ...?")] == [
        False, False, False, True,
    ]  # fmt: skip


async def test_closing_burns_the_marks_and_makes_the_final_results_at_once(office: Office) -> None:
    await office.answer(60)
    steward = await office.member("steward")
    closed = await steward.post(
        f"{AT}/close", data={"title": " counter, phone or screen "}, follow_redirects=True
    )
    assert office.says("console.done.closed") in closed.text
    assert (await office.survey()).state is State.CLOSED
    assert office.house.turns.shown.catalogue.surveys[SURVEY].state is State.CLOSED
    last = await office.house.life.last(SURVEY)
    assert last is not None
    assert last.final
    assert str(last.tables.people) in closed.text
    assert not [key for key in office.house.store.keyring.names() if key.startswith("mark.")]
    assert await did(office) == ["close"]


async def test_with_too_few_answers_it_only_ends_and_can_be_extended(office: Office) -> None:
    await office.answer(5)
    steward, survey = await office.member("steward"), await office.survey()
    ended = await steward.post(
        f"{AT}/close", data={"title": survey.title["fr"]}, follow_redirects=True
    )
    assert office.says("console.done.ended") in ended.text
    day = office.clock().date()
    late = await office.house.store.submit(SURVEY, 1, {}, b"ten bytes.", day)
    assert isinstance(late, Ended)
    await steward.post(f"{AT}/extend", data={"until": "2027-06-01"})
    assert (await office.survey()).state is State.OPEN
    again = await office.house.store.submit(SURVEY, 1, {}, b"ten bytes.", day)
    assert isinstance(again, Sent)


async def test_nothing_moves_a_closed_survey(office: Office) -> None:
    await office.answer(30)
    steward, survey = await office.member("steward"), await office.survey()
    await steward.post(f"{AT}/close", data={"title": survey.title["en"]})
    form = {"until": "2027-06-01", "title": survey.title["en"], "read": "yes"}
    for act, status in (("release", 409), ("extend", 409), ("close", 409), ("publish", 404)):
        assert (await steward.post(f"{AT}/{act}", data=form)).status_code == status
    assert (await office.survey()).state is State.CLOSED
    assert len(await office.house.store.releases(SURVEY)) == 1


async def test_the_way_in_is_shown_as_link_and_code_as_long_as_it_leads_in(office: Office) -> None:
    steward = await office.member("steward")
    link = f"https://t.me/city_rights_bot?start=cbrussels_s{SURVEY}"
    page = await steward.get(AT)
    assert link in page.text
    await office.answer(30)
    code = await steward.get(f"{AT}/code")
    assert code.headers["content-type"] == "image/svg+xml"
    assert b"<svg" in code.content
    await steward.post(f"{AT}/close", data={"title": (await office.survey()).title["en"]})
    assert link not in (await steward.get(AT)).text


async def test_the_preview_shows_every_question_in_the_words_of_each_language_and_no_other(
    office: Office,
) -> None:
    moderator, survey = await office.member("moderator"), await office.survey()
    for lang in LANGUAGES:
        page = (await moderator.get(f"{AT}/preview", params={"in": lang})).text
        assert page.count('class="phone"') == 4 + len(survey.questions)
        shown = unescape(re.sub("<[^>]*>", "", page))
        for question in survey.questions:
            assert question.text[lang] in shown
            assert not [o.id for o in question.options if o.label[lang] not in shown]
        assert office.house.dictionary.say(lang, "button.send") in shown
    assert (await moderator.get(f"{AT}/preview?in=de")).status_code == 404


@st.composite
def styled(draw: st.DrawFn) -> Styled:
    """Text with entities side by side and one within another, in units of UTF-16."""
    text = draw(st.text(st.sampled_from("ab<>&\"'{}%😀\n"), min_size=1, max_size=20))
    ends = sorted(draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    kinds = draw(st.tuples(*[st.sampled_from(("bold", "italic", "code", "text_link"))] * 2))
    address = draw(st.sampled_from(("https://x.example/?a=1&b='2'", "javascript:alert(1)", "")))
    spans = [(ends[0], ends[3], kinds[0]), (ends[1], ends[2], kinds[1])]
    entities = (
        Entity(kind, units(text[:start]), units(text[start:end]), address)
        for start, end, kind in spans
        if end > start
    )
    return Styled(text, tuple(entities))


@given(styled())
def test_a_message_shown_as_html_reads_the_same_and_runs_nothing(found: Styled) -> None:
    shown = str(html(found))
    assert unescape(re.sub(r"</?(strong|em|code|a)\b[^>]*>", "", shown)) == found.text
    assert "javascript:" not in shown
    tags = {tag[1] for tag in re.finditer(r"<(\w+)", shown)}
    assert tags <= {"strong", "em", "code", "a"}
