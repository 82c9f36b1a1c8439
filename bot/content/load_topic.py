"""Reads `topics/<topic>/<lang>.md` and, once all cities are known, composes the topic."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.content.cursor import Cursor, cursor, empty
from bot.content.draft import NO_MYTH, Chunk, File, TopicFile
from bot.content.load_city import NEEDS
from bot.content.problem import Problem
from bot.content.sections import SECTIONS, chunks, compose, front
from bot.content.tags import topic_tag
from bot.content.tree import parse
from bot.content.words import SOURCE
from bot.core.model import City, Lang, Myth, Part, Topic, TopicText

MOST_VERSIONS = 9999
WORDS = ("title", "button", "keywords", "checked", "myth")
SETTINGS = ("help", "order")
"""What is the same in every language stands in the source alone."""
CITIES = "cities"


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose topic it is, and in which language its source is written."""

    cities: tuple[str, ...] = ()
    """Those that wrote it for themselves; empty: everybody's."""
    source: Lang = SOURCE


EVERYBODYS = Whose()


def named(texts: Mapping[Lang, str]) -> Whose:
    """As the file has it that names cities; everybody's where none does."""
    for lang, text in texts.items():
        if f"\n{CITIES}:" in text:
            settings, _ = front("", text, [])
            if found := settings_of("", settings, [])[CITIES].ids():
                return Whose(found, lang)
    return EVERYBODYS


def topic_file(
    path: str, lang: Lang, text: str, problems: list[Problem], whose: Whose = EVERYBODYS
) -> TopicFile:
    settings, body = front(path, text, problems)
    root = settings_of(path, settings, problems)
    is_source = lang == whose.source
    needed, known = (SETTINGS, (CITIES,)) if is_source else ((), ())
    number = version(root, lang, (*WORDS, *needed), known, whose.source)
    root[CITIES].ids()
    words = TopicText(
        title=root["title"].text(),
        button=root["button"].text(),
        myth=_myth(root["myth"]),
        parts={},
        keywords=tuple(item.text() for item in root["keywords"].items()),
        checked=root["checked"].day() or date.min,
    )
    return TopicFile(
        File(
            root.document,
            lang,
            number,
            chunks(path, body, problems) if settings else (),
            is_source,
        ),
        words,
        root["help"].choices(NEEDS),
        root["order"].number(0, MOST_VERSIONS),
        whose.cities,
    )


def settings_of(path: str, settings: str, problems: list[Problem]) -> Cursor:
    if not settings:
        return empty(path, problems)
    return cursor(parse(path, settings, problems), problems)


def version(
    root: Cursor,
    lang: Lang,
    needed: tuple[str, ...],
    known: tuple[str, ...] = (),
    source: Lang = SOURCE,
) -> int:
    """The number of the source, or of the source that this file translates."""
    key = "version" if lang == source else "of"
    root.fields((key, *needed), known)
    return root[key].number(1, MOST_VERSIONS)


def _myth(root: Cursor) -> Myth:
    if not root.fields(("says", "true", "because")):
        return NO_MYTH
    return Myth(root["says"].text(), true=root["true"].flag(), because=root["because"].text())


def topic(id_: str, files: Mapping[Lang, TopicFile], cities: Mapping[str, City]) -> Topic:
    """A topic with all its languages; a city has it where every language has its law."""
    source = source_of(files)
    text = {
        lang: replace(file.text, parts=_parts(file.file.chunks, cities))
        for lang, file in files.items()
    }
    lawful = (c for c in cities.values() if all(c.id in law_of(f) for f in files.values()))
    served = frozenset(c.id for c in lawful if serves(c, source.needs))
    return Topic(id_, text, source.needs, served, topic_tag(id_), source.cities)


def source_of(files: Mapping[Lang, TopicFile]) -> TopicFile:
    """The file that the others translate; where it is missing, the first there is."""
    return next((f for f in files.values() if f.file.is_source), next(iter(files.values())))


def law_of(found: TopicFile) -> frozenset[str]:
    """The cities with words of their own in the section law.

    In a topic that one city wrote for itself every word is its own.
    """
    alone = found.cities if len(found.cities) == 1 else ()
    written = frozenset(
        city
        for chunk in found.file.chunks
        if chunk.part is Part.LAW
        for city in chunk.cities or (alone if _says_something(chunk) else ())
    )
    return frozenset(city for city in written if found.is_read_in(city))


def _says_something(chunk: Chunk) -> bool:
    """More than its heading."""
    return any(line and not line.startswith("#") for line in chunk.source.split("\n"))


def serves(city: City, needs: Collection[str]) -> bool:
    return any(helper.need in needs for helper in city.helpers)


def _parts(found: Sequence[Chunk], cities: Mapping[str, City]) -> Mapping[Part, Mapping[str, str]]:
    return {
        part: {city: text for city in ("", *cities) if (text := compose(found, part, city))}
        for part in SECTIONS
    }
