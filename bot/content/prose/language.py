"""What the rules know of one language: its limits, and its words to put others in place of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.model import Lang


@dataclass(frozen=True, slots=True)
class Steering:
    """Patterns over a survey's question in small letters: what leads or confuses who answers."""

    leading: str
    """It tells which answer is expected."""
    double: str
    """It asks two things at once."""
    negations: str
    """It denies twice."""
    absolute: str
    """It leaves no room between all and nothing."""


@dataclass(frozen=True, slots=True)
class Language:
    lang: Lang
    most_level: int
    """LIX. Highest of the shipped texts and room for six more: texts that are at least as easy
    as those that residents were tried with stay quiet."""
    common: frozenset[str]
    """Frequent small words that none of the other four languages has."""
    office: Mapping[str, str]
    """Words of offices and what people say. Forms of one word stand beside each other: a|b."""
    terms: Mapping[str, str]
    """Words that the glossary has another one for, written as `office` is. Capitals count."""
    steering: Steering
    letters: Mapping[str, str] = field(default_factory=dict)
    """Words typed without the marks on their letters, and how they are written."""


def small(words: str) -> frozenset[str]:
    """Words with spaces between them."""
    return frozenset(words.split())
