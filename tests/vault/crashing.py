"""Cuts work short at one failpoint after the other, and says what is left each time."""

from collections.abc import Callable, Iterator
from itertools import count

from bot.vault.files import Failpoint


class Crash(Exception):
    """The power went at a failpoint."""


def crashes(work: Callable[[Failpoint], object]) -> Iterator[str]:
    """Run `work`, stopped at its first failpoint, its second ...; the names, until it is done."""
    for last in count(1):
        passed: list[str] = []

        def stop(name: str, passed: list[str] = passed, last: int = last) -> None:
            passed.append(name)
            if len(passed) == last:
                raise Crash

        try:
            work(stop)
        except Crash:
            yield passed[-1]
        else:
            return
