"""What every screen is made from: the catalogue, the reader's place, the day and fresh chance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.core.model import LANGUAGES, Catalogue, City, Lang, Survey, Words
from bot.core.screen import Text
from bot.core.sheet import (
    Place,
)


@dataclass(frozen=True, slots=True)
class Here:
    catalogue: Catalogue
    place: Place
    today: date
    seed: int
    nonce: bytes

    @property
    def city(self) -> City | None:
        return self.catalogue.cities.get(self.place.city or "")

    def survey(self, survey: str) -> Survey:
        return self.catalogue.surveys[survey]

    def text(self, words: Words) -> Text:
        """A moderator's text as this person reads it; the screen tells if it is foreign to them."""
        return Text(self.word(words), self.foreign(words))

    def word(self, words: Words) -> str:
        """The same alone. Names of cities and offices are shown so: they are only names."""
        return word_in(words, self.place.lang, self.city)

    def foreign(self, words: Mapping[Lang, object]) -> Lang:
        """Where they lack this person's language: the one that is read in its place; else empty."""
        lang = language_in(words, self.place.lang, self.city)
        return "" if lang in {None, self.place.lang} else str(lang)


def language_in(words: Mapping[Lang, object], lang: Lang, city: City | None) -> Lang | None:
    """In which language a person in this city reads a text: their own, else the city's first."""
    fallback = city.languages if city else ()
    return next((wanted for wanted in (lang, *fallback, *LANGUAGES) if wanted in words), None)


def word_in(words: Words, lang: Lang, city: City | None) -> str:
    found = language_in(words, lang, city)
    return words[found] if found else ""
