"""What a thief of the files finds without the keys, and what nobody finds with them."""

import base64
import hashlib
import hmac
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.effect import (
    Stored,
)
from bot.core.sheet import (
    Place,
)
from bot.storage.store import Store
from bot.storage.work import encode
from bot.vault import marks
from tests.storage.house import (
    SURVEY,
    House,
    answers,
    person,
    receipt,
    send,
    survey,
    voices,
)

EVERYONE = range(25)
HASHES = ("md5", "sha1", "sha256", "sha512", "blake2b", "blake2s")


@pytest.fixture
async def lived_in(house: House, store: Store) -> House:
    """Both sides full, some changed and remembered, the log not emptied."""
    await store.publish(survey("parks"))
    await send(store, EVERYONE)
    await send(store, EVERYONE, to="parks")
    await store.flush(SURVEY)
    for number in range(5):
        await store.replace(SURVEY, person(number), {"way": f"changed-{number}"}, receipt(number))
        await store.remember(person(number), Place("sq", "tirana"), 24_323)
    return house


def varint(number: int) -> bytes:
    parts = []
    while number:
        parts.append(number & 0x7F)
        number >>= 7
    big = bytes([*(part | 0x80 for part in reversed(parts[1:])), parts[0]])
    little = bytes([*(part | 0x80 for part in parts[:-1]), parts[-1]])
    return big + b"\0\0\0\0" + little


def spellings(number: int) -> Iterator[bytes]:
    yield str(number).encode()
    yield number.to_bytes(8, "big").lstrip(b"\0")
    yield number.to_bytes(8, "little").rstrip(b"\0")
    yield from varint(number).split(b"\0\0\0\0")


async def test_no_byte_at_rest_names_a_person(lived_in: House) -> None:
    content = lived_in.at_rest()
    assert len(content) > 100_000
    for number in EVERYONE:
        assert not [form for form in spellings(person(number)) if form in content]


async def test_no_byte_at_rest_holds_an_answer_or_a_code(lived_in: House, store: Store) -> None:
    content = lived_in.at_rest()
    for word in (b"choice-", b"changed-", b"phone", b"tirana", encode(answers(1))[:12]):
        assert word not in content
    for number in EVERYONE:
        shown = await store.show(SURVEY, person(number), receipt(number), edit=False)
        assert isinstance(shown, Stored)
        code = marks.read(shown.code) or b""
        plain = shown.code.replace("-", "")
        for form in (code, plain.encode(), shown.code.encode(), code.hex().encode()):
            assert form not in content


async def test_no_digest_of_a_person_occurs_with_any_stored_value_as_salt(
    lived_in: House,
) -> None:
    content = lived_in.at_rest()
    values = [
        value
        for table in ("mark", "urn", "response", "resident")
        for row in lived_in.rows(f"SELECT * FROM {table} LIMIT 12")
        for value in row
        if isinstance(value, bytes)
    ]
    for salt in {b"", *(value[:64] for value in values)}:
        for digest in digests(str(person(3)).encode(), salt):
            forms = (digest[:8], digest[:8].hex().encode(), base64.b64encode(digest)[:10])
            assert not [form for form in forms if form in content]


def digests(text: bytes, salt: bytes) -> Iterator[bytes]:
    for name in HASHES:
        yield hashlib.new(name, salt + text, usedforsecurity=False).digest()
        yield hashlib.new(name, text + salt, usedforsecurity=False).digest()
        yield hmac.digest(salt, text, name)


@pytest.mark.parametrize("table", ["urn", "response", "resident"])
async def test_all_boxes_of_a_table_have_one_length(lived_in: House, table: str) -> None:
    lengths = lived_in.rows(f"SELECT DISTINCT length(box) FROM {table}")
    assert len(lengths) == 1


async def test_one_resident_has_no_value_twice(lived_in: House) -> None:
    """No two rows of the database share eight bytes, whichever surveys they are of."""
    seen: set[bytes] = set()
    for question in (
        "SELECT mark FROM mark",
        "SELECT id FROM urn",
        "SELECT id FROM response",
        "SELECT withdraw_mark FROM response",
        "SELECT key FROM resident",
        "SELECT box FROM urn",
        "SELECT box FROM response",
        "SELECT box FROM resident",
    ):
        for (value,) in lived_in.rows(question):
            parts = [value[at : at + 8] for at in range(len(value) - 7)]
            assert seen.isdisjoint(parts)
            seen.update(parts)


async def test_files_are_their_owners_alone(lived_in: House) -> None:
    """Also the write-ahead log and its index."""
    modes = {path.name: path.stat().st_mode & 0o777 for path in lived_in.database.parent.iterdir()}
    assert modes == dict.fromkeys(("rightsbot.db", "rightsbot.db-wal", "rightsbot.db-shm"), 0o600)
    assert lived_in.database.parent.stat().st_mode & 0o777 == 0o700


