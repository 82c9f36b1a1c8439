"""The texts of the catalogue as staff see them: which files each has, and who may change them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from typing import TypeAlias, assert_never

from bot.console.visit import Refused, Visit
from bot.content.cursor import is_id
from bot.content.load_city import STEWARDS
from bot.content.places import STRUCTURE, sort
from bot.content.sections import front
from bot.content.tree import Document, parse
from bot.content.words import SOURCE
from bot.core.model import LANGUAGES, Lang


class Kind(StrEnum):
    """The folders of the catalogue, in the order of the page."""

    CITY = "cities"
    TOPIC = "topics"
    SURVEY = "surveys"
    PAGE = "pages"


SHARED = (SOURCE, *(lang for lang in LANGUAGES if lang != SOURCE))
"""The languages of what every city reads."""
ALERT = "alert"
"""The one page that mostly is not there: it is begun here, and taken down when it is over."""
ENDINGS = {Kind.CITY: "yaml", Kind.TOPIC: "md", Kind.SURVEY: "yaml", Kind.PAGE: "md"}


@dataclass(frozen=True, slots=True)
class Text:
    """One text with the files of its languages."""

    kind: Kind
    id: str
    files: Mapping[Lang, str]
    """Language -> path of the file that is there; a city has one file, under ""."""
    languages: tuple[Lang, ...]
    """Those that it needs, its source first."""
    owners: tuple[str, ...] = ()
    """The cities whose own text it is; empty: every city reads it."""

    @property
    def source(self) -> Lang:
        return self.languages[0]

    def path(self, lang: Lang) -> str:
        """Of the file in this language, also where there is none yet."""
        name = f"{self.kind}/{self.id}"
        ending = ENDINGS[self.kind]
        return f"{name}.{ending}" if self.kind is Kind.CITY else f"{name}/{lang}.{ending}"

    def lang(self, path: str) -> Lang | None:
        """In which language this file of the text is; None: it is none of the text's."""
        wanted = ("",) if self.kind is Kind.CITY else LANGUAGES
        return next((lang for lang in wanted if self.path(lang) == path), None)


def texts(visit: Visit) -> tuple[Text, ...]:
    """Those that this visitor may change, in the order of the page. Reads the disk."""
    files = _files(visit)
    all_ = (_text(visit, kind, id_, paths) for kind, ids in files.items() for id_, paths in ids)
    order = list(visit.house.content.topics)
    mine = (text for text in all_ if is_mine(visit, text))
    return tuple(sorted(mine, key=lambda t: (tuple(Kind).index(t.kind), _place(order, t.id), t.id)))


def is_mine(visit: Visit, text: Text) -> bool:
    return not text.owners or visit.staff.city in text.owners


def opened(visit: Visit, *, new: bool = False) -> tuple[Text, Lang]:
    """The text of the address and its language; what one may not change is unknown, as is what
    does not exist. A file that is still missing can be opened, to be written; of a topic that
    does not exist at all only with `new`. Reads the disk.
    """
    path = visit.path("file")
    kind, id_ = _named(path)
    files = dict(_files(visit).get(kind, ())) if kind else {}
    if kind and (id_ in files or (new and kind is Kind.TOPIC and is_id(id_))):
        text = _text(visit, kind, id_, files.get(id_, {}))
        lang = text.lang(path)
        if lang is not None and is_mine(visit, text):
            return text, lang
    raise Refused(404, "console.error.unknown")


def _named(path: str) -> tuple[Kind | None, str]:
    kind, _, rest = path.partition("/")
    id_ = rest.partition("/")[0]
    return (Kind(kind) if kind in set(Kind) else None), id_.removesuffix(".yaml")


def _place(order: list[str], id_: str) -> int:
    return order.index(id_) if id_ in order else len(order)


Paths: TypeAlias = Mapping[str, str]


def _files(visit: Visit) -> Mapping[Kind, tuple[tuple[str, Paths], ...]]:
    """Of every kind each id with the paths of its files, by their names without ending."""
    shelf = visit.house.shelf
    files = sort(shelf.folder, [], shelf.own.folder)
    return {
        Kind.CITY: tuple((id_, {"": path}) for id_, path in files.cities.items()),
        Kind.TOPIC: tuple(files.topics.items()),
        Kind.SURVEY: tuple(files.surveys.items()),
        Kind.PAGE: tuple({ALERT: {}, **files.pages}.items()),
    }


