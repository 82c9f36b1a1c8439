from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.core.model import Audience, Survey
from bot.core.sheet import (
    Answers,
)
from bot.release.artefact import NotYet, Release, Signed, due, make, may_make, next_interim
from bot.release.canonical import from_row, newest, to_json, to_row
from bot.release.tally import count

Answering = Callable[[Survey, int, int], list[Answers]]
SIGNED = Signed(date(2026, 12, 1), "clerk", {"en": "ab" * 32})


@pytest.mark.parametrize(
    ("before", "made", "needed"),
    [
        (None, 0, 30),
        (30, 1, 50),
        (31, 1, 60),
        (39, 1, 60),
        (40, 1, 60),
        (41, 2, 70),
        (5, 1, 30),
        (200, 3, 220),
        (200, 4, None),
    ],
)
def test_an_interim_release_needs_thirty_and_twenty_more(
    before: int | None, made: int, needed: int | None
) -> None:
    assert next_interim(before, made) == needed


def interim(survey: Survey, responses: list[Answers], last: Release | None) -> Release:
    return make(count(survey, responses), SIGNED, last=last, final=False)


def final_of(survey: Survey, responses: list[Answers], last: Release | None) -> Release:
    return make(count(survey, responses), SIGNED, last=last, final=True)


def test_a_release_too_early_is_refused(survey: Survey, answering: Answering) -> None:
    people = answering(survey, 60, 1)
    with pytest.raises(NotYet):
        interim(survey, people[:29], None)
    first = interim(survey, people[:33], None)
    assert first.next_at == 60
    with pytest.raises(NotYet):
        interim(survey, people[:59], first)
    assert interim(survey, people, first).sequence == 2


def test_a_fifth_interim_release_is_refused(survey: Survey, answering: Answering) -> None:
    people = answering(survey, 300, 1)
    last: Release | None = None
    for size in (30, 60, 90, 120):
        last = interim(survey, people[:size], last)
    assert last is not None
    assert last.next_at is None
    with pytest.raises(NotYet):
        interim(survey, people, last)
    final = final_of(survey, people, last)
    assert (final.sequence, final.final) == (5, True)


def test_after_the_final_there_is_no_other(survey: Survey, answering: Answering) -> None:
    final = final_of(survey, answering(survey, 40, 1), None)
    assert not may_make(500, final)
    assert not may_make(500, final, final=True)


def test_a_release_does_not_keep_the_number_of_responses(
    survey: Survey, answering: Answering
) -> None:
    """33 to 40 responses make the same parameters."""
    people = answering(survey, 40, 1)
    kept = {tuple(interim(survey, people[:n], None).parameters.items()) for n in range(31, 41)}
    assert len(kept) == 1


def test_two_releases_of_the_same_responses_are_rounded_afresh(
    survey: Survey, answering: Answering
) -> None:
    people = answering(survey, 133, 1)
    made = {to_json(interim(survey, people, None).tables) for _ in range(5)}
    assert len(made) > 1


def test_a_release_says_who_made_it_and_what_people_agreed_to(
    survey: Survey, answering: Answering
) -> None:
    release = interim(survey, answering(survey, 30, 1), None)
    assert release.signed == SIGNED
    assert release.tables.survey == release.survey == survey.id


def test_a_release_comes_back_from_its_row(survey: Survey, answering: Answering) -> None:
    people = answering(survey, 140, 1)
    first = interim(survey, people[:40], None)
    for release in (first, final_of(survey, people, first)):
        assert from_row(to_row(release)) == release
        assert to_row(from_row(to_row(release))) == to_row(release)


MADE = SIGNED.day
EARLIER, LATER = MADE - timedelta(days=1), MADE + timedelta(days=1)


@pytest.mark.parametrize(
    ("promised", "today", "owed"),
    [
        ((), LATER, False),
        ((EARLIER, MADE), LATER, False),
        ((EARLIER, LATER), MADE, False),
        ((EARLIER, LATER), LATER, True),
        ((LATER,), LATER + timedelta(days=30), True),
    ],
)
def test_results_promised_for_a_day_are_owed_until_they_were_made_on_it_or_since(
    survey: Survey, answering: Answering, promised: Sequence[date], today: date, *, owed: bool
) -> None:
    last = interim(survey, answering(survey, 30, 1), None)
    assert due(promised, last, today) is owed
    assert due(promised, None, today) is any(day <= today for day in promised)


def test_nothing_is_owed_once_no_more_can_be_made(survey: Survey, answering: Answering) -> None:
    final = final_of(survey, answering(survey, 40, 1), None)
    assert not due([LATER], final, LATER)


def test_the_newest_tables_are_found_beside_records_and_comments(
    survey: Survey, answering: Answering
) -> None:
    row = to_row(interim(survey, answering(survey, 30, 1), None))
    second = replace(row, sequence=2)
    others = [replace(row, audience=a) for a in Audience if a is not Audience.PUBLIC]
    rows = sorted([row, second, *others], key=lambda row: (row.sequence, row.audience))
    assert newest(rows) == second
    assert newest(rows, Audience.COMMENTS) == others[0]
    assert newest(others) is None
