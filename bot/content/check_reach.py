"""Checks of whom a text reaches: cities and their law, doors, links, ages."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.content import markup
from bot.content.check_text import at
from bot.content.cursor import as_day, guessed, meant
from bot.content.draft import Chunk, Draft, File, TopicFile
from bot.content.load_topic import CITIES, law_of, serves, source_of
from bot.content.problem import START, Problem, problem
from bot.content.tags import topic_tag
from bot.content.tree import Document
from bot.core.event import Opened
from bot.core.model import LANGUAGES
from bot.core.wire import link

YEAR = timedelta(days=366)
LONGEST_SOURCE = "x" * 12
"""The name of a poster in a deep link, at its longest."""
OUTSIDE_UNION = ("tirana",)
_UNION_LAW = (
    r"\b(?:"
    # In every language: the official journal, the numbers of regulations and directives.
    r"eur-lex\.europa\.eu|20\d\d/\d{3,4}/E[UC]|20(?:1[4-9]|2\d)/\d{3,4}"
    r"|GDPR|RGPD|AVG|ОРЗД|RPMDH|DSA|DMA|NIS\s*2|eIDAS|ePrivacy|AI[ ‑-]Act|AI-verordening"
    # English and Dutch.
    r"|Digital (?:Services|Markets) Act|Data Act|Cyber Resilience Act"
    r"|EU[ ‑-](?:law|recht|wet|Charter|Regulation|Directive)"
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
    r")\b"
)
UNION_LAW = re.compile(_UNION_LAW.replace(" ", r"\s+"), re.IGNORECASE)
"""Names of European Union law in the five languages, also where a line ends inside of one."""
VEILED = re.compile(
    r"[&\\*_`\u00ad\u200b-\u200d\u2060]"
    r"(?:(?<=[\\\u00ad\u200b-\u200d\u2060])|(?<=&)#?\w+;|(?<=\w[*_`])[*_`]*\w)"
)
"""What makes the written words other ones than those that are read; the sign comes first: quick."""
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060"))


def unknown_cities(draft: Draft) -> Iterator[Problem]:
    for topic in draft.topics.values():
        for found in topic.values():
            yield from _unknown_owners(found, draft)
            yield from _unknown_blocks(found.file, draft)
    for survey in draft.surveys.values():
        for i, city in enumerate(survey.survey.cities):
            if city not in draft.known:
                values = {"city": city, **guessed(city, draft.known)}
                yield survey.document.problem(("cities", str(i)), "CITY", **values)


def _unknown_owners(found: TopicFile, draft: Draft) -> Iterator[Problem]:
    for i, city in enumerate(found.cities if found.file.is_source else ()):
        if city not in draft.known:
            values = {"city": city, **guessed(city, draft.known)}
            yield found.file.document.problem(("cities", str(i)), "CITY", **values)


def _unknown_blocks(file: File, draft: Draft) -> Iterator[Problem]:
    for chunk in file.chunks:
        for city in chunk.cities or ():
            if city not in draft.known:
                values = {"city": city, **guessed(city, draft.known)}
                yield problem(file.path, (chunk.line - 1, 1), "CITY", **values)


def union_law(draft: Draft) -> Iterator[Problem]:
    for city in OUTSIDE_UNION:
        if city in draft.known:
            yield from _union_law_in_blocks(draft, city)
            yield from _union_law_in_fields(draft, city)


def _union_law_in_blocks(draft: Draft, city: str) -> Iterator[Problem]:
    for file, chunk in _blocks_read_in(draft, city):
        for start, name in _union_names(chunk.source):
            yield problem(file.path, at(chunk, start), "EU-LAW", word=name, city=city)


def _blocks_read_in(draft: Draft, city: str) -> Iterator[tuple[File, Chunk]]:
    for topic in draft.topics.values():
        for found in topic.values():
            for chunk in found.file.chunks:
                if city in chunk.cities if chunk.cities else found.is_read_in(city):
                    yield found.file, chunk
    for page in draft.pages.values():
        yield from ((file, chunk) for file in page.values() for chunk in file.chunks)


@lru_cache(maxsize=65_536)
def _union_names(source: str) -> tuple[tuple[int, str], ...]:
    """Remembered, for all texts are checked when one changes."""
    if written := tuple((name.start(), name[0]) for name in UNION_LAW.finditer(source)):
        return written
    if not (veiled := VEILED.search(source)):
        return ()
    read = markup.styled(source).text.translate(UNSEEN)
    return tuple((veiled.start(), name[0]) for name in UNION_LAW.finditer(read))


def _union_law_in_fields(draft: Draft, city: str) -> Iterator[Problem]:
    for document in _read_in(draft, city):
        for trail, value in document.texts.items():
            names = _union_names(value)
            if names and trail[:1] != ("keywords",):
                yield document.problem(trail, "EU-LAW", word=names[0][1], city=city)


def _read_in(draft: Draft, city: str) -> Iterator[Document]:
    if city in draft.cities:
        yield draft.cities[city].document
    for topic in draft.topics.values():
        yield from (found.file.document for found in topic.values() if found.is_read_in(city))
    for survey in draft.surveys.values():
        if city in survey.survey.cities:
            yield from (file.document for file in survey.files.values())


def time_zones(draft: Draft) -> Iterator[Problem]:
    for found in draft.cities.values():
        zone = found.city.time_zone
        try:
            ZoneInfo(zone or "UTC")
        except (ZoneInfoNotFoundError, ValueError, OSError):
            near = meant(zone, available_timezones())
            yield found.document.problem(("time_zone",), "ZONE", value=zone, meant=near)


def without_law(draft: Draft) -> Iterator[Problem]:
    for topic in draft.topics.values():
        for city in draft.known:
            sound = [f for f in topic.values() if f.file.path not in draft.broken]
            lacking = [f for f in sound if f.is_read_in(city) and city not in law_of(f)]
            source = [found for found in lacking if found.file.is_source]
            for found in source or lacking:
                yield _unserved(found, None, "LAW", city=city)


def without_helper(draft: Draft) -> Iterator[Problem]:
    for topic in draft.topics.values():
        source = source_of(topic) if topic else None
        if source is None or not source.file.is_source or source.file.path in draft.broken:
            continue
        for city, found in draft.cities.items():
            if found.document.path in draft.broken or city not in law_of(source):
                continue
            if not serves(found.city, source.needs):
                needs = ", ".join(source.needs)
                yield _unserved(source, "help", "HELPER", city=city, needs=needs)


def _unserved(found: TopicFile, key: str | None, lacks: str, **values: str) -> Problem:
    """An error in a topic that a city wrote for itself: nobody at all would read it."""
    if found.cities:
        return found.file.document.problem((key or CITIES,), f"OWN-{lacks}", **values)
    if key is None:
        return problem(found.file.path, START, f"CITY-{lacks}", **values)
    return found.file.document.problem((key,), f"CITY-{lacks}", **values)


def deep_links(draft: Draft) -> Iterator[Problem]:
    """The longest real combination must fit into a start parameter."""
    for id_, files in draft.topics.items():
        asked = (
            Opened(c, la, id_, None, LONGEST_SOURCE) for c, la in product(draft.known, LANGUAGES)
        )
        if files and not _all_fit(asked):
            yield problem(source_of(files).file.path, START, "DEEP-LINK", value=id_)
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
