"""What the import tells of a form: what it could not take over, and what it chose by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Value: TypeAlias = str | int


@dataclass(frozen=True, slots=True)
class Note:
    sheet: str
    row: int
    """As the spreadsheet numbers it; 0: this is about the whole sheet."""
    key: str
    values: Mapping[str, Value] = field(default_factory=dict)


class NotAForm(Exception):
    """The file cannot be read as an XLSForm at all; `key` names the words for why."""

    def __init__(self, key: str, **values: Value) -> None:
        super().__init__(key)
        self.key = key
        self.values = values
