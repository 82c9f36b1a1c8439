"""Reads `topics/<topic>/<lang>.md` and, once all cities are known, composes the topic."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
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


def topic_file(path: str, lang: Lang, text: str, problems: list[Problem]) -> TopicFile:
    settings, body = front(path, text, problems)
    root = settings_of(path, settings, problems)
    number = version(root, lang, WORDS + (("help", "order") if lang == SOURCE else ()))
    words = TopicText(
        title=root["title"].text(),
        button=root["button"].text(),
        myth=_myth(root["myth"]),
        parts={},
        keywords=tuple(item.text() for item in root["keywords"].items()),
        checked=root["checked"].day() or date.min,
    )
    return TopicFile(
        File(root.document, lang, number, chunks(path, body, problems) if settings else ()),
        words,
        root["help"].choices(NEEDS),
        root["order"].number(0, MOST_VERSIONS),
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
    source = files[SOURCE]
    text = {
        lang: replace(file.text, parts=_parts(file.file.chunks, cities))
        for lang, file in files.items()
    }
    lawful = (c for c in cities.values() if all(c.id in law_of(f.file) for f in files.values()))
    served = frozenset(c.id for c in lawful if serves(c, source.needs))
    return Topic(id_, text, source.needs, served, topic_tag(id_))


def law_of(file: File) -> frozenset[str]:
    """The cities with a block of their own in the section law."""
    return frozenset(
        city for chunk in file.chunks if chunk.part is Part.LAW for city in chunk.cities or ()
    )


def serves(city: City, needs: Collection[str]) -> bool:
    return any(helper.need in needs for helper in city.helpers)


def _parts(found: Sequence[Chunk], cities: Mapping[str, City]) -> Mapping[Part, Mapping[str, str]]:
    return {
        part: {city: text for city in ("", *cities) if (text := compose(found, part, city))}
        for part in SECTIONS
    }
