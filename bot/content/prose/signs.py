"""Rules on signs: quotation marks, spaces that must not break, alphabets, labels without words."""

import re
from collections.abc import Iterator

from bot.content.prose.finding import Finding, found
from bot.content.prose.language import Language
from bot.content.prose.lookup import vocabulary
from bot.content.prose.plain import END, GAP, plain
from bot.content.prose.reading import WORD
from bot.content.typography import MARKS, NO_BREAK, STRAIGHT

QUOTE = re.compile(r"[\"“”„«»]|\f")
WIDE = f"{NO_BREAK}\u202f"
EDGE = rf"(?=[\s)”»{GAP}{END}]|\Z)"
BREAKS = re.compile(rf" (?=[:;?!»]+{EDGE})|(?<=[\w)])(?=[:;?!»]+{EDGE})|«(?![{WIDE}])")
LATIN = re.compile(r"[A-Za-z](?:[Ѐ-ӿ]|(?<=[Ѐ-ӿ][A-Za-z]))")
CYRILLIC = re.compile(r"[Ѐ-ӿ](?:[A-Za-z]|(?<=[A-Za-z][Ѐ-ӿ]))")
"""A letter beside one of the other alphabet."""
ALONE = re.compile(r"(?<=[Ѐ-ӿ] )[AaBCcEeHKMOoPpTXxy](?=[ ,.])")
"""A letter that looks like one of the other alphabet, as a word of its own."""
LOOKS = frozenset("abcehkmoptxy")
READ = re.compile(r"\w")


def quotes(source: str, language: Language) -> Iterator[Finding]:
    """The first wrong mark; inside a pair of the right ones others may stand."""
    opening, closing = (mark.strip(NO_BREAK) for mark in MARKS[language.lang])
    inside = False
    for mark in QUOTE.finditer(plain(source)):
        if mark.group() == (closing if inside else opening):
            inside = not inside
        elif mark.group() == END:
            inside = False
        elif not inside or mark.group() == STRAIGHT:
            values = {"sign": mark.group(), "pair": "…".join(MARKS[language.lang])}
            yield found("QUOTES", mark.start(), **values)
            return


def breaks(source: str, language: Language) -> Iterator[Finding]:
    """French alone has these spaces."""
    if language.lang != "fr":
        return
    broken = BREAKS.search(plain(source))
    if broken:
        sign = source[broken.start() : broken.end() + 1].strip()
        yield found("NO-BREAK", broken.start(), sign=sign[:1])


def scripts(source: str, language: Language) -> Iterator[Finding]:
    mixed = LATIN if language.lang == "bg" else CYRILLIC
    if mixed.search(source):
        for word in WORD.finditer(plain(source)):
            if mixed.search(word.group()):
                yield found("SCRIPT", word.start(), word=word.group())
    if language.lang == "bg" and not LOOKS.isdisjoint(vocabulary(source)):
        for letter in ALONE.finditer(plain(source)):
            yield found("SCRIPT", letter.start(), word=letter.group())


def without_words(label: str, _language: Language) -> Iterator[Finding]:
    if label and not READ.search(label):
        yield found("EMOJI", 0, value=label)
