"""Faults that would leave something in the files; each must be noticed by the attack on it."""

import hmac
import secrets
import sqlite3
from collections.abc import Callable
from contextlib import closing
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Final, TypeAlias

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.storage import mixing, schema
from bot.storage.database import connect
from bot.storage.opened import Pool
from bot.storage.sqlite import Sqlite
from bot.storage.work import Work
from bot.tick import Tick
from bot.turn import Turned, Turns
from bot.vault.keyring import Keyring
from bot.vault.seal import Opens, Shelf
from tests.anonymity.breaking import Break

Apply: TypeAlias = Callable[[pytest.MonkeyPatch], None]
POSTGRES: Final = "postgresql"
PREFIX: Final = secrets.token_bytes(8)
CONSTANT: Final = secrets.token_bytes(32)


def put(target: str, value: object) -> Apply:
    """Another value or function in the place of one of the bot's own."""
    return lambda patch: patch.setattr(f"bot.{target}", value)


def both(*faults: Apply) -> Apply:
    def apply(patch: pytest.MonkeyPatch) -> None:
        for fault in faults:
            fault(patch)

    return apply


# What is written. -------------------------------------------------------------------------------


def in_clear(key: bytes, record: bytes, shelf: Shelf) -> bytes:
    return record.ljust(shelf.box_bytes, b"\0")


def read_in_clear(key: bytes, shelf: Shelf) -> Opens:
    return lambda box: box.rstrip(b"\0")


def shorter(key: bytes, record: bytes, shelf: Shelf) -> bytes:
    """Sealed, but as long as it is."""
    nonce = secrets.token_bytes(12)
    padded = len(record).to_bytes(2) + record
    return nonce + AESGCM(key).encrypt(nonce, padded, shelf.label)


def plain_hash(key: bytes, person: int) -> bytes:
    return sha256(str(person).encode()).digest()


def salted_hash(key: bytes, person: int) -> bytes:
    """The salt stands in the database: it is the survey's id."""
    return sha256(b"trial" + str(person).encode()).digest()


def cut_hash(key: bytes, person: int) -> bytes:
    return blake2b(person.to_bytes(8), digest_size=64).digest()[:8] + secrets.token_bytes(24)


def named(key: bytes, person: int) -> bytes:
    return person.to_bytes(32)


def one_for_all(key: bytes, person: int) -> bytes:
    return hmac.digest(CONSTANT, str(person).encode(), "sha256")


def one_code(key: bytes, nonce: bytes, person: int) -> bytes:
    return hmac.digest(CONSTANT, nonce + str(person).encode(), "sha256")[:10]


def code_itself(key: bytes, code: bytes) -> bytes:
    return code.ljust(32, b"\0")


def alike() -> bytes:
    return PREFIX + secrets.token_bytes(8)


async def noted(turns: Turns, person: int, *rest: object) -> Turned:
    """A diary beside the database."""
    folder = Path(str(turns.store.keyring.directory)).parent / "data"
    with (folder / "debug.txt").open("a") as file:
        file.write(f"{person}\n")
    return await RUN(turns, person, *rest)  # type: ignore[arg-type]  # as it came


RUN: Final = Turns.run

# How tables are made. ---------------------------------------------------------------------------

ROWID: Final = """
DROP TABLE mark;
CREATE TABLE mark (survey VARCHAR(64) NOT NULL, mark BLOB NOT NULL, PRIMARY KEY (survey, mark));
"""


def made_with(*statements: str) -> Apply:
    """The tables as migrated, and then changed."""

    async def migrate(address: object) -> None:
        await schema.migrate(str(address))
        with closing(sqlite3.connect(str(address))) as connection:
            connection.executescript("".join(statements))

    return put("house.migrate_apart", migrate)


def at_server(statement: str) -> Apply:
    async def migrate(address: str) -> None:
        await schema.migrate(address)
        database = connect(address)
        async with database.write() as connection:
            await connection.exec_driver_sql(statement)
        await database.dispose()

    return put("proof.trial.migrate_apart", migrate)


