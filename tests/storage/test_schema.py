"""The schema is the promise: what is absent cannot leak."""

import re
import secrets
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, LargeBinary, String, Table, select, text
from sqlalchemy.exc import IntegrityError

from bot.storage.columns import Form, Side
from bot.storage.database import Database, connect
from bot.storage.errors import DatabaseUnfit, DatabaseUnreadable, DatabaseUnsupported, SchemaBehind
from bot.storage.keep import Keep
from bot.storage.opened import all_surveys
from bot.storage.schema import look, migrate, move, scratch
from bot.storage.store import open_store
from bot.storage.tables import SCHEMA, metadata
from bot.storage.work import RECORD_BYTES, Work
from bot.vault.keyring import Keyring
from tests.postgres import Server
from tests.storage.house import House

DATABASES = ("sqlite",)

SIDES = ("resident", "mark", "urn", "response", "comment_urn", "comment")
PUBLISH = (
    "INSERT INTO survey"
    " VALUES ('s', 'open', '2026-12-24', '{}', '{}', 2, 2, false, 'wish', 2, 2, false)"
)
FROZEN = (
    "UPDATE survey SET id = 't'",
    "UPDATE survey SET structure = '{\"more\": 1}'",
    "UPDATE survey SET notice = ''",
    "UPDATE survey SET until = '2026-12-23'",
    "UPDATE survey SET state = 'draft'",
    "UPDATE survey SET urn_generation = 1",
    "UPDATE survey SET data_generation = 1",
    "UPDATE survey SET comment = ''",
    "UPDATE survey SET comment_urn_generation = 1",
    "UPDATE survey SET comment_generation = 1",
    "DELETE FROM survey",
    PUBLISH,
)
WHOLE = "TRUNCATE survey"
MOVES_ON = (
    "UPDATE survey SET until = '2027-01-01', urn_generation = 3, rewrite_due = true",
    "UPDATE survey SET comment_urn_generation = 3, comment_rewrite_due = true",
    "UPDATE survey SET state = 'ended'",
    "UPDATE survey SET state = 'closed', until = '2026-11-24'",
)
OUT_OF_ROW = """
SELECT pg_relation_size(reltoastrelid) FROM pg_class WHERE oid = '{}'::regclass
"""
FORBIDDEN = re.compile(r"_at$|date|day|time|user|chat|name|seq")


async def test_no_file_is_no_schema_and_none_is_made(tmp_path: Path) -> None:
    path = tmp_path / "data" / "rightsbot.db"
    assert not (await look(path)).exists
    assert not path.exists()
    await migrate(path)
    assert (await look(path)).current
    assert (await look(f"sqlite+aiosqlite:///{path}")).current