def _text(visit: Visit, kind: Kind, id_: str, paths: Paths) -> Text:
    match kind:
        case Kind.CITY:
            return Text(kind, id_, paths, ("",), (id_,))
        case Kind.TOPIC:
            owners = _owners(visit, id_, paths)
            return Text(kind, id_, paths, needed(visit, owners) or SHARED, owners)
        case Kind.SURVEY:
            return _survey(visit, id_, paths)
        case Kind.PAGE:
            return Text(kind, id_, paths, SHARED)
        case _:
            assert_never(kind)


def _survey(visit: Visit, id_: str, paths: Paths) -> Text:
    """Its words alone: what it asks is changed on its own page, as long as it is a draft."""
    cities = named_cities(settings(visit, paths.get(STRUCTURE, "")))
    words = {lang: path for lang, path in paths.items() if lang != STRUCTURE}
    promised = needed(visit, cities) or tuple(words) or LANGUAGES
    source = SOURCE if SOURCE in words else promised[0]
    languages = tuple(dict.fromkeys((source, *promised, *words)))
    return Text(Kind.SURVEY, id_, words, languages, cities[:1] or ("?",))


def _owners(visit: Visit, id_: str, paths: Paths) -> tuple[str, ...]:
    """The cities that a topic names, in whichever of its files; where that one cannot be read,
    those that it is still served to.
    """
    found = (named_cities(settings(visit, path)) for path in paths.values())
    served = visit.house.content.topics.get(id_)
    return next(filter(None, found), served.own_of if served else ())


def keeps_owner(text: Text, lang: Lang, path: str, whole: str) -> bool:
    """Whose own text it is cannot be changed by writing another city into it, or none."""
    if text.kind is not Kind.TOPIC:
        return True
    named = named_cities(fields(path, whole))
    return named == text.owners or (not named and lang != text.source)


def keeps_stewards(visit: Visit, text: Text, whole: str) -> bool:
    """How many must agree is for who runs the bot to say, not for one of those who ask."""
    served = visit.house.content.cities.get(text.id)
    if text.kind is not Kind.CITY or served is None:
        return True
    wanted = fields(text.path(""), whole).texts.get(("stewards",), str(STEWARDS))
    return wanted == str(served.stewards)


def named_cities(document: Document) -> tuple[str, ...]:
    """What stands in the field `cities`."""
    found = (document.texts.get(("cities", str(i))) for i in range(len(document.texts)))
    return tuple(city for city in takewhile(bool, found) if city)


def needed(visit: Visit, cities: tuple[str, ...]) -> tuple[Lang, ...]:
    """The languages of these cities, the first city's first."""
    known = visit.house.content.cities
    found = (lang for city in cities if city in known for lang in known[city].languages)
    return tuple(dict.fromkeys(found))


def titled(visit: Visit, text: Text, documents: Iterable[Document]) -> str:
    """The first title that these files have, a city's in the reader's language; else the id.

    Pages have none: each has a name of ours.
    """
    if text.kind is Kind.PAGE:
        return visit.say(f"console.texts.page.{text.id}")
    key = ("name", visit.lang) if text.kind is Kind.CITY else ("title",)
    return next(filter(None, (found.texts.get(key, "") for found in documents)), "") or text.id


def title(visit: Visit, text: Text, lang: Lang) -> str:
    """As the file in this language has it. Reads the disk."""
    return titled(visit, text, (settings(visit, text.path(lang)),))


def settings(visit: Visit, path: str) -> Document:
    """The fields of a file, as far as they can be read."""
    return fields(path, words(visit, path) if path else "")


def words(visit: Visit, path: str) -> str:
    """What the file says; empty where it is not there or cannot be read."""
    try:
        return visit.house.texts.read(path) or ""
    except OSError:
        return ""


def fields(path: str, text: str) -> Document:
    """Of a text in YAML, or of the front matter of one in Markdown."""
    return parse(path, front(path, text, [])[0] if path.endswith(".md") else text, [])
