"""Lanes: what belongs to one key runs in order, different keys side by side."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import TypeVar

T = TypeVar("T")


class Lanes:
    def __init__(self) -> None:
        self._last: dict[Hashable, asyncio.Task[object]] = {}

    def run(self, key: Hashable, work: Callable[[], Awaitable[T]]) -> asyncio.Task[T]:
        """Starts the work after everything that was asked for under this key before."""
        before = self._last.get(key)
        task = asyncio.create_task(_after(before, work))
        self._last[key] = task
        task.add_done_callback(lambda done: self._leave(key, done))
        return task

    def busy(self, key: Hashable) -> bool:
        """Is something still to run under this key?"""
        return key in self._last

    def _leave(self, key: Hashable, task: asyncio.Task[object]) -> None:
        if self._last.get(key) is task:
            del self._last[key]

    async def drain(self) -> None:
        """Until everything asked for so far has run."""
        while self._last:
            await asyncio.wait(list(self._last.values()))


async def _after(before: asyncio.Task[object] | None, work: Callable[[], Awaitable[T]]) -> T:
    if before is not None:
        await asyncio.wait([before])
    return await work()
