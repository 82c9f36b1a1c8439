"""The schema is the promise: what is absent cannot leak."""

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.storage.database import connect
from bot.storage.errors import DatabaseUnfit, DatabaseUnreadable, DatabaseUnsupported, SchemaBehind
from bot.storage.schema import migrate, move, schema_is_current
from bot.storage.store import Store, open_store
from bot.storage.tables import SCHEMA, metadata
from tests.storage.house import House, send

SIDES = ("resident", "mark", "urn", "response")
FORBIDDEN = re.compile(r"_at$|date|day|time|user|chat|name|seq")


async def test_no_file_is_no_schema_and_none_is_made(tmp_path: Path) -> None:
    path = tmp_path / "data" / "rightsbot.db"
    assert not await schema_is_current(path)
    assert not path.exists()
    await migrate(path)
    assert await schema_is_current(path)
    assert await schema_is_current(f"sqlite+aiosqlite:///{path}")


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
        await schema_is_current(house.database)


async def test_every_migration_goes_up_down_and_up_again(tmp_path: Path) -> None:
    database = connect(tmp_path / "rightsbot.db")
    for revision in (SCHEMA, "base", "head"):
        async with database.write() as connection:
            await connection.run_sync(move, revision)
    async with database.read() as connection:
        drift = await connection.run_sync(differences)
    await database.dispose()
    assert drift == []


def differences(connection: Connection) -> list[object]:
    """Between the tables as declared and as migrated; the newest migration is SCHEMA."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    context = MigrationContext.configure(connection)
    assert context.get_current_revision() == SCHEMA
    return list(compare_metadata(context, metadata))


async def test_every_table_is_without_a_hidden_row_number(house: House) -> None:
    made = dict(house.rows("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    made.pop("alembic_version")
    assert made.keys() == set(metadata.tables)
    for table in metadata.tables.values():
        assert table.dialect_options["sqlite"]["with_rowid"] is False
    for name, statement in made.items():
        assert str(statement).rstrip().endswith("WITHOUT ROWID")
        with pytest.raises(sqlite3.OperationalError, match="no such column: rowid"):
            house.rows(f"SELECT rowid FROM {name!s}")


async def test_neither_side_has_a_column_for_a_time_a_name_or_a_number(house: House) -> None:
    for table in SIDES:
        columns = house.rows(f"SELECT name, type FROM pragma_table_info('{table}')")
        assert columns
        for name, kind in columns:
            assert not FORBIDDEN.search(str(name))
            assert not re.search("DATE|TIME", str(kind))
        assert house.rows(f"SELECT * FROM pragma_foreign_key_list('{table}')") == []
    assert house.rows("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'") == []


async def test_the_sides_share_no_column_but_the_survey() -> None:
    identity = {column.name for name in ("resident", "mark") for column in metadata.tables[name].c}
    answer = {column.name for name in ("urn", "response") for column in metadata.tables[name].c}
    assert identity & answer == {"survey", "box"}


@pytest.mark.parametrize("table", metadata.tables.values(), ids=str)
def test_every_column_says_why_it_is_there_and_how_long(table: object) -> None:
    for column in metadata.tables[str(table)].c:
        assert column.info["why"]
        assert column.info["keep"]


async def test_the_file_is_made_as_the_promises_need(house: House, store: Store) -> None:
    await send(store, range(1))
    for name, wanted in {"page_size": 16384, "auto_vacuum": 1, "journal_mode": "wal"}.items():
        assert house.rows(f"PRAGMA {name}") == [(wanted,)]
    for name, wanted in {"secure_delete": 1, "synchronous": 2, "temp_store": 2}.items():
        async with store.database.read() as connection:
            assert (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar() == wanted


async def test_a_start_does_not_load_alembic(house: House) -> None:
    script = (
        "import asyncio, sys; from bot.storage.schema import schema_is_current as current;"
        "import bot.storage.store; assert asyncio.run(current(sys.argv[1]));"
        "sys.exit('alembic' in sys.modules)"
    )
    arguments = [sys.executable, "-c", script, str(house.database)]
    assert subprocess.run(arguments, check=False).returncode == 0  # noqa: ASYNC221 - nothing else runs


async def test_only_sqlite_is_spoken_for_now(house: House) -> None:
    for address in ("postgresql+asyncpg://localhost/rightsbot", "sqlite+aiosqlite://"):
        with pytest.raises(DatabaseUnsupported):
            await open_store(address, house.keyring)
