"""A keyring in one sealed file, for the backup that goes with a database's own."""

import json
import secrets
from collections.abc import Mapping
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
_HEAD: Final = b"rightsbot keys 1\n"
_SALT_BYTES: Final = 32
_NONCE: Final = bytes(12)
"""Each file has a key of its own, from its own salt, that seals nothing else."""
_SMALLEST: Final = 1 << 14
_LEFT_OUT: Final = "urn."
"""What waits in the urn cannot be brought back: no copy of its keys outlives the next flush."""


def write(keyring: Keyring, path: Path, *, failpoint: files.Failpoint = files.nothing) -> None:
    """All keys but those of urns; durable, and whole or not there, when it returns.

    KeyMissing if one burns meanwhile: copy database and keys under one lock of the database.
    """
    keys = {name: keyring.get(name) for name in keyring.names() if not name.startswith(_LEFT_OUT)}
    content = seal(keys, keyring.kek)
    with keyring.changing():
        files.own_directory(path.parent)
        files.replace(path, content, failpoint=failpoint)


def read(path: Path, kek: bytes) -> Mapping[str, bytes]:
    """The keys by name. ArchiveUnreadable; OSError where there is no such file."""
    keys = unseal(path.read_bytes(), kek)
    if keys is None:
        raise ArchiveUnreadable(path.name)
    return keys


def seal(keys: Mapping[str, bytes], kek: bytes) -> bytes:
    """The length only tells between which powers of two the keys lie, from 16 KiB on."""
    text = json.dumps({name: key.hex() for name, key in sorted(keys.items())}).encode()
    size = max(_SMALLEST, 1 << (len(text) - 1).bit_length())
    salt = secrets.token_bytes(_SALT_BYTES)
    return _HEAD + salt + _cipher(kek, salt).encrypt(_NONCE, text.ljust(size), _HEAD)


def unseal(content: bytes, kek: bytes) -> Mapping[str, bytes] | None:
    """None if this is no archive, or none of this KEK."""
    head, rest = content[: len(_HEAD)], content[len(_HEAD) :]
    salt, sealed = rest[:_SALT_BYTES], rest[_SALT_BYTES:]
    try:
        text = _cipher(kek, salt).decrypt(_NONCE, sealed, head)
    except (InvalidTag, ValueError):
        return None
    keys: dict[str, str] = json.loads(text)
    return {name: bytes.fromhex(key) for name, key in keys.items()}


def reseal(keyring: Keyring, path: Path, keys: Mapping[str, bytes], point: files.Failpoint) -> None:
    """The same archive under this keyring's KEK, as old as it was."""
    with keyring.changing():
        made = path.stat().st_mtime
        files.replace(path, seal(keys, keyring.kek), made=made, failpoint=point)


def _cipher(kek: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt, info=_HEAD).derive(kek))
