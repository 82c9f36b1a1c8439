"""Bringing a backup back, and nothing that was forgotten, taken back or closed since."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from bot.core.model import State
from bot.storage import burning, life, mixing, people, tables, tombstones
from bot.storage.backup import copy_rows
from bot.storage.database import Address, Database, connect, file_of
from bot.storage.errors import KeysLost, RestoreRefused
from bot.storage.schema import copy, look, migrate_apart, move
from bot.storage.work import Failpoint, Opened, Work, all_surveys, boxes
from bot.vault import archive, files
from bot.vault.errors import BoxUnreadable, KeyMissing
from bot.vault.keyring import Keyring
from bot.vault.seal import unseal

_SIDES: Final = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Restored:
    surveys: int
    responses: int
    waiting: int
    """Answers that waited to be mixed: their keys are in no backup, so they are lost."""
    unreadable: int
    """Responses whose key is in neither keyring nor backup."""
    buried: int
    """Rows that were forgotten or taken back since, and are gone again."""
    closed: tuple[str, ...]
    """Surveys that were closed since, and are closed again."""


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

    RestoreRefused if a database is there already and is not to be replaced; ArchiveUnreadable,
    KeysLost for files that do not belong together. Cut short, it is finished by doing it again.
    """
    if (await look(place.address)).exists and not replace:
        raise RestoreRefused("there is a database already: say --replace to put the backup there")
    brought = archive.read(keys, place.keyring.kek)
    prepared = place.workshop / "rightsbot.restoring"
    _copied(file, prepared)
    place.failpoint("restore: copied")
    if not (await look(prepared)).current:
        await migrate_apart(prepared)
    _bring_keys(place, brought)
    restored = await _prepare(place, prepared, today)
    place.failpoint("restore: prepared")
    await _put_in_place(place, prepared)
    place.failpoint("restore: in place")
    return restored


def _copied(file: Path, prepared: Path) -> None:
    if not file.is_file():
        raise RestoreRefused(f"{file} is not there")
    _drop(prepared)
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as source:
            whole = source.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        whole = False
    if not whole:
        raise RestoreRefused(f"{file} is not a whole copy of a database")
    copy(file, prepared)


def _bring_keys(place: Place, brought: Mapping[str, bytes]) -> None:
    """Those of the backup fit its rows; marks and codes of closed surveys stay burnt."""
    ring = place.keyring
    for name, key in sorted(brought.items()):
        kind, _, rest = name.partition(".")
        if kind in {"mark", "withdraw"} and tombstones.is_closed(ring, rest):
            continue
        if name in ring.names():
            if ring.get(name) == key:
                continue
            ring.destroy(name)
        ring.put(name, key)
        place.failpoint("restore: one key")


async def _prepare(place: Place, prepared: Path, today: date) -> Restored:
    database = connect(prepared)
    try:
        restored = await _as_it_may_be(place, database, today)
        await database.vacuum()
    finally:
        await database.dispose()
    return restored


async def _as_it_may_be(place: Place, database: Database, today: date) -> Restored:
    async with database.write() as connection:
        work = Work(connection, place.keyring, place.failpoint)
        waiting = unreadable = 0
        closed = []
        for survey in await all_surveys(work):
            waiting += await _drop_locked(work, survey, waiting=True)
            unreadable += await _drop_locked(work, survey, waiting=False)
            if survey.state is not State.CLOSED and tombstones.is_closed(work.keyring, survey.id):
                await _close(work, survey, today)
                closed.append(survey.id)
        buried = await tombstones.apply(work)
        if lost := await _unfit(work):
            raise KeysLost(lost)
        for survey in await all_surveys(work):
            await _seal_anew(work, survey)
        await people.reseal(work)
        return Restored(
            surveys=len(await all_surveys(work)),
            responses=await _count(work),
            waiting=waiting,
            unreadable=unreadable,
            buried=buried,
            closed=tuple(closed),
        )


async def _unfit(work: Work) -> frozenset[str]:
    """Keys that this pair should have brought; those of urns are in none."""
    lost = await burning.lost(work)
    return frozenset(name for name in lost if not name.startswith("urn."))


async def _drop_locked(work: Work, survey: Opened, *, waiting: bool) -> int:
    """Rows that no key opens; how many there were."""
    table = tables.urn if waiting else tables.response
    name = survey.urn_key if waiting else survey.data_key
    shelf = survey.urn_shelf if waiting else survey.data_shelf
    found = await boxes(work, table, survey.id)
    try:
        if found:
            unseal(work.keyring.get(name), found[0], shelf)
        return 0
    except (KeyMissing, BoxUnreadable):
        await work.connection.execute(table.delete().where(table.c.survey == survey.id))
        return len(found)


async def _close(work: Work, survey: Opened, today: date) -> None:
    """The codes are gone since the first close, so nobody can be found, only counted."""
    if sum(await mixing.count(work, survey.id)) >= life.FEWEST:
        await mixing.close(work, survey, today)
    else:
        await mixing.close_empty(work, survey, today)


async def _seal_anew(work: Work, survey: Opened) -> None:
    """So that the keys which lie in backups open nothing that is used from now on."""
    closed = survey.state is State.CLOSED
    if closed and not (await mixing.count(work, survey.id))[1]:
        return
    await mixing.rewrite(work, survey, closing=closed)


async def _count(work: Work) -> int:
    return await work.connection.scalar(select(func.count()).select_from(tables.response)) or 0


async def _put_in_place(place: Place, prepared: Path) -> None:
    target = file_of(place.address)
    if target is None:
        await _onto_server(str(place.address), prepared)
        _drop(prepared)
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


def _drop(file: Path) -> None:
    for side in _SIDES:
        file.with_name(file.name + side).unlink(missing_ok=True)
