"""What every screen is made from: the catalogue, the reader's place, the day and fresh chance."""

from dataclasses import dataclass
from datetime import date

from bot.core.model import LANGUAGES, Catalogue, City, Lang, Survey, Words
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

    def word(self, words: Words) -> str:
        """A moderator's text as this person reads it."""
        lang = self.lang_of(words)
        return words[lang] if lang else ""

    def lang_of(self, words: Words) -> Lang | None:
        """In which language they read it: their own, else the city's first."""
        fallback = self.city.languages if self.city else ()
        return next(
            (lang for lang in (self.place.lang, *fallback, *LANGUAGES) if lang in words), None
        )
