"""Which passwords may be set, and how one is kept: as an Argon2id hash, never itself."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST: Final = 12
MOST: Final = 256
"""Characters; longer ones only keep the machine busy."""
COMMON: Final = Path(__file__).with_name("common-passwords.txt")
"""One a line, in small letters: long ones that were stolen often, and the words that most short
ones are made of. Drawn from the lists of zxcvbn and SecLists (both MIT)."""
OURS: Final = (
    "rightsbot", "telegram", "survey", "results", "council", "municipality", "commune",
    "gemeente", "stad", "ville", "brussels", "bruxelles", "brussel", "dublin", "sofia", "tirana",
    "staff", "console", "steward", "analyst", "moderator", "welcome", "bienvenue", "welkom",
    "wachtwoord", "motdepasse", "passwoord", "парола", "община", "анкета", "софия", "добредошли",
    "fjalëkalim", "bashkia", "tiranë", "anketa", "mirësevini",
)  # fmt: skip
"""Words that somebody who knows where one works tries first, in the five languages."""
WORDS: Final = 2
"""A password of so few well-known words is guessed soon, whatever signs stand around them."""
WALKS: Final = (
    "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertz", "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "qazwsxedcrfvtgbyhnujm", "абвгдежзийклмнопрст", "явертъуиоп",
)  # fmt: skip
_STROLL: Final = 3
_PLAIN: Final = str.maketrans("@4301!$5+", "aaeoiisst")
_MEMORY: Final = 19_456  # KiB; ASVS 5.0, appendix C


@dataclass(frozen=True, slots=True)
class Passwords:
    """Two are looked at at a time: each takes 19 MiB and a core for a moment."""

    turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))
    hasher: PasswordHasher = field(
        default_factory=lambda: PasswordHasher(time_cost=3, memory_cost=_MEMORY, parallelism=1)
    )

    async def hashed(self, password: str) -> str:
        async with self.turn:
            return await asyncio.to_thread(self.hasher.hash, password)

    async def fits(self, password: str, kept: str | None) -> bool:
        """Takes as long where there is none to compare with."""
        async with self.turn:
            fits = await asyncio.to_thread(self._fits, password[:MOST], kept or NOBODYS)
        return fits and kept is not None and len(password) <= MOST

    def _fits(self, password: str, kept: str) -> bool:
        try:
            return self.hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False


NOBODYS: Final = (
    "$argon2id$v=19$m=19456,t=3,p=1$XZeau9fQwmQg9uUnUM5umw"
    "$bWpZL4UoIQmcecD1JHP3PkyODyw9GA6tVvCdXYE3Hx8"
)
"""Of no password: compared with where a name has none, so that it takes as long."""


def fault(password: str, about: str) -> str:
    """Key of what is wrong with it, "" if nothing is. `about`: the person's name, and what else
    others know.
    """
    if len(password) < LEAST:
        return "console.password.short"
    if len(password) > MOST:
        return "console.password.long"
    known = {word for word in about.casefold().split() if len(word) >= _STROLL} | set(OURS)
    if _is_made_of(password.casefold(), known | set(COMMON.read_text("utf-8").splitlines())):
        return "console.password.common"
    return ""


def _is_made_of(password: str, words: set[str]) -> bool:
    """Of at most WORDS of these, or of walks over a keyboard and letters that repeat; numbers and
    signs count nothing.
    """
    fewest = [0] + [WORDS + 1] * len(password)
    for start, end in _spans(len(password)):
        part = password[start:end]
        cost = int(any(map(str.isalpha, part)))
        if fewest[start] + cost < fewest[end] and (not cost or _is_known(part, words)):
            fewest[end] = fewest[start] + cost
    return fewest[-1] <= WORDS


def _spans(length: int) -> Iterator[tuple[int, int]]:
    return ((start, end) for start in range(length) for end in range(start + 1, length + 1))


def _is_known(part: str, words: set[str]) -> bool:
    if part in words or part.translate(_PLAIN) in words:
        return True
    walks = any(part in walk or part[::-1] in walk for walk in WALKS)
    return len(part) >= _STROLL and (walks or len(set(part)) == 1)
