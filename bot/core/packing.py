"""The number that a button holds: written and read field by field, the first least significant."""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias, TypeVar

from bot.core.model import LANGUAGES, Catalogue, Question, Survey
from bot.core.sheet import Place

LANG = 8
CITY = (1 << 12) + 1

T = TypeVar("T")


class BadButton(ValueError):
    """Bytes that name no event here. `survey`: they named a survey that is not in the catalogue."""

    def __init__(self, *, survey: bool = False) -> None:
        super().__init__("no event of this catalogue")
        self.survey = survey
        self.place: Place | None = None


class Writer:
    """Builds the number; remembers the survey and question that later fields depend on."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.number = 0
        self.scale = 1
        self.survey: Survey
        self.question: Question

    def put(self, digit: int, size: int) -> None:
        if not 0 <= digit < size:
            raise ValueError("a field does not fit the wire")
        self.number += digit * self.scale
        self.scale *= size


class Reader:
    def __init__(self, catalogue: Catalogue, number: int) -> None:
        self.catalogue = catalogue
        self.number = number
        self.survey: Survey
        self.question: Question

    def take(self, size: int) -> int:
        self.number, digit = divmod(self.number, size)
        return digit

    def pick(self, values: Iterable[T]) -> T:
        """One of a fixed list, by its place."""
        known = tuple(values)
        return known[self.take(len(known))]


Field: TypeAlias = "tuple[Callable[[Writer, Any], None], Callable[[Reader], Any]]"
"""A pair (write, read). The table at the end checks nothing: the property test of wire does."""


def put_place(writer: Writer, place: Place) -> None:
    writer.put(LANGUAGES.index(place.lang), LANG)
    city = writer.catalogue.cities.get(place.city or "")
    writer.put(city.tag + 1 if city else 0, CITY)


def take_place(reader: Reader) -> Place:
    lang, tag = reader.take(LANG), reader.take(CITY)
    if lang >= len(LANGUAGES):
        raise BadButton
    city = next((c.id for c in reader.catalogue.cities.values() if c.tag + 1 == tag), None)
    return Place(LANGUAGES[lang], city)
