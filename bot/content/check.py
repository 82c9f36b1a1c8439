"""The table of checks: one small generator per code, over everything that was read."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TypeAlias

from bot.content import check_contact as contact
from bot.content import check_prose as prose
from bot.content import check_reach as reach
from bot.content import check_survey as survey
from bot.content import check_text as text
from bot.content.draft import Draft
from bot.content.problem import Problem

Check: TypeAlias = Callable[[Draft], Iterator[Problem]]

CHECKS: Mapping[str, Check] = {
    "BUTTON": text.buttons,
    "TITLE": text.titles,
    "PART": text.long_parts,
    "MARKUP": text.markup_lost,
    "LINK": contact.links,
    "MAIL": contact.mails,
    "PHONE": contact.phones,
    "PLACEHOLDER": text.unknown_placeholders,
    "PLACEHOLDER-MISSING": text.missing_placeholders,
    "STALE": text.stale,
    "CITY": reach.unknown_cities,
    "EU-LAW": reach.union_law,
    "ZONE": reach.time_zones,
    "CITY-LAW": reach.without_law,
    "CITY-HELPER": reach.without_helper,
    "DEEP-LINK": reach.deep_links,
    "CLASH": reach.clashes,
    "SCREEN": survey.long_screens,
    "OPTIONS": survey.options,
    "OTHER": survey.others,
    "ASK-IF": survey.conditions,
    "BANDS": survey.bands,
    "BREAKDOWN": survey.breakdowns,
    "COMMENT": survey.comments,
    "RESULTS-ON": survey.interims,
    "HIERARCHY": survey.hierarchies,
    "WIRE": survey.wire,
    "RECORD": survey.record,
    "PUBLISH": survey.publish,
    "PROSE": prose.advice,
}
AGES: Mapping[str, Callable[[Draft, date], Iterator[Problem]]] = {
    "OLD": reach.old,
    "AHEAD": reach.ahead,
}


def check(draft: Draft, today: date | None) -> Iterator[Problem]:
    for generator in CHECKS.values():
        yield from generator(draft)
    if today:
        for by_age in AGES.values():
            yield from by_age(draft, today)
