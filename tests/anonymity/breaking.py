"""A break: one deliberate fault in the bot, which the attack on its property must notice."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest


@dataclass(frozen=True, slots=True)
class Break:
    property: int
    name: str
    words: str
    """The fault, as a sentence of docs/privacy/proof.md."""
    shows: str
    """The end of the key of the evidence that has to speak of it."""
    apply: Callable[[pytest.MonkeyPatch], None]
    on: str = "sqlite"
    """Which kind of database shows it: sqlite or postgresql."""

    def __str__(self) -> str:
        return f"{self.property}-{self.name}"
