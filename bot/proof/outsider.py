"""An outsider with the files, and perhaps the keys: knows the papers, uses none of our code."""

import asyncio
import hashlib
import hmac
import json
import re
import sqlite3
from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from zipfile import ZipFile

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

Row = tuple[Any, ...]
"""Of a table that is looked into by name: its values may be of any kind."""

NONCE: Final = 12
SALT: Final = 32
ARCHIVE: Final = b"rightsbot keys 2\n"
DATABASE: Final = "rightsbot.db"
IDENTITY: Final = ("resident", "mark")
ANSWERS: Final = ("urn", "response")
COMMENTS: Final = ("comment_urn", "comment")
SIDES: Final = (*IDENTITY, *ANSWERS, *COMMENTS)
ZIP: Final = b"PK\3\4"
EMPTY: Final = re.compile(rb"\0{64,}")
BOXES: Final = ("resident", *ANSWERS, *COMMENTS)
"""The tables that hold boxes."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Rows and key files of one moment."""

    tables: Mapping[str, tuple[Mapping[str, Any], ...]]
    key_files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Loot:
    """What somebody has in hand. Nothing here changes any of it."""

    data: Path
    keyring: Path
    address: str = ""
    """Of the database; empty: the SQLite file in the data directory."""
    kek: bytes | None = field(default=None, repr=False)
    beside: tuple[Path, ...] = ()
    """Logs and exports that lie elsewhere: files or directories."""
    server: Path | None = None
    """The data directory of the PostgreSQL server, if it is in hand as well."""
    since: float = 0.0
    """Unix time before which the server's files held nothing of this database."""
    people: tuple[str, ...] = field(default=(), repr=False)
    """Telegram ids or usernames of real people that are to be looked for."""

    @property
    def database(self) -> Path | None:
        """The SQLite file; None for PostgreSQL."""
        if not self.address:
            return self.data / DATABASE
        prefix, _, path = self.address.partition(":///")
        return Path(path) if prefix.startswith("sqlite") else None

    @property
    def exists(self) -> bool:
        return self.database is None or self.database.exists()

    async def rows(self, question: str, *values: object) -> list[Row]:
        """Of one SELECT, with ? for each value; in the order in which the database gives them."""
        if self.database is not None:
            return await asyncio.to_thread(ask_file, self.database, question, *values)
        return await _ask_server(self.address, question, *values)

    async def table(self, name: str) -> tuple[Mapping[str, Any], ...]:
        """All rows of one of the known tables."""
        columns = await self.columns(name)
        names = ", ".join(f'"{column}"' for column in columns)
        found = await self.rows(f'SELECT {names} FROM "{name}"')  # noqa: S608 - names from the schema
        return tuple(dict(zip(columns, row, strict=True)) for row in found)

    async def tables(self) -> list[str]:
        if self.database is not None:
            question = "SELECT name FROM sqlite_master WHERE type = 'table'"
        else:
            question = "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()"
        return sorted(str(name) for (name,) in await self.rows(question))

    async def columns(self, name: str) -> list[str]:
        if self.database is not None:
            question = "SELECT name FROM pragma_table_info(?)"
        else:
            question = (
                "SELECT attname::text FROM pg_attribute WHERE attrelid = to_regclass(?::text)"
                " AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
            )
        return [str(column) for (column,) in await self.rows(question, name)]

    async def snapshot(self, tables: Iterable[str] = SIDES) -> Snapshot:
        return Snapshot({name: await self.table(name) for name in tables}, self.key_files())

    # Bytes. ---------------------------------------------------------------------------------

    def files(self) -> Iterator[Path]:
        """Every file that lies in the data directory or beside it."""
        places = [self.data, *self.beside]
        if self.database is not None and not self.database.is_relative_to(self.data):
            places += self.database.parent.glob(f"{self.database.name}*")
        for place in places:
            yield from [place] if place.is_file() else sorted(place.rglob("*"))

    async def everything(self) -> AsyncIterator[tuple[str, bytes]]:
        """Name and bytes of each file; of PostgreSQL the server's files, else the rows."""
        for path in self.files():
            if path.is_file():
                content = await asyncio.to_thread(path.read_bytes)
                yield path.name, content
                for part in _unpacked(content):
                    yield path.name, part
        if self.database is None:
            for name, content in await self._server():
                yield name, content

    async def holding(self, needles: Iterable[bytes]) -> set[bytes]:
        """Those of the needles that occur in any byte of the files."""
        wanted, found = set(needles), set[bytes]()
        async for _, content in self.everything():
            found |= await asyncio.to_thread(among, content, wanted)
        return found

    async def _server(self) -> list[tuple[str, bytes]]:
        if self.server is None:
            return [(name, _flat(await self.table(name))) for name in await self.tables()]
        await _ask_server(self.address, "CHECKPOINT")
        return await asyncio.to_thread(_server_files, self.server, self.since)

    # Keys. ----------------------------------------------------------------------------------

    def key_files(self) -> Mapping[str, bytes]:
        """Name of the key -> the wrapped file."""
        found = {}
        for path in sorted(self.keyring.glob("*.key")):
            with suppress(FileNotFoundError):  # burnt at this moment
                found[path.name.removesuffix(".key")] = path.read_bytes()
        return found

    def key_times(self) -> Mapping[str, float]:
        """Name of the key -> when its file was made, as Unix time."""
        found = {}
        for path in self.keyring.glob("*.key"):
            with suppress(FileNotFoundError):  # burnt at this moment
                found[path.name.removesuffix(".key")] = path.stat().st_mtime
        return found

    def keys(self) -> Mapping[str, bytes]:
        """The keys themselves; none without the KEK."""
        return {} if self.kek is None else unwrapped(self.key_files(), self.kek)


