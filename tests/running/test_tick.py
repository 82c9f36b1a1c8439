"""What happens every minute, and what must happen whatever else breaks."""

import shutil
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.core import event as ev
from bot.core.effect import Stored
from bot.core.model import State
from bot.core.sheet import Answers, Place, Receipt
from bot.house import House, scratch
from bot.storage.store import Store
from bot.tick import Tick
from bot.vault import marks

CONTENT = Path(__file__).parents[2] / "content"
SURVEY = "brussels-counter"
ANSWERS = {"channel": "none", "help": "dont-know"}


class Broken(Store):
    """A database that ends no survey, names no source and stores no count."""

    async def end(self, survey: str, *, passed: date | None = None) -> bool:  # noqa: ARG002 - as the store's
        raise OSError

    async def sources(self) -> frozenset[str]:
        raise OSError

    async def add_reach(self, counts: Mapping[tuple[str, str, str], int]) -> None:  # noqa: ARG002 - as the store's
        raise OSError


class Torn(Store):
    """A database that is gone in the middle of the answers."""

    async def each_response(self, survey: str, take: Callable[[Sequence[Answers]], None]) -> None:
        await Store.each_response(self, survey, lambda answers: take(answers[:9]))
        raise OSError


@dataclass
class World:
    house: House
    tick: Tick
    texts: Path
    now: list[datetime] = field(default_factory=list)

    async def state(self) -> tuple[State, date]:
        (row,) = await self.house.store.surveys()
        return row.state, row.until

    async def send(self, people: range, survey: str = SURVEY) -> None:
        for person in people:
            day = self.house.turns.survey_day(survey)
            nonce = person.to_bytes(10)
            await self.house.store.submit(survey, person, ANSWERS, nonce, day)

    async def results(self, survey: str) -> list[date]:
        """The days on which a survey's releases were made."""
        await self.tick.once()
        return [row.day for row in await self.house.store.releases(survey)]

    def wait(self, days: int) -> None:
        self.now[0] += timedelta(days=days)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    texts = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    now = [datetime(2026, 11, 24, 9, 0, tzinfo=UTC)]
    settings = {"RIGHTSBOT_CONTENT_DIR": str(texts), "RIGHTSBOT_CITIES": "brussels,tirana"}
    async with scratch(settings, clock=lambda: now[0]) as house:
        tick = Tick(house.turns, house.life, house.shelf)
        await tick.once()
        yield World(house, tick, texts, now)


async def test_the_first_tick_opens_a_survey_for_its_days(world: World) -> None:
    assert await world.state() == (State.OPEN, date(2027, 1, 22))
    assert world.house.turns.shown.catalogue.surveys[SURVEY].state is State.OPEN
    await world.tick.once()
    assert await world.state() == (State.OPEN, date(2027, 1, 22))


async def test_after_its_last_day_it_closes_and_has_its_final_results(world: World) -> None:
    await world.send(range(1, 31))
    world.wait(61)
    await world.tick.once()
    assert (await world.state())[0] is State.CLOSED
    release = await world.house.life.last(SURVEY)
    assert release is not None
    assert release.final
    assert release.tables.people == 30


async def test_results_come_on_their_days_as_soon_as_there_are_enough_answers(
    world: World,
) -> None:
    days = (date(2026, 11, 25), date(2026, 11, 27), date(2026, 11, 28))
    asked = replace(world.house.content.surveys[SURVEY], id="dated", results_on=days)
    assert await world.house.life.publish(world.house.content, asked, date(2026, 11, 24))
    await world.send(range(1, 51), "dated")
    assert await world.results("dated") == []
    world.wait(1)
    assert await world.results("dated") == await world.results("dated") == [days[0]]
    world.wait(2)
    assert await world.results("dated") == [days[0]]
    await world.send(range(51, 80), "dated")
    assert await world.results("dated") == [days[0], days[1]]
    world.wait(2)
    await world.send(range(80, 109), "dated")
    late = date(2026, 11, 29)
    assert await world.results("dated") == await world.results("dated") == [*days[:2], late]


async def test_what_a_crash_cut_short_is_made_by_the_next_tick(world: World) -> None:
    await world.send(range(1, 31))
    world.wait(61)
    whole, store = world.tick.life, world.house.store
    world.tick.life = replace(whole, store=Torn(store.database, store.keyring, store.failpoint))
    assert await world.results(SURVEY) == []
    assert (await world.state())[0] is State.CLOSED
    world.tick.life = whole
    assert await world.results(SURVEY) == [date(2027, 1, 24)]
    release = await whole.last(SURVEY)
    assert release is not None
    assert release.tables.people == 30


async def test_a_pretest_opens_for_nobody(world: World) -> None:
    tried = replace(world.house.content.surveys[SURVEY], id="tried", pretest=True)
    assert not await world.house.life.publish(world.house.content, tried, date(2026, 11, 24))
    assert [row.id for row in await world.house.store.surveys()] == [SURVEY]


async def test_with_few_answers_the_city_has_two_weeks_to_extend(world: World) -> None:
    await world.send(range(1, 5))
    world.wait(61)
    await world.tick.once()
    assert (await world.state())[0] is State.ENDED
    assert await world.house.store.extend(SURVEY, date(2027, 2, 28), date(2027, 2, 1))
    await world.tick.once()
    assert await world.state() == (State.OPEN, date(2027, 2, 28))


async def test_a_survey_extended_beside_the_tick_stays_open(world: World) -> None:
    await world.send(range(1, 31))
    world.wait(61)
    (listed,) = await world.house.store.surveys()
    assert await world.house.store.extend(SURVEY, date(2027, 2, 28), date(2027, 2, 1))
    await world.house.life.end_and_close(listed, date(2027, 1, 24))
    assert await world.state() == (State.OPEN, date(2027, 2, 28))


