"""Releases as they were made, and their files, each rendered once; and the counts of reach."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import tables
from bot.storage.conflict import insert
from bot.storage.database import Database
from bot.storage.rows import FileRow, ReachRow, ReleaseRow, TakenRow

GIVEN_OUT = "given-out"
"""What reach counts under the name of a source that a link was made with: nothing, but its week."""

NO_FILES: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Published:
    """Releases and their files, and reach: what may be shown. Nothing here needs a key."""

    database: Database

    async def save_release(self, row: ReleaseRow, files: Mapping[str, bytes] = NO_FILES) -> bool:
        """With files by name that belong to it from the first moment."""
        async with self.database.write() as connection:
            if not await _save_release(connection, row):
                return False
            for name, body in files.items():
                await _keep_file(connection, row, name, body)
            return True

    async def releases(self, survey: str) -> tuple[ReleaseRow, ...]:
        async with self.database.read() as connection:
            return await _releases(connection, survey)

    async def keep_file(self, release: ReleaseRow, name: str, body: bytes) -> FileRow:
        async with self.database.write() as connection:
            return await _keep_file(connection, release, name, body)

    async def files(self, release: ReleaseRow) -> tuple[FileRow, ...]:
        async with self.database.read() as connection:
            return await _files(connection, release)

    async def file(self, sha256: str) -> bytes | None:
        async with self.database.read() as connection:
            return await _file(connection, sha256)

    async def owners(self) -> Mapping[str, TakenRow]:
        """Of every file that is kept, by its SHA-256."""
        async with self.database.read() as connection:
            return await _owners(connection)

    async def add_reach(self, counts: Mapping[tuple[str, str, str], int]) -> None:
        async with self.database.write() as connection:
            await _add_reach(connection, counts)

    async def sources(self) -> frozenset[str]:
        async with self.database.read() as connection:
            return await _sources(connection)

    async def reach(self) -> tuple[ReachRow, ...]:
        async with self.database.read() as connection:
            return await _reach(connection)


async def _save_release(connection: AsyncConnection, row: ReleaseRow) -> bool:
    """False if this release was saved before: the first one stands."""
    done = await connection.execute(
        insert(connection, tables.release).values(**asdict(row)).on_conflict_do_nothing()
    )
    return done.rowcount == 1


async def _releases(connection: AsyncConnection, survey: str) -> tuple[ReleaseRow, ...]:
    table = tables.release
    found = await connection.execute(
        select(table).where(table.c.survey == survey).order_by(table.c.sequence, table.c.audience)
    )
    return tuple(ReleaseRow(*row) for row in found)


async def _keep_file(
    connection: AsyncConnection, release: ReleaseRow, name: str, body: bytes
) -> FileRow:
    """The file that stands under this name: the first that was kept."""
    table = tables.release_file
    which = {"survey": release.survey, "sequence": release.sequence, "audience": release.audience}
    digest = sha256(body).hexdigest()
    put = insert(connection, table).values(**which, name=name, sha256=digest, body=body)
    await connection.execute(put.on_conflict_do_nothing())
    return next(row for row in await _files(connection, release) if row.name == name)


async def _files(connection: AsyncConnection, release: ReleaseRow) -> tuple[FileRow, ...]:
    table = tables.release_file
    found = await connection.execute(
        select(table.c.name, table.c.sha256)
        .where(table.c.survey == release.survey)
        .where(table.c.sequence == release.sequence)
        .where(table.c.audience == release.audience)
        .order_by(table.c.name)
    )
    return tuple(FileRow(*row) for row in found)


async def _file(connection: AsyncConnection, digest: str) -> bytes | None:
    table = tables.release_file
    found: bytes | None = await connection.scalar(
        select(table.c.body).where(table.c.sha256 == digest).limit(1)
    )
    return found


async def _owners(connection: AsyncConnection) -> Mapping[str, TakenRow]:
    table = tables.release_file
    found = await connection.execute(
        select(table.c.sha256, table.c.survey, table.c.audience, table.c.name)
    )
    return {digest: TakenRow(*which) for digest, *which in found}


async def _add_reach(
    connection: AsyncConnection, counts: Mapping[tuple[str, str, str], int]
) -> None:
    table = tables.reach
    for (week, facet, what), count in sorted(counts.items()):  # in one order: no deadlock
        put = insert(connection, table).values(week=week, facet=facet, what=what, count=count)
        more = put.on_conflict_do_update(
            index_elements=["week", "facet", "what"],
            set_={"count": table.c.count + put.excluded.count},
        )
        await connection.execute(more)


async def _reach(connection: AsyncConnection) -> tuple[ReachRow, ...]:
    table = tables.reach
    found = await connection.execute(
        select(table).order_by(table.c.week, table.c.facet, table.c.what)
    )
    return tuple(ReachRow(*row) for row in found)


async def _sources(connection: AsyncConnection) -> frozenset[str]:
    """The source tags that links were made with."""
    given = select(tables.reach.c.facet).where(tables.reach.c.what == GIVEN_OUT).distinct()
    found = await connection.scalars(given)
    return frozenset(facet.removeprefix("source:") for facet in found)
