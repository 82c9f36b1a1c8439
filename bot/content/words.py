"""Developers' words: the gettext catalogues of five languages, compiled in memory at start."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.dates import format_date
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.core.model import LANGUAGES, Lang
from bot.core.screen import Say, Text, Value

SOURCE = "en"
LOCALES = {"fr": "fr_BE", "nl": "nl_BE", "en": "en_IE", "bg": "bg_BG", "sq": "sq_AL"}
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Dictionary:
    books: Mapping[Lang, GNUTranslations]
    """Each falls back to English."""
    keys: Mapping[Lang, frozenset[str]]
    """What each language really has, without its fallback."""

    @classmethod
    def load(cls, folder: Path) -> "Dictionary":
        return _dictionary(tuple(_source(folder, lang).read_bytes() for lang in LANGUAGES))

    def missing(self, keys: Iterable[str]) -> tuple[tuple[Lang, str], ...]:
        """The (language, key) pairs without words; must be empty when the program starts."""
        wanted = tuple(keys)
        return tuple((lang, k) for lang in LANGUAGES for k in wanted if k not in self.keys[lang])

    def template(self, lang: Lang, key: str, n: Value | None = None) -> str:
        """The words with their placeholders still open; English, then the key, where none exist."""
        book = self.books.get(lang, self.books[SOURCE])
        if isinstance(n, int):
            counted = book.ngettext(key, key, n)
            if counted != key:
                return counted
        return book.gettext(key)

    def say(self, lang: Lang, key: str, values: Mapping[str, Value] | None = None) -> str:
        values = values or {}
        return self.fill(lang, self.template(lang, key, values.get("n")), values)

    def fill(self, lang: Lang, template: str, values: Mapping[str, Value]) -> str:
        """One pass: braces inside a value, whoever typed them, are only characters."""
        return PLACEHOLDER.sub(
            lambda found: (
                self.shown(lang, values[found[1]]) if found[1] in values else found.group()
            ),
            template,
        )

    def shown(self, lang: Lang, value: Value) -> str:
        """A value as the reader of this language writes it."""
        match value:
            case Say(key, values):
                return self.say(lang, key, values)
            case Text(text):
                return text
            case date():
                return format_date(value, "long", locale=LOCALES.get(lang, LOCALES[SOURCE]))
            case str() | int():
                return str(value)


@lru_cache(maxsize=2)
def _dictionary(sources: tuple[bytes, ...]) -> Dictionary:
    """Compiling takes a quarter of a second: whoever opens several houses waits for it once."""
    catalogs = {lang: _parsed(file, lang) for lang, file in zip(LANGUAGES, sources, strict=True)}
    books = {lang: _compile(catalog) for lang, catalog in catalogs.items()}
    for lang in LANGUAGES:
        if lang != SOURCE:
            books[lang].add_fallback(books[SOURCE])
    return Dictionary(books, {lang: translated(catalog) for lang, catalog in catalogs.items()})


def read_catalog(folder: Path, lang: Lang) -> Catalog:
    return _parsed(_source(folder, lang).read_bytes(), lang)


def _source(folder: Path, lang: Lang) -> Path:
    return folder / lang / "LC_MESSAGES" / "bot.po"


def _parsed(source: bytes, lang: Lang) -> Catalog:
    return read_po(BytesIO(source), locale=lang, abort_invalid=True)


def _compile(catalog: Catalog) -> GNUTranslations:
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)


def translated(catalog: Catalog) -> frozenset[str]:
    """The keys that have words in every form."""
    return frozenset(
        key_of(message)
        for message in catalog
        if message.id and not message.fuzzy and _complete(message.string)
    )


def key_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _complete(string: str | tuple[str, ...] | list[str] | None) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)
