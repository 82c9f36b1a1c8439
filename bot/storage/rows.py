"""What callers of the store hand in and get back, beside the core's events."""

from dataclasses import dataclass
from datetime import date

from bot.core.model import State


@dataclass(frozen=True, slots=True)
class SurveyRow:
    id: str
    state: State
    until: date
    """Last day for a Send, in the city's time zone."""
    structure: str
    """JSON as published: questions and privacy fields; frozen."""
    notice: str
    """JSON: what residents were told, per language; frozen."""


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """One release; `tables`, `parameters` and `notice` are canonical JSON."""

    survey: str
    sequence: int
    audience: str
    tables: str
    parameters: str
    notice: str
    maker: str
    approver: str
    day: date


@dataclass(frozen=True, slots=True)
class FileRow:
    """One rendered file of a release, without its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TakenRow:
    """Whose file one is: what an audit tells of it, besides its fingerprint."""

    survey: str
    audience: str
    name: str


@dataclass(frozen=True, slots=True)
class StaffRow:
    id: str
    name: str
    role: str
    city: str
    active: bool


@dataclass(frozen=True, slots=True)
class AuditRow:
    day: date
    staff: str
    did: str
    subject: str


@dataclass(frozen=True, slots=True)
class ReachRow:
    week: str
    facet: str
    what: str
    count: int
