"""Made-up residents with names, who talk with the trial's bot through a real Bot API."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from bot.app import Running, bot_of, serve
from bot.core.model import PREFER_NOT
from bot.demo.botapi import BotApi, Bubble, Chat, Patience
from bot.proof.trial import SURVEY, Person, Trial

QUICK = Patience(answer=5.0, first=0.05, most=0.3)
LANG = "en"
SLOWEST = 30.0
"""Seconds that an answer may take on a busy machine."""


@dataclass(frozen=True, slots=True)
class Talk:
    trial: Trial
    api: BotApi

    def chat(self, person: Person, first_name: str, username: str) -> Chat:
        chat = self.api.open_chat(language_code=LANG, first_name=first_name, user_id=person.id)
        chat.room.user["username"] = username
        return chat

    def say(self, key: str, **values: int) -> str:
        return self.trial.house.dictionary.say(LANG, key, values)

    async def answer(self, chat: Chat, person: Person) -> None:
        """The trial's survey, from the link to the thanks; the choices made are the first ones."""
        city, age = self.trial.place.city, self.trial.survey().age
        await self.follow(chat, f"c{city}_s{SURVEY}")
        await self.press(
            chat, self.say("button.start", age=age), "1 ", "1 ", self.say("button.done")
        )
        # No typed number may be as long as the markers are: it is not taken, and stored nowhere.
        await self.write(chat, str(person.answers["number"]), to=chat.last)
        await self.press(chat, self.say(f"option.{PREFER_NOT}"), self.say("button.send"))

    async def comment(self, chat: Chat, text: str) -> None:
        """After the thanks; the bot warns of it, and what it warns of is left out."""
        await self.press(chat, self.say("button.add_comment"))
        await self.write(chat, text, to=chat.last)
        await self.press(chat, self.say("button.comment_mask"))

    async def follow(self, chat: Chat, payload: str) -> None:
        seen = _newest(chat)
        await chat.follow(f"https://t.me/{self.api.username}?start={payload}")
        await _answered(chat, seen)

    async def write(self, chat: Chat, text: str, to: Bubble | None = None) -> None:
        seen = _newest(chat)
        await chat.send(text, to=to)
        await _answered(chat, seen)

    async def press(self, chat: Chat, *labels: str) -> None:
        for label in labels:
            await chat.press(label)
            await chat.settled()


def _newest(chat: Chat) -> int:
    """The bot's newest message; 0: there is none."""
    return max((bubble.id for bubble in chat.messages if not bubble.mine), default=0)


async def _answered(chat: Chat, seen: int) -> None:
    """What is typed is not acknowledged as a press is: only the answer tells that it was read."""
    async with asyncio.timeout(SLOWEST):
        while _newest(chat) <= seen:  # noqa: ASYNC110 - as a person looks at a phone
            await asyncio.sleep(0.01)
    await chat.settled()


@asynccontextmanager
async def talk(trial: Trial) -> AsyncIterator[Talk]:
    """While it lasts the whole bot is at work, tick included."""
    async with await BotApi.start(patience=QUICK) as api:
        settings = replace(trial.house.settings, token=api.token, api_url=api.root)
        running = Running(replace(trial.house, settings=settings), bot_of(settings))
        job = asyncio.create_task(serve(running, []))
        try:
            await _connected(running, job)
            yield Talk(trial, api)
        finally:
            running.stop()
            await asyncio.wait([job])


async def _connected(running: Running, job: "asyncio.Task[None]") -> None:
    """What keeps it from starting is raised here."""
    waiting = asyncio.create_task(running.connected.wait())
    await asyncio.wait([waiting, job], return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if job.done():
        job.result()
