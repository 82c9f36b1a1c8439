"""Backups: a whole copy of the database in one SQLite file, and its keys in another.

From PostgreSQL too: a file of rows in the order of their ids, which tells nothing about when
anything was written, and which either kind of database takes back.
"""

import asyncio
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.model import State
from bot.storage import mixing
from bot.storage.database import connect
from bot.storage.opened import KINDS, Kind
from bot.storage.schema import copy, migrate_apart
from bot.storage.store import Store
from bot.storage.tables import metadata
from bot.vault import archive, files

KEPT: Final = timedelta(days=7)
DATABASE: Final = ".db"
_CHUNK: Final = 500


async def back_up(store: Store, file: Path, keys: Path, today: date) -> None:
    """Both files are whole and durable; until they are, a former pair stands as it was.

    What may be mixed is mixed before. Cut short between the two names, it is to be done again.
    """
    for row in await store.surveys():
        if row.state is not State.CLOSED and (full := await _may_be_mixed(store, row.id)):
            await store.flush(row.id, full)
    files.own_directory(file.parent)
    files.own_directory(keys.parent)
    rows, locked = (path.with_name(path.name + files.UNFINISHED) for path in (file, keys))
    _remove(rows)
    if _is_server(store):
        await migrate_apart(rows)
    async with store.alone() as work:
        sealed = archive.sealed(store.keyring, today)
        await _copy(store, work.connection, rows)
    store.failpoint("backup: database written")
    with store.keyring.changing():
        files.write_private(locked, sealed)
        store.failpoint("backup: keys written")
        _make_durable(rows)
        files.put_in_place(rows, file)
        files.put_in_place(locked, keys)
    store.failpoint("backup: in place")


async def roll(store: Store, folder: Path, today: date) -> bool:
    """Today's pair, if there is none yet, and none older than a week; whether one was made."""
    name = f"{today:%Y-%m-%d}"
    pair = folder / f"{name}{DATABASE}", store.keyring.backups / f"{name}{archive.SUFFIX}"
    drop_old(folder, store.keyring.backups, today)
    if all(path.exists() for path in pair):
        return False
    await back_up(store, *pair, today)
    return True


def drop_old(folder: Path, keys: Path, today: date) -> None:
    """And what a crash left half-written."""
    files.shred_all(folder.glob(f"*{files.UNFINISHED}*"))
    files.shred_all(path for path, day in _days(folder, DATABASE) if today - day > KEPT)
    files.shred_all(path for path, day in _days(keys, archive.SUFFIX) if today - day > KEPT)


def newest(folder: Path, keys: Path) -> tuple[Path, Path] | None:
    """The latest pair of a day."""
    known = {day: path for path, day in _days(keys, archive.SUFFIX)}
    pairs = [(day, path) for path, day in _days(folder, DATABASE) if day in known]
    return (max(pairs)[1], known[max(pairs)[0]]) if pairs else None


def _days(folder: Path, suffix: str) -> Iterator[tuple[Path, date]]:
    for path in sorted(folder.glob(f"????-??-??{suffix}")):
        with suppress(ValueError):  # another file of somebody's
            yield path, date.fromisoformat(path.name.removesuffix(suffix))


async def _may_be_mixed(store: Store, survey: str) -> tuple[Kind, ...]:
    async with store.look() as work:
        waiting = {kind: (await mixing.count(work, survey, kind))[0] for kind in KINDS}
    return tuple(kind for kind, number in waiting.items() if number >= mixing.BATCH)


def _is_server(store: Store) -> bool:
    return store.database.engine.dialect.name == "postgresql"


async def _copy(store: Store, source: AsyncConnection, target: Path) -> None:
    if not _is_server(store):
        path = Path(str(store.database.engine.url.database))
        await asyncio.to_thread(copy, path, target)
        return
    opened = connect(target)
    try:
        async with opened.write() as connection:
            await copy_rows(source, connection)
        await opened.truncate()
    finally:
        await opened.dispose()


async def copy_rows(source: AsyncConnection, target: AsyncConnection) -> None:
    """Every row of every table, in the order of its key."""
    for table in metadata.sorted_tables:
        await _copy_table(source, target, table)


async def _copy_table(source: AsyncConnection, target: AsyncConnection, table: Table) -> None:
    found = await source.stream(select(table).order_by(*table.primary_key.columns))
    async for rows in found.partitions(_CHUNK):
        await target.execute(table.insert(), [dict(row._mapping) for row in rows])  # noqa: SLF001 - SQLAlchemy's public name


def _make_durable(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(file: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