async def test_forgetting_leaves_no_byte(house: House, store: Store) -> None:
    """Neither of all, nor of some among others whose pages were split since."""
    for number in range(200):
        await store.remember(person(number), Place("bg", "sofia"), 24_323)
    rows = dict(house.rows("SELECT key, box FROM resident"))
    for part in (range(0, 200, 2), range(1, 200, 2)):
        for number in part:
            await store.forget(person(number))
        left = dict(house.rows("SELECT key, box FROM resident"))
        content = house.at_rest()
        gone = [form for key in rows.keys() - left.keys() for form in (key, rows[key])]
        assert not [form for form in gone if form[:16] in content or form[-16:] in content]
    assert len(gone) == 400


async def test_an_error_of_the_database_names_no_value(store: Store) -> None:
    secret = "7310554129-secret"
    with pytest.raises(Exception, match="survey") as refused:
        async with store.database.write() as connection:
            await connection.exec_driver_sql(
                "INSERT INTO survey (id, state) VALUES (?, ?)", (secret, secret)
            )
    assert secret not in str(refused.value)


async def test_after_the_close_nothing_confirms_who_took_part(
    lived_in: House, store: Store, tmp_path: Path
) -> None:
    old = lived_in.copy(tmp_path / "old")
    await store.end(SURVEY)
    assert await store.close(SURVEY, survey().until)
    assert not [
        n for n in lived_in.keyring.names() if n.split(".")[0] in {"mark", "urn"} and SURVEY in n
    ]
    assert f"withdraw.{SURVEY}" not in lived_in.keyring.names()
    ring = lived_in.keyring
    guesses = {
        (marks.participation(ring.get(name), person(number)),)
        for name in ring.names()
        for number in EVERYONE
    }
    assert guesses.isdisjoint(old.rows("SELECT mark FROM mark WHERE survey = ?", SURVEY))
    assert not guesses.isdisjoint(old.rows("SELECT mark FROM mark WHERE survey = 'parks'"))
    assert await voices(store, EVERYONE) == {}


async def test_nothing_is_left_of_the_marks_and_codes_after_the_close(
    lived_in: House, store: Store
) -> None:
    question = "SELECT mark FROM mark WHERE survey = ? UNION SELECT withdraw_mark FROM response"
    values = [value for (value,) in lived_in.rows(question, SURVEY)]
    boxes = [*lived_in.boxes("response").values()]
    await store.end(SURVEY)
    await store.close(SURVEY, survey().until)
    content = lived_in.at_rest()
    assert len(values) > 25
    assert not [value for value in values + boxes if value[:16] in content]
    assert lived_in.rows("SELECT DISTINCT withdraw_mark FROM response") == [(None,)]


async def test_the_last_day_goes_back_only_with_the_close(house: House, store: Store) -> None:
    assert await store.surveys() == (survey(),)
    back = "UPDATE survey SET until = '2026-12-{}', state = '{}'"
    with closing(sqlite3.connect(house.database)) as raw:
        for state in ("open", "ended"):
            with pytest.raises(sqlite3.IntegrityError):
                raw.execute(back.format(20, state))
        raw.execute(back.format(20, "closed"))
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(back.format(19, "closed"))


FREEZE = [
    "UPDATE survey SET structure = '{}'",
    "UPDATE survey SET notice = '{}'",
    "UPDATE survey SET id = 'other'",
    "UPDATE survey SET until = '2026-12-23'",
    "UPDATE survey SET urn_generation = 0",
    "UPDATE survey SET data_generation = 0",
    "UPDATE survey SET state = 'draft'",
    "DELETE FROM survey",
    "INSERT OR REPLACE INTO survey SELECT id, state, until, '{}', '{}', 1, 1, 0 FROM survey",
    "UPDATE OR REPLACE survey SET structure = '{}'",
]


@pytest.mark.parametrize("attempt", FREEZE)
async def test_what_was_published_is_frozen_by_the_database(
    house: House, store: Store, attempt: str
) -> None:
    assert not await store.publish(survey())
    with closing(sqlite3.connect(house.database)) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute(attempt)


@pytest.mark.parametrize("attempt", ["open", "ended"])
async def test_a_closed_survey_never_opens_again(house: House, store: Store, attempt: str) -> None:
    assert await store.surveys() == (survey(),)
    with closing(sqlite3.connect(house.database)) as raw:
        raw.execute("UPDATE survey SET state = 'closed'")
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute("UPDATE survey SET state = ?, until = '2030-01-01'", (attempt,))
