"""A bar for long work, on a terminal only: what is piped stays clean."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

import typer

T = TypeVar("T")


def counted(things: Iterable[T], label: str) -> Iterator[T]:
    """The same things, while a bar on standard error shows how many are done."""
    quiet = not sys.stderr.isatty()
    with typer.progressbar(things, label=label, file=sys.stderr, hidden=quiet) as bar:
        yield from bar