def pragmas(name: str, *others: str) -> Apply:
    """The promises about the file are neither kept nor asked for."""
    return both(put(f"storage.sqlite.{name}", others), put("storage.sqlite._AS_MADE", {}))


WAL: Final = ("PRAGMA busy_timeout = 10000", "PRAGMA journal_mode = WAL")
FAST: Final = (*WAL, "PRAGMA secure_delete = FAST", "PRAGMA temp_store = MEMORY")
OFF: Final = (*WAL, "PRAGMA secure_delete = OFF", "PRAGMA temp_store = MEMORY")

# Keys and remnants. -----------------------------------------------------------------------------


def derived(keyring: Keyring, name: str) -> bytes:
    key = hmac.digest(keyring.kek, name.encode(), "sha256")
    keyring.put(name, key)
    return key


def reused(keyring: Keyring, name: str) -> bytes:
    """One data key for all generations of all surveys."""
    key = (
        sha256(b"data" + CONSTANT).digest() if name.startswith("data.") else secrets.token_bytes(32)
    )
    keyring.put(name, key)
    return key


def nothing(*_: object, **__: object) -> None:
    return None


async def done(*_: object, **__: object) -> bool:
    return True


async def none(*_: object, **__: object) -> int:
    return 0


async def never(*_: object, **__: object) -> bool:
    return False


async def only_mixed(work: Work, pool: Pool, now: float) -> bool:
    _, mixed = await mixing.count(work, pool.survey, pool.kind)
    return mixed > 0 and work.keyring.age(pool.key, now) >= mixing.STALE


# Files. -----------------------------------------------------------------------------------------


def left_behind(name: str, content: bytes = b"", mode: int = 0o600) -> Apply:
    async def once(tick: Tick) -> None:
        await ONCE(tick)
        path = tick.turns.store.keyring.directory.parent / name
        path.write_bytes(content)
        path.chmod(mode)

    return put("tick.Tick.once", once)


ONCE: Final = Tick.once
PICKLE: Final = b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00}\x94."

