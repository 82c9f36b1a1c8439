"""Checks of developers' words: each language has each key, with the placeholders of the English."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from bot.content.problem import START, Mark, Problem, problem
from bot.content.words import PLACEHOLDER, SOURCE, key_of, read_catalog, translated
from bot.core.model import LANGUAGES


def check_locales(folder: Path) -> tuple[Problem, ...]:
    catalogs = {lang: read_catalog(folder, lang) for lang in LANGUAGES}
    keys = {key_of(message): message for message in catalogs[SOURCE] if message.id}
    return tuple(
        found
        for lang, catalog in catalogs.items()
        for found in (*_missing(lang, catalog, keys), *_placeholders(lang, catalog, keys))
    )


def _path(lang: str) -> str:
    return f"locales/{lang}/LC_MESSAGES/bot.po"


def _missing(lang: str, catalog: Catalog, keys: Mapping[str, Message]) -> Iterator[Problem]:
    words = translated(catalog)
    lines = {key_of(message): _mark(message) for message in catalog if message.id}
    for key in keys:
        if key not in words:
            yield problem(_path(lang), lines.get(key, START), "WORD-MISSING", key=key, lang=lang)


def _placeholders(lang: str, catalog: Catalog, keys: Mapping[str, Message]) -> Iterator[Problem]:
    for message in catalog:
        source = keys.get(key_of(message))
        if not message.id or source is None or not message.string:
            continue
        differ = _names(message) ^ _names(source)
        if differ:
            names = ", ".join(sorted("{" + name + "}" for name in differ))
            values = {"key": key_of(message), "names": names}
            yield problem(_path(lang), _mark(message), "WORD-PLACEHOLDER", **values)


def _mark(message: Message) -> Mark:
    return message.lineno or 1, 1


def _names(message: Message) -> frozenset[str]:
    """Of all plural forms together: "one" may leave the number out."""
    forms = [message.string] if isinstance(message.string, str) else message.string or ()
    return frozenset(name for form in forms for name in PLACEHOLDER.findall(form))
