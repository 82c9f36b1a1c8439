"""Files as they were read: typed values still beside the lines they came from, for the checks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.content.tree import Document
from bot.core.model import City, Lang, Myth, Part, Survey, TopicText


@dataclass(frozen=True, slots=True)
class Chunk:
    """Markdown that the same residents read, with the line where it begins."""

    line: int
    source: str
    part: Part | None = None
    cities: tuple[str, ...] | None = None
    """None: read everywhere."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of words in one language."""

    document: Document
    lang: Lang
    version: int
    """Of the source; in a translation, of the source it was made from."""
    chunks: tuple[Chunk, ...] = ()
    is_source: bool = False
    """The others translate it."""

    @property
    def path(self) -> str:
        return self.document.path


@dataclass(frozen=True, slots=True)
class CityDraft:
    document: Document
    city: City


@dataclass(frozen=True, slots=True)
class TopicFile:
    file: File
    text: TopicText
    """Its parts are still empty: they need all cities."""
    needs: tuple[str, ...]
    order: int
    cities: tuple[str, ...] = ()
    """Whose own topic it is, in every language the same; empty: everybody's."""

    def is_read_in(self, city: str) -> bool:
        return not self.cities or city in self.cities


@dataclass(frozen=True, slots=True)
class SurveyDraft:
    document: Document
    """The structure."""
    survey: Survey
    files: Mapping[Lang, File]


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that was read, also what has problems."""

    known: tuple[str, ...]
    """Ids of all cities, also of those whose file cannot be read."""
    cities: Mapping[str, CityDraft]
    topics: Mapping[str, Mapping[Lang, TopicFile]]
    surveys: Mapping[str, SurveyDraft]
    pages: Mapping[str, Mapping[Lang, File]]
    broken: frozenset[str] = frozenset()
    """Paths of the files that could not be read as they should."""

    def sound_surveys(self) -> Iterator[SurveyDraft]:
        """Those whose structure can be judged."""
        yield from (d for d in self.surveys.values() if d.document.path not in self.broken)

    def translations(self) -> Iterator[Mapping[Lang, File]]:
        """The files of each text, by language."""
        yield from (
            {lang: topic.file for lang, topic in files.items()} for files in self.topics.values()
        )
        yield from (draft.files for draft in self.surveys.values())
        yield from self.pages.values()

    def chunks(self) -> Iterator[tuple[File, Chunk]]:
        """All Markdown, with the file it stands in."""
        for files in self.translations():
            for file in files.values():
                yield from ((file, chunk) for chunk in file.chunks)

    def documents(self) -> Iterator[Document]:
        """Every file, once."""
        yield from (draft.document for draft in self.cities.values())
        yield from (draft.document for draft in self.surveys.values())
        yield from (file.document for files in self.translations() for file in files.values())


@dataclass(frozen=True, slots=True)
class Files:
    """The paths that have a place, by kind and id."""

    cities: dict[str, str] = field(default_factory=dict)
    topics: dict[str, dict[str, str]] = field(default_factory=dict)
    surveys: dict[str, dict[str, str]] = field(default_factory=dict)
    pages: dict[str, dict[str, str]] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)
    """Paths of the files that stand in the folder of what was written here."""


NO_MYTH = Myth("", true=False, because="")
