"""Rules on single words: office words, words of another glossary, letters without their marks."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from operator import itemgetter

from bot.content.prose.finding import Finding, found
from bot.content.prose.language import Language
from bot.content.prose.languages import KNOWN
from bot.content.prose.lookup import Lookup, lookup, phrases
from bot.core.model import Lang

VALUE = {"OFFICE-WORD": "plain", "TERM": "term", "DIACRITICS": "meant"}
"""What each list gives."""


def words(source: str, language: Language) -> Iterator[Finding]:
    for at, word, phrase in sorted(_lookup(language.lang).find(source), key=itemgetter(0)):
        says = phrase.says.capitalize() if _is_capital(phrase.code, word) else phrase.says
        yield found(phrase.code, at, word=word, **{VALUE[phrase.code]: says})


def _is_capital(code: str, word: str) -> bool:
    return code == "DIACRITICS" and word[0].isupper()


@lru_cache(maxsize=len(KNOWN))
def _lookup(lang: Lang) -> Lookup:
    language = KNOWN[lang]
    return lookup(
        chain(
            phrases("OFFICE-WORD", language.office),
            phrases("TERM", language.terms, capitals=True),
            phrases("DIACRITICS", language.letters),
        )
    )
