"""Tells the language of a sentence by its small words, so that none stays untranslated."""

from collections.abc import Iterator
from functools import lru_cache

from bot.content.prose.finding import Finding, found
from bot.content.prose.language import Language
from bot.content.prose.languages import KNOWN
from bot.content.prose.lookup import small, vocabulary
from bot.content.prose.reading import sentences
from bot.core.model import Lang

ENOUGH = 3
"""Small words of another language, beside none of the right one."""


def foreign(source: str, language: Language) -> Iterator[Finding]:
    """The first sentence that is in another of the languages."""
    if not _may_be_foreign(source, language):
        return
    for start, end in sentences(source):
        other = _other(small(source[start:end]), language)
        if other:
            yield found("WRONG-LANGUAGE", start, lang=other)
            return


def copied(source: str, twin: str, language: Language) -> Iterator[Finding]:
    """A text that stands in English as it is; names have no small words and may."""
    if language.lang == "en" or source != twin:
        return
    telling = KNOWN["en"].common.intersection(vocabulary(source)) - language.common
    if telling and len(small(source)) > 1:
        yield found("WRONG-LANGUAGE", 0, lang="en")


def _may_be_foreign(source: str, language: Language) -> bool:
    return len(vocabulary(source) & _elsewhere(language.lang)) >= ENOUGH


@lru_cache(maxsize=len(KNOWN))
def _elsewhere(lang: Lang) -> frozenset[str]:
    """The small words of all the other languages."""
    return frozenset().union(*(other.common for other in KNOWN.values() if other.lang != lang))


def _other(sentence: tuple[str, ...], language: Language) -> Lang:
    if not language.common.isdisjoint(sentence):
        return ""
    counts = {
        other.lang: sum(word in other.common for word in sentence) for other in KNOWN.values()
    }
    likely = max(counts, key=lambda lang: counts[lang])
    return likely if counts[likely] >= ENOUGH else ""
