"""A keyring in one sealed file, for the backup that goes with a database's own."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.vault import files
from bot.vault.errors import ArchiveUnreadable
from bot.vault.keyring import KEY_BYTES, Keyring

SUFFIX: Final = ".keys"
_HEAD: Final = b"rightsbot keys 2\n"
_SALT_BYTES: Final = 32
_NONCE: Final = bytes(12)
"""Each file has a key of its own, from its own salt, that seals nothing else."""
_SMALLEST: Final = 1 << 14
_LEFT_OUT: Final = "urn."
"""What waits in the urn cannot be brought back: no copy of its keys outlives the next flush."""


@dataclass(frozen=True, slots=True)
class Archive:
    day: date
    """On which it was made, whatever its file is called."""
    keys: Mapping[str, bytes] = field(repr=False)
    """By name."""


def write(
    keyring: Keyring, path: Path, day: date, *, failpoint: files.Failpoint = files.nothing
) -> None:
    """`sealed`, in a file: durable, and whole or not there, when it returns."""
    content = sealed(keyring, day)
    with keyring.changing():
        files.own_directory(path.parent)
        files.replace(path, content, failpoint=failpoint)


def sealed(keyring: Keyring, day: date) -> bytes:
    """All keys but those of urns, for a file of its own.

    KeyMissing if one burns meanwhile: copy database and keys under one lock of the database.
    """
    keys = {name: keyring.get(name) for name in keyring.names() if not name.startswith(_LEFT_OUT)}
    return seal(Archive(day, keys), keyring.kek)


def read(path: Path, kek: bytes) -> Archive:
    """ArchiveUnreadable; OSError where there is no such file."""
    found = unseal(path.read_bytes(), kek)
    if found is None:
        raise ArchiveUnreadable(path.name)
    return found


def seal(kept: Archive, kek: bytes) -> bytes:
    """The length only tells between which powers of two the keys lie, from 16 KiB on."""
    keys = {name: key.hex() for name, key in sorted(kept.keys.items())}
    text = json.dumps({"day": kept.day.isoformat(), "keys": keys}).encode()
    size = max(_SMALLEST, 1 << (len(text) - 1).bit_length())
    salt = secrets.token_bytes(_SALT_BYTES)
    return _HEAD + salt + _cipher(kek, salt).encrypt(_NONCE, text.ljust(size), _HEAD)


def unseal(content: bytes, kek: bytes) -> Archive | None:
    """None if this is no archive, or none of this KEK."""
    head, rest = content[: len(_HEAD)], content[len(_HEAD) :]
    salt, box = rest[:_SALT_BYTES], rest[_SALT_BYTES:]
    try:
        text = _cipher(kek, salt).decrypt(_NONCE, box, head)
    except (InvalidTag, ValueError):
        return None
    found = json.loads(text)
    keys: dict[str, str] = found["keys"]
    return Archive(
        date.fromisoformat(found["day"]), {name: bytes.fromhex(key) for name, key in keys.items()}
    )


def reseal(keyring: Keyring, path: Path, kept: Archive, point: files.Failpoint) -> None:
    """The same archive under this keyring's KEK, its file as old as it was."""
    with keyring.changing():
        made = path.stat().st_mtime
        files.replace(path, seal(kept, keyring.kek), made=made, failpoint=point)


def _cipher(kek: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt, info=_HEAD).derive(kek))