async def test_a_database_of_another_version_is_not_opened(house: House) -> None:
    with closing(sqlite3.connect(house.database)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '0000'")
        raw.commit()
    with pytest.raises(SchemaBehind):
        await house.open()


async def test_a_file_that_was_made_otherwise_is_not_opened(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.database.parent.mkdir()
    with closing(sqlite3.connect(house.database)) as raw:
        raw.executescript("PRAGMA page_size = 4096; CREATE TABLE t (c); DROP TABLE t;")
    await house.build()
    with pytest.raises(DatabaseUnfit, match="another page_size"):
        await house.open()


@pytest.mark.parametrize("content", [b"no database at all" * 500, b"short"])
async def test_a_file_that_is_no_database_is_named_so(house: House, content: bytes) -> None:
    house.database.write_bytes(content)
    with pytest.raises(DatabaseUnreadable, match="not an SQLite database"):
        await house.open()
    with pytest.raises(DatabaseUnreadable):
        await look(house.database)


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """Without any table."""
    server: Server | None = None
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres")
    async with scratch(server.address if server else "") as fresh:
        opened = connect(fresh or tmp_path / "rightsbot.db")
        yield opened
        await opened.dispose()


async def test_every_migration_goes_up_down_and_up_again(database: Database) -> None:
    for revision in (SCHEMA, "base", "head"):
        async with database.write() as connection:
            await connection.run_sync(move, revision)
    async with database.read() as connection:
        drift = await connection.run_sync(differences)
    assert drift == []


async def test_what_is_published_is_frozen_by_the_database_itself(database: Database) -> None:
    async with database.write() as connection:
        await connection.run_sync(move, "head")
        await connection.execute(text(PUBLISH))
    for statement in (*FROZEN, *((WHOLE,) if "postgres" in database.engine.name else ())):
        with pytest.raises(IntegrityError):
            async with database.write() as connection:
                await connection.execute(text(statement))
    for statement in MOVES_ON:
        async with database.write() as connection:
            await connection.execute(text(statement))


async def test_those_removed_before_are_counted_from_the_day_of_the_migration(
    database: Database,
) -> None:
    async with database.write() as connection:
        await connection.run_sync(move, "0001")
        for name, active in (("here", "true"), ("gone", "false")):
            values = f"'{name}', '', '', '', {active}, NULL, NULL"
            await connection.execute(text(f"INSERT INTO staff VALUES ({values})"))
        await connection.run_sync(move, "head")
        staff = metadata.tables["staff"].c
        found = await connection.execute(select(staff.removed).order_by(staff.id))
        days = [row.removed for row in found]
    assert isinstance(days[0], date)
    assert days[1] is None


async def test_a_survey_of_before_asks_for_no_comment(database: Database, tmp_path: Path) -> None:
    async with database.write() as connection:
        await connection.run_sync(move, "0002")
        values = "'s', 'open', '2026-12-24', '{}', '{}', 2, 2, false"
        await connection.execute(text(f"INSERT INTO survey VALUES ({values})"))
        await connection.run_sync(move, "head")
        work = Work(connection, Keyring(tmp_path / "keys", b"k" * 32), lambda _: None)
        (found,) = await all_surveys(work)
        assert found.pools == (found.answers,)
        assert (found.answers.urn_key, found.answers.key) == ("urn.s.2", "data.s.2")
        await connection.run_sync(move, "0002")
        with pytest.raises(IntegrityError):
            await connection.execute(text("UPDATE survey SET urn_generation = 1"))


def differences(connection: Connection) -> list[object]:
    """Between the tables as declared and as migrated; the newest migration is SCHEMA."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    context = MigrationContext.configure(connection)
    assert context.get_current_revision() == SCHEMA
    return list(compare_metadata(context, metadata))


async def test_nothing_on_a_server_counts_the_rows(postgres: Server) -> None:
    """No sequence, and no box moved out of its row, where it would get a number."""
    async with scratch(postgres.address) as address:
        await migrate(address)
        database = connect(address)
        async with database.write() as connection:
            for number in range(3):
                for name in SIDES:
                    row = {c.name: wide(c, number) for c in metadata.tables[name].c}
                    await connection.execute(metadata.tables[name].insert().values(row))
        async with database.read() as connection:
            sequences = await connection.execute(text("SELECT * FROM information_schema.sequences"))
            assert sequences.all() == []
            for name in SIDES:
                assert await connection.scalar(text(OUT_OF_ROW.format(name))) == 0
        await database.dispose()


def wide(column: Column[object], number: int) -> object:
    """As long as can be: a box is one length, and the others are bounded."""
    if column.name == "box":
        return secrets.token_bytes(RECORD_BYTES + 64)
    match column.type:
        case LargeBinary():
            return secrets.token_bytes(32)
        case String():
            return f"{number:064}"
        case _:
            return number


@pytest.mark.parametrize("table", metadata.tables.values(), ids=str)
def test_every_column_says_why_it_is_there_how_it_lies_there_and_how_long(table: Table) -> None:
    assert table.info["side"] in Side
    assert table.info["why"]
    for column in table.c:
        assert column.info["why"]
        assert column.info["form"] in Form
        assert isinstance(column.info["keep"], Keep)


async def test_a_start_does_not_load_alembic(house: House) -> None:
    script = (
        "import asyncio, sys; from bot.storage.schema import look;"
        "import bot.storage.store; assert asyncio.run(look(sys.argv[1])).current;"
        "sys.exit('alembic' in sys.modules)"
    )
    arguments = [sys.executable, "-c", script, str(house.database)]
    assert subprocess.run(arguments, check=False).returncode == 0  # noqa: ASYNC221 - nothing else runs


async def test_no_other_database_is_spoken(house: House) -> None:
    for address in ("mysql+aiomysql://localhost/rightsbot", "sqlite+aiosqlite://"):
        with pytest.raises(DatabaseUnsupported):
            await open_store(address, house.keyring)
