"""Finds the topics that a typed text is about, in any of the five languages; nothing is kept."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from bot.content.skeleton import skeletons
from bot.core.model import LANGUAGES, Catalogue, Lang, TopicText

MOST = 5
MOST_WORDS = 24
"""Of a typed text; what comes later is not searched."""
LEAST_COVER = 0.6
"""The share of a typed word's trigrams that title and keywords must have for it to count."""
LEAST_COVER_IN_TEXT = 0.75
LEAST_SCORE = 0.75
NEAR = 0.5
"""A topic is told beside the best one from this share of its score on."""
STRONG = 3.0
"""How much more a title or keyword says than a word of the text."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One topic in one language, as trigrams."""

    topic: str
    strong: frozenset[str]
    text: frozenset[str]


class Index:
    """Trigrams of a catalogue's topics, one list a language, made when first searched."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @cached_property
    def _entries(self) -> Mapping[Lang, Sequence[Entry]]:
        catalogue = self._catalogue
        return {
            lang: [
                _entry(topic.id, topic.text[lang])
                for topic in catalogue.topics.values()
                if lang in topic.text
            ]
            for lang in LANGUAGES
        }

    def find(self, text: str, lang: Lang, among: Collection[str]) -> tuple[str, ...]:
        """At most five topics, best first: those of the reader's language before the others."""
        typed = [word for word in dict.fromkeys(skeletons(text)) if len(word) > 1]
        words = [_trigrams((word,)) for word in typed[:MOST_WORDS]]
        order = sorted(LANGUAGES, key=lambda other: other != lang)
        entries = ([e for e in self._entries[other] if e.topic in among] for other in order)
        found = (topic for known in entries for topic in _good(known, words))
        return tuple(dict.fromkeys(found))[:MOST]


def _good(entries: Sequence[Entry], words: Sequence[frozenset[str]]) -> list[str]:
    """Topics with a word in title or keywords; where there is none, those with it in the text."""
    named = _scores([(e.topic, e.strong) for e in entries], words, LEAST_COVER)
    told = _scores([(e.topic, e.text) for e in entries], words, LEAST_COVER_IN_TEXT)
    chosen = {topic for topic, score in named.items() if score > 0} or set(told)
    scores = {topic: STRONG * named[topic] + told[topic] for topic in told if topic in chosen}
    least = max(LEAST_SCORE, NEAR * max(scores.values(), default=0.0))
    good = [topic for topic, score in scores.items() if score >= least]
    return sorted(good, key=lambda topic: -scores[topic])


def _scores(
    texts: Sequence[tuple[str, frozenset[str]]], words: Sequence[frozenset[str]], least: float
) -> Mapping[str, float]:
    """A word counts the more, the fewer topics have it."""
    scores = dict.fromkeys((topic for topic, _ in texts), 0.0)
    for word in words:
        covers = {topic: len(word & text) / len(word) for topic, text in texts}
        hits = {topic: cover**2 for topic, cover in covers.items() if cover >= least}
        rare = log((len(texts) + 1) / (len(hits) + 1)) if len(texts) > 1 else 1.0
        for topic, hit in hits.items():
            scores[topic] += hit * rare
    return scores


def _entry(topic: str, text: TopicText) -> Entry:
    strong = _trigrams(skeletons(" ".join((text.title, text.button, *text.keywords))))
    # Cities share most of their paragraphs.
    parts = (source for cities in text.parts.values() for source in cities.values())
    paragraphs = dict.fromkeys(block for source in parts for block in source.split("\n\n"))
    words = skeletons(" ".join((text.myth.says, text.myth.because, *paragraphs)))
    return Entry(topic, strong, strong | _trigrams(words))


def _trigrams(words: Iterable[str]) -> frozenset[str]:
    """With the edges of each word, so that the shortest words have some too."""
    padded = (f" {word} " for word in words)
    return frozenset(word[i : i + 3] for word in padded for i in range(len(word) - 2))
