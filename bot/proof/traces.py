"""How a value may hide in bytes: its spellings, its digests, and pieces of it."""

import hashlib
import hmac
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final, TypeAlias

PIECE: Final = 8
"""Bytes that two values may not share: fewer are alike by chance."""
SIX_BYTES: Final = 48
LETTERS: Final = 10
"""Letters of base64 that eight bytes fill."""
ALGORITHMS: Final = ("md5", "sha1", "sha256", "sha512", "blake2b", "blake2s")
_ZEROS: Final = re.compile(rb"\0{16,}")
_HEX: Final = re.compile(rb"[0-9a-fA-F]{16,}")
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/_-]{10,}")

Digest: TypeAlias = Callable[[bytes], bytes]
_Blake: TypeAlias = type[hashlib.blake2b] | type[hashlib.blake2s]


def spellings(number: int) -> Iterator[bytes]:
    """Decimal, as eight bytes in either order without their empty ends, as either varint."""
    yield str(number).encode()
    yield number.to_bytes(8, "big").lstrip(b"\0")
    yield number.to_bytes(8, "little").rstrip(b"\0")
    parts = []
    while number:
        parts.append(number & 0x7F)
        number >>= 7
    yield bytes([*(part | 0x80 for part in parts[:-1]), parts[-1]])
    yield bytes([*(part | 0x80 for part in reversed(parts[1:])), parts[0]])


def stored(number: int) -> Iterator[bytes]:
    """As programs and databases keep a whole number of any sign: in eight bytes, or in six."""
    yield number.to_bytes(8, "big", signed=True)
    yield number.to_bytes(8, "little", signed=True)
    if number.bit_length() < SIX_BYTES:
        yield number.to_bytes(6, "big", signed=True)


def as_text(secret: bytes) -> Iterator[bytes]:
    """The bytes themselves, and what a program would print of them."""
    yield secret
    yield secret.hex().encode()
    yield secret.hex().upper().encode()
    yield b64encode(secret).rstrip(b"=")
    yield urlsafe_b64encode(secret).rstrip(b"=")


def pieces(values: Iterable[bytes], step: int = 1) -> set[bytes]:
    """Every eight bytes of them that could not be alike by chance.

    With a `step` of eight a value is still found by any sixteen bytes of it that remain.
    """
    return {
        value[at : at + PIECE]
        for value in values
        for at in range(0, len(value) - PIECE + 1, step)
        if len(set(value[at : at + PIECE])) > PIECE // 2
    }


def remaining(content: bytes, wanted: set[bytes]) -> bool:
    """Whether any of the pieces stands anywhere in it."""
    return any(
        run[at : at + PIECE] in wanted
        for run in _ZEROS.split(content)
        for at in range(len(run) - PIECE + 1)
    )


def digests(salt: bytes) -> Iterator[Digest]:
    """Each way to hash something with this salt or key."""
    for name in ALGORITHMS:
        yield _before(name, salt)
        yield _after(name, salt)
        yield _keyed(name, salt)
    yield from _blake(salt)


def _blake(salt: bytes) -> Iterator[Digest]:
    """BLAKE2 takes a key and a salt of its own, if they are short."""
    for blake in (hashlib.blake2b, hashlib.blake2s):
        if 0 < len(salt) <= blake.MAX_KEY_SIZE:
            yield partial(_with_key, blake, salt)
        if 0 < len(salt) <= blake.SALT_SIZE:
            yield partial(_with_salt, blake, salt)


def _with_key(blake: _Blake, key: bytes, text: bytes) -> bytes:
    return blake(text, key=key).digest()


def _with_salt(blake: _Blake, salt: bytes, text: bytes) -> bytes:
    return blake(text, salt=salt).digest()


def _before(name: str, salt: bytes) -> Digest:
    begun = hashlib.new(name, salt, usedforsecurity=False)

    def digest(text: bytes) -> bytes:
        going = begun.copy()
        going.update(text)
        return going.digest()

    return digest


def _after(name: str, salt: bytes) -> Digest:
    return lambda text: hashlib.new(name, text + salt, usedforsecurity=False).digest()


def _keyed(name: str, salt: bytes) -> Digest:
    begun = hmac.new(salt, digestmod=name)

    def digest(text: bytes) -> bytes:
        going = begun.copy()
        going.update(text)
        return going.digest()

    return digest


class Prints:
    """Digests to be looked for: raw, in hex and in base64, also where they were cut to eight."""

    def __init__(self, found: Iterable[bytes]) -> None:
        self.raw = {part for digest in found for part in (digest[:PIECE], digest[-PIECE:])}
        self.hex = {part.hex().encode() for part in self.raw}
        self.base64 = {b64encode(part)[:LETTERS] for part in self.raw}

    def within(self, content: bytes) -> bool:
        return (
            remaining(content, self.raw)
            or _stands(_HEX, content.lower(), self.hex)
            or _stands(_BASE64, content.translate(_URL_SAFE), self.base64)
        )


_URL_SAFE: Final = bytes.maketrans(b"-_", b"+/")


def _stands(run: re.Pattern[bytes], content: bytes, wanted: set[bytes]) -> bool:
    length = len(next(iter(wanted), b""))
    return any(
        found[at : at + length] in wanted
        for found in run.findall(content)
        for at in range(len(found) - length + 1)
    )
