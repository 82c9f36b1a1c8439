"""Figures for monitoring: in order, out of order, and never showing that somebody wrote."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import httpx
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette

from bot.health import Health
from bot.house import House, scratch
from bot.metrics import HOUR, Counted, Counts, Facts, Hourly, tallied, text
from bot.vault.errors import KeyMissing
from tests.running.conftest import Written

TOKEN = "4242424242:AAdemo-token-that-opens-nothing-at-all"
LABELS = {
    "part": {"telegram", "keys", "database", "content"},
    "state": {"draft", "open", "ended", "closed"},
    "severity": {"error", "advice"},
}


class Clock:
    def __init__(self) -> None:
        self.now = 7.0

    def __call__(self) -> float:
        return self.now


@given(st.lists(st.one_of(st.floats(0, HOUR), st.integers(1, 30)), max_size=60))
def test_a_count_moves_once_an_hour_and_in_tens(happened: list[float | int]) -> None:
    """Floats are seconds that pass, whole numbers how often somebody writes."""
    clock = Clock()
    counts = Hourly(clock=clock)
    total, shown, moved = 0, 0, clock.now
    for what in happened:
        if isinstance(what, int):
            total += what
            for _ in range(what):
                counts.add("x")
        else:
            clock.now += what
        if (now := counts.read().get("x", 0)) != shown:
            assert (clock.now - 7.0) // HOUR > (moved - 7.0) // HOUR
            shown, moved = now, clock.now
    assert shown <= total
    assert shown % 10 == 0


def test_nothing_is_carried_over_the_hour_that_others_could_complete() -> None:
    clock = Clock()
    counts = Hourly(clock=clock)
    for _ in range(3):
        for _ in range(9):
            counts.add("x")
        clock.now += HOUR
    assert counts.read() == {"x": 0}


def test_a_single_fault_is_seen_once_its_hour_is_over() -> None:
    clock = Clock()
    counts = Hourly(up=True, clock=clock)
    counts.add("x")
    assert counts.read() == {}
    clock.now += HOUR
    assert counts.read() == {"x": 10}


def test_errors_are_counted_by_classes_of_our_own(written: Written) -> None:
    clock = Clock()
    counts = Counts(errors=Hourly(up=True, clock=clock))
    wrapped = OSError("word")
    wrapped.__cause__ = KeyMissing("mark.x")
    with tallied(counts):
        for error in (KeyMissing("mark.x"), wrapped, ValueError("word")):
            try:
                raise error
            except (KeyMissing, OSError, ValueError):
                logging.getLogger("bot.x").exception("broke")
    clock.now += HOUR
    assert counts.errors.read() == {"KeyMissing": 10, "other": 10}
    assert "word" not in written.all


@asynccontextmanager
async def asked(house: House, *, polled: float | None = None) -> AsyncIterator[httpx.AsyncClient]:
    health = Health(house, Counts(), lambda: True, lambda: polled)
    app = Starlette(routes=health.routes())
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        yield client


def figures(body: str) -> Iterator[tuple[str, dict[str, str], float]]:
    for family in text_string_to_metric_families(body):
        for sample in family.samples:
            yield sample.name, sample.labels, sample.value


async def test_figures_tell_the_house_and_nobody_in_it_and_pass_no_proxy() -> None:
    async with scratch({"RIGHTSBOT_TOKEN": TOKEN}) as house:
        backups = house.settings.data_dir / "backups"
        backups.mkdir(exist_ok=True)
        day = house.turns.survey_day("")
        for name in (day.replace(day=1), day.replace(year=day.year - 1)):
            (backups / f"{name}.db").touch()
        (backups / "not-a-day.db").touch()
        async with asked(house, polled=monotonic() - 119) as client:
            answer = await client.get("/metrics")
            for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"):
                refused = await client.get("/metrics", headers={header: "198.51.100.7"})
                assert (refused.status_code, refused.text) == (404, "")
    found = list(figures(answer.text))
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert [name for name, *_ in found if not name.startswith("rightsbot_")] == []
    wrong = [
        labels
        for _, labels, _ in found
        if any(value not in LABELS.get(key, ()) for key, value in labels.items())
    ]
    assert wrong == []
    values = {(name, *labels.values()): value for name, labels, value in found}
    assert values["rightsbot_ready", "keys"] == values["rightsbot_ready", "database"] == 1
    assert values["rightsbot_surveys", "open"] == 0
    assert values["rightsbot_backup_age_days",] == day.day - 1
    assert values["rightsbot_last_poll_age_seconds",] == 60
    assert values["rightsbot_database_bytes",] == 10_000_000
    assert values["rightsbot_disk_free_bytes",] % 100_000_000 == 0
    assert values["rightsbot_updates_total",] == 0


def test_what_is_unknown_is_not_told() -> None:
    facts = Facts(ready={}, surveys={}, problems={}, disk=0)
    names = {name for name, *_ in figures(text(facts, Counts()).decode())}
    assert {"rightsbot_backup_age_days", "rightsbot_last_poll_age_seconds"} & names == set()
    assert {f"rightsbot_{what.value[0]}_total" for what in Counted} <= names


def test_only_whole_numbers_and_none_of_a_process_are_there(tmp_path: Path) -> None:
    facts = Facts({"keys": True}, {"open": 1}, {"error": 0}, disk=123_456_789, database=1)
    body = text(facts, Counts()).decode()
    assert not any(word in body for word in ("process_", "python_", "_created", "…"))
    assert all(value == int(value) for *_, value in figures(body))