async def test_no_fault_in_the_texts_delays_the_close(world: World) -> None:
    await world.send(range(1, 31))
    (world.texts / "cities" / "tirana.yaml").unlink()
    world.wait(61)
    await world.tick.once()
    assert (await world.state())[0] is State.CLOSED
    keys = {path.name for path in world.house.settings.keyring_dir.iterdir()}
    assert not any(name.startswith(("mark.", "withdraw.", "urn.")) for name in keys)
    assert "tirana" in world.house.turns.shown.catalogue.cities


async def test_what_fails_keeps_nothing_else_from_its_turn(world: World) -> None:
    whole, turns = world.house.store, world.house.turns
    counted = Counter({("2026-W48", "brussels", "start"): 10})
    turns.reach, turns.store = counted, Broken(whole.database, whole.keyring, whole.failpoint)
    world.wait(1)
    await world.tick.once()
    assert world.tick.purged_on == date(2026, 11, 25)
    assert turns.reach == counted
    turns.store = whole
    await world.tick.once()
    assert [row.count for row in await whole.reach()] == [10]


async def test_a_served_city_that_is_gone_is_told_until_it_is_back(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    path = world.texts / "cities" / "tirana.yaml"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    await world.tick.refresh()
    assert "tirana" in world.house.turns.shown.catalogue.cities
    assert not world.house.shelf.complete
    assert "the texts stay as they were: a city" in caplog.text
    path.write_text(text, encoding="utf-8")
    await world.tick.refresh()
    assert world.house.shelf.complete


async def test_states_are_shown_as_they_are_though_the_texts_cannot_be_read(world: World) -> None:
    (world.texts / "cities").rename(world.texts.parent / "cities")
    shutil.rmtree(world.texts)
    world.texts.write_text("no folder", encoding="utf-8")
    await world.house.life.close_now(SURVEY, date(2026, 11, 24))
    await world.tick.once()
    assert world.house.turns.shown.catalogue.surveys[SURVEY].state is State.ENDED


async def test_cities_stand_in_the_order_of_the_setting() -> None:
    async with scratch({"RIGHTSBOT_CITIES": "tirana, brussels"}) as house:
        assert tuple(house.turns.shown.catalogue.cities) == ("tirana", "brussels")


async def test_a_broken_file_keeps_its_last_good_version_and_is_told(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    path = world.texts / "topics" / "cameras" / "en.md"
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("{#steps}", "{#stairs}"), encoding="utf-8")
    await world.tick.refresh()
    assert "cameras" in world.house.turns.shown.catalogue.topics
    assert "held back: topics/cameras/en.md" in caplog.text
    path.write_text(good.replace("You get on a bus.", "You take a tram."), encoding="utf-8")
    await world.tick.refresh()
    found = world.house.turns.shown.catalogue.topics["cameras"].text["en"]
    assert any("You take a tram." in words for words in found.parts["short"].values())  # type: ignore[index]  # a StrEnum


async def test_a_changed_structure_never_reaches_an_open_survey(world: World) -> None:
    path = world.texts / "surveys" / SURVEY / "survey.yaml"
    text = path.read_text(encoding="utf-8")
    before = world.house.turns.shown.catalogue.surveys[SURVEY]
    changed = text.replace('["yes", "no", not-sure]', '["yes", "no"]')
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    await world.tick.refresh()
    after = world.house.turns.shown.catalogue.surveys[SURVEY]
    assert after.tag == before.tag
    assert after.questions == before.questions


async def test_a_source_counts_from_the_day_it_is_given_out(world: World) -> None:
    turns = world.house.turns
    await world.house.life.give_out("library-2", date(2026, 11, 24))
    await world.tick.refresh()
    assert turns.sources == {"library-2"}


async def test_who_answered_can_still_look_where_the_city_is_served_no_more(
    tmp_path: Path,
) -> None:
    now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    common = {
        "RIGHTSBOT_DATA_DIR": str(tmp_path / "data"),
        "RIGHTSBOT_KEYRING_DIR": str(tmp_path / "keys"),
        "RIGHTSBOT_KEK": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    }
    async with scratch({**common, "RIGHTSBOT_CITIES": "brussels"}, clock=lambda: now) as house:
        await Tick(house.turns, house.life, house.shelf).once()
        day = house.turns.survey_day(SURVEY)
        await house.store.submit(SURVEY, 9, ANSWERS, bytes(10), day)
        shown = await house.store.show(SURVEY, 9, Receipt(bytes(10)))
        code = shown.code  # type: ignore[union-attr]  # it is stored
    async with scratch({**common, "RIGHTSBOT_CITIES": "tirana"}, clock=lambda: now) as house:
        await Tick(house.turns, house.life, house.shelf).once()
        place = Place("en", "tirana")
        used = ev.UsedCode(marks.read(code) or b"", withdraw=False)
        shown_again = (await house.turns.run(9, place, used)).screen
        assert code in str(shown_again.blocks)
        for button in (button for row in shown_again.rows for button in row):
            await house.turns.run(9, place, button.event)
        offered = (await house.turns.run(9, place, ev.Surveys())).screen
        assert SURVEY not in str(offered.rows)
        asked = (await house.turns.run(9, place, ev.UsedCode(used.code, withdraw=True))).screen
        events = [button.event for row in asked.rows for button in row]
        (take_back,) = [event for event in events if isinstance(event, ev.TakeBack)]
        await house.turns.run(9, place, take_back)
        receipt = Receipt(bytes(10))
        assert not isinstance(await house.store.show(SURVEY, 9, receipt), Stored)
