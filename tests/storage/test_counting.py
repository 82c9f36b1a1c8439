"""Counting all answers of a survey keeps nobody waiting who needs not wait."""

import asyncio
from collections.abc import Sequence
from threading import Event

from bot.core.sheet import Answers
from bot.storage.store import Store
from tests.storage.house import SURVEY, UNTIL, end_and_close, send, survey

OTHER = "parks"
SECONDS = 5


class Slow:
    """Counts what it is given, and is not done before it is let go."""

    def __init__(self) -> None:
        self.begun, self.let_go = Event(), Event()
        self.taken: list[Answers] = []

    def __call__(self, responses: Sequence[Answers]) -> None:
        self.begun.set()
        assert self.let_go.wait(4 * SECONDS)
        self.taken.extend(responses)


async def test_a_send_does_not_wait_while_a_closed_survey_is_counted(store: Store) -> None:
    await store.publish(survey(OTHER))
    await send(store, range(12))
    assert await end_and_close(store, UNTIL.replace(day=25))
    slow = Slow()
    counting = asyncio.create_task(store.each_response(SURVEY, slow))
    await asyncio.to_thread(slow.begun.wait, SECONDS)
    try:
        async with asyncio.timeout(SECONDS):
            await send(store, range(1), to=OTHER)
    finally:
        slow.let_go.set()
        await counting
    assert sorted(str(one["age"]) for one in slow.taken) == sorted(map(str, range(12)))
