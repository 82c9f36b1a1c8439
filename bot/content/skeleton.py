"""One Latin form for a word however it is typed: with accents or without, Cyrillic or Latin."""

import re
import unicodedata

CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "j", "з": "z", "и": "i",
        "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
        "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "ch", "ш": "sh", "щ": "sht",
        "ъ": "a", "ь": "i", "ю": "iu", "я": "ia", "ё": "e", "э": "e", "ы": "i",
    }
)  # fmt: skip
LATIN = (
    # Bulgarian typed in Latin letters: 4 and 6 stand for two letters, but only inside a word.
    (re.compile(r"4(?=[a-z])|(?<=[a-z])4"), "ch"),
    (re.compile(r"6(?=[a-z])|(?<=[a-z])6"), "sh"),
    (re.compile(r"zh"), "j"),
    (re.compile(r"t[sz]"), "c"),
    (re.compile(r"kh|x"), "h"),
    (re.compile(r"q"), "ia"),
    (re.compile(r"w"), "v"),
    (re.compile(r"y"), "i"),
)
WORD = re.compile(r"[a-z0-9]+")


def skeletons(text: str) -> tuple[str, ...]:
    """The words of a text, folded; the same for what is written and what is searched."""
    # й would lose its breve, so Cyrillic goes first.
    latin = unicodedata.normalize("NFC", text.casefold()).translate(CYRILLIC)
    plain = "".join(c for c in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(c))
    for typed, form in LATIN:
        plain = typed.sub(form, plain)
    return tuple(WORD.findall(plain))