FEW: Final = put("proof.attacks.p02.PEOPLE", range(4))
"""Enough to be found, and sooner."""
BREAKS: Final = (
    Break(1, "id", "the mark is the Telegram id itself", "broken",
          put("vault.marks.participation", named)),
    Break(1, "clear", "boxes are not sealed", "broken",
          both(put("vault.seal.seal", in_clear), put("vault.seal.opener", read_in_clear))),
    Break(1, "code", "a response is found by its code itself", "broken",
          put("vault.marks.withdrawal", code_itself)),
    Break(1, "diary", "a file notes who pressed", "broken", put("turn.Turns.run", noted)),
    Break(2, "plain", "the mark is a plain SHA-256 of the id", "broken",
          both(FEW, put("vault.marks.participation", plain_hash))),
    Break(2, "salted", "the mark is a SHA-256 salted with the survey's id", "broken",
          both(FEW, put("vault.marks.participation", salted_hash))),
    Break(2, "cut", "a resident's key begins with eight bytes of a BLAKE2", "broken",
          both(FEW, put("vault.marks.resident", cut_hash))),
    Break(3, "rowid", "a table has a hidden row number", "rowid", made_with(ROWID)),
    Break(3, "time", "a response knows when", "column",
          made_with("ALTER TABLE response ADD made DATETIME;")),
    Break(3, "number", "rows of the urn are counted", "column",
          made_with("ALTER TABLE urn ADD seq INTEGER;")),
    Break(3, "serial", "a table counts up", "serial",
          made_with("CREATE TABLE visit (id INTEGER PRIMARY KEY AUTOINCREMENT);")),
    Break(3, "bond", "a response points to a mark", "bond",
          made_with("ALTER TABLE response ADD about BLOB REFERENCES mark (mark);")),
    Break(3, "diary", "there is a table that nobody knows of", "unknown",
          made_with("CREATE TABLE diary (entry TEXT);")),
    Break(3, "view", "on PostgreSQL a view shows more than the tables", "unknown",
          at_server("CREATE VIEW diary AS SELECT xmin::text FROM mark"), POSTGRES),
    Break(3, "page", "the file has small pages", "pragma",
          pragmas("_ONCE", "PRAGMA auto_vacuum = FULL")),
    Break(3, "vacuum", "freed pages stay in the file", "pragma",
          pragmas("_ONCE", "PRAGMA page_size = 16384")),
    Break(3, "delete", "secure_delete is FAST", "pragma", pragmas("_ALWAYS", *FAST)),
    Break(3, "column", "on PostgreSQL a column of the responses counts up", "serial",
          at_server("ALTER TABLE response ADD part serial"), POSTGRES),
    Break(3, "moment", "on PostgreSQL a mark knows when", "column",
          at_server("ALTER TABLE mark ADD made timestamptz"), POSTGRES),
    Break(4, "length", "boxes are as long as what is in them", "broken",
          put("vault.seal.seal", shorter)),
    Break(9, "derived", "keys are derived from the KEK", "derived",
          put("vault.keyring.Keyring.create", derived)),
    Break(9, "kept", "no key is ever destroyed", "opened",
          put("vault.keyring.Keyring.destroy", nothing)),
    Break(9, "reused", "data keys are the same at every rewrite", "same",
          put("vault.keyring.Keyring.create", reused)),
    Break(9, "urn", "a keyring's backup holds the keys of urns", "archived",
          put("vault.archive._LEFT_OUT", "none.")),
    Break(9, "open", "the mark needs no key of the survey", "same",
          put("vault.marks.participation", one_for_all)),
    Break(10, "mark", "one key makes the marks of all surveys", "broken",
          put("vault.marks.participation", one_for_all)),
    Break(10, "code", "one code opens all surveys", "code", put("vault.marks.code", one_code)),
    Break(10, "id", "ids begin alike", "broken", put("storage.opened.fresh_id", alike)),
    Break(11, "log", "the write-ahead log is not emptied", "broken",
          put("storage.sqlite.Sqlite.truncate", done)),
    Break(11, "off", "what is deleted is not overwritten, and the file not written anew", "broken",
          both(pragmas("_ALWAYS", *OFF), put("storage.sqlite.Sqlite.vacuum", Sqlite.truncate))),
    Break(11, "key", "on PostgreSQL earlier keys stay", "broken",
          put("vault.keyring.Keyring.destroy", nothing), POSTGRES),
    Break(11, "rows", "rows stay after their time", "overdue",
          put("storage.retention.purge", none)),
    Break(11, "backups", "backups stay for longer than a week", "overdue",
          put("storage.backup.drop_old", nothing)),
    Break(11, "stones", "tombstones stay for ever", "overdue",
          put("vault.tombstones.Tombstones.purge", nothing)),
    Break(12, "tombstones", "nobody reads the tombstones", "answers",
          put("storage.tombstones.apply", none)),
    Break(12, "closed", "no tombstone is set for a closed survey", "closed",
          put("storage.tombstones.bury_survey", nothing)),
    Break(12, "week", "keys stay for longer than a week", "opened",
          put("storage.mixing.is_stale", never)),
    Break(12, "waiting", "answers that only wait stay under one key", "opened",
          put("storage.mixing.is_stale", only_mixed)),
    Break(14, "open", "a file may be read by others", "open",
          left_behind("data/rightsbot.lock", mode=0o644)),
    Break(14, "pickle", "the conversation is pickled", "pickle",
          left_behind("data/rightsbot.restoring", PICKLE)),
    Break(14, "unknown", "a file lies about that nobody knows of", "unknown",
          left_behind("keys/notes.txt")),
)  # fmt: skip
