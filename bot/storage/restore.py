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
from bot.storage.conflict import insert
from bot.storage.database import Address, connect, file_of
from bot.storage.errors import KeysLost, RestoreRefused
from bot.storage.schema import copy, look, migrate_apart, move
from bot.storage.work import RESIDENT_KEY, Failpoint, Opened, Work, all_surveys
from bot.vault import archive, files
from bot.vault.keyring import Keyring
from bot.vault.tombstones import KEPT
from bot.vault.tray import Tray

_SIDES: Final = ("", "-wal", "-shm", "-journal")
_MADE: Final = (tables.release, tables.release_file, tables.audit)
PREPARED: Final = "rightsbot.restoring"


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
            restored = await _as_it_may_be(work)
            keep = await burning.needed(work) | {RESIDENT_KEY} | people.names(tray)
        await database.vacuum()
    finally:
        await database.dispose()
    return restored, keep


async def _as_it_may_be(work: Work) -> Restored:
    waiting = unreadable = 0
    closed = []
    for survey in await all_surveys(work):
        waiting += await _drop_locked(work, survey, waiting=True)
        unreadable += await _drop_locked(work, survey, waiting=False)
        day = tombstones.closed_on(work.keyring, survey.id)
        if survey.state is not State.CLOSED and day:
            await _close(work, survey, day)
            closed.append(survey.id)
    if lost := await _unfit(work):
        raise KeysLost(lost)
    buried = await tombstones.apply(work)
    for survey in await all_surveys(work):
        await _seal_anew(work, survey)
    await people.reseal(work)
    people.drop_earlier(work.keyring)
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
    """Rows that no key opens; how many there were. A key that does not fit is a wrong pair."""
    table = tables.urn if waiting else tables.response
    name = survey.urn_key if waiting else survey.data_key
    shelf = survey.urn_shelf if waiting else survey.data_shelf
    if name in work.keyring.names():
        if await burning.opens(work, table, name, shelf):
            return 0
        if not waiting:
            raise RestoreRefused("the two files do not belong together")
    done = await work.connection.execute(table.delete().where(table.c.survey == survey.id))
    return done.rowcount


async def _close(work: Work, survey: Opened, day: date) -> None:
    """The codes are gone since the first close, so nobody can be found, only counted."""
    if sum(await mixing.count(work, survey.id)) >= life.FEWEST:
        await mixing.close(work, survey, day)
    else:
        await mixing.close_empty(work, survey, day)


async def _seal_anew(work: Work, survey: Opened) -> None:
    """So that the keys which lie in backups open nothing that is used from now on."""
    closed = survey.state is State.CLOSED
    if closed and not (await mixing.count(work, survey.id))[1]:
        return
    await mixing.rewrite(work, survey, closing=closed)


async def _count(work: Work) -> int:
    return await work.connection.scalar(select(func.count()).select_from(tables.response)) or 0


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
