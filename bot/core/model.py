"""The catalogue: everything moderators write, loaded, checked and frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

LANGUAGES = ("fr", "nl", "en", "bg", "sq")
"""In the order in which they are offered; their place in this tuple is part of the wire format."""

PREFER_NOT = "prefer-not"
"""The option that every question has without declaring it: "Prefer not to say"."""

Lang: TypeAlias = str
Words: TypeAlias = Mapping[Lang, str]
"""One text of a moderator in each of its languages. Shipped texts have all five, a city's own at
least those of the city."""


class Type(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    YES_NO = "yes-no"
    NUMBER = "number"
    RANKING = "ranking"
    """Options put in order; `at_most` of them, or all, the first one first."""
    POINTS = "0-10"
    """Eleven points without declared options; their codes are "0" to "10"."""
    MONTH = "month"


class State(StrEnum):
    """A survey's life. It only ever moves forward."""

    DRAFT = "draft"
    OPEN = "open"
    ENDED = "ended"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    label: Words
    button: Words
    """At most 20 characters; the screen puts the option's number before it."""
    fixed: bool = False
    """Keeps its place when the others are shuffled ("none", "other", "don't know")."""
    alone: bool = False
    """In a multiple choice: takes no other option beside it ("none of these")."""


@dataclass(frozen=True, slots=True)
class Band:
    """A closed range of a number or month question, as releases publish it. None: an open end."""

    id: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    type: Type
    text: Words
    options: tuple[Option, ...] = ()
    """In the declared order, without "prefer not to say"; empty for a number, month or 0-10."""
    ask_if: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Earlier question -> the options that open this one. All conditions must hold."""
    shuffle: bool = False
    at_most: int = 0
    """How many options a multiple choice or ranking takes; 0: all, and for the other types."""
    low: int = 0
    high: int = 0
    """The inclusive range of a number question; of a month question counted as `month_of` does."""
    bands: tuple[Band, ...] = ()
    matrix: str = ""
    """Id of the matrix whose row this is. A matrix is a notation: each row is a question."""
    stem: Words = field(default_factory=dict)
    """The matrix's own text; `text` of a row is the stem and the row's words together."""
    row: Words = field(default_factory=dict)
    lowest: Words = field(default_factory=dict)
    highest: Words = field(default_factory=dict)
    """What 0 and 10 mean."""
    note: Words = field(default_factory=dict)
    """Words before the question, on its screen alone: results show the bare question."""


@dataclass(frozen=True, slots=True)
class Comment:
    """The one question of a survey that is answered in own words, after Send."""

    id: str
    text: Words
    purpose: Words
    """One sentence: what the city reads them for."""
    about: str = ""
    """The question whose option "other" it explains; empty: none."""


class Audience(StrEnum):
    """For whom a release is: tables and comments as they are read, rows by how safe they are."""

    PUBLIC = "public"
    """Tables."""
    COMMENTS = "comments"
    ROWS_STAFF = "rows-staff"
    ROWS_PUBLIC = "rows-public"


@dataclass(frozen=True, slots=True)
class Rows:
    """Single records may be released after the close, coarse enough (privacy.md, section 5)."""

    audience: Audience
    """ROWS_STAFF or ROWS_PUBLIC."""
    hierarchies: Mapping[str, tuple[tuple[tuple[str, ...], ...], ...]]
    """Breakdown -> levels from fine to coarse, each a partition of its published codes into
    groups. The codes themselves are the level before the first, "all" the one after the last."""


@dataclass(frozen=True, slots=True)
class Survey:
    id: str
    cities: tuple[str, ...]
    """Whose residents it is offered to; the first is the city that asks."""
    title: Words
    button: Words
    purpose: Words
    """One sentence: what the city will do with the results."""
    questions: tuple[Question, ...]
    breakdowns: tuple[str, ...]
    """Ids of the questions by which the final release crosses the others."""
    minutes: int
    age: int
    expected: int
    """How many answers the city expects: the publish linter's base."""
    legal_basis: str
    """Key of the legal basis that the city's data protection officer set."""
    until: date | None
    """Last day, inclusive, in the city's time zone; None until the survey is published."""
    days: int
    """Length in days when the file gives no date; 0 when it does."""
    auto: bool
    """The first tick freezes and opens it (`publish: auto`)."""
    state: State
    tag: int
    """24 bits of the hash of id and structure: what a button names the survey by."""
    comment: Comment | None = None
    pretest: bool = False
    """Tried by testers while it is a draft: nothing of it is ever stored."""
    results_on: tuple[date, ...] = ()
    """Days from which the next interim release is made by itself, ascending; at most four."""
    rows: Rows | None = None
    """None: no single records of it are ever released."""


class Part(StrEnum):
    """The parts of a topic, in the order in which they are read."""

    MYTH = "myth"
    SHORT = "short"
    STEPS = "steps"
    LAW = "law"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Myth:
    """The question asked before a topic is read: true or not?"""

    says: str
    true: bool
    because: str


@dataclass(frozen=True, slots=True)
class TopicText:
    """One topic in one language. Markdown; city blocks already told apart."""

    title: str
    button: str
    myth: Myth
    parts: Mapping[Part, Mapping[str, str]]
    """Part -> city id -> Markdown; the key "" holds the text for no city, if there is any."""
    keywords: tuple[str, ...]
    checked: date


@dataclass(frozen=True, slots=True)
class Topic:
    id: str
    text: Mapping[Lang, TopicText]
    needs: tuple[str, ...]
    """Which of a city's helpers stand under it (`Helper.need`)."""
    cities: frozenset[str]
    """Cities that have their own law and one sure door for it."""
    tag: int
    own_of: tuple[str, ...] = ()
    """Cities that wrote it for themselves, in their languages alone; empty: everybody's, and
    complete."""


@dataclass(frozen=True, slots=True)
class Helper:
    """An office or organisation that helps, with only what is sure."""

    need: str
    name: Words
    site: str
    phone: str
    mail: str
    address: str
    note: Words
    checked: date


@dataclass(frozen=True, slots=True)
class City:
    id: str
    name: Words
    languages: tuple[Lang, ...]
    """The first is the fallback."""
    time_zone: str
    body: Words
    """The public body in full, as its own web site writes it."""
    page: str
    """The page of that site which lists this bot ("Check us")."""
    authority: Words
    """The data protection authority by name, with its site."""
    contact: str
    """Where to write about personal data."""
    emergency: Words
    helpers: tuple[Helper, ...]
    tag: int
    stewards: int = 2
    """How many it takes to release single records: one asks, another approves. 1: one may do
    both."""


@dataclass(frozen=True, slots=True)
class Page:
    """A longer text (privacy, notice, help): Markdown per language, placeholders in braces."""

    id: str
    text: Words


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything there is to read and to answer, each keyed by id."""

    cities: Mapping[str, City]
    topics: Mapping[str, Topic]
    """In the order of the menu."""
    surveys: Mapping[str, Survey]
    pages: Mapping[str, Page]
    built_in: Mapping[str, Words] = field(default_factory=dict)
    """The words of the options that no file declares (yes, no, prefer-not, the twelve months):
    developers' words."""
    site: str = ""
    """Address of the public pages, without a slash at its end; empty: there are none."""