def unwrapped(key_files: Mapping[str, bytes], kek: bytes) -> Mapping[str, bytes]:
    """Those that this KEK opens."""
    opened = {}
    for name, wrapped in key_files.items():
        key = _decrypted(kek, wrapped, name.encode())
        if key is not None:
            opened[name] = key
    return opened


def archived(path: Path, kek: bytes) -> Mapping[str, bytes]:
    """The keys of a keyring's backup; none with another KEK."""
    content = path.read_bytes()
    start, end = len(ARCHIVE), len(ARCHIVE) + SALT
    key = HKDF(SHA256(), len(kek), content[start:end], ARCHIVE).derive(kek)
    text = _decrypted(key, bytes(NONCE) + content[end:], content[:start])
    found: dict[str, str] = {} if text is None else json.loads(text)["keys"]
    return {name: bytes.fromhex(key) for name, key in found.items()}


def unboxed(
    box: bytes, table: str, survey: str, keys: Iterable[bytes], generations: Iterable[int]
) -> bytes | None:
    """The record, if any of the keys opens it as a box of any of the generations."""
    spread = tuple(generations)
    for key in keys:
        for generation in spread:
            label = f"{table}\0{survey}\0{generation}".encode()
            padded = _decrypted(key, box, label)
            if padded is not None:
                return padded[2 : 2 + int.from_bytes(padded[:2])]
    return None


def mark_of(key: bytes, person: int) -> bytes:
    return hmac.digest(key, str(person).encode(), hashlib.sha256)


def comment_mark_of(key: bytes, question: str, person: int) -> bytes:
    about = b"\0".join((b"comment", question.encode(), str(person).encode()))
    return hmac.digest(key, about, hashlib.sha256)


def ask_file(database: Path, question: str, *values: object) -> list[Row]:
    """Read-only; beside a running bot its write-ahead log is read along."""
    log = database.with_name(f"{database.name}-wal")
    how = "mode=ro" if log.exists() else "mode=ro&immutable=1"
    address = f"file:{database.resolve()}?{how}"
    with closing(sqlite3.connect(address, uri=True, timeout=10)) as connection:
        return connection.execute(question, values).fetchall()


async def _ask_server(address: str, question: str, *values: object) -> list[Row]:
    import asyncpg  # type: ignore[import-untyped]  # ships no types

    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    schema = query.pop("schema", None)
    plain = urlunsplit(("postgresql", parts.netloc, parts.path, urlencode(query), ""))
    numbered, *rest = question.split("?")
    for number, part in enumerate(rest, 1):
        numbered += f"${number}{part}"
    settings = {"search_path": f'"{schema}"'} if schema else {}
    connection = await asyncpg.connect(plain, server_settings=settings, timeout=10)
    try:
        return [tuple(row) for row in await connection.fetch(numbered, *values)]
    finally:
        await connection.close()


def _server_files(server: Path, since: float) -> list[tuple[str, bytes]]:
    """Heap, write-ahead log and all else that was written since; files come and go meanwhile."""
    found = []
    for path in sorted(server.rglob("*")):
        with suppress(FileNotFoundError):
            if path.is_file() and path.stat().st_mtime >= since:
                found.append((path.name, path.read_bytes()))
    return found


def _unpacked(content: bytes) -> Iterator[bytes]:
    """What is packed in it, as spreadsheets are."""
    if content.startswith(ZIP):
        with ZipFile(BytesIO(content)) as packed:
            yield from (packed.read(name) for name in packed.namelist())


def _flat(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """All values of a table, one after the other."""
    values = (value for row in rows for value in row.values() if value is not None)
    return b"\0".join(v if isinstance(v, bytes) else str(v).encode() for v in values)


def among(content: bytes, needles: Collection[bytes]) -> set[bytes]:
    """Those that it holds. What is empty is passed over: a server's log is mostly that."""
    if not needles:
        return set()
    dense = EMPTY.sub(bytes(SALT), content)
    return {needle for needle in needles if needle in dense}


def _decrypted(key: bytes, sealed: bytes, label: bytes) -> bytes | None:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], label)
    except (InvalidTag, ValueError):
        return None
