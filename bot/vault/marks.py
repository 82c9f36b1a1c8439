"""Marks and codes: what may be compared but, without its key, never traced back to a person."""

import base64
import hmac
from hashlib import sha256
from typing import Final

CODE_BYTES: Final = 10

_RFC: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TO_CROCKFORD: Final = str.maketrans(_RFC, _CROCKFORD)
_FROM_CROCKFORD: Final = str.maketrans(_CROCKFORD, _RFC)
_FORGIVEN: Final = str.maketrans("OIL", "011", " -\t\n\u00a0\u2010\u2011\u2012\u2013\u2014")


def participation(key: bytes, person: int) -> bytes:
    """The mark that someone took part, under K.mark of one survey."""
    return _hmac(key, b"%d" % person)


def code(key: bytes, nonce: bytes, person: int) -> bytes:
    """The withdrawal code of one Send, under K.withdraw: the nonce finds it only for its person."""
    return _hmac(key, b"code%c%b%d" % (len(nonce), nonce, person))[:CODE_BYTES]


def withdrawal(key: bytes, code: bytes) -> bytes:
    """The mark by which a code finds its response, under K.withdraw."""
    return _hmac(key, b"mark\0" + code)


def comment(key: bytes, question: str, person: int) -> bytes:
    """The mark that someone has had their one comment, under K.mark of one survey."""
    return _of_comment(key, question, b"%d" % person)


def comment_withdrawal(key: bytes, question: str, code: bytes) -> bytes:
    """The mark by which a code finds its comment, under K.withdraw."""
    return _of_comment(key, question, code)


def _of_comment(key: bytes, question: str, about: bytes) -> bytes:
    return _hmac(key, b"comment\0%b\0%b" % (question.encode(), about))


def resident(key: bytes, person: int) -> bytes:
    return _hmac(key, b"resident" + b"%d" % person)


def spell(code: bytes) -> str:
    """Crockford's base 32: 10 bytes as four groups of four characters."""
    text = base64.b32encode(code).decode().translate(_TO_CROCKFORD)
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def read(text: str) -> bytes | None:
    """A code as people type it; None if it cannot be one."""
    letters = text.upper().translate(_FORGIVEN)
    if len(letters) != CODE_BYTES * 8 // 5 or not set(letters) <= set(_CROCKFORD):
        return None
    return base64.b32decode(letters.translate(_FROM_CROCKFORD))


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, sha256)
