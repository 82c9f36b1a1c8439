"""Boxes: sealed records that all look alike and open only where they belong."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.vault.errors import BoxUnreadable, TooLong

NONCE_BYTES: Final = 12
"""A box begins with them, and they are new whenever something is sealed."""
_TAG_BYTES: Final = 16
_LENGTH_BYTES: Final = 2

Opens: TypeAlias = Callable[[bytes], bytes]
"""Box -> record. BoxUnreadable."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a box stands; authenticated with it, so a box moved elsewhere does not open."""

    table: str
    size: int
    """Bytes of every record of this table, once padded; the length itself takes two of them."""
    survey: str = ""
    generation: int = 0

    @property
    def label(self) -> bytes:
        return f"{self.table}\0{self.survey}\0{self.generation}".encode()

    @property
    def box_bytes(self) -> int:
        return NONCE_BYTES + self.size + _TAG_BYTES


def seal(key: bytes, record: bytes, shelf: Shelf) -> bytes:
    """Nonce, ciphertext and tag: `shelf.box_bytes` long whatever the record."""
    if len(record) > shelf.size - _LENGTH_BYTES:
        raise TooLong(shelf.table)
    padded = (len(record).to_bytes(_LENGTH_BYTES) + record).ljust(shelf.size, b"\0")
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, padded, shelf.label)


def unseal(key: bytes, box: bytes, shelf: Shelf) -> bytes:
    return opener(key, shelf)(box)


def opener(key: bytes, shelf: Shelf) -> Opens:
    """For box after box: setting up the cipher costs a third of opening one."""
    cipher, label = AESGCM(key), shelf.label

    def opened(box: bytes) -> bytes:
        try:
            padded = cipher.decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], label)
        except (InvalidTag, ValueError):
            raise BoxUnreadable(shelf.table) from None
        length = int.from_bytes(padded[:_LENGTH_BYTES])
        return padded[_LENGTH_BYTES : _LENGTH_BYTES + length]

    return opened
