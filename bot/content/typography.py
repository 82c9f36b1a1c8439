"""Sets spaces and quotation marks as a language has them, where nothing else can be meant."""

import re
from collections.abc import Callable, Mapping

from bot.core.model import Lang

NO_BREAK = "\u00a0"
AS_IT_IS = re.compile(r"https?://\S+|[\w.+-]+@[\w.-]+|`[^`]*`|\{#?[a-z_-]+\}|\]\([^)]*\)|<[^>]*>")
"""Parts of a line that are no prose."""
BEFORE = re.compile(r"(?<=\S) (?=[:;?!»](?:[\s)\]*_»”’\"]|$))")
BEHIND = re.compile(r"« (?=\S)")
MARKS: Mapping[Lang, tuple[str, str]] = {
    "fr": (f"«{NO_BREAK}", f"{NO_BREAK}»"),
    "nl": ("“", "”"),
    "en": ("“", "”"),
    "bg": ("„", "“"),
    "sq": ("“", "”"),
}
STRAIGHT = '"'
OPENS = re.compile(r"(?:^|[\s(\[*_])\Z")
CLOSES = re.compile(r"\A(?:[\s)\].,;:!?*_…]|$)")


def french(text: str) -> str:
    """The spaces that are there do not break: a line never begins with a colon."""
    return outside(text, lambda prose: BEHIND.sub(f"«{NO_BREAK}", BEFORE.sub(NO_BREAK, prose)))


def quoted(line: str, lang: Lang) -> str:
    """One pair of typewriter marks around words becomes the pair of the language."""
    hidden = AS_IT_IS.sub(lambda found: "\0" * len(found[0]), line)
    if hidden.count(STRAIGHT) != 2 or lang not in MARKS:  # noqa: PLR2004 - a pair
        return line
    first, last = hidden.index(STRAIGHT), hidden.rindex(STRAIGHT)
    before, inner, after = line[:first], line[first + 1 : last], line[last + 1 :]
    if not (OPENS.search(before) and CLOSES.search(after) and inner and inner == inner.strip()):
        return line
    opening, closing = MARKS[lang]
    return f"{before}{opening}{inner}{closing}{after}"


def outside(text: str, step: Callable[[str], str]) -> str:
    """The step done to what is prose."""
    found, end = [], 0
    for kept in AS_IT_IS.finditer(text):
        found += [step(text[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join((*found, step(text[end:])))
