"""Checks of whom a text reaches: cities and their law, doors, links, ages."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import product
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.content.check_text import at
from bot.content.cursor import as_day, closest
from bot.content.draft import Draft, File
from bot.content.load_topic import law_of, serves
from bot.content.problem import START, Problem, problem
from bot.content.tags import topic_tag
from bot.content.tree import Document
from bot.content.words import SOURCE
from bot.core.event import (
    Opened,
)
from bot.core.model import LANGUAGES
from bot.core.wire import link

YEAR = timedelta(days=366)
LONGEST_SOURCE = "x" * 12
"""The name of a poster in a deep link, at its longest."""
OUTSIDE_UNION = ("tirana",)
UNION_LAW = re.compile(
    r"\b(?:"
    # In every language: the official journal, the numbers of regulations and directives.
    r"eur-lex\.europa\.eu|20\d\d/\d{3,4}/E[UC]|20(?:1[4-9]|2\d)/\d{3,4}"
    r"|GDPR|RGPD|AVG|ОРЗД|RPMDH|DSA|DMA|NIS ?2|eIDAS|ePrivacy|AI[ -]Act|AI-verordening"
    # English and Dutch.
    r"|Digital (?:Services|Markets) Act|Data Act|Cyber Resilience Act"
    r"|EU[ -](?:law|recht|wet|Charter|Regulation|Directive)"
    r"|European Union law|law of the European Union|recht van de Europese Unie"
    r"|Court of Justice of the European Union|Hof van Justitie van de Europese Unie"
    r"|Handvest van de grondrechten"
    r"|Verordening Gegevensbescherming|digitale(?:diensten|markten)verordening"
    # French.
    r"|règlement général sur la protection|droit de l[’']Union|droit européen"
    r"|règlement (?:européen )?sur (?:les services numériques|l[’']IA)"
    r"|charte des droits fondamentaux|Cour de justice de l[’']Union"
    r"|(?:charte|directive|règlement) (?:de l[’']UE|européenne?)"
    # Bulgarian.
    r"|Общ(?:ия|ият)? регламент|АЦУ|Регламент \(ЕС\)|Директива на ЕС"
    r"|Акт\w* за (?:цифровите услуги|изкуствения интелект)|Хартата? на основните права"
    r"|Съд(?:ът|а)? на Европейския съюз|право(?:то)? на (?:ЕС|Европейския съюз)"
    # Albanian.
    r"|Rregullor\w+ (?:së |e )?Përgjithshme|drejt(?:a|ën|ës) (?:e|së) (?:BE-së|Bashkimit Evropian)"
    r"|Karta e të Drejtave Themelore|Gjykata e Drejtësisë e (?:BE-së|Bashkimit)"
    r"|Akti\w? (?:i |për )?(?:Shërbime\w+ Digjitale|Inteligjenc\w+ Artificiale)"
    r")\b",
    re.IGNORECASE,
)
"""Names of European Union law in the five languages."""


def unknown_cities(draft: Draft) -> Iterator[Problem]:
    for topic in draft.topics.values():
        for found in topic.values():
            yield from _unknown_blocks(found.file, draft)
    for survey in draft.surveys.values():
        for i, city in enumerate(survey.survey.cities):
            if city not in draft.known:
                values = {"city": city, "known": closest(city, draft.known)}
                yield survey.document.problem(("cities", str(i)), "CITY", **values)


def _unknown_blocks(file: File, draft: Draft) -> Iterator[Problem]:
    for chunk in file.chunks:
        for city in chunk.cities or ():
            if city not in draft.known:
                values = {"city": city, "known": closest(city, draft.known)}
                yield problem(file.path, (chunk.line - 1, 1), "CITY", **values)


def union_law(draft: Draft) -> Iterator[Problem]:
    for city in OUTSIDE_UNION:
        if city in draft.known:
            yield from _union_law_in_blocks(draft, city)
            yield from _union_law_in_fields(draft, city)


def _union_law_in_blocks(draft: Draft, city: str) -> Iterator[Problem]:
    for topic in draft.topics.values():
        for found in topic.values():
            for chunk in found.file.chunks:
                if chunk.cities is None or city in chunk.cities:
                    for name in UNION_LAW.finditer(chunk.source):
                        mark = at(chunk, name.start())
                        yield problem(found.file.path, mark, "EU-LAW", word=name[0], city=city)


def _union_law_in_fields(draft: Draft, city: str) -> Iterator[Problem]:
    for document in _read_in(draft, city):
        for trail, value in document.texts.items():
            name = UNION_LAW.search(value)
            if name and trail[:1] != ("keywords",):
                yield document.problem(trail, "EU-LAW", word=name[0], city=city)


def _read_in(draft: Draft, city: str) -> Iterator[Document]:
    if city in draft.cities:
        yield draft.cities[city].document
    for topic in draft.topics.values():
        yield from (found.file.document for found in topic.values())
    for survey in draft.surveys.values():
        if city in survey.survey.cities:
            yield from (file.document for file in survey.files.values())


def time_zones(draft: Draft) -> Iterator[Problem]:
    for found in draft.cities.values():
        zone = found.city.time_zone
        try:
            ZoneInfo(zone or "UTC")
        except (ZoneInfoNotFoundError, ValueError, OSError):
            yield found.document.problem(("time_zone",), "ZONE", value=zone)


def without_law(draft: Draft) -> Iterator[Problem]:
    for topic in draft.topics.values():
        for city in draft.known:
            sound = (f.file for f in topic.values() if f.file.path not in draft.broken)
            lacking = [file for file in sound if city not in law_of(file)]
            source = [file for file in lacking if file.lang == SOURCE]
            for file in source or lacking:
                yield problem(file.path, START, "CITY-LAW", city=city)


def without_helper(draft: Draft) -> Iterator[Problem]:
    for topic in draft.topics.values():
        source = topic.get(SOURCE)
        if source is None or source.file.path in draft.broken:
            continue
        for city, found in draft.cities.items():
            if found.document.path in draft.broken or city not in law_of(source.file):
                continue
            if not serves(found.city, source.needs):
                values = {"city": city, "needs": ", ".join(source.needs)}
                yield source.file.document.problem(("help",), "CITY-HELPER", **values)


def deep_links(draft: Draft) -> Iterator[Problem]:
    """The longest real combination must fit into a start parameter."""
    for id_, files in draft.topics.items():
        asked = (
            Opened(c, la, id_, None, LONGEST_SOURCE) for c, la in product(draft.known, LANGUAGES)
        )
        if SOURCE in files and not _all_fit(asked):
            yield problem(files[SOURCE].file.path, START, "DEEP-LINK", value=id_)
    for id_, found in draft.surveys.items():
        cities = found.survey.cities
        asked = (Opened(c, la, None, id_, LONGEST_SOURCE) for c, la in product(cities, LANGUAGES))
        if not _all_fit(asked):
            yield problem(found.document.path, START, "DEEP-LINK", value=id_)


def _all_fit(asked: Iterable[Opened]) -> bool:
    try:
        for opened in asked:
            link(opened)
    except ValueError:
        return False
    return True


def clashes(draft: Draft) -> Iterator[Problem]:
    tags = (
        *(("city", d.city.tag, id_, d.document.path) for id_, d in draft.cities.items()),
        *(
            ("topic", topic_tag(id_), id_, next(iter(files.values())).file.path)
            for id_, files in draft.topics.items()
            if files
        ),
        *(("survey", d.survey.tag, id_, d.document.path) for id_, d in draft.surveys.items()),
    )
    seen: dict[tuple[str, int], str] = {}
    for kind, tag, id_, path in tags:
        other = seen.setdefault((kind, tag), id_)
        if other != id_:
            yield problem(path, START, "CLASH", value=id_, other=other)


def old(draft: Draft, today: date) -> Iterator[Problem]:
    for day, found in _checked(draft, "OLD"):
        if day < today - YEAR:
            yield found


def ahead(draft: Draft, today: date) -> Iterator[Problem]:
    for day, found in _checked(draft, "AHEAD"):
        if day > today:
            yield found


def _checked(draft: Draft, code: str) -> Iterator[tuple[date, Problem]]:
    """Every day of a check that was read, with the problem to tell if it is a bad one."""
    for document in draft.documents():
        for trail, value in document.texts.items():
            if trail[-1:] == ("checked",) and (day := as_day(value)):
                yield day, document.problem(trail, code, day=day)
