"""Personal data written so that machines pass over it: "jan apenstaartje telenet punt be"."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from phonenumbers import NumberParseException, is_valid_number, parse

from bot.personal.numbers import REGIONS, Span

_SIGN: Final = (
    r"arr?oba(?:s|[sz]e)?|ape?n?staartje|aapje|кльомба|кльомбичка|kl[iyj]omba"
    r"|маймунско(?: ?[аa])?|ma[ijy]munsko(?: ?a)?|маймунка|ma[ijy]munka|at[- ]sign"
)
"""What "@" is called in the five languages; in Bulgarian also in Latin letters."""
_OPEN, _SHUT = r" ?[(\[{<*] ?", r" ?[)\]}>*] ?"
_AT: Final = rf"(?:{_OPEN}(?:at|a|et|ат|ет|@|{_SIGN}){_SHUT}|[ _-](?:{_SIGN})[ _-]| ?@ ?)"
"""It stands for nothing else."""
_DOT_WORD: Final = r"dot|period|point|punt|точка|to[ck]h?ka|pik[eëa]"
_SAID_DOT: Final = rf"(?:{_OPEN}(?:{_DOT_WORD}|\.){_SHUT}|[ _-](?:{_DOT_WORD})[ _-])"
_DOT: Final = rf"(?:{_SAID_DOT}| ?\.)"
_JOINT: Final = rf"(?:{_DOT}|[_+-]|[ _-](?:underscore|dash|tiret|streepje|тире|viz[eë])[ _-])"
_LABEL: Final = r"[^\W_]{1,40}+"
_LOCAL: Final = rf"(?<![^\W_]){_LABEL}(?:{_JOINT}{_LABEL}){{0,3}}"
_HOST: Final = rf"{_LABEL}(?:(?:{_DOT}|-){_LABEL}){{0,2}}?"
_ENDING: Final = (
    r"(?:com|org|net|be|ie|bg|al|eu|brussels|gent|gov|info|io|me|fr|nl|de|uk|it|бг|ком|ею)(?!\w)"
)
_FRENCH_ENDING: Final = r"(?:com|org|net|eu|fr|brussels)(?!\w)"
"""In French prose "point" stands before the other ones as well."""
_PROVIDER: Final = (
    r"(?:g ?mail|google ?mail|hotmail|outlook|yahoo|icloud|proton(?:mail)?|live|telenet|skynet"
    r"|proximus|belgacom|scarlet|voo|eircom|abv|абв|mail|мейл|джимейл|yandex|albmail)(?!\w)"
)
_NO_HOST: Final = r"(?!(?:the|that|this|a|an|one|some|every|each|my|your|our|which|what|any|no) )"

_MAILS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_LOCAL}{_AT}{_HOST}{_DOT}{_ENDING}",
        rf"{_LOCAL}{_AT}{_PROVIDER}",
        rf"{_LOCAL}[ _-](?:at|chez|на|na)[ _-]{_PROVIDER}{_DOT}{_ENDING}",
        rf"{_LOCAL}[ _-](?:at|chez)[ _-]{_NO_HOST}{_HOST}[ _-]point[ _-]{_FRENCH_ENDING}",
        rf"{_LOCAL}[ _-]at[ _-]{_NO_HOST}{_HOST}(?![ _-]point){_SAID_DOT}{_ENDING}",
    )
)
_SPACED: Final = tuple(
    re.compile(rf"(?<![\w+]){pattern}(?![0-9])")
    for pattern in (
        r"(?:\+|00|0)[0-9]{2,3}([ ._,;:|/*~-]{1,3}+)[0-9]{1,4}(?:\1[0-9]{1,4}){0,8}",
        r"[+0][0-9]([_|*~]{1,3}+)[0-9]{1,4}(?:\1[0-9]{1,4}){0,8}",
        r"(?:0|\+ ?[0-9])([ ._,;:|/*~-]{1,3}+)[0-9](?:\1[0-9]){6,14}",
        r"0[0-9]{1,3}[ ._-]{2,5}[0-9]{6,8}",
    )
)
"""One sign between all parts, and no list of numbers of two digits: "tram 04, 12 and 92"."""


def mails(text: str) -> Iterator[Span]:
    for pattern in _MAILS:
        yield from (match.span() for match in pattern.finditer(text))


def phones(text: str) -> Iterator[Span]:
    """Telephones with signs between their digits that telephones do not have."""
    for match in (match for pattern in _SPACED for match in pattern.finditer(text)):
        digits = re.sub(r"[^0-9+]", "", match[0])
        if not _is_counted(digits) and any(_is_valid(digits, region) for region in REGIONS):
            yield match.span()


def _is_counted(digits: str) -> bool:
    """0 1 2 3: somebody counts."""
    return {ord(after) - ord(before) for before, after in pairwise(digits)} in ({1}, {-1})


def _is_valid(digits: str, region: str) -> bool:
    try:
        return is_valid_number(parse(digits, region))
    except NumberParseException:
        return False
