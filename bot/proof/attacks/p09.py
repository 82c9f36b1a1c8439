"""Property 9: what was sealed or marked before is lost with its keys, which nothing makes again."""

import hashlib
import hmac
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from typing import Any, Final

from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.proof.asked import WISH
from bot.proof.finding import Finding, How, Line, first, judged
from bot.proof.outsider import (
    ANSWERS,
    COMMENTS,
    Loot,
    Snapshot,
    archived,
    comment_mark_of,
    mark_of,
    unboxed,
    unwrapped,
)
from bot.proof.trial import OTHER, SURVEY, Trial, trial

NUMBER: Final = 9
PEOPLE: Final = range(24)
GENERATIONS: Final = range(12)
A_WEEK_AND_MORE: Final = 8
BURNT: Final = ("mark", "withdraw", "urn")
"""The keys that go with the close."""


async def attack(opened: Trial) -> Finding:
    """With KEK and keyring in hand."""
    faults = await first(_broken(opened))
    return judged(NUMBER, How.TRIAL, faults, Line("proof.9.kept", {"people": len(PEOPLE)}))


async def _broken(opened: Trial) -> AsyncIterator[Line]:
    await opened.publish(OTHER)
    for survey in (SURVEY, OTHER):
        await opened.send(PEOPLE, survey)
        await opened.comment(PEOPLE, survey)
    for line in await _beside(opened):
        yield line
    async for line in _earlier(opened):
        yield line
    async for line in _closed(opened):
        yield line


async def _beside(opened: Trial) -> list[Line]:
    """The same residents answer the survey of the same id in another installation."""
    async with trial(opened.settings, opened.clock, kek=opened.settings.kek) as second:
        await second.publish(OTHER)
        second.people = dict(opened.people)
        await second.send(PEOPLE)
        await second.comment(PEOPLE)
        return await _derived(opened.loot(), second.loot())


async def _derived(loot: Loot, other: Loot) -> list[Line]:
    """Two installations with one KEK and the same names have nothing in common."""
    keys, others = loot.keys(), other.keys()
    marks, theirs = [{row["mark"] for row in await one.table("mark")} for one in (loot, other)]
    made = set(derivations(loot.kek or b"", keys.keys() | others.keys()))
    if not marks or not theirs:
        return [Line("proof.blunt")]
    found = []
    if made & {*keys.values(), *others.values()}:
        found.append(Line("proof.9.derived"))
    if marks & theirs or set(keys.values()) & set(others.values()):
        found.append(Line("proof.9.same"))
    return found


def derivations(kek: bytes, names: Iterable[str]) -> Iterator[bytes]:
    """Whatever a program would make of a master key and a name: its first 32 bytes."""
    for name in {part for whole in names for part in _parts(whole)}:
        info = name.encode()
        for algorithm in ("sha256", "sha512", "sha3_256", "blake2b", "blake2s"):
            yield hmac.digest(kek, info, algorithm)[:32]
            yield hmac.digest(info, kek, algorithm)[:32]
            yield hashlib.new(algorithm, kek + info).digest()[:32]
            yield hashlib.new(algorithm, info + kek).digest()[:32]
        for hashed in (SHA256(), SHA512()):
            for salt in (None, info):
                for about in (b"", info):
                    yield HKDF(hashed, 32, salt, about).derive(kek)


def _parts(name: str) -> Iterator[str]:
    kind, *rest = name.split(".")
    yield from (name, kind, *rest, ".".join(rest), ".".join((kind, *rest[:1])), f"{kind}:{rest}")
    yield from (name.replace(".", separator) for separator in ("-", "/", ":", "_", "\0"))


async def _earlier(opened: Trial) -> AsyncIterator[Line]:
    """An old copy of the database, and the keyring of today."""
    await opened.flush()
    old = await opened.loot().snapshot()
    kek = opened.settings.kek or b""
    if opens(old, unwrapped(old.key_files, kek), SURVEY) != 2 * len(PEOPLE):
        yield Line("proof.blunt")
    await opened.flush()
    left = opens(old, opened.loot().keys(), SURVEY)
    if left:
        yield Line("proof.9.opened", {"answers": left})


def opens(old: Snapshot, keys: Mapping[str, bytes], survey: str) -> int:
    """How many answers and comments of the snapshot any of the keys opens, of whatever
    generation.
    """
    return sum(
        unboxed(row["box"], table, survey, keys.values(), GENERATIONS) is not None
        for table in (*ANSWERS, *COMMENTS)
        for row in old.tables[table]
        if row["survey"] == survey
    )


async def _closed(opened: Trial) -> AsyncIterator[Line]:
    """After the close not even the KEK helps to say who took part, or to find anybody's answers."""
    await opened.tick.back_up()
    old, kek = await opened.loot().snapshot(), opened.settings.kek or b""
    if confirmed(old, unwrapped(old.key_files, kek), opened) != len(PEOPLE):
        yield Line("proof.blunt")
    if any(name.startswith("urn.") for name in _in_archives(opened)):
        yield Line("proof.9.archived")
    await opened.close()
    keys = opened.loot().keys()
    if people := confirmed(old, keys, opened):
        yield Line("proof.9.confirmed", {"people": people})
    await opened.days(A_WEEK_AND_MORE)
    for name in (*keys, *_in_archives(opened)):
        kind, _, rest = name.partition(".")
        if kind in BURNT and rest.split(".")[0] == SURVEY:
            yield Line("proof.9.left", {"kind": kind})


def _in_archives(opened: Trial) -> set[str]:
    """The names of keys in the keyring's own backups, which are kept for a week."""
    kek, archives = opened.settings.kek or b"", opened.settings.keyring_dir.glob("backups/*.keys")
    names = {name for path in archives for name in archived(path, kek)}
    if not names:
        raise LookupError("there is no backup of the keyring, or it cannot be read")
    return names


def confirmed(old: Snapshot, keys: Mapping[str, bytes], opened: Trial) -> int:
    """How many of the people the attacker can tell to have taken part, or to have commented."""
    marks = _column(old.tables["mark"], "mark")
    people = [opened.person(number).id for number in PEOPLE]
    return sum(
        any(not marks.isdisjoint(_marks(key, person)) for key in keys.values()) for person in people
    )


def _marks(key: bytes, person: int) -> tuple[bytes, bytes]:
    return mark_of(key, person), comment_mark_of(key, WISH, person)


def _column(rows: Iterable[Mapping[str, Any]], name: str) -> set[bytes]:
    return {row[name] for row in rows if row["survey"] == SURVEY}
