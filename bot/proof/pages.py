"""Reads an SQLite file as its format is published, to see what its unused room still holds.

https://www.sqlite.org/fileformat2.html
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HEADER: Final = 100
FREE: Final = 2
"""A kind of page, as the pointer map names them."""
ENTRY: Final = 5
"""Bytes of one entry of the pointer map."""
LEAVES: Final = (10, 13)
BRANCHES: Final = (2, 5)
LOCK_BYTE: Final = 1 << 30
PIECE: Final = 8
TRACE: Final = 32
"""Bytes of a mark, a key or a code's mark: what is shorter tells nothing."""
ADDRESSES: Final = re.compile(rb"(?:[\0-\x40].){6,}", re.DOTALL)
"""Places in a page of at most 16384 bytes, one after the other: hardly ever by chance."""
EMPTY: Final = re.compile(rb"\0{4,}")


@dataclass(frozen=True, slots=True)
class SqliteFile:
    content: bytes

    @classmethod
    def read(cls, path: Path) -> "SqliteFile":
        return cls(path.read_bytes())

    @property
    def page_size(self) -> int:
        size = _number(self.content, 16, 2)
        return 65536 if size == 1 else size

    @property
    def pages(self) -> int:
        return len(self.content) // self.page_size

    @property
    def vacuums_itself(self) -> bool:
        """auto_vacuum = FULL: there is a pointer map, and it is used at every commit."""
        return _number(self.content, 52, 4) != 0 and _number(self.content, 64, 4) == 0

    def unused(self, roots: Iterable[int]) -> Iterator[bytes]:
        """What stands in free pages, and in these tables' and indexes' pages beside the rows."""
        for number in range(2, self.pages + 1):
            if self._kind(number) == FREE:
                yield self._page(number)
        for root in roots:
            for number in self._tree(root):
                yield from _rooms(self._page(number), _start(number))

    def _tree(self, root: int) -> Iterator[int]:
        """The root and all below it; a page that is just being written may name nonsense."""
        waiting, seen = [root], set[int]()
        while waiting:
            number = waiting.pop()
            if number in seen or not 0 < number <= self.pages:
                continue
            seen.add(number)
            yield number
            waiting += _below(self._page(number), _start(number))

    def _page(self, number: int) -> bytes:
        return self.content[(number - 1) * self.page_size : number * self.page_size]

    def _kind(self, number: int) -> int:
        """0 for a page that the pointer map does not tell of: itself, and the one of the lock."""
        usable = self.page_size - self.content[20]
        place = (number - 2) % (usable // ENTRY + 1)
        if place == 0 or number == LOCK_BYTE // self.page_size + 1:
            return 0
        return self._page(number - place)[ENTRY * (place - 1)]


def is_remnant(room: bytes, live: set[bytes]) -> bool:
    """Whether it holds more than copies of what rows still hold (`live`: eight bytes each).

    Addresses of cells that are gone tell nothing.
    """
    left = bytearray(room.strip(b"\0"))
    for place in range(len(left) - PIECE + 1 if live else 0):
        if bytes(left[place : place + PIECE]) in live:
            left[place : place + PIECE] = bytes(PIECE)
    return any(len(run) >= TRACE for run in EMPTY.split(ADDRESSES.sub(bytes(PIECE), left)))


def _rooms(page: bytes, start: int) -> Iterator[bytes]:
    """The gap between the cells' addresses and the cells, and the freed blocks between cells."""
    if page[start] not in (*LEAVES, *BRANCHES):
        return
    block, first = _number(page, start + 1, 2), _number(page, start + 5, 2)
    yield page[_addresses(page, start) + 2 * _number(page, start + 3, 2) : first or len(page)]
    while block and block + 4 <= len(page):
        following, size = _number(page, block, 2), _number(page, block + 2, 2)
        yield page[block + 4 : block + size]
        block = following if following > block else 0


def _below(page: bytes, start: int) -> Iterator[int]:
    if page[start] not in BRANCHES:
        return
    yield _number(page, start + 8, 4)
    addresses = _addresses(page, start)
    for cell in range(_number(page, start + 3, 2)):
        yield _number(page, _number(page, addresses + 2 * cell, 2), 4)


def _addresses(page: bytes, start: int) -> int:
    return start + (8 if page[start] in LEAVES else 12)


def _start(number: int) -> int:
    return HEADER if number == 1 else 0


def _number(content: bytes, at: int, length: int) -> int:
    return int.from_bytes(content[at : at + length])
