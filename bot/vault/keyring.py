"""The keyring: one wrapped file per key, so that burning a file burns what it sealed."""

import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.vault.errors import (
    KeyExists,
    KeyMissing,
    KeyNameInvalid,
    KeyringExposed,
    KeyUnreadable,
)

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9.-]*")
_SUFFIX: Final = ".key"
_UNFINISHED: Final = ".new"


@dataclass(frozen=True, slots=True)
class Keyring:
    """A directory (0700) of files (0600), each 12 bytes of nonce and a wrapped random key.

    Nothing is remembered in memory: a key that is destroyed is gone at once.
    """

    directory: Path
    kek: bytes = field(repr=False)

    def __post_init__(self) -> None:
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.directory.stat().st_mode & 0o077:
            raise KeyringExposed(self.directory)

    def create(self, name: str) -> bytes:
        """Durable when it returns: a crash leaves the whole file or none."""
        path = self._path(name)
        if path.exists():
            raise KeyExists(name)
        key = secrets.token_bytes(KEY_BYTES)
        unfinished = path.with_suffix(_UNFINISHED)
        _write(unfinished, self._wrap(name, key))
        unfinished.rename(path)
        _sync(self.directory)
        return key

    def get(self, name: str) -> bytes:
        try:
            wrapped = self._path(name).read_bytes()
        except FileNotFoundError:
            raise KeyMissing(name) from None
        nonce, sealed = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
        try:
            return AESGCM(self.kek).decrypt(nonce, sealed, name.encode())
        except (InvalidTag, ValueError):
            raise KeyUnreadable(name) from None

    def names(self) -> frozenset[str]:
        return names_in(self.directory)

    def destroy(self, name: str) -> None:
        """Overwrite, then unlink; a key that is already gone is no error."""
        _shred(self._path(name))
        _sync(self.directory)

    def destroy_unfinished(self) -> None:
        """Burn what a crash during `create` left; never while another process may create."""
        for path in self.directory.glob(f"*{_UNFINISHED}"):
            _shred(path)
        _sync(self.directory)

    def fingerprint(self) -> str:
        """16 hex digits that two workers share only if KEK, names and key files are the same."""
        digest = hmac.new(self.kek, b"fingerprint", hashlib.sha256)
        for name in sorted(self.names()):
            wrapped = hashlib.sha256(self._path(name).read_bytes()).digest()
            digest.update(name.encode() + b"\0" + wrapped)
        return digest.hexdigest()[:16]

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise KeyNameInvalid
        return self.directory / f"{name}{_SUFFIX}"

    def _wrap(self, name: str, key: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + AESGCM(self.kek).encrypt(nonce, key, name.encode())


def names_in(directory: Path) -> frozenset[str]:
    """The names of a keyring, which need no KEK; none where there is no directory."""
    return frozenset(path.name.removesuffix(_SUFFIX) for path in directory.glob(f"*{_SUFFIX}"))


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _shred(path: Path) -> None:
    try:
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
    path.unlink(missing_ok=True)


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
