"""How hard a text is to read: the LIX of C.-H. Björnsson (1968), for texts of one language.

LIX = words / sentences + 100 * long words / words, where a word of more than six letters is long
and a full stop, question mark, exclamation mark, colon or the end of a block ends a sentence.
Its bands were found for Swedish: one language is never compared with another.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from bot.content.prose.plain import AT_ONCE, END, GAP, plain
from bot.core.model import Lang

LONG = 6
SHORT = 20
"""Spaces."""
WORD = re.compile(r"\w+")
WHOLE = re.compile(r"\w+(?:[-’'.,/]\w+)*")
STOP = re.compile(rf"[.!?…{END}][.!?…{END}”“»’\"')\]{GAP}]{{0,99}}(?:(?<={END})\W*|\s[^\w{END}]*)")
"""With all that stands before the next word."""
SHORTENED = frozenset(
    {
        "art", "arts", "nr", "no", "st", "dr", "mr", "mrs", "ms", "mme", "bv", "bijv", "e.g",
        "i.e", "p", "чл", "ал", "т", "ул", "бул", "др", "проф", "p.sh",
    }
)  # fmt: skip
"""What a full stop shortens in the five languages, before a name or a number."""
LONGEST_SHORT = 6
LAST = re.compile(r"[\w.]+\Z")
DIGRAPHS = re.compile(r"dh|gj|ll|nj|rr|sh|th|xh|zh", re.IGNORECASE)
"""Each is one letter of the Albanian alphabet."""


def level(text: str, lang: Lang) -> float:
    """The LIX of a text in Markdown, its settings left out; 0.0 where there are no words."""
    return level_of((text,), lang)


def level_of(texts: Sequence[str], lang: Lang) -> float:
    """Of several texts as of one."""
    count = sum(len(words(text)) for text in texts)
    stops = sum(len(sentences(text)) + plain(text).count(": ") for text in texts)
    return count / stops + 100 * sum(_long(text, lang) for text in texts) / count if count else 0.0


def _long(text: str, lang: Lang) -> int:
    """How many of its words are long."""
    found = [word for word in words(text) if len(word) > LONG and word.isalpha()]
    if lang == "sq":
        return sum(len(DIGRAPHS.sub("x", word)) > LONG for word in found)
    return len(found)


@lru_cache(maxsize=AT_ONCE)
def words(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(plain(text)))


@lru_cache(maxsize=AT_ONCE)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Where each begins and ends; headings and items of a list are sentences."""
    seen = plain(text)
    first = WORD.search(seen)
    if not first:
        return ()
    stops = STOP.finditer(seen, first.start())
    starts = [first.start(), *(stop.end() for stop in stops if _is_end(seen, stop)), len(seen)]
    return tuple((start, end) for start, end in pairwise(starts) if start < end)


def _is_end(text: str, stop: re.Match[str]) -> bool:
    if END in stop.group():
        return True
    if text[stop.end() : stop.end() + 1].islower():
        return False
    last = LAST.search(text, max(0, stop.start() - LONGEST_SHORT), stop.start())
    return not last or last.group().lower() not in SHORTENED


def length(text: str, start: int, end: int) -> int:
    """Of a piece, in words; a hyphen, an apostrophe or a decimal point does not make two of one."""
    seen = plain(text)
    # Most are short: their spaces tell so, sooner than their words.
    spaces = seen.count(" ", start, end)
    return spaces if spaces < SHORT else len(WHOLE.findall(seen, start, end))
