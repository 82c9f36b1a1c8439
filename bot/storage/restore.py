"""Bringing a backup back, and nothing that was forgotten, taken back or closed since."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import select

from bot.storage import burning, people, tables, tombstones
from bot.storage.backup import copy_rows
from bot.storage.conflict import insert
from bot.storage.database import Address, connect, file_of
from bot.storage.errors import RestoreRefused
from bot.storage.returning import Restored, as_it_may_be
from bot.storage.schema import copy, look, migrate_apart, move
from bot.storage.work import RESIDENT_KEY, Failpoint, Work
from bot.vault import archive, files
from bot.vault.keyring import Keyring
from bot.vault.tombstones import KEPT
from bot.vault.tray import Tray

_SIDES: Final = ("", "-wal", "-shm", "-journal")
_MADE: Final = (tables.release, tables.release_file, tables.request, tables.audit)
PREPARED: Final = "rightsbot.restoring"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a database is brought back to; nobody else has the keyring or the database open."""

    address: Address
    keyring: Keyring
    workshop: Path
    """A private directory on the disk of the database, for the file in the making."""
    failpoint: Failpoint


async def restore(
    place: Place, file: Path, keys: Path, today: date, *, replace: bool = False
) -> Restored:
    """What was brought back, and what could not be.

    RestoreRefused if a database is there already and is not to be replaced, or the pair is too
    old or no pair; ArchiveUnreadable, KeysLost. Until the pair has proved whole nothing that
    stands is touched. Cut short, it is finished by doing it again.
    """
    there = await look(place.address)
    if there.exists and not replace:
        raise RestoreRefused("there is a database already: say --replace to put the backup there")
    brought = archive.read(keys, place.keyring.kek)
    if today - brought.day > KEPT:
        raise RestoreRefused(
            f"{keys} is older than {KEPT.days} days: what was forgotten is not known"
        )
    prepared = place.workshop / PREPARED
    try:
        _copied(file, prepared)
        place.failpoint("restore: copied")
        tray = Tray.of(place.keyring, _welcome(place.keyring, brought.keys))
        if not (await look(prepared)).current:
            await migrate_apart(prepared)
        restored, keep = await _prepare(place, tray, prepared)
        if there.current:
            await _carry_over(place.address, prepared)
        place.failpoint("restore: prepared")
        tray.lay_down(keep, place.failpoint)
        await _put_in_place(place, prepared)
        place.failpoint("restore: in place")
        tray.burn_others(keep, place.failpoint)
    finally:
        drop(prepared)
    return restored


def _copied(file: Path, prepared: Path) -> None:
    if not file.is_file():
        raise RestoreRefused(f"{file} is not there")
    drop(prepared)
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as source:
            whole = source.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        whole = False
    if not whole:
        raise RestoreRefused(f"{file} is not a whole copy of a database")
    copy(file, prepared)


def _welcome(ring: Keyring, brought: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Marks and codes of surveys that were closed since stay burnt."""
    return {
        name: key
        for name, key in brought.items()
        if name.partition(".")[0] not in {"mark", "withdraw"}
        or not tombstones.closed_on(ring, name.partition(".")[2])
    }


async def _prepare(place: Place, tray: Tray, prepared: Path) -> tuple[Restored, frozenset[str]]:
    """And the names of the keys that it needs."""
    database = connect(prepared)
    try:
        async with database.write() as connection:
            work = Work(connection, tray, place.failpoint)
            restored = await as_it_may_be(work)
            keep = await burning.needed(work) | {RESIDENT_KEY} | people.names(tray)
        await database.vacuum()
    finally:
        await database.dispose()
    return restored, keep


async def _carry_over(address: Address, prepared: Path) -> None:
    """Results that were made since stay as they were: made anew they would be other ones."""
    former, target = connect(address), connect(prepared)
    try:
        async with former.read() as source, target.write() as connection:
            known = set(await connection.scalars(select(tables.survey.c.id)))
            for table in _MADE:
                found = (await source.execute(select(table))).mappings()
                rows = [dict(row) for row in found if row.get("survey", "") in {"", *known}]
                put = insert(connection, table).on_conflict_do_nothing()
                if rows:
                    await connection.execute(put, rows)
        await target.truncate()
    finally:
        await former.dispose()
        await target.dispose()


async def _put_in_place(place: Place, prepared: Path) -> None:
    target = file_of(place.address)
    if target is None:
        await _onto_server(str(place.address), prepared)
        return
    _swap(prepared, target)


def _swap(prepared: Path, target: Path) -> None:
    for side in _SIDES[1:]:
        target.with_name(target.name + side).unlink(missing_ok=True)
        prepared.with_name(prepared.name + side).unlink(missing_ok=True)
    prepared.replace(target)
    files.sync(target.parent)


async def _onto_server(address: str, prepared: Path) -> None:
    """In one transaction: the tables as they were, or as they were backed up."""
    source, target = connect(prepared), connect(address)
    there = (await look(address)).exists
    try:
        async with source.read() as rows, target.write() as connection:
            if there:
                await connection.run_sync(move, "base")
            await connection.run_sync(move, "head")
            await copy_rows(rows, connection)
        await target.vacuum()
    finally:
        await source.dispose()
        await target.dispose()


def drop(file: Path) -> None:
    for side in _SIDES:
        file.with_name(file.name + side).unlink(missing_ok=True)
