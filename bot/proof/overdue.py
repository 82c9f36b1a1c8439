"""How long what is stored may stay, as residents are told it, asked of rows and of file names."""

import re
from calendar import monthrange
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from bot.proof.finding import Line
from bot.proof.outsider import Loot

A_DAY: Final = timedelta(days=1)
"""More than is promised: what is due goes with the first minute of a day."""
RESPONSES: Final = timedelta(days=90)
BACKUPS: Final = timedelta(days=7)
TOMBSTONES: Final = timedelta(days=35)
IDLE: Final = 12
STAFF: Final = 24
"""Months, as those before."""
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
UNCLOSED: Final = "(SELECT id FROM survey WHERE state <> 'closed')"
FRESH: Final = "(SELECT id FROM survey WHERE state <> 'closed' OR until >= '{rows}')"
ROWS: Final[Mapping[str, str]] = {
    "mark": "mark WHERE survey NOT IN {unclosed}",
    "urn": "urn WHERE survey NOT IN {unclosed}",
    "withdraw_mark": "response WHERE withdraw_mark IS NOT NULL AND survey NOT IN {unclosed}",
    "response": "response WHERE survey NOT IN {fresh}",
    "comment_urn": "comment_urn WHERE survey NOT IN {unclosed}",
    "comment_mark": "comment WHERE withdraw_mark IS NOT NULL AND survey NOT IN {unclosed}",
    "comment": "comment WHERE survey NOT IN {fresh}",
    "resident": "resident WHERE active_month <= {month}",
    "session": "session WHERE until < '{yesterday}'",
    "ticket": "ticket WHERE until < '{yesterday}'",
    "request": "request WHERE day < '{staff}'",
    "secret": "staff WHERE NOT active AND (password IS NOT NULL OR second IS NOT NULL"
    " OR subject IS NOT NULL OR chat_key IS NOT NULL OR chat_box IS NOT NULL)",
    "invitation": "staff WHERE invited_until < '{yesterday}'",
    "staff": "staff WHERE removed < '{staff}'",
    "audit": "audit WHERE day < '{staff}'",
    "reach": "reach WHERE week < '{week}'",
}
"""Where nothing may be found; what belongs to no known survey has outlived it."""


async def overdue(loot: Loot, today: date) -> AsyncIterator[Line]:
    """Whatever has outlived its time by more than a day."""
    limits = _limits(today)
    for what, rows in ROWS.items():
        if await loot.rows(f"SELECT 1 FROM {rows.format(**limits)} LIMIT 1"):  # noqa: S608 - of our own
            yield Line("proof.11.overdue", {"what": what})
    for what, span, folder in (
        ("backups", BACKUPS, loot.data / "backups"),
        ("keyring backups", BACKUPS, loot.keyring / "backups"),
        ("tombstones", TOMBSTONES, loot.keyring / "tombstones"),
    ):
        if not all(_in_time(day, today, span) for day in _days(folder)):
            yield Line("proof.11.overdue", {"what": what})


def _limits(today: date) -> Mapping[str, object]:
    """What is older than these has had its time, and the day more."""
    yesterday = today - A_DAY
    long_ago = _months_before(yesterday, STAFF)
    year, week, _ = long_ago.isocalendar()
    return {
        "unclosed": UNCLOSED,
        "fresh": FRESH.format(rows=yesterday - RESPONSES),
        "month": yesterday.year * 12 + yesterday.month - 1 - IDLE,
        "yesterday": yesterday,
        "staff": long_ago,
        "week": f"{year}-W{week:02}",
    }


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _days(folder: Path) -> Iterator[date | None]:
    """Of each file whose name tells one; None where there is no such day."""
    for path in folder.glob("*"):
        if found := DAY.search(path.name):
            try:
                yield date.fromisoformat(found[0])
            except ValueError:
                yield None


def _in_time(day: date | None, today: date, span: timedelta) -> bool:
    """A day to come is not in time either: what bears it would stay too long."""
    return day is not None and today - span - A_DAY <= day <= today + A_DAY
