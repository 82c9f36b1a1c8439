"""Whether more of something costs its share, not its square: a ratio, on any machine."""

from collections.abc import Callable
from time import process_time

SLACK = 0.5
"""Seconds that other work on the machine may add."""


def grows_evenly(work: Callable[[int], object], most: int) -> bool:
    """Twice as much takes at most three times as long: what is read over and over takes four."""
    work(most // 16)
    half, whole = (_spent(work, size) for size in (most // 2, most))
    return whole <= 3 * half + SLACK


def _spent(work: Callable[[int], object], size: int) -> float:
    """Seconds of the processor."""
    before = process_time()
    work(size)
    return process_time() - before
