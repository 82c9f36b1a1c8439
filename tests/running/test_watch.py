"""A changed text reaches residents within seconds, and staff hear of one that cannot."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

import pytest

from bot.core.model import State
from bot.house import House, scratch
from bot.life import current
from bot.storage.tickets import Ticket, TicketRow
from bot.tick import Tick
from bot.tidings import Tidings

CONTENT = Path(__file__).parents[2] / "content"
SURVEY = "brussels-counter"
CAMERAS, BRUSSELS = "topics/cameras/fr.md", "cities/brussels.yaml"
COLLEAGUES = {"Ana": "brussels", "Ben": "tirana"}
ALERT, LOOK = -1001234567890, 0.1


@dataclass
class World:
    house: House
    tick: Tick
    texts: Path
    told: list[tuple[int, str]] = field(default_factory=list)

    def write(self, path: str, old: str, new: str) -> None:
        text = (self.texts / path).read_text(encoding="utf-8")
        assert old in text
        (self.texts / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    async def heard(self) -> list[tuple[int, str]]:
        """What was said since the last time."""
        await self.tick.refresh()
        await Tidings(self.house.shelf, self.house.alerts).tell()
        await self.house.alerts.settled()
        said, self.told[:] = list(self.told), []
        return said

    async def link(self, name: str, city: str, chat: int) -> None:
        """A moderator who is told in this chat, in English."""
        staff = self.house.store.staff
        member = await staff.add(name, role="moderator", city=city)
        token, now = name.encode(), self.house.turns.clock()
        minute = int(now.timestamp()) // 60
        digest = sha256(token).digest()
        last = minute + 10
        ticket = TicketRow(digest, member.id, Ticket.LINK, "en", last, now.date())
        await staff.tickets.issue(ticket)
        await staff.link_chat(name, chat, now)

    def title(self) -> str:
        return self.house.turns.shown.catalogue.topics["cameras"].text["fr"].title

    async def until(self, seen: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not seen():
                await asyncio.sleep(LOOK / 4)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """On a copy of the shipped texts, which are looked at ten times a second."""
    texts = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    settings = {"RIGHTSBOT_CONTENT_DIR": str(texts), "RIGHTSBOT_ALERT_CHAT": str(ALERT)}
    async with scratch(settings) as house:
        tick = Tick(house.turns, house.life, house.shelf, look=LOOK)
        await tick.once()
        world = World(house, tick, texts)

        async def send(chat: int, words: str) -> None:
            world.told.append((chat, words))

        house.alerts.send = send
        watching = asyncio.create_task(tick.watch())
        yield world
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


async def test_a_text_is_shown_when_it_is_whole_and_never_while_it_is_being_written(
    world: World,
) -> None:
    file, before = world.texts / CAMERAS, world.title()
    text, whole = file.read_text(encoding="utf-8"), "Des caméras dans la rue me filment"
    seen = {before}
    # Each piece by itself is a text that could be shown; a slow editor writes it bit by bit.
    for end in range(9, len(whole) + 1):
        file.write_text(text.replace(before, whole[:end], 1), encoding="utf-8")
        await asyncio.sleep(LOOK / 2)
        seen.add(world.title())
    assert seen == {before}

    await world.until(lambda: world.title() == whole)
    shown = world.house.turns.shown
    assert shown.catalogue.topics["cameras"] == world.house.content.topics["cameras"]
    assert shown.index.find("des caméras", "fr", ["cameras"]) == ("cameras",)


async def test_other_words_reach_an_open_survey_and_other_questions_do_not(world: World) -> None:
    asked = world.house.turns.shown.catalogue.surveys[SURVEY]
    assert asked.state is State.OPEN
    words, path = asked.title["en"], f"surveys/{SURVEY}/en.yaml"
    text = world.house.texts.read(path)
    assert text
    changed = text.replace(words, "The counter, in short")
    world.house.texts.publish(path, changed, by="Ana", base=world.house.texts.digest(path))
    world.write(f"surveys/{SURVEY}/survey.yaml", "minutes: ", "minutes: 1")

    def title() -> str:
        return world.house.turns.shown.catalogue.surveys[SURVEY].title["en"]

    await world.until(lambda: title() == "The counter, in short")
    after = world.house.turns.shown.catalogue.surveys[SURVEY]
    assert (after.tag, after.minutes) == (asked.tag, asked.minutes)


async def test_staff_hear_once_of_an_error_and_once_that_it_is_mended(world: World) -> None:
    assert await world.heard() == []
    good = (world.texts / CAMERAS).read_text(encoding="utf-8")
    world.write(CAMERAS, "---\n", "---\nnothing: x\n")
    ((chat, words),) = await world.heard()
    assert chat == ALERT
    assert words.startswith("An error holds a text back. Residents go on reading it")
    assert f"\n{CAMERAS}:" in words

    world.write(CAMERAS, "nothing: x\n", "\nnothing: x\n")
    again = Tidings(world.house.shelf, world.house.alerts)
    await world.tick.refresh()
    await again.tell()
    assert await world.heard() == []

    (world.texts / CAMERAS).write_text(good, encoding="utf-8")
    ((_, words),) = await world.heard()
    assert words == f"This text is in order again:\n{CAMERAS}"
    assert await world.heard() == []


async def test_an_alert_repeats_no_word_of_the_text(world: World) -> None:
    world.write(BRUSSELS, "page: https", "page: secretword")
    ((_, words),) = await world.heard()
    assert "LINK" in words
    assert "secretword" not in words


async def test_who_runs_the_bot_hears_that_the_folder_is_gone_and_that_it_is_back(
    world: World,
) -> None:
    world.texts.rename(world.texts.with_name("away"))
    ((chat, words),) = await world.heard()
    assert (chat, words.split(",")[0]) == (ALERT, "The folder of texts cannot be read")
    world.texts.with_name("away").rename(world.texts)
    assert await world.heard() == [(ALERT, "The folder of texts can be read again.")]


async def test_a_colleague_hears_of_the_texts_of_the_own_city_alone(world: World) -> None:
    for chat, (name, city) in enumerate(COLLEAGUES.items()):
        await world.link(name, city, chat)
    world.write(BRUSSELS, "time_zone: ", "time_zone: Nowhere/")
    assert {chat for chat, _ in await world.heard()} == {ALERT, 0}

    for lang in ("fr", "nl", "bg"):
        world.write(f"topics/cameras/{lang}.md", "---\n", "---\nnothing: x\n")
    heard = dict(await world.heard())
    assert set(heard) == {ALERT, 0, 1}
    assert heard[ALERT].startswith("3 errors hold texts back")


async def test_a_file_that_belongs_nowhere_does_not_stop_the_telling(world: World) -> None:
    await world.link("Ana", "brussels", 77)
    (world.texts / "notes.txt").write_text("x", encoding="utf-8")
    assert {chat for chat, words in await world.heard() if "notes.txt" in words} == {ALERT, 77}


async def test_other_questions_under_the_same_number_do_not_reach_an_open_survey(
    world: World,
) -> None:
    file, rows = world.house.content.surveys[SURVEY], await world.house.store.surveys()
    forged = replace(file, questions=file.questions[:-1])
    content = replace(world.house.content, surveys={SURVEY: forged})
    assert current(content, rows).surveys[SURVEY].questions == file.questions
