"""A new topic: the skeleton of one that is there, under a name of its own."""

import asyncio
from collections.abc import Mapping
from itertools import count

from starlette.responses import Response

from bot.console.guard import Act
from bot.console.survey import NOTHING
from bot.console.text_box import written
from bot.console.text_files import SHARED, Kind, Text, texts
from bot.console.text_pattern import Beginning
from bot.console.text_typed import Typed
from bot.console.visit import MODERATOR, Visit
from bot.content.skeleton import skeletons
from bot.core.model import Lang

LONGEST_ID = 20
WHOSE = ("all", "mine")


async def new(visit: Visit) -> Response:
    return await _new(visit)


async def _new(
    visit: Visit, wrong: Mapping[str, str] = NOTHING, typed: Mapping[str, str] = NOTHING
) -> Response:
    found = [text for text in await asyncio.to_thread(texts, visit) if text.kind is Kind.TOPIC]
    topics = visit.house.content.topics
    patterns = [(text.id, topics[text.id]) for text in found if text.id in topics]
    return visit.page(
        "text_new",
        status=400 if wrong else 200,
        patterns=[
            (id_, visit.word({g: t.title for g, t in topic.text.items()}))
            for id_, topic in patterns
        ],
        wrong=wrong,
        typed=typed,
    )


async def begin(visit: Visit) -> Response:
    """The box with the skeleton; nothing is kept until it is published."""
    typed = {name: await visit.typed(name) for name in ("title", "of", "whose")}
    known = {text.id: text for text in await asyncio.to_thread(texts, visit)}
    pattern = known.get(typed["of"])
    if not typed["title"]:
        return await _new(visit, {"title": visit.say("console.text.new.no_title")}, typed)
    if pattern is None or pattern.kind is not Kind.TOPIC:
        return await _new(visit, {"of": visit.say("console.text.new.no_pattern")}, typed)
    if typed["whose"] not in WHOSE:
        return await _new(visit, {"whose": visit.say("console.text.new.no_whose")}, typed)
    mine = typed["whose"] == "mine"
    owners = (visit.staff.city,) if mine else ()
    languages = visit.city.languages if mine else SHARED
    text = Text(Kind.TOPIC, _free(visit, typed["title"]), {}, languages, owners)
    words = await asyncio.to_thread(_pattern, visit, pattern, languages[0])
    settings = await asyncio.to_thread(visit.house.texts.read, pattern.path(pattern.source))
    beginning = Beginning(typed["title"], str(visit.today), owners)
    box = beginning.like(settings or "", words)
    return await written(visit, Typed(text, languages[0], box, None, "", None, box))


def _pattern(visit: Visit, pattern: Text, lang: Lang) -> str:
    """In this language, else in its own."""
    found = (visit.house.texts.read(pattern.path(g)) for g in (lang, pattern.source))
    return next((words for words in found if words), "")


def _free(visit: Visit, title: str) -> str:
    """An id like the title, in Latin letters, that no topic has."""
    stem = "-".join(skeletons(title))[:LONGEST_ID].strip("-") or "topic"
    files = visit.house.shelf.folder / Kind.TOPIC, visit.house.own.folder / Kind.TOPIC
    names = (stem if n == 1 else f"{stem}-{n}" for n in count(1))
    return next(name for name in names if not any((folder / name).exists() for folder in files))


ADDRESSES: dict[str, dict[str, Act]] = {
    "/texts/new": {"GET": Act(MODERATOR, new), "POST": Act(MODERATOR, begin)},
}
