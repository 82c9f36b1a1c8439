"""What must hold of KEK and keyring before anything starts; each refusal is a typed error."""

import base64
import binascii
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from bot.vault import files
from bot.vault.errors import (
    DatabaseMissing,
    KekExposed,
    KekInvalid,
    KekMissing,
    KeyringInsideData,
    KeyringMissing,
)
from bot.vault.keyring import KEY_BYTES, names_in


@dataclass(frozen=True, slots=True)
class Kek:
    key: bytes = field(repr=False)
    beside: bool
    """It lies in the fallback file: every start says to move it."""


def find_kek(setting: str | None, fallback: Path, *, fresh: bool) -> Kek:
    """The KEK of the settings, else of the fallback file, which only a fresh start makes.

    `fresh`: the keyring is empty and the database has no rows. KekMissing, KekInvalid,
    KekExposed.
    """
    if setting is not None:
        return Kek(decode_kek(setting), beside=False)
    if fallback.exists():
        if files.exposed(fallback):
            raise KekExposed(fallback)
        return Kek(decode_kek(fallback.read_text(encoding="ascii", errors="replace")), beside=True)
    if not fresh:
        raise KekMissing
    return Kek(_make(fallback), beside=True)


def decode_kek(text: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise KekInvalid from None
    if len(key) != KEY_BYTES:
        raise KekInvalid
    return key


def refuse_inside(keyring: Path, data: Path) -> None:
    """A copy of the data directory must never carry its keys along."""
    if keyring.resolve().is_relative_to(data.resolve()):
        raise KeyringInsideData


def refuse_parted(keyring: Path, *, exists: bool, empty: bool) -> None:
    """Keys and rows need each other: one without the other is a loss, to be restored.

    `exists`: there is a database; `empty`: nothing was ever sealed in it. DatabaseMissing,
    KeyringMissing.
    """
    keys = names_in(keyring)
    if keys and not exists:
        raise DatabaseMissing
    if not keys and not empty:
        raise KeyringMissing


def _make(path: Path) -> bytes:
    key = secrets.token_bytes(KEY_BYTES)
    files.own_directory(path.parent)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(key) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    files.sync(path.parent)
    return key
