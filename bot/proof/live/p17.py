"""Property 17 on the installation: its own triggers refuse what would change a published survey."""

import sqlite3
from typing import Final

from bot.proof.attacks.p17 import HARMLESS, NUMBER, ON_POSTGRESQL, ON_SQLITE, TAMPERING
from bot.proof.finding import Finding, How, Line, Verdict, judged
from bot.proof.outsider import Loot
from bot.proof.owner import Owner, is_refused
from bot.settings import Settings

SCHEMA: Final = (
    "SELECT sql FROM sqlite_master WHERE tbl_name = 'survey' AND sql IS NOT NULL"
    " ORDER BY type = 'table' DESC"
)
MADE_UP: Final = (
    "INSERT INTO survey (id, state, until, structure, notice, urn_generation, data_generation,"
    " rewrite_due, comment, comment_urn_generation, comment_generation, comment_rewrite_due)"
    " VALUES ('survey', 'open', '2999-12-31', '{}', '{}', 2, 2, 0, 'wish', 2, 2, 0)"
)


async def look(loot: Loot, settings: Settings) -> Finding:
    """On SQLite a copy of the rules is tried, on PostgreSQL the rows in a block that is undone."""
    del settings
    if not loot.exists:
        return Finding(NUMBER, How.LIVE, Verdict.NOT_ASKED, Line("proof.nothing_yet"))
    if loot.database is None:
        return await _tried_at_server(loot)
    rules = [str(sql) for (sql,) in await loot.rows(SCHEMA)]
    attempts = (*TAMPERING, *ON_SQLITE)
    passed = [one for one in attempts if not is_refused(lambda: _copied(rules), one)]
    return _judged(passed, len(attempts), works=not is_refused(lambda: _copied(rules), HARMLESS))


async def _tried_at_server(loot: Loot) -> Finding:
    if not await loot.rows("SELECT 1 FROM survey LIMIT 1"):
        return Finding(NUMBER, How.LIVE, Verdict.NOT_ASKED, Line("proof.17.no_survey"))
    owner, attempts = Owner(loot), (*TAMPERING, *ON_POSTGRESQL)
    passed = [one for one in attempts if not await owner.is_refused(one)]
    return _judged(passed, len(attempts), works=not await owner.is_refused(HARMLESS))


def _judged(passed: list[str], attempts: int, *, works: bool) -> Finding:
    faults = [
        Line("proof.17.broken", {"by": by}) for by in (*passed, *(() if works else (HARMLESS,)))
    ]
    return judged(NUMBER, How.LIVE, faults, Line("proof.17.kept", {"attempts": attempts}))


def _copied(rules: list[str]) -> sqlite3.Connection:
    """The same table with the same triggers, and one survey in it."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for rule in (*rules, MADE_UP):
        connection.execute(rule)
    return connection
