"""The shape of a database as its own catalogue tells it: tables, columns, rules between them."""

import re
from collections.abc import AsyncIterator
from itertools import combinations
from typing import Final

from bot.proof.finding import Line
from bot.proof.outsider import ANSWERS, COMMENTS, IDENTITY, SIDES, Loot
from bot.proof.pages import SqliteFile

KNOWN: Final = {
    *SIDES, "survey", "release", "release_file", "reach", "staff", "session", "ticket",
    "request", "audit", "alembic_version",
}  # fmt: skip
"""Whatever else there is might hold anything."""
MONTH: Final = "active_month"
PAGE_SIZE: Final = 16384
TIMES: Final = re.compile(r"date|time|interval", re.IGNORECASE)
NAMES: Final = re.compile(
    r"_at$|(^|_)(at|on|user|chat|name|seq|date|day|time|hour|week|year|stamp)(_|$)|month|stamp"
    r"|user|chat|name|seq",
)
TABLES: Final = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"
AT_SERVER: Final = (
    "SELECT relname::text FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
    " AND relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY 1"
)
ON_SQLITE: Final = (
    "SELECT m.name, c.name, c.type FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c"
    " WHERE m.type = 'table' ORDER BY m.name, c.cid"
)
ON_SERVER: Final = (
    "SELECT c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod)::text"
    " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
    " WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')"
    " AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, a.attnum"
)
SERIAL: Final = (
    "SELECT c.relname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
    " LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
    " WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')"
    " AND a.attnum > 0 AND (a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) IS NOT NULL)"
    " UNION SELECT relname::text FROM pg_class"
    " WHERE relnamespace = current_schema()::regnamespace AND relkind = 'S'"
)
BONDS: Final = (
    "SELECT DISTINCT c.relname::text FROM pg_constraint b"
    " JOIN pg_class c ON c.oid IN (b.conrelid, b.confrelid)"
    " WHERE b.contype = 'f' AND c.relnamespace = current_schema()::regnamespace"
)
TRIGGERS: Final = (
    "SELECT DISTINCT c.relname::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
    " WHERE c.relnamespace = current_schema()::regnamespace"
)


async def faults(loot: Loot) -> AsyncIterator[Line]:
    """Whatever in the shape could tie a person to an answer, or tell when or in which order."""
    async for line in _columns(loot):
        yield line
    found = _file(loot) if loot.database is not None else _server(loot)
    async for line in found:
        yield line
    async for line in _shared(loot):
        yield line
    async for line in _unknown(loot):
        yield line


async def _unknown(loot: Loot) -> AsyncIterator[Line]:
    for (name,) in await loot.rows(TABLES if loot.database is not None else AT_SERVER):
        if name not in KNOWN:
            yield Line("proof.3.unknown", {"table": str(name)})


async def _columns(loot: Loot) -> AsyncIterator[Line]:
    question = ON_SQLITE if loot.database is not None else ON_SERVER
    for table, column, kind in await loot.rows(question):
        if table not in SIDES or column == MONTH:
            continue
        if TIMES.search(str(kind)) or NAMES.search(str(column)):
            yield Line("proof.3.column", {"table": str(table), "column": str(column)})


async def _file(loot: Loot) -> AsyncIterator[Line]:
    """What SQLite's own schema says, and how the file was made."""
    made = await loot.rows("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master")
    for kind, name, table, sql in made:
        if kind == "table" and table in SIDES and not str(sql).rstrip().endswith("WITHOUT ROWID"):
            yield Line("proof.3.rowid", {"table": str(name)})
        if name == "sqlite_sequence":
            yield Line("proof.3.serial", {"table": str(name)})
        if kind == "trigger" and table in SIDES:
            yield Line("proof.3.bond", {"table": str(table)})
    for table in SIDES:
        if await loot.rows("SELECT 1 FROM pragma_foreign_key_list(?)", table):
            yield Line("proof.3.bond", {"table": table})
    if loot.database is not None:
        opened = SqliteFile(loot.database.read_bytes()[:PAGE_SIZE])
        if opened.page_size != PAGE_SIZE:
            yield Line("proof.3.pragma", {"name": "page_size"})
        if not opened.vacuums_itself:
            yield Line("proof.3.pragma", {"name": "auto_vacuum"})


async def _server(loot: Loot) -> AsyncIterator[Line]:
    for key, question in (("serial", SERIAL), ("bond", BONDS), ("bond", TRIGGERS)):
        for (table,) in await loot.rows(question):
            if key == "serial" or table in SIDES:
                yield Line(f"proof.3.{key}", {"table": str(table)})


async def _shared(loot: Loot) -> AsyncIterator[Line]:
    """A value of one side that another has as well; only a survey's id may be."""
    sides = [await _values(loot, side) for side in (IDENTITY, ANSWERS, COMMENTS)]
    for one, other in combinations(sides, 2):
        if one & other:
            yield Line("proof.3.shared", {"values": len(one & other)})


async def _values(loot: Loot, tables: tuple[str, ...]) -> set[object]:
    found: set[object] = set()
    for table in tables:
        for column in await loot.columns(table):
            if column not in ("survey", "box"):
                rows = await loot.rows(f'SELECT "{column}" FROM "{table}"')  # noqa: S608 - of the schema
                found |= {value for (value,) in rows if value is not None}
    return found
