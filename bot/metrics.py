"""Figures for the operator's monitoring, too coarse to show that anybody did anything."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from time import monotonic
from typing import TYPE_CHECKING

from bot.logs import Record

if TYPE_CHECKING:
    from prometheus_client import Metric

HOUR = 3600.0
STEP = 10
FORMAT = "text/plain; version=0.0.4; charset=utf-8"


class Counted(Enum):
    """What residents and Telegram do; the value is the metric's name and what it tells."""

    UPDATE = ("updates", "Updates acknowledged")
    TURN = ("turns", "Turns made")
    REFUSED = ("screens_refused", "Screens that Telegram or the network did not take")
    WAIT = ("flood_waits", "Times that Telegram asked for patience (429)")
    PASSED_OVER = ("updates_passed_over", "Updates given up, rounded up")


@dataclass(slots=True)
class Hourly:
    """Counts that move once an hour and in tens: who reads them each second learns no moment.

    Each hour's count is rounded down by itself, so nothing is carried that others could complete;
    `up` rounds up, for faults, of which one matters and which the log tells anyway.
    """

    up: bool = False
    clock: Callable[[], float] = monotonic
    running: Counter[str] = field(default_factory=Counter)
    """Of the hour that is not over; never shown."""
    shown: Counter[str] = field(default_factory=Counter)
    begun: float = field(init=False)

    def __post_init__(self) -> None:
        self.begun = self.clock()

    def add(self, what: str) -> None:
        self._turn()
        self.running[what] += 1

    def read(self) -> Mapping[str, int]:
        self._turn()
        return dict(self.shown)

    def _turn(self) -> None:
        hours = (self.clock() - self.begun) // HOUR
        if not hours:
            return
        for what, count in self.running.items():
            self.shown[what] += (count + (STEP - 1 if self.up else 0)) // STEP * STEP
        self.running.clear()
        self.begun += hours * HOUR


@dataclass(frozen=True, slots=True)
class Counts:
    """All that is counted in one process; a restart begins anew."""

    people: Hourly = field(default_factory=Hourly)
    faults: Hourly = field(default_factory=lambda: Hourly(up=True))
    errors: Hourly = field(default_factory=lambda: Hourly(up=True))
    """By class, of our own tree."""

    def add(self, what: Counted) -> None:
        (self.faults if what is Counted.PASSED_OVER else self.people).add(what.name)

    def read(self) -> Mapping[str, int]:
        return {**self.people.read(), **self.faults.read()}


class Tally(logging.Handler):
    """Counts the errors that are logged, by their class."""

    def __init__(self, counts: Counts) -> None:
        super().__init__(logging.ERROR)
        self.counts = counts

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record, Record) and record.kind:
            self.counts.errors.add(record.kind)


@contextmanager
def tallied(counts: Counts) -> Iterator[None]:
    """While this lasts."""
    tally, root = Tally(counts), logging.getLogger()
    root.addHandler(tally)
    try:
        yield
    finally:
        root.removeHandler(tally)


@dataclass(frozen=True, slots=True)
class Facts:
    """The state of a bot just now. None: unknown, and then not shown."""

    ready: Mapping[str, bool]
    surveys: Mapping[str, int]
    """State -> how many."""
    problems: Mapping[str, int]
    """Severity -> how many."""
    disk: int
    """Free bytes."""
    database: int | None = None
    """Bytes."""
    polled: float | None = None
    """Seconds since the last poll that succeeded."""
    backup: int | None = None
    """Days since the newest backup."""


MINUTE, MEGABYTE = 60, 1_000_000
FREE, SIZE = 100 * MEGABYTE, 10 * MEGABYTE
"""Steps in which bytes are told; finer ones would move with each Send."""


def text(facts: Facts, counts: Counts) -> bytes:
    """In Prometheus' text format."""
    from prometheus_client import CollectorRegistry, generate_latest

    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Shelf((*_gauges(facts), *_counters(counts))))
    return generate_latest(registry)


@dataclass(frozen=True, slots=True, eq=False)
class _Shelf:
    """What Prometheus' client collects from: it was gathered before."""

    metrics: "tuple[Metric, ...]"

    def collect(self) -> "tuple[Metric, ...]":
        return self.metrics

    def describe(self) -> "tuple[Metric, ...]":
        return ()


def _gauges(facts: Facts) -> "Iterator[Metric]":
    yield _by("ready", "1 while this part is in order", "part", facts.ready)
    yield _by("surveys", "Surveys by state", "state", facts.surveys)
    yield _by("content_problems", "Problems in the texts", "severity", facts.problems)
    yield _one("disk_free_bytes", "Rounded down to 100 MB", facts.disk // FREE * FREE)
    if facts.database is not None:
        size = (facts.database // SIZE + 1) * SIZE
        yield _one("database_bytes", "Rounded up to 10 MB", size)
    if facts.polled is not None:
        # A poll ends when somebody writes: only minutes hide that.
        age = int(facts.polled // MINUTE * MINUTE)
        yield _one("last_poll_age_seconds", "In whole minutes; 0 while all is well", age)
    if facts.backup is not None:
        yield _one("backup_age_days", "Days since the newest backup", facts.backup)


def _counters(counts: Counts) -> "Iterator[Metric]":
    from prometheus_client.core import CounterMetricFamily

    found = counts.read()
    for what in Counted:
        name, words = what.value
        yield CounterMetricFamily(f"rightsbot_{name}", f"{words}; hourly", found.get(what.name, 0))
    errors = CounterMetricFamily(
        "rightsbot_errors", "Errors by class, rounded up; hourly", labels=["kind"]
    )
    for kind, count in sorted(counts.errors.read().items()):
        errors.add_metric([kind], count)
    yield errors


def _one(name: str, words: str, value: int) -> "Metric":
    from prometheus_client.core import GaugeMetricFamily

    return GaugeMetricFamily(f"rightsbot_{name}", words, value)


def _by(name: str, words: str, label: str, values: Mapping[str, int]) -> "Metric":
    from prometheus_client.core import GaugeMetricFamily

    family = GaugeMetricFamily(f"rightsbot_{name}", words, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family
