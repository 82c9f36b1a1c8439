"""The keyring: one wrapped file per key, so that burning a file burns what it sealed."""

import hashlib
import hmac
import re
import secrets
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.vault import files, lock
from bot.vault.errors import (
    KeyExists,
    KeyMissing,
    KeyNameInvalid,
    KeyringExposed,
    KeyUnreadable,
)
from bot.vault.tombstones import Tombstones

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9.-]*")
_SUFFIX: Final = ".key"
_IN_USE: Final = ".lock"
_CHANGING: Final = ".changing"


@dataclass(frozen=True, slots=True)
class Keyring:
    """A directory (0700) of files (0600), each 12 bytes of nonce and a wrapped random key.

    Nothing is remembered in memory: a key that is destroyed is gone at once.
    """

    directory: Path
    kek: bytes = field(repr=False)

    def __post_init__(self) -> None:
        files.own_directory(self.directory)
        if found := files.exposed(self.directory):
            raise KeyringExposed(found)

    @property
    def backups(self) -> Path:
        """Where its own archives lie, by day; rotation seals them anew too."""
        return self.directory / "backups"

    @property
    def tombstones(self) -> Tombstones:
        return Tombstones(self.directory / "tombstones")

    def shared(self) -> AbstractContextManager[None]:
        """Held by every process that has the store open. KeyringInUse while one is alone."""
        return lock.together(self.directory / _IN_USE)

    def alone(self) -> AbstractContextManager[None]:
        """Held by what changes the keyring as a whole. KeyringInUse while anybody else is here."""
        return lock.alone(self.directory / _IN_USE)

    def create(self, name: str, *, made: float | None = None) -> bytes:
        """Durable when it returns: a crash leaves the whole file or none."""
        key = secrets.token_bytes(KEY_BYTES)
        self.put(name, key, made=made)
        return key

    def put(
        self,
        name: str,
        key: bytes,
        *,
        made: float | None = None,
        over: bool = False,
        failpoint: files.Failpoint = files.nothing,
    ) -> None:
        """As `create`, with a key that was made before. `made`: seconds since 1970, else now.

        KeyExists, unless it is to go `over` the key that stands there, which is overwritten.
        """
        path = self._path(name)
        with self.changing():
            if path.exists() and not over:
                raise KeyExists(name)
            files.replace(path, self._wrap(name, key), made=made, failpoint=failpoint)

    def rewrap(self, name: str, key: bytes, failpoint: files.Failpoint) -> None:
        """The same key under this KEK, as old as it was."""
        self.put(name, key, made=-self.age(name, 0), over=True, failpoint=failpoint)

    def get(self, name: str) -> bytes:
        wrapped = self._read(name)
        nonce, sealed = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
        try:
            return AESGCM(self.kek).decrypt(nonce, sealed, name.encode())
        except (InvalidTag, ValueError):
            raise KeyUnreadable(name) from None

    def age(self, name: str, now: float) -> float:
        """Seconds since the key was made; `now` in seconds since 1970. KeyMissing."""
        try:
            return now - self._path(name).stat().st_mtime
        except FileNotFoundError:
            raise KeyMissing(name) from None

    def names(self) -> frozenset[str]:
        return names_in(self.directory)

    def destroy(self, name: str, *, failpoint: files.Failpoint = files.nothing) -> None:
        """Overwrite, then unlink; a key that is already gone is no error.

        Nor does a copy survive that a crash left half-way to another KEK. It gives up its name
        first: nobody, not even after a crash, takes what is half overwritten for a damaged key.
        """
        path = self._path(name)
        unfinished = path.with_name(path.name + files.UNFINISHED)
        with self.changing():
            files.shred(unfinished)
            with suppress(FileNotFoundError):
                path.replace(unfinished)
                files.sync(self.directory)
                failpoint("destroy: nameless")
                files.shred(unfinished)
            files.sync(self.directory)

    def destroy_unfinished(self) -> None:
        """Burn what a crash left half-written; waits for whoever is writing at this moment."""
        with self.changing():
            files.shred_unfinished(self.directory)
            files.shred_unfinished(self.backups)

    def fingerprint(self) -> str:
        """16 hex digits that two workers share only if KEK, names and key files are the same."""
        digest = hmac.new(self.kek, b"fingerprint", hashlib.sha256)
        for name in sorted(self.names()):
            wrapped = hashlib.sha256(self._read(name)).digest()
            digest.update(name.encode() + b"\0" + wrapped)
        return digest.hexdigest()[:16]

    def changing(self) -> AbstractContextManager[None]:
        """Held for each single write here, so that what is left over is nobody's work."""
        return lock.in_turn(self.directory / _CHANGING)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise KeyNameInvalid
        return self.directory / f"{name}{_SUFFIX}"

    def _read(self, name: str) -> bytes:
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            raise KeyMissing(name) from None

    def _wrap(self, name: str, key: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + AESGCM(self.kek).encrypt(nonce, key, name.encode())


def names_in(directory: Path) -> frozenset[str]:
    """The names of a keyring, which need no KEK; none where there is no directory."""
    names = (path.name.removesuffix(_SUFFIX) for path in directory.glob(f"*{_SUFFIX}"))
    return frozenset(filter(_NAME.fullmatch, names))
