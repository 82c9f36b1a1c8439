"""Finds the words and phrases of a list in a text, however many the list has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.content.prose.plain import AT_ONCE, plain
from bot.content.prose.reading import WORD, words


@dataclass(frozen=True, slots=True)
class Phrase:
    code: str
    words: tuple[str, ...]
    exact: tuple[str, ...]
    """With its capitals; empty: any will do."""
    anchor: int
    """Its longest word, which is looked for first."""
    says: str
    """What is found with it."""

    def stands_at(self, first: int, source: str) -> bool:
        last = first + len(self.words)
        if first < 0 or small(source)[first:last] != self.words:
            return False
        return not self.exact or words(source)[first:last] == self.exact


@dataclass(frozen=True, slots=True)
class Lookup:
    phrases: Mapping[str, tuple[Phrase, ...]]
    """By their anchors."""

    def find(self, source: str) -> Iterator[tuple[int, str, Phrase]]:
        """Place, what stands there, and the phrase it is."""
        for word in self.phrases.keys() & vocabulary(source):
            for i in _places(small(source), word):
                for phrase in self.phrases[word]:
                    if phrase.stands_at(i - phrase.anchor, source):
                        yield *_written(source, i - phrase.anchor, phrase), phrase


def _places(seen: tuple[str, ...], word: str) -> Iterator[int]:
    at = -1
    for _ in range(seen.count(word)):
        at = seen.index(word, at + 1)
        yield at


def _written(source: str, first: int, phrase: Phrase) -> tuple[int, str]:
    """The place of a phrase whose first word has this number, and how it stands there."""
    found = _spans(source)[first : first + len(phrase.words)]
    return found[0][0], plain(source)[found[0][0] : found[-1][1]]


@lru_cache(maxsize=AT_ONCE)
def _spans(source: str) -> tuple[tuple[int, int], ...]:
    """Where each word begins and ends."""
    return tuple(found.span() for found in WORD.finditer(plain(source)))


@lru_cache(maxsize=AT_ONCE)
def small(source: str) -> tuple[str, ...]:
    """Its words in small letters."""
    return tuple(map(str.lower, words(source)))


@lru_cache(maxsize=AT_ONCE)
def vocabulary(source: str) -> frozenset[str]:
    return frozenset(small(source))


def phrases(code: str, listed: Mapping[str, str], *, capitals: bool = False) -> Iterator[Phrase]:
    """Of a list whose keys are forms with | between them."""
    for forms, says in listed.items():
        for form in forms.split("|"):
            of_form = small(form)
            anchor = of_form.index(max(of_form, key=len))
            yield Phrase(code, of_form, words(form) if capitals else (), anchor, says)


def lookup(found: Iterator[Phrase]) -> Lookup:
    by_anchor: dict[str, tuple[Phrase, ...]] = {}
    for phrase in found:
        anchor = phrase.words[phrase.anchor]
        by_anchor[anchor] = (*by_anchor.get(anchor, ()), phrase)
    return Lookup(by_anchor)
