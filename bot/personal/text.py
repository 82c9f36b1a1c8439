"""Folds a text, character by character, so that look-alikes are read and places stay right."""

import unicodedata
from typing import Final

_DASHES: Final = dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\ufe58\ufe63\uff0d"), "-"
)
_SPACES: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\t\r\n"), " ")
_SIGNS: Final = {0xFF20: "@", 0xFF0E: ".", 0x2024: ".", 0xFF1A: ":", 0xFF0F: "/", 0xFF0B: "+"}
_SAME: Final = {**_DASHES, **_SPACES, **_SIGNS}


def folded(text: str) -> str:
    """As long as the text: any digit as 0-9, any space as a space, any dash as a hyphen."""
    return "".join(map(_one, text.translate(_SAME)))


def _one(character: str) -> str:
    if character.isascii():
        return character
    if character.isspace():
        return " "
    digit = unicodedata.digit(character, None)
    return character if digit is None else str(digit)
