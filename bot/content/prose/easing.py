"""Rules on how hard a text is: its level, its longest sentences, labels that fill a phone."""

import textwrap
from collections.abc import Iterator, Sequence

from bot.content.prose.finding import Finding, found
from bot.content.prose.language import Language
from bot.content.prose.reading import length, level_of, sentences, words

FEWEST_WORDS = 80
"""Below it the level of a text is chance."""
MOST_WORDS = 26
"""The longest sentence of the shipped texts outside the law has 26 words."""
MOST_WORDS_OF_LAW = 30
LINE = 34
"""Characters that a line of a message holds on a phone of 320 pixels."""
MOST_LINES = 2


def hard(sources: Sequence[str], language: Language) -> Iterator[Finding]:
    """Of a whole file, whose pieces these are."""
    if sum(len(words(source)) for source in sources) < FEWEST_WORDS:
        return
    reached = level_of(sources, language.lang)
    if reached > language.most_level:
        yield found("READING", 0, level=round(reached), most=language.most_level)


def long_sentences(source: str, *, law: bool) -> Iterator[Finding]:
    most = MOST_WORDS_OF_LAW if law else MOST_WORDS
    for start, end in sentences(source):
        count = length(source, start, end)
        if count > most:
            yield found("SENTENCE", start, words=count, most=most)


def long_label(label: str, _language: Language) -> Iterator[Finding]:
    lines = len(textwrap.wrap(label, LINE))
    if lines > MOST_LINES:
        yield found("LONG-LABEL", 0, value=label, lines=lines, most=MOST_LINES)
