"""What of Markdown is read as words: the rest is blotted out, so that every place stays."""

import re
from functools import lru_cache

GAP = "\u200b"
"""Stands for each character that readers do not see as part of a word."""
END = "\f"
"""Ends a block: a heading, an item of a list, a paragraph."""
AT_ONCE = 256
"""Texts that are remembered: all rules look at one text before they look at the next."""

SETTINGS = re.compile(r"\A---\n.*?\n---(?=\n|\Z)", re.DOTALL)
LINE = re.compile(r"^((?:#{1,6}[ \t]|:::)[^\n]*)\n", re.MULTILINE)
BLOCK = re.compile(r"\n(?:[ \t]*\n)+|\n(?=[ \t]*(?:[-*+#|][ \t|]|\d{1,3}[.)][ \t]|:::))")
MARKER = re.compile(rf"{END}[ \t]*(?:[-*+]|\d{{1,3}}[.)]|#+|:::[^{END}]*)(?=\s|\Z)")
UNSEEN = re.compile(
    r"`[^`\f]*`|\{[^{}\f]*\}|\]\([^()\f]*(?:\([^()\f]*\)[^()\f]*)?\)|https?://[^\s)]+"
    r"|\[|\]|\*|_|<|>|\\"  # one by one: quick
)
MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")


@lru_cache(maxsize=AT_ONCE)
def plain(source: str) -> str:
    """As long as the source: a line break inside a paragraph is a space, one between two an END."""
    text = source
    if "\n" in source:
        text = LINE.sub(rf"\1{END}", SETTINGS.sub(_blot, source))
        text = BLOCK.sub(lambda found: END * len(found.group()), text).replace("\n", " ")
    text = MARKER.sub(lambda found: END + _blot(found)[1:], END + text)[1:]
    text = UNSEEN.sub(_blot, text)
    return MAIL.sub(_blot, text) if "@" in text else text


def _blot(found: re.Match[str]) -> str:
    return GAP * len(found.group())
